package value

import (
	"math"
	"math/bits"
)

// Sum is sum(xs), or sum(xs, by) of by(x). Nulls count as nothing, and no elements make 0. Integers are exact as long as
// the sum fits 64 bits; other numbers are added with compensation, so that ten times 0.1 is 1.
func (e *Eval) Sum(at Pos, xs Value, by ...func(Value) Value) Value {
	var t total
	if !e.gather(at, "sum", xs, by, t.add) {
		return Null
	}
	return t.value(e, at)
}

// Avg is avg(xs), or avg(xs, by) of by(x): the mean of what is not null; null where nothing is left.
func (e *Eval) Avg(at Pos, xs Value, by ...func(Value) Value) Value {
	var t total
	if !e.gather(at, "avg", xs, by, t.add) || t.count == 0 {
		return Null
	}
	return e.Div(at, t.value(e, at), Int(t.count))
}

// gather gives each number that is not null to add; false where one is no number, or after a failure.
func (e *Eval) gather(at Pos, fn string, xs Value, by []func(Value) Value, add func(Value)) bool {
	elems, ok := e.list(at, fn, xs)
	if !ok {
		return false
	}
	for _, x := range elems {
		if len(by) > 0 {
			if x = by[0](x); e.err != nil {
				return false
			}
		}
		if e.number(at, fn, x) {
			add(x)
		} else if e.err != nil {
			return false
		}
	}
	return true
}

// total is a sum: of the integers so far in 128 bits, and of the other numbers by Neumaier's method.
type total struct {
	count     int64
	high, low uint64 // the integers, in two's complement
	sum, lost float64
	floats    bool
	span      tag
}

func (t *total) add(x Value) {
	t.count++
	t.span |= x.span()
	if x.Kind() == KindInt {
		negative, abs := x.magnitude()
		var carry uint64
		if negative {
			t.low, carry = bits.Sub64(t.low, abs, 0)
			t.high -= carry
		} else {
			t.low, carry = bits.Add64(t.low, abs, 0)
			t.high += carry
		}
		return
	}
	t.floats = true
	t.addFloat(math.Float64frombits(x.bits()))
}

func (t *total) addFloat(f float64) {
	sum := t.sum + f
	if math.Abs(t.sum) >= math.Abs(f) {
		t.lost += (t.sum - sum) + f
	} else {
		t.lost += (f - sum) + t.sum
	}
	t.sum = sum
}

func (t *total) value(e *Eval, at Pos) Value {
	negative := int64(t.high) < 0
	high, low := t.high, t.low
	if negative {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high = -high - borrow
	}
	if !t.floats && high == 0 {
		if v, ok := fromMagnitude(negative, low); ok {
			return v.withSpan(t.span)
		}
	}
	whole := float64(low)
	if high != 0 {
		// The upper 64 bits that count, and in the last of them whether anything follows: one rounding, not two.
		shift := bits.LeadingZeros64(high)
		top := high<<shift | low>>(64-shift)
		if low<<shift != 0 {
			top |= 1
		}
		whole = math.Ldexp(float64(top), 64-shift)
	}
	if negative {
		whole = -whole
	}
	if whole != 0 {
		t.addFloat(whole)
	}
	return e.finite(at, t.sum+t.lost).withSpan(t.span)
}

// Min is min(xs), or min(xs, by) of by(x): the least of what is not null, and null where nothing is left. Values are
// ordered as sort orders them.
func (e *Eval) Min(at Pos, xs Value, by ...func(Value) Value) Value {
	return e.extreme(at, "min", xs, by, -1)
}

// Max is max(xs), or max(xs, by) of by(x): see Min.
func (e *Eval) Max(at Pos, xs Value, by ...func(Value) Value) Value {
	return e.extreme(at, "max", xs, by, 1)
}

// MinOf is min(a, b, …), the least of several values; of a single array, of its elements.
func (e *Eval) MinOf(at Pos, vs ...Value) Value {
	if len(vs) == 1 {
		return e.Min(at, vs[0])
	}
	return e.extreme(at, "min", makeArray(vs), nil, -1)
}

// MaxOf is max(a, b, …), the greatest of several values; of a single array, of its elements.
func (e *Eval) MaxOf(at Pos, vs ...Value) Value {
	if len(vs) == 1 {
		return e.Max(at, vs[0])
	}
	return e.extreme(at, "max", makeArray(vs), nil, 1)
}

func (e *Eval) extreme(at Pos, fn string, xs Value, by []func(Value) Value, sign int) Value {
	elems, ok := e.list(at, fn, xs)
	if !ok {
		return Null
	}
	if len(by) > 0 {
		if elems = e.Map(at, xs, by[0]).Elems(); e.err != nil {
			return Null
		}
	}
	order, ok := e.ordering(at, fn, elems)
	if !ok {
		return Null
	}
	best := Null
	for _, x := range elems {
		if !x.IsNull() && (best.IsNull() || order(x, best)*sign > 0) {
			best = x
		}
	}
	return best
}
