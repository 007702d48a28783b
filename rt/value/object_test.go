package value

import "testing"

func TestMerge(t *testing.T) {
	m := NewMerge("b", "z", "a")
	over := func(base string) string { return string(AppendJSON(nil, m.Over(j(base), Int(1), Int(2), Int(3)))) }
	for range 2 { // worked out, and then remembered
		for base, want := range map[string]string{
			`{"x":0}`:                   `{"x":0,"b":1,"z":2,"a":3}`,
			`{"a":0,"x":null,"b":0}`:    `{"a":3,"x":null,"b":1,"z":2}`,
			`{"z":[0],"a":0,"b":0}`:     `{"z":2,"a":3,"b":1}`,
			`{}`:                        `{"b":1,"z":2,"a":3}`,
			`null`:                      `{"b":1,"z":2,"a":3}`,
			`"no object adds nothing"`:  `{"b":1,"z":2,"a":3}`,
			`[{"nor":"does an array"}]`: `{"b":1,"z":2,"a":3}`,
		} {
			if got := over(base); got != want {
				t.Errorf("{ ...%s, b, z, a } = %s, want %s", base, got, want)
			}
		}
	}
	base := j(`{"a":0}`)
	m.Over(base, Int(1), Int(2), Int(3))
	if base.String() != `{"a":0}` {
		t.Errorf("spreading changed its base to %s", base)
	}
}

func TestMergeWithNameTwice(t *testing.T) {
	m := NewMerge("a", "b", "a")
	for base, want := range map[string]string{`{}`: `{"a":3,"b":2}`, `{"b":0,"a":0}`: `{"b":2,"a":3}`} {
		if got := m.Over(j(base), Int(1), Int(2), Int(3)).String(); got != want {
			t.Errorf("{ ...%s, a, b, a } = %s, want %s", base, got, want)
		}
	}
}

func TestMergeWithoutNames(t *testing.T) {
	if got := NewMerge().Over(j(`{"a":1}`)).String(); got != `{"a":1}` {
		t.Errorf("{ ...a } = %s", got)
	}
}

func TestMergeChecksTheNumberOfValues(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("one value for two names does not panic")
		}
	}()
	NewMerge("a", "b").Over(Null, Int(1))
}

func TestEvalMerge(t *testing.T) {
	m := NewMerge("a")
	merge := func(base, want, fail string) call {
		return call{
			"{ ..." + base + ", a: 1 }",
			func(e *Eval) Value { return e.Merge(at, m, j(base), Int(1)) }, want, fail,
		}
	}
	runCalls(t, []call{
		merge(`{"b":2}`, `{"b":2,"a":1}`, ``),
		merge(`null`, `{"a":1}`, ``),
		merge(`"x"`, ``, `only an object can be spread with ..., not the string "x"`),
		merge(`[]`, ``, `only an object can be spread with ..., not an array`),
		merge(`0`, ``, `only an object can be spread with ..., not the number 0`),
	})
}

func TestBuilder(t *testing.T) {
	var b Builder
	if got := b.Object().String(); got != `{}` {
		t.Errorf("nothing set is %s", got)
	}
	b.Set("a", Int(1))
	b.Spread(j(`{"b":2,"a":3}`))
	b.Spread(Null)
	b.Set("c", Null)
	b.Set("b", String("x"))
	if v, ok := b.Get("a"); !ok || v.String() != "3" {
		t.Errorf("a is %s, %t", v, ok)
	}
	if _, ok := b.Get("d"); ok {
		t.Error("d is set")
	}
	first := b.Object()
	b.Set("d", Int(1))
	second := b.Object()
	if got := first.String(); got != `{"a":3,"b":"x","c":null}` {
		t.Errorf("the object is %s", got)
	}
	if got := second.String(); got != `{"d":1}` {
		t.Errorf("the next object is %s", got)
	}
}

func TestEvalSpread(t *testing.T) {
	spread := func(base, want, fail string) call {
		return call{"{ ..." + base + " }", func(e *Eval) Value {
			var b Builder
			e.Spread(at, &b, j(base))
			if e.EvalErr() != nil {
				return Null
			}
			return b.Object()
		}, want, fail}
	}
	runCalls(t, []call{
		spread(`{"a":1}`, `{"a":1}`, ``),
		spread(`null`, `{}`, ``),
		spread(`true`, ``, `only an object can be spread with ..., not the boolean true`),
	})
}

func TestMergeDeep(t *testing.T) {
	for _, c := range []struct{ base, over, want string }{
		{`{"a":1}`, `{"b":2}`, `{"a":1,"b":2}`},
		{`{"a":1,"b":1}`, `{"a":2}`, `{"a":2,"b":1}`},
		{`{"a":{"x":1,"y":{"p":1}}}`, `{"a":{"y":{"q":2},"z":3}}`, `{"a":{"x":1,"y":{"p":1,"q":2},"z":3}}`},
		{`{"a":{"x":1}}`, `{"a":null}`, `{"a":null}`},
		{`{"a":[1,2]}`, `{"a":[3]}`, `{"a":[3]}`},
		{`{"a":1}`, `{"a":{"x":1}}`, `{"a":{"x":1}}`},
		{`null`, `{"a":1}`, `{"a":1}`},
		{`{"a":1}`, `null`, `{"a":1}`},
		{`{"a":1}`, `[1]`, `[1]`},
	} {
		base := j(c.base)
		if got := string(AppendJSON(nil, MergeDeep(base, j(c.over)))); got != c.want {
			t.Errorf("%s with %s merged into it is %s, want %s", c.base, c.over, got, c.want)
		}
		if got := string(AppendJSON(nil, base)); got != c.base {
			t.Errorf("merging changed %s to %s", c.base, got)
		}
	}
}
