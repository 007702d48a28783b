package value

import "math"

// Add is a + b: the sum of numbers; text where either side is a string, with null as "" (see [Value.String]); an ISO
// 8601 instant plus a length of time is an instant. A length of time is what days(3), hours(1) and minutes(5) give:
// their number of milliseconds, which remembers what it is until it is written somewhere. A plain number joins as text:
// "2024-01-01" + 7 is "2024-01-017".
func (e *Eval) Add(at Pos, a, b Value) Value {
	if a.is(tagInt) && b.is(tagInt) {
		x, y := int64(a.bits()), int64(b.bits())
		if sum := x + y; (sum > x) == (y > 0) {
			return Int(sum)
		}
	}
	ak, bk := a.Kind(), b.Kind()
	if ak == KindString || bk == KindString {
		if sum, ok := e.addSpan(at, a, b); ok {
			return sum
		}
		return joinText(a, b)
	}
	if !a.isNumber() || !b.isNumber() {
		return e.fail(at, "cannot add %s and %s", a.TypeName(), b.TypeName())
	}
	span := a.span() | b.span()
	if ak == KindInt && bk == KindInt {
		if sum, ok := addInts(a, b, false); ok {
			return sum.withSpan(span)
		}
	}
	x, _ := a.AsFloat()
	y, _ := b.AsFloat()
	return e.finite(at, x+y).withSpan(span)
}

// Sub is a - b: the difference of numbers; an instant minus a number of milliseconds or a length of time is an instant,
// and one instant minus another the milliseconds between them.
func (e *Eval) Sub(at Pos, a, b Value) Value {
	if a.is(tagInt) && b.is(tagInt) {
		x, y := int64(a.bits()), int64(b.bits())
		if diff := x - y; (diff < x) == (y > 0) {
			return Int(diff)
		}
	}
	if a.Kind() == KindString {
		return e.subInstant(at, a, b)
	}
	if !a.isNumber() || !b.isNumber() {
		return e.fail(at, "cannot subtract %s from %s", b.TypeName(), a.TypeName())
	}
	span := a.span() | b.span()
	if a.Kind() == KindInt && b.Kind() == KindInt {
		if diff, ok := addInts(a, b, true); ok {
			return diff.withSpan(span)
		}
	}
	x, _ := a.AsFloat()
	y, _ := b.AsFloat()
	return e.finite(at, x-y).withSpan(span)
}

// Mul is a * b.
func (e *Eval) Mul(at Pos, a, b Value) Value {
	if !a.isNumber() || !b.isNumber() {
		return e.fail(at, "cannot multiply %s by %s", a.TypeName(), b.TypeName())
	}
	span := a.span() | b.span()
	if a.Kind() == KindInt && b.Kind() == KindInt {
		if product, ok := mulInts(a, b); ok {
			return product.withSpan(span)
		}
	}
	x, _ := a.AsFloat()
	y, _ := b.AsFloat()
	return e.finite(at, x*y).withSpan(span)
}

// Div is a / b: 7 / 2 is 3.5, 6 / 2 the integer 3. Division by zero is an error. A length of time divided by another is
// a plain number.
func (e *Eval) Div(at Pos, a, b Value) Value {
	if !a.isNumber() || !b.isNumber() {
		return e.fail(at, "cannot divide %s by %s", a.TypeName(), b.TypeName())
	}
	if !b.Truthy() {
		return e.fail(at, "division by zero: %s / 0", a)
	}
	span := a.span() &^ b.span()
	if a.Kind() == KindInt && b.Kind() == KindInt {
		if quotient, ok := divInts(a, b); ok {
			return quotient.withSpan(span)
		}
	}
	x, _ := a.AsFloat()
	y, _ := b.AsFloat()
	return e.finite(at, x/y).withSpan(span)
}

// Mod is a % b, the remainder of a division that rounds toward zero: it has the sign of a. A zero b is an error.
func (e *Eval) Mod(at Pos, a, b Value) Value {
	if !a.isNumber() || !b.isNumber() {
		return e.fail(at, "cannot take the remainder of %s by %s", a.TypeName(), b.TypeName())
	}
	if !b.Truthy() {
		return e.fail(at, "division by zero: %s %% 0", a)
	}
	if a.Kind() == KindInt && b.Kind() == KindInt {
		negative, am := a.magnitude()
		_, bm := b.magnitude()
		rest, _ := fromMagnitude(negative, am%bm)
		return rest.withSpan(a.span())
	}
	x, _ := a.AsFloat()
	y, _ := b.AsFloat()
	return Float(math.Mod(x, y)).withSpan(a.span())
}

// Neg is -a.
func (e *Eval) Neg(at Pos, a Value) Value {
	switch a.Kind() {
	case KindInt:
		negative, abs := a.magnitude()
		if v, ok := fromMagnitude(!negative, abs); ok {
			return v.withSpan(a.span())
		}
		return Float(-float64(abs))
	case KindFloat:
		return Float(-math.Float64frombits(a.bits())).withSpan(a.span())
	}
	return e.fail(at, "cannot negate %s", describe(a))
}

// Pos is +a: a itself, which must be a number.
func (e *Eval) Pos(at Pos, a Value) Value {
	if !a.isNumber() {
		return e.fail(at, "unary + wants a number, not %s", describe(a))
	}
	return a
}

// finite is f, which is an error where it is too large for a double.
func (e *Eval) finite(at Pos, f float64) Value {
	if f-f != 0 {
		return e.fail(at, "the result is too large for a number")
	}
	return Float(f)
}

// maxRange is the most elements that a range has: about 160 MB.
const maxRange = 10_000_000

// Range is a .. b, the integers from a to b, both included; an empty array where b is below a. More than 10,000,000 of
// them is an error.
func (e *Eval) Range(at Pos, a, b Value) Value {
	from, ok1 := a.AsInt()
	to, ok2 := b.AsInt()
	if !ok1 || !ok2 {
		return e.fail(at, "a range wants two integers, not %s and %s", describe(a), describe(b))
	}
	if to < from {
		return makeArray(nil)
	}
	if span := uint64(to) - uint64(from); span >= maxRange {
		return e.fail(at, "the range %d .. %d has more than %d elements", from, to, maxRange)
	}
	elems := make([]Value, to-from+1)
	for i := range elems {
		elems[i] = Int(from + int64(i))
	}
	return makeArray(elems)
}
