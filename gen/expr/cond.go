package expr

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// Cond writes an expression as a condition of Go, a bool.
func (w *Writer) Cond(out *Code, x plan.Expr) *j.Statement { return w.cond(out, x, true, 0) }

// Not writes the opposite of that.
func (w *Writer) Not(out *Code, x plan.Expr) *j.Statement { return w.cond(out, x, false, 0) }

// How tightly operators of Go bind, for the brackets that a reader needs.
const (
	looseOr = iota + 1
	looseAnd
)

// cond writes the condition, or where want is false its opposite, so that it
// can stand beside an operator that binds as tightly as around says.
func (w *Writer) cond(out *Code, x plan.Expr, want bool, around int) *j.Statement {
	if truth, known := Known(x); known {
		return j.Lit(truth == want)
	}
	x = fold(x)
	if v := w.same(x, "holds"); v != nil {
		return not(!want, rtapi.ValueTruthy.On(v))
	}
	switch x := x.(type) {
	case *plan.Unary:
		if x.Op == plan.Not {
			return w.cond(out, x.X, !want, around)
		}
	case *plan.Is:
		if x.Schema != nil {
			return not(!want, w.Package.Schemas().Fits(x.Schema).Call(w.Value(out, x.X, "subject")))
		}
		return not(!want, rtapi.Is.Call(w.Value(out, x.X, "subject"), j.Lit(x.Type)))
	case *plan.Call:
		if xs, ok := emptiness(x); ok {
			op := "=="
			if !want {
				op = "!="
			}
			n, _ := w.count(out, xs)
			return n.Op(op).Lit(0)
		}
	case *plan.Binary:
		if c := w.comparison(out, x, want, around); c != nil {
			return c
		}
	}
	return not(!want, rtapi.ValueTruthy.On(w.Value(out, x, "condition")))
}

// emptiness recognises isEmpty(xs) of what is an array whatever happens. It gives
// the length of that.
func emptiness(x *plan.Call) (*plan.Member, bool) {
	if x.Func.Go != "IsEmpty" {
		return nil, false
	}
	n := &plan.Member{Span: x.Span, X: x.Args[0], Name: "length"}
	return n, counts(n)
}

func not(not bool, c *j.Statement) *j.Statement {
	if not {
		return j.Op("!").Add(c)
	}
	return c
}

// comparisons are the operators whose value is a truth, with what they are on
// ints and on ints negated.
var comparisons = map[plan.Op]struct {
	method       rtapi.Symbol
	ints, negInt string
}{
	plan.Lt:         {rtapi.EvalLess, "<", ">="},
	plan.Le:         {rtapi.EvalLessEq, "<=", ">"},
	plan.Gt:         {rtapi.EvalGreater, ">", "<="},
	plan.Ge:         {rtapi.EvalGreaterEq, ">=", "<"},
	plan.In:         {rtapi.EvalIn, "", ""},
	plan.Contains:   {rtapi.EvalContains, "", ""},
	plan.StartsWith: {rtapi.EvalStartsWith, "", ""},
	plan.EndsWith:   {rtapi.EvalEndsWith, "", ""},
	plan.Eq:         {rtapi.Equal, "==", "!="},
	plan.Ne:         {rtapi.Equal, "!=", "=="},
}

// comparison writes the operators that give a truth; nil for any other.
func (w *Writer) comparison(out *Code, x *plan.Binary, want bool, around int) *j.Statement {
	if x.Op == plan.And || x.Op == plan.Or {
		return w.junction(out, x, want, around)
	}
	c, ok := comparisons[x.Op]
	if !ok {
		return nil
	}
	if c.ints != "" {
		if a, b, ok := w.ints(out, x.X, x.Y); ok {
			op := c.ints
			if !want {
				op = c.negInt
			}
			return a.Op(op).Add(b)
		}
	}
	switch x.Op {
	case plan.Eq:
		return w.equal(out, x, want)
	case plan.Ne:
		return w.equal(out, x, !want)
	}
	return not(!want, w.call(c.method, x.OpAt, w.Values(out, compared(x), x.X, x.Y)...))
}

// junction writes `and` and `or`. The second operand must not be evaluated
// before the first has left it open: no statement of it goes in front.
func (w *Writer) junction(out *Code, x *plan.Binary, want bool, around int) *j.Statement {
	op, level := "&&", looseAnd
	if x.Op == plan.Or {
		op, level = "||", looseOr
	}
	if truth, known := Known(x.Y); known && truth == (x.Op == plan.And) { // it leaves it to the first
		return w.cond(out, x.X, want, around)
	} else if known && settles(x.X, x.Op) { // go vet has a word for a second one
		return w.cond(out, x.X, want, around)
	}
	c := w.cond(out, x.X, true, level).Op(op).Add(w.cond(nil, x.Y, true, level))
	switch {
	case !want:
		return j.Op("!").Parens(c)
	case around > level:
		return j.Parens(c)
	}
	return c
}

// settles tells a condition that ends in a known truth which leaves nothing open
// for the operator behind it.
func settles(x plan.Expr, op plan.Op) bool {
	y, ok := fold(x).(*plan.Binary)
	if !ok || y.Op != op {
		return false
	}
	truth, known := Known(y.Y)
	return known && truth == (op == plan.Or) || settles(y.X, op) || settles(y.Y, op)
}

// equal writes a == b; of null it asks the other one.
func (w *Writer) equal(out *Code, x *plan.Binary, want bool) *j.Statement {
	for i, operand := range []plan.Expr{x.X, x.Y} {
		if lit, ok := operand.(*plan.Literal); ok && lit.Value == nil {
			other := []plan.Expr{x.Y, x.X}[i]
			return not(!want, rtapi.ValueIsNull.On(w.Value(out, other, "operand")))
		}
	}
	return not(!want, rtapi.Equal.Call(w.Values(out, compared(x), x.X, x.Y)...))
}

// compared is a word for what a field is compared with: the field's name.
func compared(x *plan.Binary) string {
	for _, operand := range []plan.Expr{x.X, x.Y} {
		if field, ok := operand.(*plan.Member); ok {
			return field.Name
		}
	}
	return "operand"
}

// ints writes two operands as ints of Go: the number of an array's elements, and
// that or an integer literal.
func (w *Writer) ints(out *Code, x, y plan.Expr) (a, b *j.Statement, ok bool) {
	if !isInt(x) || !isInt(y) || !counts(x) && !counts(y) {
		return nil, nil, false
	}
	codes := w.InOrder(out, w.int(x), w.int(y))
	return codes[0], codes[1], true
}

func counts(x plan.Expr) bool {
	_, ok := length(x)
	return ok
}

// isInt tells an expression that int can write.
func isInt(x plan.Expr) bool {
	if lit, ok := x.(*plan.Literal); ok {
		n, ok := lit.Value.(int64)
		return ok && n >= -1<<31 && n < 1<<31
	}
	return counts(x)
}

func (w *Writer) int(x plan.Expr) Operand {
	if lit, ok := x.(*plan.Literal); ok {
		return Operand{Code: func(*Code) *j.Statement { return j.Lit(int(lit.Value.(int64))) }}
	}
	o := w.Operand(x, "count")
	o.Code = func(out *Code) *j.Statement {
		n, _ := w.count(out, x)
		return n
	}
	return o
}
