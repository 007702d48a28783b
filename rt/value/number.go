package value

import (
	"math"
	"math/bits"
)

// Numbers. Integers are exact over int64 and, above it, uint64; what leaves that range goes on in doubles.

// span is what of a number's tag says that it is a length of time.
func (v Value) span() tag { return v.tag() & tagSpan }

// withSpan is the number v, marked as a length of time where span says so.
func (v Value) withSpan(span tag) Value {
	if span == 0 || !v.isNumber() {
		return v
	}
	if v.tag()&tagBig != 0 {
		f, _ := v.AsFloat()
		v = Float(f)
	}
	return scalar(v.tag()|span, v.bits())
}

// plain is the number v without a mark that it is a length of time.
func (v Value) plain() Value {
	if v.isNumber() && v.span() != 0 {
		return scalar(v.tag()&^tagSpan, v.bits())
	}
	return v
}

// magnitude is an integer as sign and absolute value.
func (v Value) magnitude() (negative bool, abs uint64) {
	if v.tag()&tagBig == 0 && int64(v.bits()) < 0 {
		return true, -v.bits()
	}
	return false, v.bits()
}

// fromMagnitude is the integer of that sign and absolute value; false where 64 bits do not hold it.
func fromMagnitude(negative bool, abs uint64) (Value, bool) {
	if !negative {
		return Uint(abs), true
	}
	if abs > 1<<63 {
		return Null, false
	}
	return Int(int64(-abs)), true
}

// addInts is a + b, or a - b, exactly; false where 64 bits do not hold it.
func addInts(a, b Value, subtract bool) (Value, bool) {
	an, am := a.magnitude()
	bn, bm := b.magnitude()
	bn = bn != subtract
	if an == bn {
		sum, carry := bits.Add64(am, bm, 0)
		if carry != 0 {
			return Null, false
		}
		return fromMagnitude(an, sum)
	}
	if am >= bm {
		return fromMagnitude(an, am-bm)
	}
	return fromMagnitude(bn, bm-am)
}

// mulInts is a * b exactly; false where 64 bits do not hold it.
func mulInts(a, b Value) (Value, bool) {
	an, am := a.magnitude()
	bn, bm := b.magnitude()
	high, low := bits.Mul64(am, bm)
	if high != 0 {
		return Null, false
	}
	return fromMagnitude(an != bn, low)
}

// divInts is a / b where that is an integer.
func divInts(a, b Value) (Value, bool) {
	an, am := a.magnitude()
	bn, bm := b.magnitude()
	if bm == 0 || am%bm != 0 {
		return Null, false
	}
	return fromMagnitude(an != bn, am/bm)
}

// compareNumbers is -1, 0 or 1, exactly, for numbers of either kind.
func compareNumbers(a, b Value) int {
	aInt, bInt := a.Kind() == KindInt, b.Kind() == KindInt
	switch {
	case aInt && bInt:
		return compareInts(a, b)
	case aInt:
		return -compareFloatInt(math.Float64frombits(b.bits()), a)
	case bInt:
		return compareFloatInt(math.Float64frombits(a.bits()), b)
	}
	x, y := math.Float64frombits(a.bits()), math.Float64frombits(b.bits())
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	default:
		return 0
	}
}

func compareInts(a, b Value) int {
	an, am := a.magnitude()
	bn, bm := b.magnitude()
	switch {
	case an != bn:
		if an {
			return -1
		}
		return 1
	case am == bm:
		return 0
	case (am < bm) != an:
		return -1
	default:
		return 1
	}
}

// compareFloatInt compares without rounding the integer: 2^53 and 2^53+1 are not the same.
func compareFloatInt(f float64, i Value) int {
	negative, abs := i.magnitude()
	if negative {
		return -compareFloatAbs(-f, abs)
	}
	return compareFloatAbs(f, abs)
}

func compareFloatAbs(f float64, abs uint64) int {
	switch {
	case f < 0:
		return -1
	case f >= 1<<64:
		return 1
	}
	whole := uint64(f)
	switch {
	case whole < abs:
		return -1
	case whole > abs || f > math.Trunc(f):
		return 1
	default:
		return 0
	}
}

// isWhole reports whether f has no fraction.
func isWhole(f float64) bool { return f == math.Trunc(f) }
