package syntax

import "github.com/alecthomas/participle/v2/lexer"

// block reads options and steps in braces; the "{" stands next. Options are let
// through in every block, so that the checker can say where they belong.
//
//	block = "{" { Name ":" expr [,] } { step [,] } "}" .
func (p *parser) block(what string) *Block {
	start, brackets := p.cursor(), p.brackets
	p.brackets = 0
	defer func() { p.brackets = brackets }()
	n := &Block{Braced: true}
	if p.enter() {
		defer p.leave()
		l := list{
			what: what,
			item: func() {
				if p.startsOption() {
					if option := p.option(doc{p.docs()}); option != nil {
						n.Options = append(n.Options, option)
					}
				} else if step := p.step(); step != nil {
					n.Steps = append(n.Steps, step)
				}
			},
			over: func() bool {
				return p.braces > 0 && (p.startsDeclOnly() || what == "arm" && p.startsArm())
			},
		}
		if what == "action" {
			l.goesOn = func() bool { return p.startsStep() || p.is("let") }
		}
		n.Rest = p.braced(l)
	}
	n.node = p.from(start)
	return n
}

// bodyHere reads the block of a step if its head could be read. If not, the
// block is looked for on the line, so that mistakes in it are found too; it is
// nil where there is none.
func (p *parser) bodyHere(headRead bool, what, usage string) *Block {
	if !headRead {
		for !p.eof() && p.onLine() && !p.is("{") && !p.is("}") {
			p.next()
		}
		if !p.is("{") || !p.onLine() {
			return nil
		}
	} else if !p.opens(usage) {
		return nil
	}
	return p.block(what)
}

// step reads one step. It gives nil where nothing could be made of the text.
//
//	step = request | call | for | map | apply | validate | keep | match | let | erase | wait | flow .
func (p *parser) step() Step {
	p.dropOpener()
	start, d := p.cursor(), doc{p.docs()}
	t := p.peek()
	if t.Type != kindIdent {
		if p.is("}") || p.is(")") || p.is("]") || p.eof() {
			return nil // the caller's
		}
		hint := ""
		if previous := p.previous(); p.is("{") && previous.Value == "," {
			hint = "options stand behind their step without a comma"
		}
		p.errorAt(t, codeUnexpected, hint, "expected a step such as get, for or store, found %s", p.describe(t))
		if p.is("{") {
			return p.bad(start, d, p.block("block"))
		}
		p.next()
		p.endStep()
		return p.bad(start, d)
	}
	told := len(p.diags)
	word := p.stepWord()
	if word == "" {
		return p.noStep(start, d)
	}
	n := p.stepOf(word, start, d)
	if bad, ok := n.(*Bad); ok {
		if word != t.Value {
			p.diags = p.diags[:min(len(p.diags), told+1)] // it may not have been the word that was meant
		}
		p.endStep()
		bad.node = p.from(start)
		return n
	}
	if !p.endsHere() {
		p.expected("a new line behind the step", p.operatorMeant())
		p.endStep()
	}
	return n
}

// stepOf reads the step that begins with the word that stands next, or was
// meant to.
func (p *parser) stepOf(word string, start int, d doc) Step {
	if word == "let" {
		return p.let(start, d)
	}
	method := p.ident(*p.next())
	method.Name = word
	switch word {
	case "get", "post", "put", "patch":
		return p.request(start, d, method)
	case "delete":
		if p.peek().Type == kindIdent && p.ahead(1).Value == "[" && p.ahead(1).Pos.Line == p.peek().Pos.Line {
			return p.erase(start, d)
		}
		return p.request(start, d, method)
	case "call":
		return p.call(start, d)
	case "for":
		return p.loop(start, d)
	case "map":
		return p.mapStep(start, d)
	case "apply":
		return p.apply(start, d)
	case "validate":
		return p.validate(start, d)
	case "store":
		return p.keep(start, d)
	case "match":
		return p.match(start, d)
	}
	return p.flow(word, start, d)
}

// endStep passes over the rest of a step that could not be read.
func (p *parser) endStep() {
	p.skip("}", func() bool {
		return p.startsStatement() || p.startsAssignment() || p.is(",") && p.ahead(1).Pos.Line != p.peek().Pos.Line
	})
}

// endsHere reports whether a step may end before the next token.
func (p *parser) endsHere() bool {
	return !p.onLine() || p.is(",") || p.is("}") || p.startsStepHere() || p.startsOption() ||
		p.mode.arms && p.lineHas("->")
}

// startsStepHere reports whether a step's first word stands next.
func (p *parser) startsStepHere() bool {
	return stepWords[p.peek().Value] && p.ahead(1).Value != ":"
}

// stepWord gives the word of a step that the next token is or, with a report,
// was meant to be; "" where it is none.
func (p *parser) stepWord() string {
	t, following := p.peek(), p.ahead(1)
	if t.Value == "store" && following.Type == kindIdent && p.ahead(2).Value == ":" {
		return ""
	}
	if stepWords[t.Value] {
		return t.Value
	}
	onLine := following.Pos.Line == t.Pos.Line && !following.EOF()
	if declWords[t.Value] || foreignWords[t.Value] != "" ||
		onLine && following.Type == kindPunct && following.Value != "{" && following.Value != "[" {
		return ""
	}
	meant := near(t.Value, stepWords)
	if !onLine && meant != "continue" && meant != "skip" && meant != "abort" && meant != "retry" {
		return ""
	}
	if meant != "" {
		p.errorAt(t, codeKeyword, "did you mean "+quoted(meant)+"?", "%q begins no step", t.Value)
	}
	return meant
}

// startsArm reports whether the next token begins a line with an arrow in it
// that is no step's.
func (p *parser) startsArm() bool {
	return !p.onLine() && !stepWords[p.peek().Value] && p.lineHas("->")
}

// startsDeclOnly reports whether a declaration begins the line that is no step.
func (p *parser) startsDeclOnly() bool {
	if p.onLine() {
		return false
	}
	following := p.ahead(1)
	switch p.peek().Value {
	case "source", "schema", "transform", "action", "mission":
		return following.Type == kindIdent
	case "store":
		return following.Type == kindIdent && p.ahead(2).Value == ":"
	case "run":
		return following.Value == "[" || p.lineHas("then")
	}
	return false
}

// noStep reports what begins no step: a declaration, another language's
// statement or anything else.
func (p *parser) noStep(start int, d doc) Step {
	t, following := p.peek(), p.ahead(1)
	switch {
	case declWords[t.Value] && following.Type == kindIdent:
		p.errorAt(t, codePlace, "write it beside the actions, in the mission", "%s stands inside an action", article(t.Value))
		if decl := p.decl("mission"); decl != nil {
			return p.bad(start, d, decl)
		}
		return p.bad(start, d)
	case foreignWords[t.Value] != "":
		return p.foreign(start, d)
	}
	onLine := following.Pos.Line == t.Pos.Line
	switch {
	case onLine && following.Value == "=":
		p.errorAt(t, codeKeyword, "write let "+shorten(t.Value)+" = …", "%q begins no step", shorten(t.Value))
	case onLine && following.Value == "(":
		p.errorAt(t, codeKeyword, "keep what it gives: let result = "+shorten(t.Value)+"(…)", "a call alone is no step")
	default:
		p.errorAt(t, codeKeyword, "", "%q begins no step", shorten(t.Value))
	}
	p.next()
	p.endStep()
	return p.bad(start, d)
}

// foreign reads a statement of another language: its head up to the end of its
// line, and the blocks that belong to it.
func (p *parser) foreign(start int, d doc) *Bad {
	t := p.next()
	p.errorAt(t, codeForeign, foreignWords[t.Value], "Reqon has no %q statement", t.Value)
	bad := p.bad(start, d)
	for {
		p.skip("}", func() bool { return p.is("{") || !p.onLine() })
		if !p.is("{") || !p.onLine() {
			break
		}
		bad.Inner = append(bad.Inner, p.block("block"))
		if !p.is("else") && !p.is("catch") && !p.is("elif") && !p.is("finally") {
			break
		}
		p.next()
	}
	bad.node = p.from(start)
	return bad
}

// operatorMeant suggests the infix word that the next token is a slip of.
func (p *parser) operatorMeant() string {
	t := p.peek()
	if t.Type != kindIdent {
		return ""
	}
	if meant := near(t.Value, infixWords, operatorWords); meant != "" {
		return "did you mean " + quoted(meant) + "?"
	}
	return ""
}

// request reads what follows the method.
//
//	request = ( "get" | "post" | "put" | "patch" | "delete" ) [ Name ] path [ "from" Name ] [ options ] .
func (p *parser) request(start int, d doc, method Ident) Step {
	n := &Request{doc: d, Method: method}
	if p.namesSource() {
		name := p.ident(*p.next())
		n.Source = &name
	}
	s, ok := p.grammar.request.read(p, usages[method.Name])
	if !ok {
		return p.bad(start, d)
	}
	n.Path = s.Path
	n.From = optional(s.From)
	n.Options = p.optionsHere()
	n.node = p.from(start)
	return n
}

// namesSource reports whether the name that stands next is a source: a string
// or another name follows it on its line, and that name goes not with an
// operator on.
func (p *parser) namesSource() bool {
	t, following := p.peek(), p.ahead(1)
	if t.Type != kindIdent || !p.onLine() || following.Pos.Line != t.Pos.Line {
		return false
	}
	switch following.Type {
	case kindString:
		return true
	case kindIdent:
		return t.Value != "if" && t.Value != "match" && t.Value != "not" && !(t.Value == "any" && following.Value == "of") &&
			following.Value != "from" && !infixWords[following.Value] && !operatorWords[following.Value]
	}
	return false
}

// call reads what follows the word.
//
//	call = "call" Name "." Name [ options ] .
func (p *parser) call(start int, d doc) Step {
	s, ok := p.grammar.call.read(p, usages["call"])
	if !ok {
		return p.bad(start, d)
	}
	n := &CallStep{doc: d, Source: identOf(s.Source), Operation: identOf(s.Operation)}
	n.Options = p.optionsHere()
	n.node = p.from(start)
	return n
}

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
	s, ok := p.beforeArrow(usages["keep"])
	if !ok {
		return p.bad(start, d)
	}
	n.Value, n.Store = s.Value, identOf(s.Name)
	n.Options = p.optionsHere()
	n.node = p.from(start)
	return n
}

// let reads the step, or the declaration, with its word.
//
//	let = "let" Name "=" expr .
func (p *parser) let(start int, d doc) Step {
	p.next()
	s, ok := p.grammar.let.read(p, usages["let"])
	if !ok {
		return p.bad(start, d)
	}
	n := &Let{doc: d, Name: identOf(s.Name), Value: s.Value}
	n.node = p.from(start)
	return n
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

// loop reads what follows the word.
//
//	for = "for" Name "in" expr [ "where" expr ] [ "parallel" [ expr ] | "concurrency" expr ]
//	      [ "onError" ( "abort" | "continue" | "queue" Name ) ] block .
func (p *parser) loop(start int, d doc) Step {
	outer := p.mode
	p.mode.head, p.mode.noWhere = true, true
	s, ok := p.grammar.loop.read(p, usages["for"])
	p.mode = outer
	body := p.bodyHere(ok, "loop", usages["for"])
	if body == nil {
		return p.bad(start, d)
	}
	if !ok {
		return p.bad(start, d, body)
	}
	n := &For{doc: d, Var: identOf(s.Var), In: s.In, Where: s.Where, Body: body}
	if s.Parallel != nil {
		n.Parallel = p.parallel(s.Parallel)
	}
	if s.OnError != nil {
		n.OnError = p.onError(s.OnError)
	}
	n.node = p.from(start)
	return n
}

func (p *parser) parallel(s *parallelShape) *Parallel {
	if s.Concurrency.Value != "" {
		return &Parallel{node: p.over(s.Tokens), Word: p.ident(s.Concurrency), Limit: s.Wanted}
	}
	n := &Parallel{node: p.over(s.Tokens), Word: p.ident(s.Parallel)}
	if s.Limit != nil {
		n.Limit = s.Limit
	}
	return n
}

func (p *parser) onError(s *onErrorShape) *OnError {
	return &OnError{node: p.over(s.Tokens), Action: p.ident(s.Action), Store: optional(s.Store)}
}

// over is the node of these tokens.
func (p *parser) over(tokens []lexer.Token) node {
	return node{p.tokenSpan(&tokens[0]).To(p.tokenSpan(&tokens[len(tokens)-1]))}
}

// startsLimit reports whether the limit of a parallel loop stands next.
func (p *parser) startsLimit() bool { return !p.is("{") && !p.is("onError") && p.onLine() }
