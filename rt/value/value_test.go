package value

import (
	"math"
	"testing"
)

func TestZeroValueIsNull(t *testing.T) {
	var v Value
	if !v.IsNull() || v.Kind() != KindNull || v.Truthy() || v.TypeName() != "null" || v.Len() != 0 || v.String() != "" {
		t.Errorf("the zero value is %s %q", v.TypeName(), v)
	}
	if !Equal(v, Null) {
		t.Error("the zero value does not equal Null")
	}
}

func TestKindsAndTypeNames(t *testing.T) {
	for _, c := range []struct {
		v    Value
		kind Kind
		name string
	}{
		{Null, KindNull, "null"},
		{True, KindBool, "boolean"},
		{False, KindBool, "boolean"},
		{Int(0), KindInt, "number"},
		{Int(math.MinInt64), KindInt, "number"},
		{Uint(math.MaxUint64), KindInt, "number"},
		{Float(0), KindFloat, "number"},
		{Float(-1.5), KindFloat, "number"},
		{String(""), KindString, "string"},
		{String("x"), KindString, "string"},
		{Array(), KindArray, "array"},
		{Array(Null), KindArray, "array"},
		{NewShape().Object(), KindObject, "object"},
		{NewShape("a").Object(Null), KindObject, "object"},
	} {
		if c.v.Kind() != c.kind || c.v.TypeName() != c.name {
			t.Errorf("%s: kind %d %q, want %d %q", AppendJSON(nil, c.v), c.v.Kind(), c.v.TypeName(), c.kind, c.name)
		}
		if c.v.IsNull() != (c.kind == KindNull) {
			t.Errorf("%s: IsNull is %t", AppendJSON(nil, c.v), c.v.IsNull())
		}
	}
}

// The bits of a number must never be taken for those of a string, an array or an object: the representation keeps both in
// the same word.
func TestNumbersOfAnyBits(t *testing.T) {
	for kind := range uint64(16) {
		for _, low := range []uint64{0, 1, 5, 1 << 44, 1<<60 - 1} {
			bits := kind<<60 | low
			if v := Int(int64(bits)); v.Kind() != KindInt {
				t.Errorf("Int(%#x) is of kind %s", bits, v.Kind())
			} else if i, ok := v.AsInt(); !ok || i != int64(bits) {
				t.Errorf("Int(%#x).AsInt() = %#x, %t", bits, i, ok)
			}
			f := math.Float64frombits(bits)
			if f-f != 0 {
				continue
			}
			if v := Float(f); v.Kind() != KindFloat {
				t.Errorf("Float(%g) is of kind %s", f, v.Kind())
			} else if got, ok := v.AsFloat(); !ok || math.Float64bits(got) != bits {
				t.Errorf("Float(%g).AsFloat() = %g, %t", f, got, ok)
			}
			field := NewField("a")
			object := NewShape("a").Object(True)
			if !object.Get(field).Truthy() || !Int(int64(bits)).Get(field).IsNull() {
				t.Errorf("Int(%#x) has a field", bits)
			}
		}
	}
}

func TestTruthy(t *testing.T) {
	for doc, want := range map[string]bool{
		`null`: false, `false`: false, `0`: false, `0.0`: false, `-0.0`: false, `""`: false,
		`true`: true, `1`: true, `-1`: true, `0.1`: true, `"0"`: true, `"false"`: true, `" "`: true, `[]`: true, `{}`: true,
		`18446744073709551615`: true,
	} {
		if got := j(doc).Truthy(); got != want {
			t.Errorf("%s counts as %t", doc, got)
		}
	}
}

func TestAsInt(t *testing.T) {
	for _, c := range []struct {
		v    Value
		want int64
		ok   bool
	}{
		{Int(7), 7, true},
		{Int(math.MinInt64), math.MinInt64, true},
		{Int(math.MaxInt64), math.MaxInt64, true},
		{Uint(7), 7, true},
		{Uint(math.MaxInt64), math.MaxInt64, true},
		{Uint(math.MaxInt64 + 1), 0, false},
		{Float(1), 1, true},
		{Float(-2), -2, true},
		{Float(1.5), 0, false},
		{Float(1 << 62), 1 << 62, true},
		{Float(1 << 63), 0, false},
		{Float(-1 << 63), math.MinInt64, true},
		{Float(1e300), 0, false},
		{String("1"), 0, false},
		{True, 0, false},
		{Null, 0, false},
		{Array(Int(1)), 0, false},
	} {
		if got, ok := c.v.AsInt(); got != c.want || ok != c.ok {
			t.Errorf("%s.AsInt() = %d, %t, want %d, %t", AppendJSON(nil, c.v), got, ok, c.want, c.ok)
		}
	}
}

func TestAsFloat(t *testing.T) {
	for _, c := range []struct {
		v    Value
		want float64
		ok   bool
	}{
		{Int(7), 7, true},
		{Uint(math.MaxUint64), 1 << 64, true},
		{Float(1.5), 1.5, true},
		{String("1"), 0, false},
		{Null, 0, false},
	} {
		if got, ok := c.v.AsFloat(); got != c.want || ok != c.ok {
			t.Errorf("%s.AsFloat() = %g, %t, want %g, %t", AppendJSON(nil, c.v), got, ok, c.want, c.ok)
		}
	}
}

func TestFloatsThatAreNoNumbersAreNull(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if v := Float(f); !v.IsNull() {
			t.Errorf("Float(%g) = %s", f, v)
		}
	}
}

func TestTextAndElems(t *testing.T) {
	if s, ok := String("Zürich").Text(); s != "Zürich" || !ok {
		t.Errorf("Text() = %q, %t", s, ok)
	}
	if s, ok := Int(1).Text(); s != "" || ok {
		t.Errorf("Text() of a number = %q, %t", s, ok)
	}
	if elems := Array().Elems(); elems == nil || len(elems) != 0 {
		t.Errorf("Elems() of an empty array = %v, want an empty slice", elems)
	}
	if elems := String("x").Elems(); elems != nil {
		t.Errorf("Elems() of a string = %v, want nil", elems)
	}
	elems := make([]Value, 1, 8)
	v := Array(elems...)
	_ = append(v.Elems(), Int(1)) // must not write behind the elements
	if elems = elems[:2]; !elems[1].IsNull() {
		t.Error("appending to the elements of an array wrote into its memory")
	}
}

func TestLen(t *testing.T) {
	for doc, want := range map[string]int{
		`null`: 0, `true`: 0, `12`: 0, `""`: 0, `"héllo"`: 5, `"日本"`: 2, `[]`: 0, `[1,null]`: 2, `{}`: 0, `{"a":1,"b":2}`: 2,
	} {
		if got := j(doc).Len(); got != want {
			t.Errorf("%s has length %d, want %d", doc, got, want)
		}
	}
}

func TestString(t *testing.T) {
	for doc, want := range map[string]string{
		`null`: "", `true`: "true", `false`: "false", `"a \"b\""`: `a "b"`, `9007199254740993`: "9007199254740993",
		`18446744073709551615`: "18446744073709551615", `1.50`: "1.5", `2.0`: "2", `1e21`: "1e+21", `1e-7`: "1e-7",
		`[1, "a"]`: `[1,"a"]`, `{"a": null}`: `{"a":null}`,
	} {
		if got := j(doc).String(); got != want {
			t.Errorf("the text of %s is %q, want %q", doc, got, want)
		}
	}
}
