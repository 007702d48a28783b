package check

import (
	"strconv"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// literalOf is null, true, false or a number.
func literalOf(e syntax.Expr) *plan.Literal {
	switch n := e.(type) {
	case *syntax.Bool:
		return &plan.Literal{Span: n.Span(), Value: n.Value}
	case *syntax.Number:
		return numberOf(n.Span(), n, false)
	}
	return &plan.Literal{Span: e.Span()}
}

// numberOf is a number with its sign: exact as long as 64 bits hold it, else the
// nearest double.
func numberOf(at source.Span, n *syntax.Number, negative bool) *plan.Literal {
	x := &plan.Literal{Span: at, Value: int64(0)}
	text := n.Text
	if negative {
		text = "-" + text
	}
	if !strings.ContainsAny(text, ".eE") {
		if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			x.Value = i
			return x
		}
		if u, err := strconv.ParseUint(text, 10, 64); err == nil {
			x.Value = u
			return x
		}
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil { // else the parser has told
		x.Value = f
	}
	return x
}

// constant resolves a literal of a pattern.
func (m *mission) constant(e syntax.Expr) *plan.Literal {
	switch n := e.(type) {
	case *syntax.Unary:
		if x, ok := n.X.(*syntax.Number); ok {
			return numberOf(n.Span(), x, n.Op == syntax.OpMinus)
		}
	case *syntax.String:
		text, ok := n.Const()
		if !ok {
			m.report(codeOperand, n.Span(), "compare it in a condition: x where x == …", "a pattern is fixed text; nothing is inserted in it")
		}
		return &plan.Literal{Span: n.Span(), Value: text}
	case *syntax.Null, *syntax.Bool, *syntax.Number:
		return literalOf(n)
	}
	return &plan.Literal{Span: e.Span()}
}
