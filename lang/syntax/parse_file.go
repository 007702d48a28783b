package syntax

import "github.com/alecthomas/participle/v2/lexer"

// readFile reads a whole file. Constructs of a mission that stand at its top are
// read too, and reported.
//
//	file = { import | let | source | store | schema | transform | action | mission } .
func (p *parser) readFile() *File {
	f := &File{node: node{p.file.Span(0, len(p.file.Text()))}, Source: p.file}
	for !p.eof() {
		at := p.cursor()
		if d := p.decl("file"); d != nil {
			f.Decls = append(f.Decls, d)
		}
		if p.cursor() == at {
			p.strayToken()
		}
		p.accept(",")
	}
	f.Comments = p.scan.comments
	return f
}

// mission reads what follows the word.
//
//	mission = "mission" Name "{" { ( source | store | schema | transform | action | let | run | option ) [,] } "}" .
func (p *parser) mission(start int, d doc) Decl {
	name, ok := p.grammar.name.read(p, usages["mission"])
	if !p.opensBehind(ok, usages["mission"]) || !p.enter() {
		return p.bad(start, d)
	}
	defer p.leave()
	m := &Mission{doc: d, Name: identOf(name.Name)}
	bad := p.bad(start, d)
	m.Rest = p.braced(list{
		what: "mission",
		item: func() {
			if d := p.decl("mission"); d != nil {
				m.Decls = append(m.Decls, d)
				bad.Inner = append(bad.Inner, d)
			}
		},
		over:   func() bool { return p.braces > 0 && p.startsAction() && p.is("mission") },
		goesOn: func() bool { return !p.eof() && !p.is("}") && !p.is("mission") && !p.is("import") },
	})
	m.node = p.from(start)
	if !ok {
		bad.node = m.node
		return bad
	}
	return m
}

// decl reads one declaration in a "file" or a "mission". It gives nil where
// nothing could be made of the text.
func (p *parser) decl(place string) Decl {
	start, d := p.cursor(), p.declDocs()
	t := p.peek()
	switch {
	case p.startsOption():
		if place == "file" {
			p.errorAt(t, codePlace, "write it inside the braces of a mission", "the option %q stands outside of a mission", t.Value)
		}
		return p.optionDecl(start, d)
	case t.Type != kindIdent:
		return p.noDecl(start, d, place)
	}
	told := len(p.diags)
	word := p.declWord(place)
	if place == "mission" && (word == "import" || word == "mission") {
		p.errorAt(t, codePlace, "write it before the mission", "%s stands inside a mission", article(word))
	}
	if place == "file" && word == "run" {
		p.errorAt(t, codePlace, "write it inside the braces of a mission", `"run" stands outside of a mission`)
	}
	if word == "" {
		return p.noDecl(start, d, place)
	}
	p.next()
	var read Decl
	switch word {
	case "let":
		read = p.let(start, d).(Decl)
	case "import":
		read = p.imports(start, d)
	case "mission":
		read = p.mission(start, d)
	case "source":
		read = p.source(start, d)
	case "store":
		read = p.store(start, d)
	case "schema":
		read = p.schema(start, d)
	case "transform":
		read = p.transform(start, d)
	case "action":
		read = p.action(start, d)
	case "run":
		read = p.run(start, d)
	}
	if bad, ok := read.(*Bad); ok {
		if word != t.Value {
			p.diags = p.diags[:min(len(p.diags), told+1)] // it may not have been the word that was meant
		}
		p.skip("}", p.startsNextDecl)
		bad.node = p.from(start)
	}
	return read
}

// declWord gives the word of a declaration that the next token is or, with a
// report, was meant to be; "" where it is none.
func (p *parser) declWord(place string) string {
	t := p.peek()
	if declWords[t.Value] && !(t.Value == "store" && p.startsStep()) {
		return t.Value
	}
	if stepWords[t.Value] || foreignWords[t.Value] != "" || p.ahead(1).Type != kindIdent && p.ahead(1).Value != "[" {
		return ""
	}
	meant := near(t.Value, declWords)
	if meant != "" {
		p.errorAt(t, codeKeyword, "did you mean "+quoted(meant)+"?", "%q begins nothing in a %s", t.Value, place)
	}
	return meant
}

// noDecl reports what begins no declaration: a step, another language's
// statement or anything else.
func (p *parser) noDecl(start int, d doc, place string) Decl {
	t := p.peek()
	switch {
	case p.startsStep():
		p.errorAt(t, codePlace, "write it inside an action: action Name { … }", "the step %q stands outside of an action", t.Value)
		if step := p.step(); step != nil {
			return p.bad(start, d, step)
		}
		return p.bad(start, d)
	case t.Type == kindIdent && foreignWords[t.Value] != "":
		return p.foreign(start, d)
	case t.Type == lexer.EOF || t.Value == "}" || t.Value == ")" || t.Value == "]":
		return nil // the caller's
	}
	what := "a declaration such as action, source or mission"
	if place == "mission" {
		what = "a declaration such as action, source or run"
	}
	hint := ""
	switch following := p.ahead(1); {
	case t.Type == kindIdent && following.Value == "{" && following.Pos.Line == t.Pos.Line:
		word, read := "action", p.action
		if place == "file" {
			word, read = "mission", p.mission
		}
		p.errorAt(t, codeUnexpected, "write "+word+" "+shorten(t.Value)+" { … }", "expected %s, found %s", what, p.describe(t))
		return read(start, d)
	case t.Value == "{":
		hint = "what do the braces belong to? " + usages["action"]
	case t.Type == kindIdent && following.Pos.Line == t.Pos.Line && following.Type != kindIdent:
		hint = "an option is written name: value"
	}
	p.errorAt(t, codeUnexpected, hint, "expected %s, found %s", what, p.describe(t))
	if t.Value != "{" {
		p.next()
	}
	p.skip("}", p.startsNextDecl)
	return p.bad(start, d)
}

func article(word string) string {
	if word == "import" || word == "action" {
		return "an " + word
	}
	return "a " + word
}
