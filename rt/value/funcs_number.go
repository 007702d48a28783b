package value

import (
	"math"
	"strconv"
	"strings"
)

// Round is round(n), to the nearest integer, or round(n, digits), to that many digits after the point (before it where
// negative). Halves go away from zero, and what counts is the number as it is written: round(1.005, 2) is 1.01.
func (e *Eval) Round(at Pos, n Value, digits ...Value) Value {
	if !e.number(at, "round", n) {
		return Null
	}
	places, ok := e.whole(at, "round", digits, 0, 0)
	if !ok {
		return Null
	}
	if n.Kind() == KindInt && places >= 0 {
		return n
	}
	return round(n, max(-400, min(places, 400)))
}

// round works on the decimal digits of n.
func round(n Value, places int64) Value {
	f, _ := n.AsFloat()
	var text string
	exp := 0 // text is digits without a point, times ten to the power of exp
	if n.Kind() == KindInt {
		_, abs := n.magnitude()
		text = strconv.FormatUint(abs, 10)
	} else {
		s := strconv.FormatFloat(math.Abs(f), 'e', -1, 64)
		mantissa, power, _ := strings.Cut(s, "e")
		exp, _ = strconv.Atoi(power)
		whole, fraction, _ := strings.Cut(mantissa, ".")
		text = whole + fraction
		exp -= len(fraction)
	}
	cut := int(-places) - exp // digits to lose
	if cut <= 0 {
		return wholeOr(f)
	}
	up := false
	if cut > len(text) {
		text = "0"
	} else {
		up = text[len(text)-cut] >= '5'
		text = text[:len(text)-cut]
	}
	if text == "" {
		text = "0"
	}
	if up {
		text = increment(text)
	}
	text += "e" + strconv.Itoa(exp+cut)
	if f < 0 || math.Signbit(f) {
		text = "-" + text
	}
	if n.Kind() == KindInt {
		return roundedInt(text, n)
	}
	rounded, _ := strconv.ParseFloat(text, 64)
	return wholeOr(rounded)
}

// roundedInt is the integer that text says, digits and an exponent, as exactly as there is room.
func roundedInt(text string, n Value) Value {
	digits, power, _ := strings.Cut(text, "e")
	if zeros, _ := strconv.Atoi(power); zeros <= 20 {
		digits += strings.Repeat("0", zeros)
		if i, err := strconv.ParseInt(digits, 10, 64); err == nil {
			return Int(i).withSpan(n.span())
		}
		if u, err := strconv.ParseUint(digits, 10, 64); err == nil {
			return Uint(u)
		}
	}
	f, _ := strconv.ParseFloat(text, 64)
	return wholeOr(f)
}

// increment is a number in decimal digits, plus one.
func increment(digits string) string {
	b := []byte(digits)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < '9' {
			b[i]++
			return string(b)
		}
		b[i] = '0'
	}
	return "1" + string(b)
}

// wholeOr is f, as an integer where it is one.
func wholeOr(f float64) Value {
	if i, ok := wholeFloat(f); ok {
		return Int(i)
	}
	return Float(f)
}

// Floor is floor(n), the greatest integer that is not above n.
func (e *Eval) Floor(at Pos, n Value) Value { return e.toWhole(at, "floor", n, math.Floor) }

// Ceil is ceil(n), the least integer that is not below n.
func (e *Eval) Ceil(at Pos, n Value) Value { return e.toWhole(at, "ceil", n, math.Ceil) }

func (e *Eval) toWhole(at Pos, fn string, n Value, f func(float64) float64) Value {
	if !e.number(at, fn, n) {
		return Null
	}
	if n.Kind() == KindInt {
		return n
	}
	return wholeOr(f(math.Float64frombits(n.bits())))
}

// Abs is abs(n), n without its sign.
func (e *Eval) Abs(at Pos, n Value) Value {
	if !e.number(at, "abs", n) {
		return Null
	}
	if compareNumbers(n, Int(0)) < 0 {
		return e.Neg(at, n)
	}
	return n
}

// Pow is pow(a, b), a to the power of b: exact for integers as long as the result fits 64 bits. What is no real number
// is an error.
func (e *Eval) Pow(at Pos, a, b Value) Value {
	if !e.number(at, "pow", a) || !e.number(at, "pow", b) {
		return Null
	}
	if exp, ok := b.AsInt(); ok && a.Kind() == KindInt && exp >= 0 {
		if v, ok := powInt(a.plain(), exp); ok {
			return v
		}
	}
	x, _ := a.AsFloat()
	y, _ := b.AsFloat()
	f := math.Pow(x, y)
	if math.IsNaN(f) || x == 0 && y < 0 {
		return e.fail(at, "pow(%s, %s) is no number", a, b)
	}
	return e.finite(at, f)
}

func powInt(base Value, exp int64) (Value, bool) {
	result := Int(1)
	for ok := true; ; {
		if exp&1 != 0 {
			if result, ok = mulInts(result, base); !ok {
				return Null, false
			}
		}
		if exp >>= 1; exp == 0 {
			return result, true
		}
		if base, ok = mulInts(base, base); !ok {
			return Null, false
		}
	}
}

// Sqrt is sqrt(n), its square root: an integer where it is one. That of a negative number is an error.
func (e *Eval) Sqrt(at Pos, n Value) Value {
	if !e.number(at, "sqrt", n) {
		return Null
	}
	f, _ := n.AsFloat()
	if f < 0 {
		return e.fail(at, "sqrt of a negative number, %s", n)
	}
	root := math.Sqrt(f)
	if n.Kind() == KindInt {
		if i, ok := wholeFloat(root); ok {
			if square, ok := mulInts(Int(i), Int(i)); ok && compareNumbers(square, n) == 0 {
				return Int(i)
			}
		}
	}
	return Float(root)
}

// ToNumber is toNumber(v): a number as it is, a text that says one (with white space around it or a plus sign, if it
// likes), true as 1 and false as 0. Anything else is null: toNumber(.x) ?? 0.
func (e *Eval) ToNumber(_ Pos, v Value) Value {
	switch v.Kind() {
	case KindInt, KindFloat:
		return v.plain()
	case KindBool:
		return Int(int64(v.bits()))
	case KindString:
		n, _ := numberFrom(v.str())
		return n
	}
	return Null
}

// ParseNumber is parseNumber(s): the number that a text says, as toNumber, but a text that says none is an error.
func (e *Eval) ParseNumber(at Pos, s Value) Value { return e.parse(at, "parseNumber", s, numberFrom) }

// ParseDecimal is parseDecimal(s): as parseNumber, and commas may group the digits before the point by three, as in
// "1,234,567.89".
func (e *Eval) ParseDecimal(at Pos, s Value) Value {
	return e.parse(at, "parseDecimal", s, func(s string) (Value, bool) {
		plain, ok := ungroup(strings.TrimSpace(s))
		if !ok {
			return Null, false
		}
		return numberFrom(plain)
	})
}

func (e *Eval) parse(at Pos, fn string, v Value, parse func(string) (Value, bool)) Value {
	switch v.Kind() {
	case KindNull:
		return Null
	case KindInt, KindFloat:
		return v.plain()
	case KindString:
		if n, ok := parse(v.str()); ok {
			return n
		}
	}
	return e.fail(at, "%s: %s is no number", fn, describe(v))
}

// numberFrom is the number that s says as JSON writes it, with white space or a plus sign if it likes, and also without
// a digit on one side of the point.
func numberFrom(s string) (Value, bool) {
	s = strings.TrimSpace(s)
	sign := ""
	if s != "" && (s[0] == '+' || s[0] == '-') {
		sign, s = strings.TrimPrefix(s[:1], "+"), s[1:]
	}
	whole := strings.TrimLeft(s, "0123456789")
	integer := s[:len(s)-len(whole)]
	rest := whole
	fraction := ""
	if strings.HasPrefix(rest, ".") {
		rest = strings.TrimLeft(rest[1:], "0123456789")
		fraction = whole[1 : len(whole)-len(rest)]
	}
	if integer == "" && fraction == "" {
		return Null, false
	}
	integer = strings.TrimLeft(integer, "0")
	if integer == "" {
		integer = "0"
	}
	text := sign + integer
	if fraction != "" {
		text += "." + fraction
	}
	v, err := Decode([]byte(text + rest))
	if err != nil || !v.isNumber() {
		return Null, false
	}
	return v, true
}

// ungroup takes the commas out of the digits before the point; false where they do not group them by three.
func ungroup(s string) (string, bool) {
	whole, fraction, point := strings.Cut(s, ".")
	groups := strings.Split(whole, ",")
	for i, group := range groups {
		switch {
		case i == 0:
			if n := len(strings.TrimLeft(group, "+-")); len(groups) > 1 && (n < 1 || n > 3) {
				return "", false
			}
		case len(group) != 3:
			return "", false
		}
	}
	if strings.Contains(fraction, ",") {
		return "", false
	}
	s = strings.Join(groups, "")
	if point {
		s += "." + fraction
	}
	return s, true
}
