package syntax

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// operand reads an operand. Where none stands it reports that and gives a Bad. A
// function is let through too, wherever it stands: it reaches as far right as it
// can.
//
//	operand = Number | String | "true" | "false" | "null" | Name [ arguments ] | "." Name | "(" expr ")"
//	        | array | object | choice | matching | anyOf .
func (p *parser) operand() Expr {
	t, start := p.peek(), p.cursor()
	if n := p.lambdaParams(); n > 0 && !p.mode.guard {
		return p.lambda(start, n)
	}
	switch t.Type {
	case kindString:
		return p.stringLit(*p.next(), false)
	case kindNumber:
		return p.numberLit(*p.next())
	case kindIdent:
		return p.word(start)
	}
	switch t.Value {
	case "(":
		p.next()
		x := p.inside()
		p.closeBracket(")", "bracket", start)
		return x
	case "[":
		n := &Array{Elems: p.elements("]", "array")}
		n.node = p.from(start)
		return n
	case "{":
		if p.mode.head {
			p.expected("a value", "an object here goes in brackets: ({ … })")
			return p.badExpr(start)
		}
		n := &Object{Items: p.items("object")}
		n.node = p.from(start)
		return n
	case ".":
		if following := p.ahead(1); following.Type == kindIdent && following.Pos.Line == t.Pos.Line {
			p.next()
			n := &Dot{Field: p.ident(*p.next())}
			n.node = p.from(start)
			return n
		}
	}
	return p.noOperand(start)
}

// noOperand reports that a value is missing before the next token. An operator
// that stands there instead of one belongs to the same mistake.
func (p *parser) noOperand(start int) Expr {
	t := p.peek()
	hint := ""
	switch t.Value {
	case "...":
		hint = "arrays are joined with concat(a, b); ... takes in the fields of an object"
	case "=>":
		hint = "a function is written x => … or (a, b) => …"
	}
	p.expected("a value", hint)
	_, operator := infixes[t.Value]
	if !operator && t.Value != "=>" && t.Value != "..." || t.EOF() || !p.onLine() {
		return p.badExpr(start)
	}
	p.next()
	if p.startsOperand() {
		return p.unary()
	}
	p.mute()
	return p.badExpr(start)
}

// startsOperand reports whether an operand, or a sign before one, stands next.
func (p *parser) startsOperand() bool {
	t := p.peek()
	switch t.Type {
	case kindString, kindNumber:
		return true
	case kindIdent:
		return !infixWords[t.Value] && !p.startsKnownStatement()
	}
	return t.Value != "" && strings.Contains("( [ . - + !", t.Value) || t.Value == "{" && !p.mode.head
}

// word reads an operand that begins with a word.
func (p *parser) word(start int) Expr {
	t := p.peek()
	switch t.Value {
	case "true", "false":
		p.next()
		return &Bool{node: p.from(start), Value: t.Value == "true"}
	case "null":
		p.next()
		return &Null{node: p.from(start)}
	case "if":
		return p.choice(start)
	case "match":
		if p.startsMatch() {
			return p.matching(start)
		}
	case "any":
		if p.ahead(1).Value == "of" {
			return p.anyOf(start)
		}
	}
	if infixWords[t.Value] || p.startsKnownStatement() {
		return p.noOperand(start)
	}
	p.next()
	return &Name{node: p.from(start), Name: t.Value}
}

// startsMatch tells the word from a name: a subject or the arms follow it on
// its line.
func (p *parser) startsMatch() bool {
	following := p.ahead(1)
	if following.EOF() || following.Pos.Line != p.peek().Pos.Line {
		return false
	}
	switch following.Type {
	case kindString, kindNumber:
		return true
	case kindIdent:
		return !infixWords[following.Value] && !operatorWords[following.Value]
	}
	switch following.Value {
	case "{":
		return !p.mode.head
	case "(":
		return true
	case "[", ".":
		return !p.touches(1)
	}
	return false
}

// choice reads an if.
//
//	choice = "if" expr "then" expr "else" expr .
func (p *parser) choice(start int) Expr {
	p.next()
	n := &Cond{If: p.expr()}
	if !p.want("then", usages["if"]) {
		return p.badExpr(start)
	}
	n.Then = p.expr()
	if !p.want("else", usages["if"]) {
		return p.badExpr(start)
	}
	n.Else = p.expr()
	n.node = p.from(start)
	return n
}

// anyOf reads an any of.
//
//	anyOf = "any" "of" pipe [ "where" expr ] .
func (p *parser) anyOf(start int) Expr {
	if !p.enter() {
		return p.badExpr(start)
	}
	defer p.leave()
	p.next()
	p.next()
	n := &AnyOf{X: p.binary(bindPipe)}
	if p.is("where") && p.ahead(1).Value != ":" {
		p.next()
		n.Where = p.expr()
	}
	n.node = p.from(start)
	return n
}

// matching reads a match that gives a value.
//
//	matching = "match" ( expr "{" { choose [,] } "}" | "{" { decide [,] } "}" ) .
func (p *parser) matching(start int) Expr {
	if !p.enter() {
		return p.badExpr(start)
	}
	defer p.leave()
	p.next()
	n := &MatchExpr{}
	if !p.is("{") {
		n.Subject = p.headExpr()
	}
	if !p.opens(usages["matchExpr"]) {
		return p.badExpr(start)
	}
	p.braced(list{
		what: "match",
		item: func() {
			if arm := p.choose(n.Subject != nil); arm != nil {
				n.Arms = append(n.Arms, arm)
			}
		},
		over: p.braceForgotten,
	})
	n.node = p.from(start)
	return n
}

// choose reads one arm of a match that gives a value; nil where it cannot be
// read.
//
//	choose = pattern [ "where" expr ] "=>" expr .
//	decide = ( "_" | expr ) "=>" expr .
func (p *parser) choose(subject bool) *MatchArm {
	start := p.cursor()
	n := &MatchArm{}
	p.mode = mode{arms: true, guard: true}
	n.Pattern, n.Where, n.Cond = p.armHead(subject)
	p.mode.guard = false
	if !p.arrow("=>", "->", usages["matchExpr"]) {
		return nil
	}
	n.Value = p.expr()
	n.node = p.from(start)
	if p.onLine() && !p.is(",") && !p.is("}") && !p.lineHas("=>") {
		p.expected(`"," or a new line behind the arm`, p.operatorMeant())
		p.skipArm("=>")
	}
	return n
}

// elements reads expressions with commas between them, in brackets; the opening
// one stands next.
//
//	array = "[" [ expr { "," expr } [ "," ] ] "]" .
func (p *parser) elements(closer, what string) []Expr {
	opener := p.cursor()
	p.next()
	outer := p.mode
	p.mode = mode{}
	defer func() { p.mode = outer }()
	forgotten := func() bool {
		return p.eof() || p.is("}") || p.startsAction() || p.startsKnownStatement() || p.closesOuter()
	}
	var all []Expr
	for {
		if p.accept(closer) {
			return all
		}
		if forgotten() {
			p.missingClose(closer, what, opener)
			return all
		}
		p.brackets++
		all = append(all, p.expr())
		p.brackets--
		switch {
		case p.accept(","), p.is(closer):
		case forgotten():
			p.missingClose(closer, what, opener)
			return all
		case p.startsOperand():
			p.errorAt(p.peek(), codeSeparator, `write "," between them`, "a comma is missing before %s", p.describe(p.peek()))
		default:
			p.expected(`"," or `+quoted(closer), p.operatorMeant())
			p.skip(closer, func() bool { return p.is(",") || p.startsKnownStatement() })
			if !p.accept(",") && !p.is(closer) {
				p.accept(closer)
				return all
			}
		}
	}
}

// closeBracket reads the bracket that closes the one with the token index
// opener, or reports that it is missing.
func (p *parser) closeBracket(closer, what string, opener int) {
	if p.accept(closer) {
		return
	}
	if p.eof() || !p.onLine() || p.is("}") || p.is(")") || p.is("]") {
		p.missingClose(closer, what, opener)
		return
	}
	p.expected(quoted(closer), p.operatorMeant())
	if closer == ">" {
		return
	}
	p.skip(closer, p.startsKnownStatement)
	p.accept(closer)
}

// fields reads the fields of a map or a variant; the "{" stands next.
func (p *parser) fields() *Fields {
	start := p.cursor()
	n := &Fields{Items: p.items("object")}
	n.node = p.from(start)
	return n
}

// items reads fields in braces; the "{" stands next.
//
//	object = "{" { ( "..." expr | ( Name | String ) ":" expr ) [,] } "}" .
//	fields = object .
func (p *parser) items(what string) []ObjectItem {
	if !p.enter() {
		return nil
	}
	defer p.leave()
	var items []ObjectItem
	p.braced(list{
		what: what,
		item: func() {
			if item := p.objectItem(); item != nil {
				items = append(items, item)
			}
		},
		over: p.braceForgotten,
	})
	return items
}

// objectItem reads a field or a spread; nil where there is none.
func (p *parser) objectItem() ObjectItem {
	start := p.cursor()
	if p.accept("...") {
		n := &Spread{Value: p.expr()}
		n.node = p.from(start)
		p.endOfField()
		return n
	}
	key, ok := p.key("a field, name: value")
	if !ok {
		p.skip("}", p.startsField)
		return nil
	}
	n := &Field{Key: key}
	switch {
	case p.is(","), p.is("}"), p.startsField():
		p.errorAt(p.previous(), codeSeparator, "write "+shorten(p.previous().Value)+": value", "the field %q has no value", shorten(key.Name))
		n.Value = p.badExpr(p.cursor())
	case p.separator("a field is written name: value"):
		n.Value = p.expr()
	default:
		n.Value = p.badExpr(p.cursor())
	}
	n.node = p.from(start)
	p.endOfField()
	return n
}

// numberLit is the number that t is.
func (p *parser) numberLit(t lexer.Token) *Number {
	return &Number{node: node{p.tokenSpan(&t)}, Text: strings.ReplaceAll(t.Value, "_", "")}
}

// path reads the path of a request: an expression, or a string alone, in which
// `{expr}` inserts a value.
//
//	path = String | expr .
func (p *parser) path() Expr {
	if p.peek().Type != kindString {
		return p.expr()
	}
	checkpoint := p.lex.MakeCheckpoint()
	t := *p.next()
	_, infix := p.infix()
	if infix || p.is("?") || p.is(".") || (p.is("[") || p.is("(")) && p.onLine() {
		p.lex.LoadCheckpoint(checkpoint)
		return p.expr()
	}
	return p.stringLit(t, true)
}
