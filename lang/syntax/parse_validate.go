package syntax

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
	if p.accept("or") && p.opens("validate value { assume condition } or { … }") {
		n.Or = p.block("block")
	}
	n.node = p.from(start)
	return n
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

// headExpr reads an expression behind which a "{" opens a block.
func (p *parser) headExpr() Expr {
	outer := p.mode
	p.mode.head = true
	x := p.expr()
	p.mode = outer
	return x
}
