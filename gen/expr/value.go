package expr

import (
	"fmt"
	"math"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
)

// Value writes an expression as a value.Value. Statements that it needs in front
// go to out; where out is nil, none can stand there. The hint is a word for a
// variable that holds the value, should there have to be one.
func (w *Writer) Value(out *Code, x plan.Expr, hint string) *j.Statement {
	x = fold(x)
	if v := w.same(x, hint); v != nil {
		return v
	}
	switch x := x.(type) {
	case *plan.Literal:
		return Literal(x.Value)
	case *plan.Template:
		if len(x.Parts) == 1 && x.Parts[0].Escape == plan.Plain && typeOf(x.Parts[0].Value) == builtin.String {
			return w.Value(out, x.Parts[0].Value, hint)
		}
		return rtapi.String.Call(w.Text(out, x))
	case *plan.EnvText:
		return w.Setting(x.Name)
	case *plan.EnvCall:
		return w.Env(x.Name)
	case *plan.Array:
		return rtapi.Array.Qual().Add(List("(", ")", Long(x.Span.Text()), w.Values(out, hint, x.Elems...)...))
	case *plan.Object:
		return w.object(out, x, hint)
	case *plan.VarRef:
		return w.variable(x.Var)
	case *plan.StoreRef:
		return rtapi.StoreValue.On(w.Store(x.Store), strand())
	case *plan.StoreGet:
		return rtapi.StoreGet.On(w.Store(x.Store), strand(), w.Value(out, x.Key, "key"))
	case *plan.StoreEntries:
		return rtapi.StoreEntries.On(w.Store(x.Store), strand())
	case *plan.Errors:
		return w.Errors()
	case *plan.Member:
		if n, ok := w.count(out, x); ok {
			return fromInt(n)
		}
		return w.Package.Get(w.Value(out, x.X, x.Name), x.Name)
	case *plan.Index:
		return rtapi.Index.Call(w.Values(out, hint, x.X, x.Key)...)
	case *plan.Call:
		return w.function(out, x)
	case *plan.Unary:
		return w.unary(out, x)
	case *plan.Binary:
		return w.binary(out, x, hint)
	case *plan.Cond, *plan.MatchExpr:
		return w.chosen(out, x, hint)
	case *plan.Where:
		return w.call(rtapi.EvalFilter, x.Span, w.Value(out, x.X, "records"), w.Lambda(out, x.Keep))
	case *plan.AnyOf:
		args := []j.Code{w.Value(out, x.X, "records")}
		if x.Keep != nil {
			args = append(args, w.Lambda(out, x.Keep))
		}
		return w.call(rtapi.EvalAny, x.Span, args...)
	case *plan.Is:
		return rtapi.Bool.Call(w.Cond(out, x))
	}
	panic(fmt.Sprintf("expr: no code for %T", x))
}

// Literal is a literal of the mission as a value.Value.
func Literal(v any) *j.Statement {
	switch v := v.(type) {
	case nil:
		return rtapi.Null.Qual()
	case bool:
		if v {
			return rtapi.True.Qual()
		}
		return rtapi.False.Qual()
	case int64:
		return rtapi.Int.Call(j.Lit(int(v)))
	case uint64:
		return rtapi.Uint.Call(j.Op(fmt.Sprint(v)))
	case float64:
		if v == 0 && math.Signbit(v) { // Go has no literal for it
			return rtapi.Float.Call(j.Qual("math", "Copysign").Call(j.Lit(0), j.Lit(-1)))
		}
		return rtapi.Float.Call(j.Lit(v))
	case string:
		return rtapi.String.Call(j.Lit(v))
	}
	panic(fmt.Sprintf("expr: a literal of type %T", v))
}

// List writes codes between brackets, each on a line of its own where wide.
func List(open, shut string, wide bool, codes ...j.Code) *j.Statement {
	return j.Custom(j.Options{Open: open, Close: shut, Separator: ",", Multi: wide && len(codes) > 0}, codes...)
}

func fromInt(n *j.Statement) *j.Statement { return rtapi.Int.Call(j.Int64().Call(n)) }

// count is the number of an array's elements as an int of Go.
func (w *Writer) count(out *Code, x plan.Expr) (*j.Statement, bool) {
	xs, ok := length(x)
	if !ok {
		return nil, false
	}
	if ref, isStore := xs.(*plan.StoreRef); isStore {
		return rtapi.StoreLen.On(w.Store(ref.Store), strand()), true
	}
	return rtapi.ValueLen.On(w.Value(out, xs, "list")), true
}

func (w *Writer) unary(out *Code, x *plan.Unary) *j.Statement {
	if x.Op == plan.Not {
		return rtapi.Bool.Call(w.Cond(out, x))
	}
	if lit, ok := x.X.(*plan.Literal); ok && x.Op == plan.Neg {
		if v, ok := negative(lit.Value); ok {
			return Literal(v)
		}
	}
	method := rtapi.EvalNeg
	if x.Op == plan.Plus {
		method = rtapi.EvalPos
	}
	return w.call(method, x.Span, w.Value(out, x.X, "number"))
}

// negative is the literal for minus a literal.
func negative(v any) (any, bool) {
	switch v := v.(type) {
	case int64:
		return -v, true
	case uint64:
		if v == 1<<63 {
			return int64(math.MinInt64), true
		}
	case float64:
		return -v, true
	}
	return nil, false
}

var operators = map[plan.Op]rtapi.Symbol{
	plan.Add: rtapi.EvalAdd, plan.Sub: rtapi.EvalSub, plan.Mul: rtapi.EvalMul, plan.Div: rtapi.EvalDiv,
	plan.Mod: rtapi.EvalMod, plan.Range: rtapi.EvalRange,
}

func (w *Writer) binary(out *Code, x *plan.Binary, hint string) *j.Statement {
	if method, ok := operators[x.Op]; ok {
		return w.call(method, x.OpAt, w.Values(out, hint, x.X, x.Y)...)
	}
	switch {
	case x.Op == plan.Coalesce && simple(x.Y):
		return w.call(rtapi.EvalCoalesce, x.OpAt, w.Values(out, hint, alternatives(x)...)...)
	case isLazy(x):
		return w.chosen(out, x, hint)
	}
	return rtapi.Bool.Call(w.Cond(out, x))
}

// alternatives are a, b and c of a ?? b ?? c.
func alternatives(x *plan.Binary) []plan.Expr {
	if first, ok := x.X.(*plan.Binary); ok && first.Op == plan.Coalesce && simple(first.Y) {
		return append(alternatives(first), x.Y)
	}
	return []plan.Expr{x.X, x.Y}
}

// isLazy tells an operator whose value needs a choice between its operands.
func isLazy(x *plan.Binary) bool {
	switch x.Op {
	case plan.Coalesce:
		return !simple(x.Y)
	case plan.Or, plan.And:
		return !isCondition(x)
	}
	return false
}

// isCondition tells `and` and `or` of truths: their value is a boolean.
func isCondition(x *plan.Binary) bool { return typeOf(x.X)|typeOf(x.Y) == builtin.Bool }

// wantsStatements tells an expression that Value puts statements in front of,
// where some can stand.
func wantsStatements(x plan.Expr) bool {
	switch x := fold(x).(type) {
	case *plan.Cond, *plan.MatchExpr:
		return true
	case *plan.Object:
		for i, f := range x.Fields {
			if f.Spread && i > 0 || wantsStatements(f.Value) {
				return true
			}
		}
	case *plan.Binary:
		switch {
		case isLazy(x):
			return true
		case x.Op == plan.And || x.Op == plan.Or:
			return wantsStatements(x.X) // what the second wants has to wait for the first
		}
		return wantsStatements(x.X) || wantsStatements(x.Y)
	case *plan.Call:
		for _, arg := range x.Args {
			if wantsStatements(arg) {
				return true
			}
		}
	case *plan.Unary:
		return wantsStatements(x.X)
	case *plan.Where:
		return wantsStatements(x.X)
	case *plan.AnyOf:
		return wantsStatements(x.X)
	case *plan.Template:
		for _, part := range x.Parts {
			if wantsStatements(part.Value) {
				return true
			}
		}
	default:
		for _, part := range parts(x) {
			if wantsStatements(part) {
				return true
			}
		}
	}
	return false
}
