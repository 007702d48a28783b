package check_test

import (
	"reflect"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/rt/value"
)

// An evaluator evaluates expressions as the language says, by the methods of the
// runtime. One that fails panics with stopped.
type evaluator struct {
	value.Eval
	vars map[*plan.Var]value.Value
	// visit, where it is set, sees each expression with its value.
	visit func(plan.Expr, value.Value)
	// excused sees the places of arguments that did not matter.
	excused func(source.Span)
}

type stopped struct{}

func (e *evaluator) eval(x plan.Expr) value.Value {
	v := e.value(x)
	if e.EvalErr() != nil {
		panic(stopped{})
	}
	if e.visit != nil {
		e.visit(x, v)
	}
	return v
}

func (e *evaluator) value(x plan.Expr) value.Value {
	switch x := x.(type) {
	case *plan.Literal:
		v, err := value.FromGo(x.Value)
		if err != nil {
			panic(err)
		}
		return v
	case *plan.Array:
		var elems []value.Value
		for _, elem := range x.Elems {
			elems = append(elems, e.eval(elem))
		}
		return value.Array(elems...)
	case *plan.Object:
		var b value.Builder
		for _, f := range x.Fields {
			if v := e.eval(f.Value); f.Spread {
				e.Spread("", &b, v)
			} else {
				b.Set(f.Name, v)
			}
		}
		return b.Object()
	case *plan.VarRef:
		return e.vars[x.Var]
	case *plan.Member:
		return e.eval(x.X).Get(value.NewField(x.Name))
	case *plan.Index:
		of := e.eval(x.X)
		return value.Index(of, e.eval(x.Key))
	case *plan.Unary:
		v := e.eval(x.X)
		switch x.Op {
		case plan.Not:
			return value.Bool(!v.Truthy())
		case plan.Neg:
			return e.Neg("", v)
		}
		return e.Pos("", v)
	case *plan.Binary:
		return e.binary(x)
	case *plan.Cond:
		if e.eval(x.If).Truthy() {
			return e.eval(x.Then)
		}
		return e.eval(x.Else)
	case *plan.Where:
		return e.Filter("", e.eval(x.X), e.function(x.Keep))
	case *plan.AnyOf:
		if x.Keep == nil {
			return e.Any("", e.eval(x.X))
		}
		return e.Any("", e.eval(x.X), e.function(x.Keep))
	case *plan.Is:
		return value.Bool(value.Is(e.eval(x.X), x.Type))
	case *plan.MatchExpr:
		return e.choice(x)
	case *plan.Call:
		return e.call(x)
	}
	panic(reflect.TypeOf(x).String() + " has no value here")
}

func (e *evaluator) binary(x *plan.Binary) value.Value {
	a := e.eval(x.X)
	switch {
	case x.Op == plan.Or && a.Truthy(), x.Op == plan.And && !a.Truthy(), x.Op == plan.Coalesce && !a.IsNull():
		return a
	case x.Op == plan.Or, x.Op == plan.And, x.Op == plan.Coalesce:
		return e.eval(x.Y)
	}
	b := e.eval(x.Y)
	switch x.Op {
	case plan.Eq:
		return value.Bool(value.Equal(a, b))
	case plan.Ne:
		return value.Bool(!value.Equal(a, b))
	case plan.Lt:
		return value.Bool(e.Less("", a, b))
	case plan.Le:
		return value.Bool(e.LessEq("", a, b))
	case plan.Gt:
		return value.Bool(e.Greater("", a, b))
	case plan.Ge:
		return value.Bool(e.GreaterEq("", a, b))
	case plan.In:
		return value.Bool(e.In("", a, b))
	case plan.Contains:
		return value.Bool(e.Contains("", a, b))
	case plan.StartsWith:
		return value.Bool(e.StartsWith("", a, b))
	case plan.EndsWith:
		return value.Bool(e.EndsWith("", a, b))
	case plan.Range:
		return e.Range("", a, b)
	case plan.Add:
		return e.Add("", a, b)
	case plan.Sub:
		return e.Sub("", a, b)
	case plan.Mul:
		return e.Mul("", a, b)
	case plan.Div:
		return e.Div("", a, b)
	case plan.Mod:
		return e.Mod("", a, b)
	}
	panic(x.Op.String() + " has no value here")
}

func (e *evaluator) choice(x *plan.MatchExpr) value.Value {
	var subject value.Value
	if x.Subject != nil {
		subject = e.eval(x.Subject)
		e.vars[x.Var] = subject
	}
	for _, arm := range x.Arms {
		if e.fits(arm.Pattern, subject) && (arm.Guard == nil || e.eval(arm.Guard).Truthy()) {
			return e.eval(arm.Value)
		}
	}
	e.Fail("", "nothing fits")
	return value.Null
}

func (e *evaluator) fits(p plan.Pattern, v value.Value) bool {
	switch p := p.(type) {
	case *plan.Equal:
		want, _ := value.FromGo(p.Value.Value)
		return value.Equal(want, v)
	case *plan.Bind:
		e.vars[p.Var] = v
	case *plan.Elements:
		if v.Kind() != value.KindArray || v.Len() != len(p.Elems) {
			return false
		}
		for i, elem := range v.Elems() {
			if !e.fits(p.Elems[i], elem) {
				return false
			}
		}
	case *plan.Fields:
		if v.Kind() != value.KindObject {
			return false
		}
		for _, f := range p.Fields {
			field, there := v.Lookup(f.Name)
			equal, _ := f.Fit.(*plan.Equal)
			if !there && (equal == nil || equal.Value.Value != nil) || !e.fits(f.Fit, field) {
				return false
			}
		}
	}
	return true
}

func (e *evaluator) function(l *plan.Lambda) func(value.Value) value.Value {
	return func(v value.Value) value.Value {
		e.vars[l.Params[0]] = v
		return e.eval(l.Body)
	}
}

// call calls the method of the runtime as generated code does.
func (e *evaluator) call(x *plan.Call) value.Value {
	args := []reflect.Value{reflect.ValueOf(value.Pos(""))}
	nothing := false
	for _, arg := range x.Args {
		l, ok := arg.(*plan.Lambda)
		switch {
		case !ok:
			v := e.eval(arg)
			nothing = nothing || v.IsNull() || v.Kind() == value.KindArray && v.Len() == 0
			args = append(args, reflect.ValueOf(v))
		case len(l.Params) == 1:
			args = append(args, reflect.ValueOf(e.function(l)))
		default:
			args = append(args, reflect.ValueOf(func(a, b value.Value) value.Value {
				e.vars[l.Params[0]], e.vars[l.Params[1]] = a, b
				return e.eval(l.Body)
			}))
		}
	}
	v := reflect.ValueOf(&e.Eval).MethodByName(x.Func.Go).Call(args)[0].Interface().(value.Value)
	if nothing && e.excused != nil { // null passes through a function before it looks at the rest
		for _, arg := range x.Args {
			e.excused(arg.At())
		}
	}
	return v
}
