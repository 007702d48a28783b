package value

// The functions of the language (§11) are methods of Eval, one a function, named as in the language with a capital:
// length is Length, groupBy is GroupBy. Each takes the position and then its arguments: a Value, or func(Value) Value
// for an expression about an element, or func(a, b Value) Value for a function of two. What an author may leave out is
// a variadic tail; the compiler sees to it that no more is given. Each gives a Value.
//
// Five have a longer name because an operator, or the method behind { ...a }, has the short one: CallContains,
// CallStartsWith, CallEndsWith, CallMerge and CallRange. MinOf and MaxOf are min and max of several values, Min and Max
// those of an array.
//
// What holds for all of them:
//
//   - Null is no items: an array function of null gives what it gives for [].
//   - Null passes through: a text, number or date function of null gives null, so that trim(.name) ?? "none" works.
//   - A text function takes numbers and booleans too, by their text: padStart(7, 3, "0") is "007".
//   - Anything else of a wrong type is an error that names the function and the value.
//   - Positions and lengths in text count characters, not bytes.

// list is the array xs; null is an empty one. False where a failure came before, or xs is something else.
func (e *Eval) list(at Pos, fn string, xs Value) ([]Value, bool) {
	if e.err != nil {
		return nil, false
	}
	switch xs.Kind() {
	case KindArray:
		return xs.elems(), true
	case KindNull:
		return noValues, true
	}
	e.Fail(at, "%s wants an array, not %s", fn, describe(xs))
	return nil, false
}

// text is a string, number or boolean as text. False where the result is null: v is null, or a failure.
func (e *Eval) text(at Pos, fn string, v Value) (string, bool) {
	switch v.Kind() {
	case KindString:
		return v.str(), true
	case KindBool, KindInt, KindFloat:
		return v.String(), true
	case KindNull:
		return "", false
	}
	e.Fail(at, "%s wants a string, not %s", fn, describe(v))
	return "", false
}

// number checks that v is a number. False where the result is null: v is null, or a failure.
func (e *Eval) number(at Pos, fn string, v Value) bool {
	switch v.Kind() {
	case KindInt, KindFloat:
		return true
	case KindNull:
		return false
	case KindString:
		e.Fail(at, "%s wants a number, not %s; toNumber(…) makes one of a text", fn, describe(v))
		return false
	}
	e.Fail(at, "%s wants a number, not %s", fn, describe(v))
	return false
}

// whole is the optional integer argument of that number; def where it is left out or null.
func (e *Eval) whole(at Pos, fn string, args []Value, i int, def int64) (int64, bool) {
	if i >= len(args) || args[i].IsNull() {
		return def, true
	}
	n, ok := args[i].AsInt()
	if !ok {
		e.Fail(at, "%s wants an integer, not %s", fn, describe(args[i]))
	}
	return n, ok
}

// bounds are the positions from and to of a slice of n elements, negative ones counted from the end, cut to what is
// there.
func bounds(from, to int64, n int) (int, int) {
	place := func(i int64) int {
		if i < 0 {
			i += int64(n)
		}
		return int(max(0, min(i, int64(n))))
	}
	a, b := place(from), place(to)
	return a, max(a, b)
}
