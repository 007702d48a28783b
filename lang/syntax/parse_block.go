package syntax

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
	method := p.ident(*p.next())
	method.Name = word
	switch word {
	case "let":
		return p.let(start, d)
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
