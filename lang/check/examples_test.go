package check_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/rt/value"
)

// TestExamplesOfFunctions compiles the example of every function and evaluates
// it: what the reference page says must be so.
func TestExamplesOfFunctions(t *testing.T) {
	for _, f := range builtin.Funcs {
		examples := []string{f.Example}
		if f.Several != nil {
			examples = append(examples, f.Several.Example)
		}
		for _, example := range examples {
			expr, want := example, "null"
			if i := strings.LastIndex(example, " = "); i >= 0 {
				expr, want = example[:i], example[i+3:]
			} else if !f.Fickle && f.Name != "env" {
				t.Errorf("%s: the example does not say what it gives", f.Name)
			}
			m := compile(t, "mission M {\n let have = "+expr+"\n let want = "+want+"\n action A { get \"/\" }\n}")
			if f.Name == "env" {
				continue
			}
			e := &evaluator{vars: map[*plan.Var]value.Value{}}
			have, wanted := e.eval(m.Lets[0].X), e.eval(m.Lets[1].X)
			if err := e.EvalErr(); err != nil {
				t.Errorf("%s: %v", example, err)
			}
			if expr != example && !value.Equal(have, wanted) {
				t.Errorf("%s: it gives %s", example, value.AppendJSON(nil, have))
			}
		}
	}
}

// An evaluator evaluates the expressions of the examples.
type evaluator struct {
	value.Eval
	vars map[*plan.Var]value.Value
}

func (e *evaluator) eval(x plan.Expr) value.Value {
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
			b.Set(f.Name, e.eval(f.Value))
		}
		return b.Object()
	case *plan.VarRef:
		return e.vars[x.Var]
	case *plan.Member:
		return e.eval(x.X).Get(value.NewField(x.Name))
	case *plan.Binary:
		return e.binary(x)
	case *plan.Call:
		return e.call(x)
	}
	panic(reflect.TypeOf(x).String() + " in an example")
}

func (e *evaluator) binary(x *plan.Binary) value.Value {
	a, b := e.eval(x.X), e.eval(x.Y)
	switch x.Op {
	case plan.Add:
		return e.Add("", a, b)
	case plan.Mul:
		return e.Mul("", a, b)
	case plan.Gt:
		return value.Bool(e.Greater("", a, b))
	case plan.Eq:
		return value.Bool(value.Equal(a, b))
	}
	panic(x.Op.String() + " in an example")
}

// call calls the method of the runtime as generated code does.
func (e *evaluator) call(x *plan.Call) value.Value {
	args := []reflect.Value{reflect.ValueOf(value.Pos(""))}
	for _, arg := range x.Args {
		l, ok := arg.(*plan.Lambda)
		if !ok {
			args = append(args, reflect.ValueOf(e.eval(arg)))
			continue
		}
		apply := func(values ...value.Value) value.Value {
			for i, p := range l.Params {
				e.vars[p] = values[i]
			}
			return e.eval(l.Body)
		}
		if len(l.Params) == 1 {
			args = append(args, reflect.ValueOf(func(a value.Value) value.Value { return apply(a) }))
		} else {
			args = append(args, reflect.ValueOf(func(a, b value.Value) value.Value { return apply(a, b) }))
		}
	}
	return reflect.ValueOf(&e.Eval).MethodByName(x.Func.Go).Call(args)[0].Interface().(value.Value)
}
