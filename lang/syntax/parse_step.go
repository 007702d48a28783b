package syntax

import "github.com/reqongen/reqongen/lang/diag"

// mapStep reads what follows the word.
//
//	map = "map" expr "->" Name [ fields ] .
func (p *parser) mapStep(start int, d doc) Step {
	s, ok := p.beforeArrow(usages["map"])
	if !ok {
		return p.bad(start, d)
	}
	n := &Map{doc: d, Value: s.Value, Shape: identOf(s.Name)}
	if p.is("{") && p.onLine() {
		n.Fields = p.fields()
	}
	n.node = p.from(start)
	return n
}

// beforeArrow reads a value, "->" and a name.
func (p *parser) beforeArrow(usage string) (*arrowShape, bool) {
	outer := p.mode
	p.mode.guard = true
	s, ok := p.grammar.arrow.read(p, usage)
	p.mode = outer
	return s, ok
}

// apply reads what follows the word.
//
//	apply = "apply" Name "to" expr [ "as" Name ] .
func (p *parser) apply(start int, d doc) Step {
	s, ok := p.grammar.apply.read(p, usages["apply"])
	if !ok {
		return p.bad(start, d)
	}
	n := &Apply{doc: d, Transform: identOf(s.Transform), To: s.To, As: optional(s.As)}
	n.node = p.from(start)
	return n
}

// keep reads what follows the word.
//
//	keep = "store" [ "each" ] expr "->" Name [ options ] .
func (p *parser) keep(start int, d doc) Step {
	n := &Keep{doc: d}
	if p.is("each") && p.ahead(1).Value != "->" && !(p.ahead(1).Value == "." && p.touches(1)) {
		p.next()
		n.Each = true
	}
	if p.arrowBackwards() {
		return p.bad(start, d)
	}
	s, ok := p.beforeArrow(usages["keep"])
	if !ok {
		return p.bad(start, d)
	}
	n.Value, n.Store = s.Value, identOf(s.Name)
	n.Options = p.optionsHere()
	n.node = p.from(start)
	return n
}

// arrowBackwards reports `Name <- value`, which to the grammar compares a name
// with a negative number, and passes over it.
func (p *parser) arrowBackwards() bool {
	name, less, minus := p.peek(), p.ahead(1), p.ahead(2)
	if name.Type != kindIdent || less.Value != "<" || minus.Value != "-" || !p.touches(2) {
		return false
	}
	d := diag.New(codeSeparator, p.tokenSpan(less).To(p.tokenSpan(minus)), `expected "->", found "<-"`)
	d.Hint = "the value comes first: store value -> " + shorten(name.Value)
	p.report(less, d)
	p.endStep()
	return true
}

// let reads what follows the word, in a step or a declaration.
//
//	let = "let" Name "=" expr .
func (p *parser) let(start int, d doc) Step {
	if step := p.letOfRequest(start, d); step != nil {
		return step
	}
	s, ok := p.grammar.let.read(p, usages["let"])
	if !ok {
		return p.bad(start, d)
	}
	n := &Let{doc: d, Name: identOf(s.Name), Value: s.Value}
	n.node = p.from(start)
	return n
}

// letOfRequest reads `let x = get "/path"`, which other languages write so: a
// request is a step, and its answer is response. It gives nil where the let has
// a value.
func (p *parser) letOfRequest(start int, d doc) Step {
	name, method, following := p.peek(), p.ahead(2), p.ahead(3)
	if p.ahead(1).Value != "=" || !methodWords[method.Value] || following.Pos.Line != method.Pos.Line ||
		following.Type != kindString && (following.Type != kindIdent || p.ahead(4).Type != kindString) {
		return nil
	}
	p.errorAt(method, codeForeign, "write "+method.Value+" … alone, and let "+shorten(name.Value)+" = response in the next line",
		"%q is a step and has no value; its answer is response", method.Value)
	p.next()
	p.next()
	return p.bad(start, d, p.request(start, d, p.ident(*p.next())))
}

// erase reads what follows the word.
//
//	erase = "delete" Name "[" expr "]" .
func (p *parser) erase(start int, d doc) Step {
	s, ok := p.grammar.erase.read(p, usages["delete"])
	if !ok {
		return p.bad(start, d)
	}
	n := &Delete{doc: d, Store: identOf(s.Store), Key: s.Key}
	n.node = p.from(start)
	return n
}

// flow reads what follows one of the words that change where the mission goes
// on, or one of those with nothing else in common.
//
//	wait = ( "wait" | "pause" ) [ expr ] [ options ] .
//	flow = "continue" | "skip" | "abort" [ expr ] | "retry" [ options ] | "queue" Name [ options ]
//	     | "jump" Name [ "then" ( "retry" | "continue" ) ] | "run" Name | "clear" Name .
func (p *parser) flow(word string, start int, d doc) Step {
	switch word {
	case "continue":
		return &Continue{node: p.from(start), doc: d}
	case "skip":
		return &Skip{node: p.from(start), doc: d}
	case "abort":
		n := &Abort{doc: d, Message: p.argument()}
		n.node = p.from(start)
		return n
	case "retry":
		n := &Retry{doc: d, Options: p.optionsHere()}
		n.node = p.from(start)
		return n
	case "wait", "pause":
		n := &Wait{doc: d, Word: p.ident(p.toks[start])}
		n.Word.Name = word
		if !p.is("{") {
			n.For = p.argument()
		}
		n.Options = p.optionsHere()
		n.node = p.from(start)
		return n
	case "jump":
		return p.jump(start, d)
	}
	if word == "run" && (p.is("[") || p.ahead(1).Value == "then" || p.ahead(1).Value == "if") {
		p.errorAt(p.previous(), codePlace, "write it in the mission, beside the actions",
			`inside an action "run" takes one action; stages and groups are the mission's`)
		p.run(start, doc{})
		return p.bad(start, d)
	}
	if !p.onLine() {
		p.expected("a name", usages[word])
		return p.bad(start, d)
	}
	s, ok := p.grammar.name.read(p, usages[word])
	if !ok {
		return p.bad(start, d)
	}
	name := identOf(s.Name)
	switch word {
	case "clear":
		return &Clear{node: p.from(start), doc: d, Store: name}
	case "run":
		return &RunAction{node: p.from(start), doc: d, Action: name}
	}
	n := &Queue{doc: d, Store: name, Options: p.optionsHere()}
	n.node = p.from(start)
	return n
}

// argument reads an expression if one stands on this line; otherwise it gives
// nil.
func (p *parser) argument() Expr {
	if !p.onLine() || p.is(",") || p.is("}") || p.startsStepHere() && p.peek().Value != "match" {
		return nil
	}
	return p.expr()
}

func (p *parser) jump(start int, d doc) Step {
	s, ok := p.grammar.jump.read(p, usages["jump"])
	if !ok {
		return p.bad(start, d)
	}
	n := &Jump{doc: d, Action: identOf(s.Action), Then: p.optionalWord(s.Then)}
	n.node = p.from(start)
	return n
}
