package value

import (
	"testing"
)

// at is the position that every call of these tests is at.
const at Pos = "m.reqon:14:20"

// j is the value of a JSON document.
func j(doc string) Value {
	v, err := Decode([]byte(doc))
	if err != nil {
		panic(doc + ": " + err.Error())
	}
	return v
}

// call is an operator or function with its operands, and what comes of it: JSON, or the message of a failure.
type call struct {
	name string
	do   func(e *Eval) Value
	want string
	fail string
}

func (c call) run(t *testing.T) {
	t.Helper()
	var e Eval
	got := c.do(&e)
	err := e.EvalErr()
	switch {
	case c.fail != "":
		if err == nil {
			t.Errorf("%s = %s, want the failure %q", c.name, AppendJSON(nil, got), c.fail)
			return
		}
		if err.Msg != c.fail || err.At != at {
			t.Errorf("%s fails with\n\t%s: %s\nwant\n\t%s: %s", c.name, err.At, err.Msg, at, c.fail)
		}
		if !got.IsNull() && got.Kind() != KindBool {
			t.Errorf("%s = %s after a failure, want null", c.name, AppendJSON(nil, got))
		}
	case err != nil:
		t.Errorf("%s fails with %v, want %s", c.name, err, c.want)
	default:
		if text := string(AppendJSON(nil, got)); text != c.want {
			t.Errorf("%s = %s, want %s", c.name, text, c.want)
		}
	}
}

func runCalls(t *testing.T, calls []call) {
	t.Helper()
	for _, c := range calls {
		c.run(t)
	}
}

// The names of test cases show the operands as JSON.

func two(name string, f func(e *Eval, at Pos, a, b Value) Value, a, b, want, fail string) call {
	return call{
		name: a + " " + name + " " + b,
		do:   func(e *Eval) Value { return f(e, at, j(a), j(b)) },
		want: want, fail: fail,
	}
}

func unary(name string, f func(e *Eval, at Pos, v Value) Value, v, want, fail string) call {
	return call{
		name: name + "(" + v + ")",
		do:   func(e *Eval) Value { return f(e, at, j(v)) },
		want: want, fail: fail,
	}
}

// get is the expression about an element that reads a field of it.
func get(name string) func(Value) Value {
	f := NewField(name)
	return func(v Value) Value { return v.Get(f) }
}

func js(docs ...string) []Value {
	vs := make([]Value, len(docs))
	for i, doc := range docs {
		vs[i] = j(doc)
	}
	return vs
}
