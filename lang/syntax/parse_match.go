package syntax

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
