package value

import (
	"testing"

	"pgregory.net/rapid"
)

func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{`null`, `null`, true},
		{`null`, `false`, false},
		{`null`, `0`, false},
		{`null`, `""`, false},
		{`true`, `true`, true},
		{`true`, `false`, false},
		{`true`, `1`, false},
		{`1`, `1.0`, true},
		{`0`, `-0.0`, true},
		{`0.1`, `0.10`, true},
		{`1`, `"1"`, false},
		{`9007199254740993`, `9007199254740992`, false},
		{`9007199254740993`, `9007199254740992.0`, false},
		{`9007199254740992`, `9007199254740992.0`, true},
		{`9223372036854775807`, `9223372036854775808.0`, false},
		{`9223372036854775808`, `9223372036854775808.0`, true},
		{`18446744073709551615`, `18446744073709551616.0`, false},
		{`-9223372036854775808`, `-9223372036854775808.0`, true},
		{`-1`, `18446744073709551615`, false},
		{`"a"`, `"a"`, true},
		{`"a"`, `"A"`, false},
		{`"é"`, `"e\u0301"`, false},
		{`""`, `[]`, false},
		{`"2024-01-01"`, `"2024-01-01T00:00:00Z"`, false},
		{`[]`, `[]`, true},
		{`[]`, `{}`, false},
		{`[1,[2,null]]`, `[1.0,[2,null]]`, true},
		{`[1,2]`, `[2,1]`, false},
		{`[1]`, `[1,1]`, false},
		{`{}`, `{}`, true},
		{`{"a":1,"b":2}`, `{"b":2.0,"a":1}`, true},
		{`{"a":1}`, `{"a":1,"b":null}`, false},
		{`{"a":1}`, `{"b":1}`, false},
		{`{"a":1}`, `{"a":2}`, false},
		{`{"a":{"x":[1],"y":2}}`, `{"a":{"y":2,"x":[1]}}`, true},
		{
			`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10}`,
			`{"j":10,"i":9,"h":8,"g":7,"f":6,"e":5,"d":4,"c":3,"b":2,"a":1}`, true,
		},
	} {
		a, b := j(c.a), j(c.b)
		if Equal(a, b) != c.want || Equal(b, a) != c.want {
			t.Errorf("%s == %s is %t, and the other way around %t", c.a, c.b, Equal(a, b), Equal(b, a))
		}
		if c.want && hashOf(a) != hashOf(b) {
			t.Errorf("%s and %s are equal and have different hashes", c.a, c.b)
		}
	}
}

// anything is a value of any kind.
func anything() *rapid.Generator[Value] {
	scalars := rapid.OneOf(
		rapid.Just(Null), rapid.Map(rapid.Bool(), Bool), wide(), rapid.Map(rapid.String(), String),
		rapid.Map(rapid.StringMatching(`[a-c]{0,2}`), String),
	)
	var depth func(n int) *rapid.Generator[Value]
	depth = func(n int) *rapid.Generator[Value] {
		if n == 0 {
			return scalars
		}
		inner := depth(n - 1)
		return rapid.OneOf(
			scalars,
			rapid.Custom(func(t *rapid.T) Value { return Array(rapid.SliceOfN(inner, 0, 5).Draw(t, "elements")...) }),
			rapid.Custom(func(t *rapid.T) Value {
				var b Builder
				for _, name := range rapid.SliceOfN(rapid.StringMatching(`[a-f"é\x00]{0,2}`), 0, 14).Draw(t, "names") {
					b.Set(name, inner.Draw(t, "field"))
				}
				return b.Object()
			}),
		)
	}
	return depth(3)
}

// Objects whose fields are in another order are equal and have the same hash.
func TestOrderOfFieldsDoesNotCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anything().Draw(t, "value")
		w := reversed(v)
		if !Equal(v, v) || !Equal(v, w) || !Equal(w, v) {
			t.Fatalf("%s and %s are not equal", AppendJSON(nil, v), AppendJSON(nil, w))
		}
		if hashOf(v) != hashOf(w) {
			t.Fatalf("%s and %s have different hashes", AppendJSON(nil, v), AppendJSON(nil, w))
		}
		var e Eval
		if !Equal(e.Hash(at, v), e.Hash(at, w)) {
			t.Fatalf("hash(%s) is not hash(%s)", AppendJSON(nil, v), AppendJSON(nil, w))
		}
	})
}

// reversed is v with the fields of every object from the last to the first.
func reversed(v Value) Value {
	switch v.Kind() {
	case KindArray:
		var elems []Value
		for _, elem := range v.Elems() {
			elems = append(elems, reversed(elem))
		}
		return Array(elems...)
	case KindObject:
		var names []string
		for name := range v.Fields() {
			names = append([]string{name}, names...)
		}
		var b Builder
		for _, name := range names {
			field, _ := v.Lookup(name)
			b.Set(name, reversed(field))
		}
		return b.Object()
	}
	return v
}
