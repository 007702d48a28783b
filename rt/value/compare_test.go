package value

import "testing"

// order is a op b for the four comparisons, in the order < <= > >=.
func order(a, b string) (got [4]bool, err *Error) {
	var e Eval
	x, y := j(a), j(b)
	got = [4]bool{e.Less(at, x, y), e.LessEq(at, x, y), e.Greater(at, x, y), e.GreaterEq(at, x, y)}
	return got, e.EvalErr()
}

func TestComparisons(t *testing.T) {
	less, same := [4]bool{true, true, false, false}, [4]bool{false, true, false, true}
	none := [4]bool{}
	for _, c := range []struct {
		a, b string
		want [4]bool
		fail string
	}{
		{`1`, `2`, less, ``},
		{`-1.5`, `1`, less, ``},
		{`1`, `1.0`, same, ``},
		{`9007199254740992.0`, `9007199254740993`, less, ``},
		{`9007199254740993`, `9007199254740994.0`, less, ``},
		{`9223372036854775807`, `9223372036854775808`, less, ``},
		{`-9223372036854775808`, `18446744073709551615`, less, ``},
		{`18446744073709551615`, `18446744073709551616`, less, ``}, // which is a double
		{`"a"`, `"b"`, less, ``},
		{`"B"`, `"a"`, less, ``},
		{`""`, `"a"`, less, ``},
		{`"10"`, `"9"`, less, ``},
		{`"z"`, `"é"`, less, ``},
		{`"a"`, `"a"`, same, ``},
		// Instants.
		{`"2024-01-31T09:30:00Z"`, `"2024-01-31T09:30:00.001Z"`, less, ``},
		{`"2024-01-31T10:00:00+02:00"`, `"2024-01-31T09:00:00Z"`, less, ``},
		{`"2024-01-31T09:00:00+02:00"`, `"2024-01-31T07:00:00Z"`, same, ``},
		{`"2024-01-31"`, `"2024-01-31T00:00:00Z"`, same, ``},
		{`"2024-01-31"`, `"2024-02-01T00:00"`, less, ``},
		// One of them is none, so they are text.
		{`"2024-01-31T10:00:00+02:00x"`, `"2024-01-31T09:00:00Z"`, [4]bool{false, false, true, true}, ``},
		{`"2024-01-31"`, `"2024-13-01"`, less, ``},
		// Null has no order.
		{`null`, `1`, none, ``},
		{`"a"`, `null`, none, ``},
		{`null`, `null`, none, ``},
		{`null`, `[]`, none, ``},
		// Mixes.
		{`1`, `"1"`, none, `cannot compare number with string`},
		{`"1"`, `1`, none, `cannot compare string with number`},
		{`true`, `false`, none, `cannot compare boolean with boolean`},
		{`[1]`, `[2]`, none, `cannot compare array with array`},
		{`{}`, `1`, none, `cannot compare object with number`},
	} {
		got, err := order(c.a, c.b)
		switch {
		case c.fail == "" && err != nil:
			t.Errorf("comparing %s with %s fails with %v", c.a, c.b, err)
		case c.fail != "" && (err == nil || err.Msg != c.fail || err.At != at):
			t.Errorf("comparing %s with %s fails with %v, want %s: %s", c.a, c.b, err, at, c.fail)
		case got != c.want:
			t.Errorf("%s < <= > >= %s are %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// truth makes a boolean operator one that gives a value.
func truth(f func(e *Eval, at Pos, a, b Value) bool) func(e *Eval, at Pos, a, b Value) Value {
	return func(e *Eval, at Pos, a, b Value) Value { return Bool(f(e, at, a, b)) }
}

func TestIn(t *testing.T) {
	in := func(a, b, want, fail string) call { return two("in", truth((*Eval).In), a, b, want, fail) }
	runCalls(t, []call{
		in(`2`, `[1,2]`, `true`, ``),
		in(`2.0`, `[1,2]`, `true`, ``),
		in(`3`, `[1,2]`, `false`, ``),
		in(`null`, `[1,null]`, `true`, ``),
		in(`{"a":1,"b":2}`, `[{"b":2,"a":1}]`, `true`, ``),
		in(`1`, `[]`, `false`, ``),
		in(`"a"`, `{"a":null}`, `true`, ``),
		in(`"b"`, `{"a":null}`, `false`, ``),
		in(`1`, `{"1":true}`, `true`, ``),
		in(`"ell"`, `"hello"`, `true`, ``),
		in(`""`, `"hello"`, `true`, ``),
		in(`"x"`, `"hello"`, `false`, ``),
		in(`"x"`, `null`, `false`, ``),
		in(`null`, `"x"`, `false`, ``),
		in(`null`, `{}`, `false`, ``),
		in(`1`, `"1"`, ``, `cannot look for the number 1 in the string "1"`),
		in(`[]`, `{}`, ``, `cannot look for an array in an object`),
		in(`1`, `1`, ``, `cannot look for the number 1 in the number 1`),
		two("contains", truth((*Eval).Contains), `[1,2]`, `2`, `true`, ``),
		two("contains", truth((*Eval).Contains), `"hello"`, `"ell"`, `true`, ``),
		two("contains", truth((*Eval).Contains), `null`, `"ell"`, `false`, ``),
		two("contains", truth((*Eval).Contains), `true`, `"t"`, ``, `cannot look for the string "t" in the boolean true`),
	})
}

func TestStartsWithEndsWith(t *testing.T) {
	starts := func(a, b, want, fail string) call {
		return two("startsWith", truth((*Eval).StartsWith), a, b, want, fail)
	}
	ends := func(a, b, want, fail string) call {
		return two("endsWith", truth((*Eval).EndsWith), a, b, want, fail)
	}
	runCalls(t, []call{
		starts(`"INV-1"`, `"INV"`, `true`, ``),
		starts(`"INV-1"`, `"inv"`, `false`, ``),
		starts(`"INV-1"`, `""`, `true`, ``),
		starts(`null`, `"INV"`, `false`, ``),
		starts(`"INV"`, `null`, `false`, ``),
		starts(`12`, `"1"`, ``, `startsWith wants two strings, not number and string`),
		ends(`"a.json"`, `".json"`, `true`, ``),
		ends(`"日本"`, `"本"`, `true`, ``),
		ends(`"a"`, `"ba"`, `false`, ``),
		ends(`null`, `null`, `false`, ``),
		ends(`"a"`, `["a"]`, ``, `endsWith wants two strings, not string and array`),
	})
}

func TestIs(t *testing.T) {
	names := []string{"string", "number", "int", "decimal", "boolean", "array", "object", "null", "date"}
	for doc, want := range map[string][]string{
		`null`:                        {"null"},
		`true`:                        {"boolean"},
		`1`:                           {"number", "int", "decimal"},
		`1.0`:                         {"number", "int", "decimal"},
		`1e300`:                       {"number", "int", "decimal"},
		`18446744073709551615`:        {"number", "int", "decimal"},
		`1.5`:                         {"number", "decimal"},
		`"1"`:                         {"string"},
		`"2024-01-31"`:                {"string", "date"},
		`"2024-02-30"`:                {"string"},
		`"2024-01-31T09:30:00+02:00"`: {"string", "date"},
		`"2024-01-31T25:30:00"`:       {"string"},
		`[]`:                          {"array"},
		`{}`:                          {"object"},
	} {
		v := j(doc)
		is := make(map[string]bool)
		for _, name := range want {
			is[name] = true
		}
		for _, name := range names {
			if got := Is(v, name); got != is[name] {
				t.Errorf("%s is %s: %t", doc, name, got)
			}
		}
		if Is(v, "Invoice") {
			t.Errorf("%s is of a type that does not exist", doc)
		}
	}
}
