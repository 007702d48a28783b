package syntax

import "github.com/alecthomas/participle/v2/lexer"

// options reads options in braces; the "{" stands next.
//
//	options = "{" { ( Name | String ) ":" expr [ "parallel" expr | options ] [,] } "}" .
func (p *parser) options() *Options {
	start := p.cursor()
	n := &Options{}
	if p.enter() {
		defer p.leave()
		p.braced(list{
			what: "block of options",
			item: func() {
				if option := p.option(doc{p.docs()}); option != nil {
					n.List = append(n.List, option)
				}
			},
			over: p.braceForgotten,
		})
	}
	n.node = p.from(start)
	return n
}

// optionsHere reads options if they open on this line; otherwise it gives nil.
func (p *parser) optionsHere() *Options {
	if !p.onLine() {
		return nil
	}
	if p.is("{") || p.braces < 0 && p.startsOption() && p.opens("options stand in braces: { name: value }") {
		return p.options()
	}
	return nil
}

// option reads one option. Where none begins it reports that, passes over what
// stands there and gives nil.
func (p *parser) option(d doc) *Option {
	start := p.cursor()
	key, ok := p.key("an option, name: value")
	if !ok {
		p.skip("}", p.startsField)
		return nil
	}
	n := &Option{doc: d, Name: key}
	if p.separator(`an option is written name: value`) {
		n.Value = p.expr()
		switch {
		case !p.onLine():
		case p.is("parallel") && p.ahead(1).Value != ":":
			n.Parallel = p.sideBySide()
		case p.is("{"):
			n.Options = p.options()
		}
	} else {
		n.Value = p.bad(p.cursor(), doc{})
	}
	n.node = p.from(start)
	p.endOfField()
	return n
}

// sideBySide reads "parallel" and how many, behind an option's value.
func (p *parser) sideBySide() *Parallel {
	start := p.cursor()
	n := &Parallel{Word: p.ident(*p.next())}
	n.Limit = p.expr()
	n.node = p.from(start)
	return n
}

// optionDecl reads an option of a mission, which may be its schedule.
//
//	option   = Name ":" expr | schedule .
//	schedule = "schedule" ":" ( "every" Number Name | "cron" String | "at" String ) [ options ] .
func (p *parser) optionDecl(start int, d doc) Decl {
	if !p.is("schedule") {
		return p.option(d)
	}
	name := p.ident(*p.next())
	p.next()
	s, ok := p.grammar.schedule.read(p, usages["schedule"])
	if !ok {
		p.skip("}", p.startsNextDecl)
		return p.bad(start, d)
	}
	n := &Schedule{doc: d, Name: name}
	if s.Kind.Value != "" {
		n.Kind = p.ident(s.Kind)
		n.Every = p.numberLit(s.Every)
		n.Unit = optional(s.Unit)
	} else {
		n.Kind = p.ident(s.Word)
		n.Text = p.stringLit(s.Text, false)
	}
	n.Options = p.optionsHere()
	n.node = p.from(start)
	return n
}

// key reads the key of an option or a field: a name or a string. Where there is
// none it reports that what was expected, and gives false.
func (p *parser) key(what string) (Ident, bool) {
	p.dropOpener()
	t := p.peek()
	switch t.Type {
	case kindIdent:
		p.next()
		return p.ident(*t), true
	case kindString:
		p.next()
		return p.quotedIdent(*t), true
	case kindNumber:
		p.errorAt(t, codeUnexpected, "quote it: "+quoted(shorten(t.Value)), "a key is a name or a string, not a number")
		p.next()
		return p.ident(*t), true
	case lexer.EOF:
		return Ident{}, false
	}
	if p.is("...") {
		p.errorAt(t, codeUnexpected, "write the fields out", `"..." takes in fields of objects only, of a map's and of a schema's`)
	} else {
		p.expected(what, "")
	}
	return Ident{}, false
}

// quotedIdent is a key that is written as a string.
func (p *parser) quotedIdent(t lexer.Token) Ident {
	text, ok := p.stringLit(t, false).Const()
	if !ok {
		p.errorAt(&t, codeInsert, "", "a key is fixed text; nothing is inserted in it")
	}
	return Ident{Name: text, Span: p.tokenSpan(&t), Quoted: true}
}

// separator reads the ":" behind a key, or reports what stands in its place.
func (p *parser) separator(usage string) bool {
	t := p.peek()
	switch t.Value {
	case ":":
	case "=", "=>", "->":
		p.errorAt(t, codeSeparator, `write ":"`, "expected %q behind the name, found %q", ":", t.Value)
	case "-", "/":
		usage = `a key with other signs than letters is quoted: "a-b"`
		fallthrough
	default:
		p.expected(`":"`, usage)
		return false
	}
	p.next()
	return true
}

// startsField reports whether the next tokens are `name:` or `"name":`, or
// `...` at the beginning of a line.
func (p *parser) startsField() bool {
	return (p.peek().Type == kindIdent || p.peek().Type == kindString) && p.ahead(1).Value == ":" ||
		p.is("...") && !p.onLine()
}

// endOfField reports what follows a field or an option on its line and is
// neither a comma nor the next one.
func (p *parser) endOfField() {
	if p.is(",") || p.is("}") || p.eof() || !p.onLine() || p.startsField() || p.is("...") || p.closesOuter() {
		return
	}
	if p.peek().Type == kindIdent && p.startsStepHere() {
		return
	}
	if p.is("->") { // the brace in front of it is missing, which the list tells
		return
	}
	p.expected(`"," or "}"`, p.quoteMeant())
	p.skip("}", func() bool { return p.is(",") || p.startsField() || p.startsStatement() })
}

// quoteMeant suggests how a quotation mark stands in a string, where one string
// follows another without a blank: other languages double it.
func (p *parser) quoteMeant() string {
	if t := p.peek(); t.Type == kindString && p.previous().Type == kindString && p.touches(0) {
		return "in a string write \\" + t.Value[:1]
	}
	return ""
}
