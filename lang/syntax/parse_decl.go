package syntax

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
	if !p.opensBehind(ok, usages["source"]) {
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
	if !p.opensBehind(ok, usages["action"]) {
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
