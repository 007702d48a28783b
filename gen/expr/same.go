package expr

import (
	"fmt"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/lang/plan"
)

// same gives what holds the value of an expression that is evaluated again and
// again and comes to the same; nil where it has to be evaluated in its place.
func (w *Writer) same(x plan.Expr, hint string) *j.Statement {
	switch {
	case !w.Repeated:
		return nil
	case isMade(x) && isConstant(x):
		return w.constant(x, hint)
	case w.Same != nil && Steady(x):
		return w.Same(w.Scope, x, hinted(hint))
	}
	return nil
}

// inFront gives the Same of a function that is called for value after value, with
// the variables that it reads from around it: what comes to the same each time goes
// to out, unless it stays the same further out.
func (w *Writer) inFront(out *Code, around map[*plan.Var]bool) func(*names.Scope, plan.Expr, string) *j.Statement {
	return func(scope *names.Scope, x plan.Expr, hint string) *j.Statement {
		if w.Same != nil {
			if v := w.Same(scope, x, hint); v != nil {
				return v
			}
		}
		settled := true
		Reads(x, func(v *plan.Var) { settled = settled && around[v] })
		if !settled {
			return nil
		}
		name := scope.Around(w.Scope, hint)
		w.Into(out, x, Define(name))
		return j.Id(name)
	}
}

// sameAs is a word for what a variable has the value of each time.
func sameAs(name string) string {
	if name == "" {
		return ""
	}
	return "same" + names.Title(name)
}

// constant writes the value of a constant as a variable of the package.
func (w *Writer) constant(x plan.Expr, hint string) *j.Statement {
	text := constantText(x)
	if id, ok := w.Package.constantOf[text]; ok {
		return j.Id(id)
	}
	value := w.Once().Value(nil, x, hint)
	return w.Package.constant(hint, text, value)
}

// isMade tells an array or an object that is not empty.
func isMade(x plan.Expr) bool {
	switch x := x.(type) {
	case *plan.Array:
		return len(x.Elems) > 0
	case *plan.Object:
		return len(x.Fields) > 0
	}
	return false
}

// isConstant tells what is written out down to its literals.
func isConstant(x plan.Expr) bool {
	switch x := x.(type) {
	case *plan.Literal:
		return true
	case *plan.Unary:
		lit, ok := x.X.(*plan.Literal)
		return ok && x.Op == plan.Neg && isNumber(lit)
	case *plan.Array:
		for _, e := range x.Elems {
			if !isConstant(e) {
				return false
			}
		}
		return true
	case *plan.Object:
		for _, f := range x.Fields {
			if f.Spread || !isConstant(f.Value) {
				return false
			}
		}
		return true
	}
	return false
}

func isNumber(lit *plan.Literal) bool {
	_, ok := negative(lit.Value)
	return ok
}

// constantText is the same for constants that are.
func constantText(x plan.Expr) string {
	var b strings.Builder
	switch x := x.(type) {
	case *plan.Literal:
		fmt.Fprintf(&b, "%#v", x.Value)
	case *plan.Unary:
		b.WriteString("-" + constantText(x.X))
	case *plan.Array:
		b.WriteByte('[')
		for _, e := range x.Elems {
			b.WriteString(constantText(e) + ",")
		}
		b.WriteByte(']')
	case *plan.Object:
		b.WriteByte('{')
		for _, f := range x.Fields {
			fmt.Fprintf(&b, "%q:%s,", f.Name, constantText(f.Value))
		}
		b.WriteByte('}')
	}
	return b.String()
}

// light are functions that take no more than naming what they give would.
var light = map[string]bool{"Coalesce": true, "Count": true, "IsEmpty": true, "Length": true, "ToBoolean": true}

// Steady tells an expression that may be evaluated once, and earlier, in place of
// again and again, and is worth it: it cannot fail, it comes to the same as long
// as its variables are the same, and it takes more than reading them.
func Steady(x plan.Expr) bool {
	effort, steady := false, true
	plan.Inspect(x, func(x plan.Expr) bool {
		switch x := x.(type) {
		case *plan.StoreRef, *plan.StoreGet, *plan.StoreEntries, *plan.Errors:
			steady = false
		case *plan.Call:
			steady = steady && !x.Func.Fickle
			effort = effort || !light[x.Func.Go]
		case *plan.Binary:
			effort = effort || x.Op == plan.Add
		case *plan.Is:
			effort = effort || x.Schema != nil
		case *plan.Template:
			effort = effort || len(x.Parts) > 1
		case *plan.EnvCall, *plan.Where, *plan.AnyOf:
			effort = true
		default:
			effort = effort || isMade(x)
		}
		return steady
	})
	return effort && steady && !Fallible(x)
}
