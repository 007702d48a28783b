package syntax

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

// validate reads what follows the word.
//
//	validate = "validate" [ expr ] "{" { assume [,] } "}" [ "or" block ] .
func (p *parser) validate(start int, d doc) Step {
	n := &Validate{doc: d}
	if !p.is("{") {
		n.Subject = p.headExpr()
	}
	if !p.opens(usages["validate"]) || !p.enter() {
		return p.bad(start, d)
	}
	p.braced(list{
		what: "validate",
		item: func() {
			if c := p.assume(); c != nil {
				n.Constraints = append(n.Constraints, c)
			}
		},
		over: func() bool { return !p.is("assume") && p.braceForgotten() },
	})
	p.leave()
	if p.accept("or") {
		n.Or = p.bodyHere(true, "block", "validate value { assume condition } or { … }")
	}
	n.node = p.from(start)
	return n
}

// headExpr reads an expression behind which a "{" opens a block.
func (p *parser) headExpr() Expr {
	outer := p.mode
	p.mode.head = true
	x := p.expr()
	p.mode = outer
	return x
}

// assume reads one constraint. Where none stands it reports that, passes over
// what does and gives nil.
//
//	assume = "assume" expr [ ":" String ] [ "severity" ":" ( "error" | "warning" ) ] .
func (p *parser) assume() *Assume {
	start := p.cursor()
	next := func() bool { return p.is("assume") || p.is(",") }
	if t := p.peek(); !p.accept("assume") {
		hint := usages["assume"]
		if near(t.Value, wordSet("assume")) != "" {
			hint = `did you mean "assume"?`
		}
		p.errorAt(t, codeUnexpected, hint, "expected %q, found %s", "assume", p.describe(t))
		p.skip("}", func() bool { return p.cursor() > start && next() })
		return nil
	}
	s, ok := p.grammar.assume.read(p, usages["assume"])
	if !ok {
		p.skip("}", next)
		return nil
	}
	n := &Assume{Cond: s.Cond, Severity: p.optionalWord(s.Severity)}
	if s.Message.Value != "" {
		n.Message = p.stringLit(s.Message, false)
	}
	n.node = p.from(start)
	if p.onLine() && !next() && !p.is("}") {
		p.expected(`a new line behind the constraint`, p.operatorMeant())
		p.skip("}", next)
	}
	return n
}

// match reads what follows the word.
//
//	match = "match" ( expr "{" { arm [,] } "}" | "{" { case [,] } "}" ) .
func (p *parser) match(start int, d doc) Step {
	n := &Match{doc: d}
	if !p.is("{") {
		n.Subject = p.headExpr()
	}
	if !p.opens(usages["match"]) || !p.enter() {
		return p.bad(start, d)
	}
	defer p.leave()
	p.braced(list{
		what: "match",
		item: func() {
			p.mode.arms = true
			if arm := p.arm(n.Subject != nil); arm != nil {
				n.Arms = append(n.Arms, arm)
			}
		},
		over: func() bool { return p.braces > 0 && (p.startsAction() || p.startsKnownStatement()) },
	})
	n.node = p.from(start)
	return n
}

// arm reads one arm of a match step. Where it cannot be read it gives nil.
//
//	arm  = pattern [ "where" expr ] "->" ( block | step ) .
//	case = ( "_" | expr ) "->" ( block | step ) .
func (p *parser) arm(subject bool) *Arm {
	start := p.cursor()
	n := &Arm{doc: doc{p.docs()}}
	if p.startsKnownStatement() {
		p.errorAt(p.peek(), codePlace, "put the steps of an arm in braces: pattern -> { … }", "a step stands where an arm should begin")
		p.step()
		return nil
	}
	p.mode.guard = true
	n.Pattern, n.Where, n.Cond = p.armHead(subject)
	p.mode.guard = false
	if !p.arrow("->", "=>", usages["match"]) {
		return nil
	}
	if p.is("{") {
		n.Body = p.block("arm")
	} else {
		n.Body = p.bareStep()
	}
	n.node = p.from(start)
	return n
}

// bareStep makes a block of the one step behind an arrow.
func (p *parser) bareStep() *Block {
	var step Step
	if p.onLine() || p.startsStepHere() {
		step = p.step()
	}
	if step == nil {
		p.expected("a step or a block", usages["match"])
		step = p.bad(p.cursor(), doc{})
	}
	return &Block{node: node{step.Span()}, Steps: []Step{step}}
}

// armHead reads what stands before the arrow of an arm: a pattern with its guard
// where the match has a subject, else a condition or "_".
func (p *parser) armHead(subject bool) (pattern Pattern, where, cond Expr) {
	if start, t := p.cursor(), p.peek(); t.Value == "else" {
		p.errorAt(t, codeKeyword, "write _", "the arm for everything else begins with _")
		p.next()
		return &Wildcard{node: p.from(start)}, nil, nil
	}
	if !subject && !(p.is("_") && p.ahead(1).Type == kindPunct) {
		return nil, nil, p.expr()
	}
	pattern = p.pattern()
	p.dropCloser()
	if p.accept("where") {
		where = p.expr()
	}
	return pattern, where, nil
}

// arrow reads the arrow of an arm. The other one is read for it, with a report.
// Where something else stands before it, that is reported and passed over, up to
// the end of the arm if the arrow is not on the line.
func (p *parser) arrow(right, wrong, usage string) bool {
	t := p.peek()
	switch t.Value {
	case wrong:
		p.errorAt(t, codeSeparator, "write "+right, "the arrow here is %q, not %q", right, wrong)
	case ":":
		if p.braces < 0 {
			return p.patternUnopened(right)
		}
		p.errorAt(t, codeSeparator, "write "+right, "expected %q, found %q", right, ":")
	case right:
	default:
		if t.Value == "|" {
			usage = "write an arm for each"
		}
		p.expected(quoted(right), usage)
		return p.skipToArrow(right)
	}
	p.next()
	return true
}

// patternUnopened reports that the "{" before a name with a ":" is missing, and
// goes on behind the "}".
func (p *parser) patternUnopened(arrow string) bool {
	p.errorAt(p.peek(), codeUnexpected, "a pattern of fields is written { name: pattern }", "expected %q, found %q", arrow, ":")
	p.braces++
	p.skip("}", func() bool { return !p.onLine() })
	p.accept("}")
	return p.skipToArrow(arrow)
}

// skipToArrow passes over what stands before the arrow on this line. Where there
// is none it passes over the whole arm and gives false.
func (p *parser) skipToArrow(arrow string) bool {
	p.skip("}", func() bool { return p.is(arrow) || p.is(",") || !p.onLine() })
	if p.is(arrow) && p.onLine() {
		p.next()
		return true
	}
	p.skipArm(arrow)
	return false
}

// skipArm passes over the rest of an arm that could not be read.
func (p *parser) skipArm(arrow string) {
	p.skip("}", func() bool { return p.is(",") || !p.onLine() && p.lineHas(arrow) })
}
