package syntax

import "github.com/alecthomas/participle/v2/lexer"

// pattern reads a pattern. Where none stands it reports that and gives a Bad.
//
//	pattern = "_" | literal | Name | "[" [ pattern { "," pattern } [ "," ] ] "]"
//	        | "{" { ( Name | String ) [ ":" pattern ] [,] } "}" .
//	literal = String | signed | "true" | "false" | "null" .
func (p *parser) pattern() Pattern {
	start := p.cursor()
	if !p.enter() {
		return &Bad{node: p.from(start)}
	}
	defer p.leave()
	t := p.peek()
	switch {
	case t.Type == kindIdent && !infixWords[t.Value]:
		switch t.Value {
		case "_":
			p.next()
			return &Wildcard{node: p.from(start)}
		case "true", "false", "null":
			n := &LiteralPattern{Value: p.word(start)}
			n.node = p.from(start)
			return n
		}
		p.next()
		return &NamePattern{node: p.from(start), Name: t.Value}
	case p.startsConstant():
		n := &LiteralPattern{Value: p.constant()}
		n.node = p.from(start)
		return n
	case p.is("["):
		return p.arrayPattern(start)
	case p.is("{"):
		n := &ObjectPattern{}
		p.braced(list{
			what: "pattern",
			item: func() {
				if field := p.fieldPattern(); field != nil {
					n.Fields = append(n.Fields, field)
				}
			},
			over: func() bool {
				return p.braceForgotten() || p.braces > 0 && (p.is("where") || p.is("->") || p.is("=>"))
			},
		})
		n.node = p.from(start)
		return n
	}
	hint := "a condition goes behind a pattern: _ where condition"
	if t.EOF() || p.is("->") || p.is("=>") {
		hint = ""
	}
	p.errorAt(t, codeUnexpected, hint, "expected a pattern, found %s", p.describe(t))
	p.skip("}", func() bool { return p.is("->") || p.is("=>") || p.is(",") || p.cursor() > start && !p.onLine() })
	p.mute()
	return &Bad{node: p.from(start)}
}

func (p *parser) arrayPattern(start int) Pattern {
	n := &ArrayPattern{}
	p.next()
	for !p.accept("]") {
		if p.eof() || p.is("}") || p.is(")") || p.is("->") || p.is("=>") {
			p.missingClose("]", "pattern", start)
			break
		}
		at := p.cursor()
		n.Elems = append(n.Elems, p.pattern())
		if p.accept(",") || p.is("]") {
			continue
		}
		p.expected(`"," or "]"`, "")
		if p.cursor() == at {
			p.next()
		}
		p.skip("]", func() bool { return p.is(",") || p.is("->") || p.is("=>") || !p.onLine() })
		p.accept(",")
	}
	n.node = p.from(start)
	return n
}

// fieldPattern reads one field of an object pattern; nil where there is none.
func (p *parser) fieldPattern() *FieldPattern {
	start := p.cursor()
	key, ok := p.key("a field, name or name: pattern")
	if !ok {
		p.skip("}", p.startsField)
		return nil
	}
	n := &FieldPattern{Key: key}
	if p.is(":") || p.is("=") {
		p.separator("")
		n.Value = p.pattern()
	}
	n.node = p.from(start)
	if p.onLine() && !p.is(",") && !p.is("}") && !p.is("->") && !p.is("=>") && p.peek().Type != kindIdent && p.peek().Type != kindString {
		p.expected(`"," or "}"`, "a condition goes behind the whole pattern: { … } where condition")
		p.skip("}", func() bool { return p.is(",") || p.startsField() })
	}
	return n
}

// startsSigned reports whether a number with a minus stands next.
func (p *parser) startsSigned() bool {
	return p.is("-") && p.ahead(1).Type == kindNumber
}

// constant reads a string or a number, with a minus perhaps.
//
//	signed = [ "-" ] Number .
func (p *parser) constant() Expr {
	start := p.cursor()
	t := p.next()
	switch t.Type {
	case kindString:
		return p.stringLit(*t, false)
	case kindNumber:
		return p.numberLit(*t)
	}
	n := &Unary{Op: Op(t.Value), OpSpan: p.tokenSpan(t), X: p.numberLit(*p.next())}
	n.node = p.from(start)
	return n
}

// startsConstant reports whether a string, a number or a minus before one stands
// next.
func (p *parser) startsConstant() bool {
	switch p.peek().Type {
	case kindString, kindNumber:
		return true
	case lexer.EOF:
		return false
	}
	return p.startsSigned()
}
