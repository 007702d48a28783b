package value

import "math"

// Pos is a position in a mission's text, "file:line:col", as it stands in messages. This package never looks into it.
type Pos string

// Kind is what a value is.
type Kind uint8

// The kinds of values. KindInt and KindFloat are both numbers to the mission's author.
const (
	KindNull Kind = iota
	KindBool
	KindInt // exact: every int64 and every uint64
	KindFloat
	KindString
	KindArray
	KindObject
)

// String names the kind as users read it: a mission knows one kind of number.
func (k Kind) String() string {
	switch k {
	case KindNull:
		return "null"
	case KindBool:
		return "boolean"
	case KindInt, KindFloat:
		return "number"
	case KindString:
		return "string"
	case KindArray:
		return "array"
	default:
		return "object"
	}
}

// tag is a kind, and for numbers what else is to be remembered about them.
type tag uint8

const (
	kindMask tag = 7
	tagBig   tag = 8  // an integer above MaxInt64, kept as uint64
	tagSpan  tag = 16 // a number of milliseconds that says how long something lasts

	tagBool      = tag(KindBool)
	tagInt       = tag(KindInt)
	tagUint      = tag(KindInt) | tagBig
	tagFloat     = tag(KindFloat)
	tagSpanInt   = tag(KindInt) | tagSpan
	tagSpanFloat = tag(KindFloat) | tagSpan
)

var noValues = []Value{}

// Null is the null value, the same as Value{}.
var Null Value

// True and False are the boolean values.
var (
	True  = scalar(tagBool, 1)
	False = scalar(tagBool, 0)
)

// Bool is the boolean b.
func Bool(b bool) Value {
	if b {
		return True
	}
	return False
}

// Int is the integer i.
func Int(i int64) Value { return scalar(tagInt, uint64(i)) }

// Uint is the integer u.
func Uint(u uint64) Value {
	if u > math.MaxInt64 {
		return scalar(tagUint, u)
	}
	return scalar(tagInt, u)
}

// Float is the number f. NaN and the infinities are no numbers of JSON: they become null.
func Float(f float64) Value {
	if f-f != 0 {
		return Null
	}
	return scalar(tagFloat, math.Float64bits(f))
}

// String is the text s.
func String(s string) Value { return makeString(s) }

// Array is the array of elems. It takes the slice over: the caller does not write to it again.
func Array(elems ...Value) Value { return makeArray(elems) }

// Kind is what v is.
func (v Value) Kind() Kind { return Kind(v.tag() & kindMask) }

// TypeName is the name of v's type as users read it: null, boolean, number, string, array or object.
func (v Value) TypeName() string { return v.Kind().String() }

// IsNull reports whether v is null.
func (v Value) IsNull() bool { return v.Kind() == KindNull }

// isNumber reports whether v is a number of either kind.
func (v Value) isNumber() bool {
	k := v.Kind()
	return k == KindInt || k == KindFloat
}

// Truthy reports whether v counts as true: everything but null, false, 0 and "" (the language, §5).
func (v Value) Truthy() bool {
	switch v.Kind() {
	case KindNull:
		return false
	case KindBool, KindInt:
		return v.bits() != 0
	case KindFloat:
		return v.bits()<<1 != 0 // either zero
	case KindString:
		return v.str() != ""
	default:
		return true
	}
}

// Text is the text of a string; false for anything else.
func (v Value) Text() (string, bool) {
	if v.Kind() != KindString {
		return "", false
	}
	return v.str(), true
}

// AsInt is v as an int64: false where v is no number, has a fraction, or lies outside of int64. 1.0 is 1.
func (v Value) AsInt() (int64, bool) {
	switch v.tag() &^ tagSpan {
	case tagInt:
		return int64(v.bits()), true
	case tagFloat:
		return wholeFloat(math.Float64frombits(v.bits()))
	}
	return 0, false
}

// wholeFloat is f as an integer, where it is one that an int64 holds.
func wholeFloat(f float64) (int64, bool) {
	// 2^63 is the first double that int64 does not hold; -2^63 is held.
	if f >= -1<<63 && f < 1<<63 && f == math.Trunc(f) {
		return int64(f), true
	}
	return 0, false
}

// AsFloat is v as a double: false where v is no number. Integers beyond 2^53 are rounded.
func (v Value) AsFloat() (float64, bool) {
	switch v.tag() &^ tagSpan {
	case tagInt:
		return float64(int64(v.bits())), true
	case tagUint:
		return float64(v.bits()), true
	case tagFloat:
		return math.Float64frombits(v.bits()), true
	}
	return 0, false
}

// Elems are the elements of an array, and nil for anything else. The slice belongs to the value: do not write to it.
func (v Value) Elems() []Value {
	if v.Kind() != KindArray {
		return nil
	}
	return v.elems()
}

// Len is the number of an array's elements, of an object's fields, or of a string's characters; 0 for the rest.
func (v Value) Len() int {
	switch v.Kind() {
	case KindString:
		return runeCount(v.str())
	case KindArray:
		return len(v.elems())
	case KindObject:
		return len(v.shape().keys)
	default:
		return 0
	}
}
