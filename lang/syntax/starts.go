package syntax

// startsAction reports whether an `action Name {` or a `mission Name {` begins
// the line. Nothing else reads like one, so whatever is open before it has not
// been closed.
func (p *parser) startsAction() bool {
	t := p.peek()
	return (t.Value == "action" || t.Value == "mission") && !p.onLine() &&
		p.ahead(1).Type == kindIdent && p.ahead(2).Value == "{"
}

// startsStatement reports whether the next token begins its line and reads, with
// what follows, as the beginning of a step or a declaration: two words side by
// side, as no expression has them, or a step's first word alone.
func (p *parser) startsStatement() bool {
	t, following := p.peek(), p.ahead(1)
	if t.Type != kindIdent || p.onLine() {
		return false
	}
	if following.EOF() || following.Pos.Line != t.Pos.Line {
		switch t.Value {
		case "continue", "skip", "abort", "retry", "wait", "pause":
			return true
		}
		return false
	}
	switch following.Type {
	case kindIdent:
		return !infixWords[following.Value] && !operatorWords[following.Value] && !clauseWords[following.Value]
	case kindString, kindNumber:
		return true
	}
	switch following.Value {
	case "{":
		return stepWords[t.Value] && !p.mode.head
	case "[":
		return t.Value == "run"
	case ".":
		return stepWords[t.Value] && !p.touches(1)
	}
	return false
}

// startsKnownStatement is startsStatement for the words that begin statements
// here or in another language, without a match or an if that may be an operand.
func (p *parser) startsKnownStatement() bool {
	word := p.peek().Value
	switch {
	case word == "match":
		return false
	case word == "if":
		return p.startsIfStatement()
	}
	return (stepWords[word] || declWords[word] || foreignWords[word] != "") && p.startsStatement()
}

// startsIfStatement tells the statement of other languages, with a block behind
// its condition, from the expression, with a then.
func (p *parser) startsIfStatement() bool {
	if p.onLine() || !p.lineHas("{") {
		return false
	}
	const most = 1000 // tokens
	depth := 0
	for i := 1; i < most && !p.ahead(i).EOF() && depth >= 0; i++ {
		switch p.ahead(i).Value {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth--
		case "then":
			if depth == 0 {
				return false
			}
		}
	}
	return true
}

// startsName reports whether a name stands next: no statement on a line of its
// own, and no word that an expression could not use as a name.
func (p *parser) startsName() bool {
	t := p.peek()
	if t.Type != kindIdent || infixWords[t.Value] {
		return false
	}
	return p.onLine() || !p.startsKnownStatement() && !p.startsOption()
}

// startsOption reports whether the next tokens are `name:`.
func (p *parser) startsOption() bool {
	return p.peek().Type == kindIdent && p.ahead(1).Value == ":"
}

// startsStep reports whether the next token begins a step. `store` begins a
// declaration too, and `let` and `run` do: where `name:` follows a `store` it is
// one, and of the other two the place decides.
func (p *parser) startsStep() bool {
	t := p.peek()
	switch {
	case !stepWords[t.Value] || p.startsOption():
		return false
	case t.Value == "store":
		return p.ahead(2).Value != ":" && p.lineHas("->")
	}
	return t.Value != "let" && t.Value != "run"
}

// startsStepHere reports whether a step's first word stands next.
func (p *parser) startsStepHere() bool {
	return stepWords[p.peek().Value] && p.ahead(1).Value != ":"
}

// startsAssignment reports whether `name = ` begins the line, which is no step
// but was meant to be one.
func (p *parser) startsAssignment() bool {
	return p.peek().Type == kindIdent && p.ahead(1).Value == "=" && !p.onLine()
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

// startsNextDecl reports whether the next token begins a line as a declaration
// does, or as something does that was meant to be one.
func (p *parser) startsNextDecl() bool { return p.startsDecl() || p.startsStatement() }

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

// startsArm reports whether the next token begins a line with an arrow in it
// that is no step's.
func (p *parser) startsArm() bool {
	return !p.onLine() && !stepWords[p.peek().Value] && p.lineHas("->")
}

// touches reports whether the token n behind the next one follows the one
// before it without a blank.
func (p *parser) touches(n int) bool {
	i := p.cursor() + n
	return i > 0 && i < len(p.toks) && end(&p.toks[i-1]) == p.toks[i].Pos.Offset
}

// onLine reports whether the next token stands on the line of the one before
// it.
func (p *parser) onLine() bool {
	previous, t := p.previous(), p.peek()
	return previous != nil && previous.Pos.Line == t.Pos.Line && !t.EOF()
}

// lineHas reports whether that word or sign stands between the next token and
// the end of its line, not too far away.
func (p *parser) lineHas(value string) bool {
	const most = 200 // tokens; who asks on each token of a line must not read it to its end each time
	line := p.peek().Pos.Line
	for i := 1; i < most && p.ahead(i).Pos.Line == line && !p.ahead(i).EOF(); i++ {
		if p.ahead(i).Value == value {
			return true
		}
	}
	return false
}
