package value

import "strings"

// Less is a < b: numbers by value, strings by their characters, two ISO 8601 strings as instants. With null on either
// side it is false; any other mix is an error that names both types (the language, §5).
func (e *Eval) Less(at Pos, a, b Value) bool {
	c, ok := e.order(at, a, b)
	return ok && c < 0
}

// LessEq is a <= b, by the rules of Less.
func (e *Eval) LessEq(at Pos, a, b Value) bool {
	c, ok := e.order(at, a, b)
	return ok && c <= 0
}

// Greater is a > b, by the rules of Less.
func (e *Eval) Greater(at Pos, a, b Value) bool {
	c, ok := e.order(at, a, b)
	return ok && c > 0
}

// GreaterEq is a >= b, by the rules of Less.
func (e *Eval) GreaterEq(at Pos, a, b Value) bool {
	c, ok := e.order(at, a, b)
	return ok && c >= 0
}

// order compares a with b; false where they have no order.
func (e *Eval) order(at Pos, a, b Value) (int, bool) {
	ak, bk := a.Kind(), b.Kind()
	switch {
	case ak == KindNull || bk == KindNull:
		return 0, false
	case a.isNumber() && b.isNumber():
		return compareNumbers(a, b), true
	case ak == KindString && bk == KindString:
		return compareText(a.str(), b.str()), true
	}
	e.Fail(at, "cannot compare %s with %s", a.TypeName(), b.TypeName())
	return 0, false
}

func compareText(a, b string) int {
	if looksISO(a) && looksISO(b) {
		x, ok1 := parseInstant(a)
		y, ok2 := parseInstant(b)
		if ok1 && ok2 {
			return x.compare(y)
		}
	}
	return strings.Compare(a, b)
}

// In is a in b: whether an array has an element equal to a, an object a field of that name, a text that part. Nothing is
// in null, and null is in no text or object. Anything else is an error.
func (e *Eval) In(at Pos, a, b Value) bool {
	switch b.Kind() {
	case KindNull:
		return false
	case KindArray:
		for _, elem := range b.elems() {
			if Equal(a, elem) {
				return true
			}
		}
		return false
	case KindObject:
		if key, ok := KeyText(a); ok {
			return b.shape().find(key) >= 0
		}
		if a.IsNull() {
			return false
		}
	case KindString:
		switch a.Kind() {
		case KindString:
			return strings.Contains(b.str(), a.str())
		case KindNull:
			return false
		}
	}
	e.Fail(at, "cannot look for %s in %s", describe(a), describe(b))
	return false
}

// Contains is a contains b, the same as b in a.
func (e *Eval) Contains(at Pos, a, b Value) bool { return e.In(at, b, a) }

// StartsWith is whether the text a begins with b; false where either is null.
func (e *Eval) StartsWith(at Pos, a, b Value) bool {
	s, part, ok := e.texts(at, "startsWith", a, b)
	return ok && strings.HasPrefix(s, part)
}

// EndsWith is whether the text a ends with b; false where either is null.
func (e *Eval) EndsWith(at Pos, a, b Value) bool {
	s, part, ok := e.texts(at, "endsWith", a, b)
	return ok && strings.HasSuffix(s, part)
}

// texts are two strings; false where either is null (which is no error) or something else (which is one).
func (e *Eval) texts(at Pos, op string, a, b Value) (string, string, bool) {
	s, ok1 := a.Text()
	t, ok2 := b.Text()
	if ok1 && ok2 {
		return s, t, true
	}
	if !a.IsNull() && !b.IsNull() {
		e.Fail(at, "%s wants two strings, not %s and %s", op, a.TypeName(), b.TypeName())
	}
	return "", "", false
}

// Is reports whether v is of a built-in type (the language, §5): string, number, int (a number without a fraction, 1.0
// too), decimal (any number: an amount of 10 is one), boolean, array, object, null, date (an ISO 8601 date or instant
// as text). A name that is none of these is no value's type.
func Is(v Value, name string) bool {
	k := v.Kind()
	switch name {
	case "string":
		return k == KindString
	case "number", "decimal":
		return v.isNumber()
	case "int":
		if k == KindInt {
			return true
		}
		f, ok := v.AsFloat()
		return ok && isWhole(f)
	case "boolean":
		return k == KindBool
	case "array":
		return k == KindArray
	case "object":
		return k == KindObject
	case "null":
		return k == KindNull
	case "any":
		return true
	case "date":
		if k != KindString {
			return false
		}
		_, ok := parseInstant(v.str())
		return ok
	}
	return false
}
