package syntax

import (
	"github.com/alecthomas/participle/v2/lexer"
)

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
	if !p.opensBody(ok, "mission") || !p.enter() {
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

// opensBody reports whether the "{" of a body stands next; if the head before it
// could not be read, it is looked for on the line.
func (p *parser) opensBody(headRead bool, construct string) bool {
	if headRead {
		return p.opens(usages[construct])
	}
	for !p.eof() && p.onLine() && !p.is("{") && !p.is("}") {
		p.next()
	}
	return p.is("{") && p.onLine()
}

// bad makes a Bad of everything from the token of index start, with the nodes
// that could be read in it.
func (p *parser) bad(start int, d doc, inner ...Node) *Bad {
	return &Bad{node: p.from(start), doc: d, Inner: inner}
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
	if word == "let" {
		return p.let(start, d).(Decl)
	}
	p.next()
	var read Decl
	switch word {
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

// startsDecl reports whether the next token begins a line as a declaration
// does.
func (p *parser) startsDecl() bool {
	t, following := p.peek(), p.ahead(1)
	if p.onLine() || t.Type != kindIdent || following.Pos.Line != t.Pos.Line {
		return false
	}
	if following.Value == ":" || following.Value == "=" {
		return true
	}
	return declWords[t.Value] && (following.Type != kindPunct || following.Value == "[" || following.Value == "{")
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

// startsNextDecl reports whether the next token begins a line as a declaration
// does, or as something does that was meant to be one.
func (p *parser) startsNextDecl() bool { return p.startsDecl() || p.startsStatement() }

func article(word string) string {
	if word == "import" || word == "action" {
		return "an " + word
	}
	return "a " + word
}

// imports reads what follows the word.
//
//	import = "import" ( Name | "{" Name { "," Name } [ "," ] "}" ) "from" String .
func (p *parser) imports(start int, d doc) Decl {
	braced := p.is("{")
	s, ok := p.grammar.imports.read(p, usages["import"])
	if !ok {
		if braced {
			p.skip("}", p.startsDecl)
			p.accept("}")
		}
		return p.bad(start, d)
	}
	n := &Import{doc: d, Braced: braced}
	for _, name := range s.Names {
		n.Names = append(n.Names, identOf(name))
	}
	n.Path = p.stringLit(s.Path, false)
	n.node = p.from(start)
	return n
}

// source reads what follows the word.
//
//	source = "source" Name [ "from" String ] options .
func (p *parser) source(start int, d doc) Decl {
	s, ok := p.grammar.source.read(p, usages["source"])
	if !p.opensBody(ok, "source") {
		return p.bad(start, d)
	}
	n := &Source{doc: d, Name: identOf(s.Name)}
	if s.From.Value != "" {
		n.From = p.stringLit(s.From, false)
	}
	n.Options = p.options()
	n.node = p.from(start)
	if !ok {
		return p.bad(start, d, n.Options)
	}
	return n
}

// store reads what follows the word.
//
//	store = "store" Name ":" Name "(" String [ "," options ] [ "," ] ")" [ options ] .
func (p *parser) store(start int, d doc) Decl {
	s, ok := p.grammar.store.read(p, usages["store"])
	if !ok {
		return p.bad(start, d)
	}
	n := &Store{doc: d, Name: identOf(s.Name), Kind: identOf(s.Kind), Target: p.stringLit(s.Target, false)}
	if p.accept(",") && p.is("{") {
		n.Args = p.options()
		p.dropCloser()
		p.accept(",")
	}
	if !p.want(")", usages["store"]) {
		return p.bad(start, d)
	}
	n.Options = p.optionsHere()
	n.node = p.from(start)
	return n
}

// action reads what follows the word.
//
//	action = "action" Name block .
func (p *parser) action(start int, d doc) Decl {
	name, ok := p.grammar.name.read(p, usages["action"])
	if !p.opensBody(ok, "action") {
		return p.bad(start, d)
	}
	n := &Action{doc: d, Name: identOf(name.Name), Body: p.block("action")}
	n.node = p.from(start)
	if !ok {
		return p.bad(start, d, n.Body)
	}
	return n
}

// run reads what follows the word.
//
//	run   = "run" stage { "then" stage } .
//	stage = ( Name | "[" [ Name { "," Name } [ "," ] ] "]" ) [ "if" expr ] .
func (p *parser) run(start int, d doc) Decl {
	s, ok := p.grammar.run.read(p, usages["run"])
	if !ok {
		return p.bad(start, d)
	}
	following := p.ahead(1)
	if p.onLine() && (p.is("->") || p.is(",") && following.Pos.Line == p.peek().Pos.Line && p.ahead(2).Value != ":" && !declWords[following.Value]) {
		p.expected(`"then"`, usages["run"])
		return p.bad(start, d)
	}
	n := &Run{doc: d}
	for _, stage := range s.Stages {
		n.Stages = append(n.Stages, p.stage(stage))
	}
	n.node = p.from(start)
	return n
}

func (p *parser) stage(s *stageShape) *Stage {
	first, last := &s.Tokens[0], &s.Tokens[len(s.Tokens)-1]
	n := &Stage{node: node{p.tokenSpan(first).To(p.tokenSpan(last))}, Group: s.Group, If: s.If}
	for _, action := range s.Actions {
		n.Actions = append(n.Actions, identOf(action))
	}
	return n
}
