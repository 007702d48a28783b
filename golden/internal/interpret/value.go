package interpret

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

// text is the text of a path or of a string with values in it.
func (t *thread) text(x plan.Expr) string {
	tmpl, ok := x.(*plan.Template)
	if !ok {
		return t.eval(x).String()
	}
	text := ""
	for _, part := range tmpl.Parts {
		switch {
		case part.Value == nil:
			text += part.Text
		case part.Escape == plan.Segment:
			text += fetch.Segment(t.s, at(part.Value.At()), t.eval(part.Value))
		case part.Escape == plan.Query:
			text += fetch.Query(t.s, at(part.Value.At()), t.eval(part.Value))
		default:
			text += t.eval(part.Value).String()
		}
		t.check()
	}
	return text
}

func (t *thread) lambda(l *plan.Lambda) func(value.Value) value.Value {
	f := t.function(l)
	return func(v value.Value) value.Value { return f(v) }
}

func (t *thread) function(l *plan.Lambda) func(...value.Value) value.Value {
	return func(args ...value.Value) value.Value {
		inner := *t
		inner.frame = &frame{vars: map[*plan.Var]value.Value{}, outer: t.frame}
		for i, p := range l.Params {
			inner.frame.vars[p] = args[i]
		}
		return inner.eval(l.Body)
	}
}

// eval evaluates an expression; a failure panics.
func (t *thread) eval(x plan.Expr) value.Value {
	v := t.value(x)
	t.check()
	return v
}

func (t *thread) value(x plan.Expr) value.Value {
	pos := at(x.At())
	switch x := x.(type) {
	case *plan.Literal:
		return literal(x)
	case *plan.Template:
		return value.String(t.text(x))
	case *plan.EnvText:
		return t.run.Setting(x.Name)
	case *plan.EnvCall:
		return t.run.Env(x.Name)
	case *plan.Array:
		elems := make([]value.Value, len(x.Elems))
		for i, e := range x.Elems {
			elems[i] = t.eval(e)
		}
		return value.Array(elems...)
	case *plan.Object:
		return t.object(x)
	case *plan.VarRef:
		return t.frame.get(x.Var)
	case *plan.StoreRef:
		return t.stores[x.Store].Value(t.s)
	case *plan.StoreGet:
		return t.stores[x.Store].Get(t.s, t.eval(x.Key))
	case *plan.StoreEntries:
		return t.stores[x.Store].Entries(t.s)
	case *plan.Errors:
		return t.run.Errors(t.s)
	case *plan.Member:
		return t.eval(x.X).Get(value.NewField(x.Name))
	case *plan.Index:
		a := t.eval(x.X)
		return value.Index(a, t.eval(x.Key))
	case *plan.Call:
		return t.call(x)
	case *plan.Unary:
		v := t.eval(x.X)
		switch x.Op {
		case plan.Not:
			return value.Bool(!v.Truthy())
		case plan.Neg:
			return t.s.Neg(pos, v)
		}
		return t.s.Pos(pos, v)
	case *plan.Binary:
		return t.binary(x)
	case *plan.Cond:
		if t.eval(x.If).Truthy() {
			return t.eval(x.Then)
		}
		return t.eval(x.Else)
	case *plan.Where:
		return t.s.Filter(pos, t.eval(x.X), t.lambda(x.Keep))
	case *plan.AnyOf:
		if x.Keep == nil {
			return t.s.Any(pos, t.eval(x.X))
		}
		return t.s.Any(pos, t.eval(x.X), t.lambda(x.Keep))
	case *plan.Is:
		if x.Schema != nil {
			return value.Bool(hasShape(t.eval(x.X), x.Schema.Fields))
		}
		return value.Bool(value.Is(t.eval(x.X), x.Type))
	case *plan.MatchExpr:
		return t.choose(x)
	}
	panic(fmt.Sprintf("no meaning for %T", x))
}

func (t *thread) object(x *plan.Object) value.Value {
	// A single spread in front is looked at when the other fields are known.
	late := len(x.Fields) > 0 && x.Fields[0].Spread &&
		!slices.ContainsFunc(x.Fields[1:], func(f plan.Field) bool { return f.Spread })
	values := make([]value.Value, len(x.Fields))
	var b value.Builder
	spread := func(i int) {
		t.s.Spread(at(x.Fields[i].Span), &b, values[i])
		t.check()
	}
	for i, f := range x.Fields {
		values[i] = t.eval(f.Value)
		if f.Spread && !late {
			spread(i)
		} else if !f.Spread && !late {
			b.Set(f.Name, values[i])
		}
	}
	if late {
		spread(0)
		for i, f := range x.Fields[1:] {
			b.Set(f.Name, values[i+1])
		}
	}
	return b.Object()
}

func (t *thread) call(x *plan.Call) value.Value {
	args := []reflect.Value{reflect.ValueOf(at(x.Span))}
	for _, arg := range x.Args {
		if l, ok := arg.(*plan.Lambda); ok {
			f := t.function(l)
			if len(l.Params) == 2 {
				args = append(args, reflect.ValueOf(func(a, b value.Value) value.Value { return f(a, b) }))
			} else {
				args = append(args, reflect.ValueOf(func(v value.Value) value.Value { return f(v) }))
			}
			continue
		}
		args = append(args, reflect.ValueOf(t.eval(arg)))
	}
	return reflect.ValueOf(&t.s.Eval).MethodByName(x.Func.Go).Call(args)[0].Interface().(value.Value)
}

func (t *thread) binary(x *plan.Binary) value.Value {
	a := t.eval(x.X)
	switch x.Op {
	case plan.Or:
		if a.Truthy() {
			return a
		}
		return t.eval(x.Y)
	case plan.And:
		if !a.Truthy() {
			return a
		}
		return t.eval(x.Y)
	case plan.Coalesce:
		if !a.IsNull() {
			return a
		}
		return t.eval(x.Y)
	}
	b, pos := t.eval(x.Y), at(x.OpAt)
	switch x.Op {
	case plan.Eq:
		return value.Bool(value.Equal(a, b))
	case plan.Ne:
		return value.Bool(!value.Equal(a, b))
	case plan.Lt:
		return value.Bool(t.s.Less(pos, a, b))
	case plan.Le:
		return value.Bool(t.s.LessEq(pos, a, b))
	case plan.Gt:
		return value.Bool(t.s.Greater(pos, a, b))
	case plan.Ge:
		return value.Bool(t.s.GreaterEq(pos, a, b))
	case plan.In:
		return value.Bool(t.s.In(pos, a, b))
	case plan.Contains:
		return value.Bool(t.s.Contains(pos, a, b))
	case plan.StartsWith:
		return value.Bool(t.s.StartsWith(pos, a, b))
	case plan.EndsWith:
		return value.Bool(t.s.EndsWith(pos, a, b))
	case plan.Range:
		return t.s.Range(pos, a, b)
	case plan.Add:
		return t.s.Add(pos, a, b)
	case plan.Sub:
		return t.s.Sub(pos, a, b)
	case plan.Mul:
		return t.s.Mul(pos, a, b)
	case plan.Div:
		return t.s.Div(pos, a, b)
	case plan.Mod:
		return t.s.Mod(pos, a, b)
	}
	panic(fmt.Sprintf("no meaning for %v", x.Op))
}

func (t *thread) choose(x *plan.MatchExpr) value.Value {
	inner := *t
	inner.frame = &frame{vars: map[*plan.Var]value.Value{}, outer: t.frame}
	var subject value.Value
	if x.Subject != nil {
		subject = t.eval(x.Subject)
		inner.set(x.Var, subject)
	}
	for _, arm := range x.Arms {
		if inner.fits(arm.Pattern, subject, nil) && (arm.Guard == nil || inner.eval(arm.Guard).Truthy()) {
			return inner.eval(arm.Value)
		}
	}
	if x.Subject == nil {
		t.s.Eval.Fail(at(x.Span), "no condition of the match holds; add the arm `_ => …` for everything else")
	} else {
		t.s.Eval.Fail(at(x.Span), "no arm fits %s; add the arm `_ => …` for everything else", rt.Brief(subject))
	}
	return value.Null
}
