package expr

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// Discard writes what has to be evaluated of an expression whose value nothing
// reads: whatever can fail. DiscardReads goes the same way.
func (w *Writer) Discard(out *Code, x plan.Expr) {
	if !Fallible(x) {
		return
	}
	switch x := fold(x).(type) {
	case *plan.Cond:
		w.discardChoice(out, x)
	case *plan.MatchExpr:
		w.match(out, x, Dest{kind: drop})
	case *plan.Binary:
		switch {
		case isJunction(x) && Fallible(x.Y):
			out.Add(j.If(w.open(out, x)).Block(w.inBlock(x.Y, Dest{kind: drop})...))
		case !failsItself(x):
			w.Discard(out, x.X)
			w.Discard(out, x.Y)
		case operators[x.Op].Name() != "":
			out.Add(w.Value(out, x, ""))
		default:
			out.Add(w.Cond(out, x))
		}
	default:
		if isWhole(x) {
			out.Add(w.Value(out, x, ""))
			return
		}
		for _, part := range pieces(x) {
			w.Discard(out, part)
		}
	}
}

// DiscardReads calls visit for each variable that Discard reads.
func DiscardReads(x plan.Expr, visit func(*plan.Var)) {
	if !Fallible(x) {
		return
	}
	switch x := fold(x).(type) {
	case *plan.Cond:
		if !Fallible(x.Then) && !Fallible(x.Else) {
			DiscardReads(x.If, visit)
			return
		}
		Reads(x.If, visit)
		DiscardReads(x.Then, visit)
		DiscardReads(x.Else, visit)
	case *plan.MatchExpr:
		matchReads(x, DiscardReads, visit)
	case *plan.Binary:
		switch {
		case isJunction(x) && Fallible(x.Y):
			Reads(x.X, visit)
			DiscardReads(x.Y, visit)
		case !failsItself(x):
			DiscardReads(x.X, visit)
			DiscardReads(x.Y, visit)
		default:
			Reads(x, visit)
		}
	default:
		if isWhole(x) {
			Reads(x, visit)
			return
		}
		for _, part := range pieces(x) {
			DiscardReads(part, visit)
		}
	}
}

func (w *Writer) discardChoice(out *Code, x *plan.Cond) {
	then, els := Fallible(x.Then), Fallible(x.Else)
	nothing := Dest{kind: drop}
	switch {
	case then && els:
		out.Add(j.If(w.Cond(out, x.If)).Block(w.inBlock(x.Then, nothing)...).Else().Block(w.inBlock(x.Else, nothing)...))
	case then:
		out.Add(j.If(w.Cond(out, x.If)).Block(w.inBlock(x.Then, nothing)...))
	case els:
		out.Add(j.If(w.cond(out, x.If, false, 0)).Block(w.inBlock(x.Else, nothing)...))
	default:
		w.Discard(out, x.If)
	}
}

// isJunction tells the operators whose second operand may not be evaluated.
func isJunction(x *plan.Binary) bool {
	return x.Op == plan.Or || x.Op == plan.And || x.Op == plan.Coalesce
}

// open is the condition under which the second operand of a junction counts.
func (w *Writer) open(out *Code, x *plan.Binary) *j.Statement {
	if x.Op == plan.Coalesce {
		return rtapi.ValueIsNull.On(w.Value(out, x.X, "first"))
	}
	return w.cond(out, x.X, x.Op == plan.And, 0)
}

// isWhole tells an expression that can fail in what it does itself, and that is
// a call in Go.
func isWhole(x plan.Expr) bool {
	switch x := x.(type) {
	case *plan.Call:
		_, counts := length(x)
		return !counts
	case *plan.Where, *plan.AnyOf:
		return true
	case *plan.Unary:
		return x.Op != plan.Not
	case *plan.Object:
		for _, f := range x.Fields {
			if f.Spread {
				return true
			}
		}
	}
	return false
}

// pieces are the expressions right within one that cannot fail itself.
func pieces(x plan.Expr) []plan.Expr {
	var list []plan.Expr
	switch x := x.(type) {
	case *plan.Unary:
		list = append(list, x.X)
	case *plan.Call:
		list = x.Args
	case *plan.Object:
		for _, f := range x.Fields {
			list = append(list, f.Value)
		}
	case *plan.Template:
		for _, part := range x.Parts {
			if part.Value != nil {
				list = append(list, part.Value)
			}
		}
	default:
		list = parts(x)
	}
	return list
}
