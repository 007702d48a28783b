package value

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever values an operator or function gets, it gives a value or fails with a message: it never panics, and changes
// none of its arguments.
func TestNothingPanics(t *testing.T) {
	eval := reflect.TypeFor[*Eval]()
	operand := rapid.OneOf(
		anything(),
		rapid.Map(rapid.Int64Range(-3, 12), Int),
		rapid.Map(rapid.SampledFrom([]string{
			"", "a", "2024-02-29", "2024-01-31T09:30:00.5+02:00", "YYYY-MM-DD", "[x] D MMM", "^a+$", "(", "1,234.5", "/Date(1)/",
		}), String),
		rapid.Custom(func(t *rapid.T) Value {
			return Array(rapid.SliceOfN(rapid.Map(rapid.Int64Range(-3, 3), Int), 0, 5).Draw(t, "integers")...)
		}),
	)
	var methods []reflect.Method
	for i := range eval.NumMethod() {
		if m := eval.Method(i); m.Name != "Fail" && m.Type.NumIn() > 1 {
			methods = append(methods, m)
		}
	}
	if len(methods) < 100 {
		t.Fatalf("there are %d operators and functions: what happened to the others?", len(methods))
	}
	for _, m := range methods {
		t.Run(m.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkMethod(t, m, operand) })
		})
	}
}

// checkMethod calls an operator or function with random arguments.
func checkMethod(t *rapid.T, m reflect.Method, operand *rapid.Generator[Value]) {
	var (
		val   = reflect.TypeFor[Value]()
		fn1   = reflect.TypeFor[func(Value) Value]()
		fn2   = reflect.TypeFor[func(a, b Value) Value]()
		merge = reflect.TypeFor[*Merge]()
		build = reflect.TypeFor[*Builder]()
	)
	var e Eval
	var values []Value
	draw := func(label string) Value {
		v := operand.Draw(t, label)
		values = append(values, v)
		return v
	}
	argument := func(of reflect.Type) reflect.Value {
		switch of {
		case val:
			return reflect.ValueOf(draw("argument"))
		case fn1, fn2:
			constant := draw("what the function gives")
			kind := rapid.IntRange(0, 2).Draw(t, "function")
			if of == fn1 {
				return reflect.ValueOf(func(x Value) Value {
					return []Value{x, constant, e.Add("m.reqon:2:2", x, constant)}[kind]
				})
			}
			return reflect.ValueOf(func(a, b Value) Value {
				return []Value{a, constant, e.Sub("m.reqon:2:2", a, b)}[kind]
			})
		case merge:
			return reflect.ValueOf(NewMerge())
		case build:
			return reflect.ValueOf(new(Builder))
		}
		t.Fatalf("%s takes a %v", m.Name, of)
		panic("unreachable")
	}
	args := []reflect.Value{reflect.ValueOf(&e), reflect.ValueOf(at)}
	for i := 2; i < m.Type.NumIn(); i++ {
		if m.Type.IsVariadic() && i == m.Type.NumIn()-1 {
			most := 2
			if m.Name == "Merge" {
				most = 0 // its names are none
			}
			for range rapid.IntRange(0, most).Draw(t, "more") {
				args = append(args, argument(m.Type.In(i).Elem()))
			}
			break
		}
		args = append(args, argument(m.Type.In(i)))
	}
	if (m.Name == "Range" || m.Name == "CallRange") && slices.ContainsFunc(values, func(v Value) bool {
		f, ok := v.AsFloat()
		return ok && (f < -1000 || f > 1000)
	}) {
		return // it may well be one of ten million elements
	}
	before := AppendJSON(nil, Array(slices.Clone(values)...))
	results := m.Func.Call(args)
	if after := AppendJSON(nil, Array(values...)); string(after) != string(before) {
		t.Fatalf("%s changed its arguments from %s to %s", m.Name, before, after)
	}
	if len(results) != 1 {
		return
	}
	switch result := results[0].Interface().(type) {
	case Value:
		if e.EvalErr() != nil && !result.IsNull() && result.Kind() != KindBool {
			t.Fatalf("%s%s = %s, and failed with %v", m.Name, before, AppendJSON(nil, result), e.EvalErr())
		}
		if _, err := Decode(AppendJSON(nil, result)); err != nil {
			t.Fatalf("%s%s gives what does not read: %v", m.Name, before, err)
		}
	case bool:
		if e.EvalErr() != nil && result {
			t.Fatalf("%s%s is true, and failed with %v", m.Name, before, e.EvalErr())
		}
	}
}
