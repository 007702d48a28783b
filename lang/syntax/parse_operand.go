package syntax

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// operand reads an operand. Where none stands it reports that and gives a Bad. A
// function is let through too, wherever it stands: it reaches as far right as it
// can.
//
//	operand = Number | String | "true" | "false" | "null" | Name [ arguments ] | "." Name | "(" expr ")"
//	        | array | object | choice | matching | anyOf .
func (p *parser) operand() Expr {
	t, start := p.peek(), p.cursor()
	if n := p.lambdaParams(); n > 0 && !p.mode.guard {
		return p.lambda(start, n)
	}
	switch t.Type {
	case kindString:
		return p.stringLit(*p.next(), false)
	case kindNumber:
		return p.numberLit(*p.next())
	case kindIdent:
		return p.word(start)
	}
	switch t.Value {
	case "(":
		p.next()
		x := p.inside()
		p.closeBracket(")", "bracket", start)
		return x
	case "[":
		n := &Array{Elems: p.elements("]", "array", p.expr)}
		n.node = p.from(start)
		return n
	case "{":
		if p.mode.head {
			p.expected("a value", "an object here goes in brackets: ({ … })")
			return p.badExpr(start)
		}
		n := &Object{Items: p.items("object")}
		n.node = p.from(start)
		return n
	case ".":
		if following := p.ahead(1); following.Type == kindIdent && following.Pos.Line == t.Pos.Line {
			p.next()
			n := &Dot{Field: p.ident(*p.next())}
			n.node = p.from(start)
			return n
		}
	}
	return p.noOperand(start)
}

// noOperand reports that a value is missing before the next token. An operator
// that stands there instead of one belongs to the same mistake.
func (p *parser) noOperand(start int) Expr {
	t := p.peek()
	hint := ""
	switch t.Value {
	case "...":
		hint = "arrays are joined with concat(a, b); ... takes in the fields of an object"
	case "=>":
		hint = "a function is written x => … or (a, b) => …"
	case ":":
		if previous := p.previous(); previous != nil && (previous.Value == "parallel" || previous.Value == "concurrency") {
			hint = "write " + previous.Value + " 5, without the colon"
		}
	}
	p.expected("a value", hint)
	_, operator := infixes[t.Value]
	if !operator && t.Value != "=>" && t.Value != "..." || t.EOF() || !p.onLine() {
		return p.badExpr(start)
	}
	p.next()
	if p.startsOperand() {
		return p.unary()
	}
	p.mute()
	return p.badExpr(start)
}

// startsOperand reports whether an operand, or a sign before one, stands next.
func (p *parser) startsOperand() bool {
	t := p.peek()
	switch t.Type {
	case kindString, kindNumber:
		return true
	case kindIdent:
		return !infixWords[t.Value] && !p.startsKnownStatement()
	}
	return t.Value != "" && strings.Contains("( [ . - + !", t.Value) || t.Value == "{" && !p.mode.head
}

// word reads an operand that begins with a word.
func (p *parser) word(start int) Expr {
	t := p.peek()
	switch t.Value {
	case "true", "false":
		p.next()
		return &Bool{node: p.from(start), Value: t.Value == "true"}
	case "null":
		p.next()
		return &Null{node: p.from(start)}
	case "if":
		return p.choice(start)
	case "match":
		if p.startsMatch() {
			return p.matching(start)
		}
	case "any":
		if p.ahead(1).Value == "of" {
			return p.anyOf(start)
		}
	}
	if infixWords[t.Value] || p.startsKnownStatement() {
		return p.noOperand(start)
	}
	p.next()
	return &Name{node: p.from(start), Name: t.Value}
}

// numberLit is the number that t is.
func (p *parser) numberLit(t lexer.Token) *Number {
	return &Number{node: node{p.tokenSpan(&t)}, Text: strings.ReplaceAll(t.Value, "_", "")}
}

// choice reads an if.
//
//	choice = "if" expr "then" expr "else" expr .
func (p *parser) choice(start int) Expr {
	p.next()
	n := &Cond{If: p.expr()}
	if !p.want("then", usages["if"]) {
		return p.badExpr(start)
	}
	n.Then = p.expr()
	if !p.want("else", usages["if"]) {
		return p.badExpr(start)
	}
	n.Else = p.expr()
	n.node = p.from(start)
	return n
}

// anyOf reads an any of.
//
//	anyOf = "any" "of" pipe [ "where" expr ] .
func (p *parser) anyOf(start int) Expr {
	if !p.enter() {
		return p.badExpr(start)
	}
	defer p.leave()
	p.next()
	p.next()
	n := &AnyOf{X: p.binary(bindPipe)}
	if p.is("where") && p.ahead(1).Value != ":" {
		p.next()
		n.Where = p.expr()
	}
	n.node = p.from(start)
	return n
}
