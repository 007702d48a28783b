package value

import (
	"strings"
	"testing"
)

func TestGet(t *testing.T) {
	for _, c := range []struct{ v, name, want string }{
		{`{"a":1,"b":2}`, "b", `2`},
		{`{"a":1}`, "b", `null`},
		{`{}`, "a", `null`},
		{`{"a":null}`, "a", `null`},
		{`{"länge":1}`, "länge", `1`},
		{`null`, "a", `null`},
		{`1`, "a", `null`},
		{`true`, "a", `null`},
		{`"text"`, "a", `null`},
		{`[{"p":1},{"q":2},{"p":3}]`, "p", `[1,null,3]`},
		{`[1,null,"x"]`, "p", `[null,null,null]`},
		{`[]`, "p", `[]`},
		{`[[{"p":1}],[]]`, "p", `[[1],[]]`},
		{`[1,2]`, "length", `2`},
		{`[{"length":7}]`, "length", `1`},
		{`"héllo"`, "length", `5`},
		{`{"length":7}`, "length", `7`},
		{`{"a":7}`, "length", `null`},
		{`null`, "length", `null`},
		{`12`, "length", `null`},
	} {
		f, v := NewField(c.name), j(c.v)
		for range 2 {
			if got := string(AppendJSON(nil, v.Get(f))); got != c.want {
				t.Errorf("%s.%s = %s, want %s", c.v, c.name, got, c.want)
			}
		}
	}
	if name := NewField("a").Name(); name != "a" {
		t.Errorf("the name is %q", name)
	}
}

// One place that meets many shapes, in every order.
func TestGetMeetsManyShapes(t *testing.T) {
	docs := []string{
		`{"a":0}`, `{"b":0,"a":1}`, `{"b":0}`, `{"c":0,"b":0,"a":2}`, `{}`, `[{"a":3}]`, `null`,
		`{"k1":0,"k2":0,"k3":0,"k4":0,"k5":0,"k6":0,"k7":0,"k8":0,"k9":0,"a":4}`,
	}
	want := []string{`0`, `1`, `null`, `2`, `null`, `[3]`, `null`, `4`}
	values := js(docs...)
	f := NewField("a")
	for round := range 50 {
		for i := range values {
			k := (i*(round+1) + round) % len(values)
			if got := string(AppendJSON(nil, values[k].Get(f))); got != want[k] {
				t.Fatalf("%s.a = %s, want %s", docs[k], got, want[k])
			}
		}
	}
}

func TestIndex(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{`[10,11,12]`, `0`, `10`},
		{`[10,11,12]`, `2.0`, `12`},
		{`[10,11,12]`, `-1`, `12`},
		{`[10,11,12]`, `-3`, `10`},
		{`[10,11,12]`, `3`, `null`},
		{`[10,11,12]`, `-4`, `null`},
		{`[10,11,12]`, `9223372036854775807`, `null`},
		{`[10,11,12]`, `-9223372036854775808`, `null`},
		{`[10,11,12]`, `18446744073709551615`, `null`},
		{`[10,11,12]`, `0.5`, `null`},
		{`[10,11,12]`, `"0"`, `null`},
		{`[10,11,12]`, `null`, `null`},
		{`[]`, `0`, `null`},
		{`{"a":1}`, `"a"`, `1`},
		{`{"a":1}`, `"b"`, `null`},
		{`{"1":"x"}`, `1`, `"x"`},
		{`{"1":"x"}`, `1.0`, `"x"`},
		{`{"true":"x"}`, `true`, `"x"`},
		{`{"null":"x"}`, `null`, `null`},
		{`{"1.5":"x"}`, `1.5`, `null`},
		{`"text"`, `0`, `null`},
		{`null`, `0`, `null`},
		{`5`, `"a"`, `null`},
	} {
		if got := string(AppendJSON(nil, Index(j(c.a), j(c.b)))); got != c.want {
			t.Errorf("%s[%s] = %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestKeyText(t *testing.T) {
	for _, c := range []struct {
		v, want string
		ok      bool
	}{
		{`"a b"`, "a b", true},
		{`""`, "", true},
		{`12`, "12", true},
		{`-12`, "-12", true},
		{`12.0`, "12", true},
		{`1e3`, "1000", true},
		{`9007199254740993`, "9007199254740993", true},
		{`18446744073709551615`, "18446744073709551615", true},
		{`true`, "true", true},
		{`false`, "false", true},
		{`12.5`, "", false},
		{`null`, "", false},
		{`[1]`, "", false},
		{`{"id":1}`, "", false},
	} {
		if got, ok := KeyText(j(c.v)); got != c.want || ok != c.ok {
			t.Errorf("the key of %s is %q, %t, want %q, %t", c.v, got, ok, c.want, c.ok)
		}
	}
}

func TestEvalKeepsTheFirstFailure(t *testing.T) {
	var e Eval
	if e.EvalErr() != nil {
		t.Fatal("a new Eval has failed")
	}
	e.Div("m.reqon:1:2", Int(1), Int(0))
	e.Fail("m.reqon:3:4", "the %s one", "second")
	if got := e.EvalErr().Error(); got != "m.reqon:1:2: division by zero: 1 / 0" {
		t.Errorf("the failure is %q", got)
	}
	// After a failure a function does no more work.
	e.Map(at, j(`[1,2]`), func(Value) Value { t.Error("map goes on after a failure"); return Null })
	e.Reset()
	if e.EvalErr() != nil {
		t.Error("Reset keeps the failure")
	}
	calls := 0
	v := e.Map(at, j(`[0,1,2]`), func(x Value) Value {
		calls++
		return e.Div("m.reqon:5:6", Int(1), x)
	})
	if calls != 1 || !v.IsNull() || e.EvalErr().At != "m.reqon:5:6" {
		t.Errorf("map made %d calls, gave %s and failed with %v", calls, v, e.EvalErr())
	}
	if got := (&Error{Msg: "no place"}).Error(); got != "no place" {
		t.Errorf("an error without a position reads %q", got)
	}
}

// A string in a message is whole or not there: what takes secrets out of messages would not know a part of one.
func TestMessagesCutNoStrings(t *testing.T) {
	for _, n := range []int{1, maxShown, maxShown + 1, 1000} {
		secret := strings.Repeat("s", n)
		var e Eval
		e.Neg(at, String(secret))
		shown := strings.Contains(e.EvalErr().Msg, secret)
		if part := strings.Contains(e.EvalErr().Msg, "ss"); part && !shown && n > 1 {
			t.Errorf("a part of a string of %d characters is shown: %s", n, e.EvalErr())
		}
		if shown != (n <= maxShown) {
			t.Errorf("a string of %d characters is shown: %t", n, shown)
		}
	}
	var e Eval
	e.Neg(at, String(strings.Repeat("é", 61)))
	if want := "cannot negate a string of 61 characters"; e.EvalErr().Msg != want {
		t.Errorf("got %q, want %q", e.EvalErr().Msg, want)
	}
}
