package value

import (
	"math"
	"testing"
)

func TestBetween(t *testing.T) {
	huge := Uint(math.MaxUint64)
	for _, c := range []struct {
		v, lo, hi Value
		want      bool
	}{
		{Int(1), Int(1), Int(5), true},
		{Int(5), Int(1), Int(5), true},
		{Int(6), Int(1), Int(5), false},
		{Float(0.5), Int(0), Int(1), true},
		{Float(-0.5), Int(0), Int(1), false},
		{Int(math.MaxInt64), Int(0), Int(math.MaxInt64 - 1), false},
		{huge, Int(0), huge, true},
		{huge, Int(0), Int(math.MaxInt64), false},
		{String("3"), Int(1), Int(5), false},
		{Null, Int(0), Int(5), false},
		{True, Int(0), Int(5), false},
	} {
		if got := Between(c.v, c.lo, c.hi); got != c.want {
			t.Errorf("%s between %s and %s: %t", c.v, c.lo, c.hi, got)
		}
	}
}

func TestArrayOf(t *testing.T) {
	isNull := func(v Value) bool { return v.IsNull() }
	for _, c := range []struct {
		v    Value
		want bool
	}{
		{Array(), true},
		{Array(Null, Null), true},
		{Array(Null, Int(1)), false},
		{Null, false},
		{String(""), false},
		{NewShape("a").Object(Null), false},
	} {
		if got := ArrayOf(c.v, isNull); got != c.want {
			t.Errorf("%s: %t", c.v, got)
		}
	}
}

// TestHas asks one place for its field in objects of many shapes, so that it
// answers from what it remembers and from what it has to look up.
func TestHas(t *testing.T) {
	f := NewField("a")
	with := NewShape("b", "a").Object(Int(1), Null)
	without := NewShape("b").Object(Int(1))
	third := NewShape("c", "a").Object(Int(1), Int(2))
	for range 3 {
		for _, c := range []struct {
			v    Value
			want bool
		}{
			{with, true},
			{without, false},
			{third, true},
			{NewShape().Object(), false},
			{Null, false},
			{Int(1), false},
			{String("a"), false},
			{Array(with), false},
			{Array(String("a")), false},
		} {
			if got := c.v.Has(f); got != c.want {
				t.Errorf("%s has a: %t", c.v, got)
			}
			if c.want != c.v.Has(NewField("a")) {
				t.Errorf("%s has a, seen for the first time: %t", c.v, !c.want)
			}
		}
	}
	if String("abc").Has(NewField("length")) || Array().Has(NewField("length")) {
		t.Error("the length of a string or an array is no field")
	}
}
