package value

import "math"

// Length is length(v): the elements of an array, the characters of a string, the fields of an object; 0 for null.
func (e *Eval) Length(at Pos, v Value) Value {
	switch v.Kind() {
	case KindNull, KindString, KindArray, KindObject:
		return Int(int64(v.Len()))
	}
	return e.fail(at, "length wants an array, a string or an object, not %s", describe(v))
}

// Count is count(xs), the number of elements, or count(xs, cond), of those for which it holds.
func (e *Eval) Count(at Pos, xs Value, cond ...func(Value) Value) Value {
	elems, ok := e.list(at, "count", xs)
	if !ok {
		return Null
	}
	if len(cond) == 0 {
		return Int(int64(len(elems)))
	}
	n := int64(0)
	for _, x := range elems {
		if cond[0](x).Truthy() {
			n++
		}
		if e.err != nil {
			return Null
		}
	}
	return Int(n)
}

// First is first(xs), the first element; null where there is none.
func (e *Eval) First(at Pos, xs Value) Value {
	elems, ok := e.list(at, "first", xs)
	if !ok || len(elems) == 0 {
		return Null
	}
	return elems[0]
}

// Last is last(xs), the last element; null where there is none.
func (e *Eval) Last(at Pos, xs Value) Value {
	elems, ok := e.list(at, "last", xs)
	if !ok || len(elems) == 0 {
		return Null
	}
	return elems[len(elems)-1]
}

// IsEmpty is isEmpty(v): true for null, "", [] and {}, false for anything else.
func (e *Eval) IsEmpty(_ Pos, v Value) Value {
	switch v.Kind() {
	case KindNull:
		return True
	case KindString:
		return Bool(v.str() == "")
	case KindArray, KindObject:
		return Bool(v.Len() == 0)
	}
	return False
}

// Map is map(xs, f), the array of f(x).
func (e *Eval) Map(at Pos, xs Value, f func(Value) Value) Value {
	elems, ok := e.list(at, "map", xs)
	if !ok {
		return Null
	}
	mapped := make([]Value, len(elems))
	for i, x := range elems {
		if mapped[i] = f(x); e.err != nil {
			return Null
		}
	}
	return makeArray(mapped)
}

// Filter is filter(xs, cond), and xs where cond: the elements for which it holds.
func (e *Eval) Filter(at Pos, xs Value, cond func(Value) Value) Value {
	elems, ok := e.list(at, "filter", xs)
	if !ok {
		return Null
	}
	var kept []Value
	for i, x := range elems {
		if cond(x).Truthy() {
			if kept == nil {
				kept = make([]Value, 0, min(len(elems)-i, 64))
			}
			kept = append(kept, x)
		}
		if e.err != nil {
			return Null
		}
	}
	return makeArray(kept)
}

// Reduce is reduce(xs, f, start): f(f(f(start, x0), x1), x2). Without a start it begins with the first element, and
// gives null where there is none.
func (e *Eval) Reduce(at Pos, xs Value, f func(acc, x Value) Value, start ...Value) Value {
	elems, ok := e.list(at, "reduce", xs)
	if !ok {
		return Null
	}
	acc := Null
	switch {
	case len(start) > 0:
		acc = start[0]
	case len(elems) > 0:
		acc, elems = elems[0], elems[1:]
	}
	for _, x := range elems {
		if acc = f(acc, x); e.err != nil {
			return Null
		}
	}
	return acc
}

// Concat is concat(a, b, …): the elements of all where every argument is an array, else their text one after another,
// null as "". concat() is "".
func (e *Eval) Concat(_ Pos, vs ...Value) Value {
	n := 0
	for _, v := range vs {
		if v.Kind() != KindArray {
			return joinText(vs...)
		}
		n += len(v.elems())
	}
	if len(vs) == 0 {
		return makeString("")
	}
	joined := make([]Value, 0, n)
	for _, v := range vs {
		joined = append(joined, v.elems()...)
	}
	return makeArray(joined)
}

// Flatten is flatten(xs), the elements with those that are arrays replaced by their elements; flatten(xs, depth) does so
// that many times.
func (e *Eval) Flatten(at Pos, xs Value, depth ...Value) Value {
	elems, ok := e.list(at, "flatten", xs)
	if !ok {
		return Null
	}
	levels, ok := e.whole(at, "flatten", depth, 0, 1)
	if !ok {
		return Null
	}
	return makeArray(flatten(make([]Value, 0, len(elems)), elems, levels))
}

func flatten(dst, elems []Value, levels int64) []Value {
	for _, x := range elems {
		if levels > 0 && x.Kind() == KindArray {
			dst = flatten(dst, x.elems(), levels-1)
		} else {
			dst = append(dst, x)
		}
	}
	return dst
}

// Unique is unique(xs), the elements without those that equal an earlier one; unique(xs, by) compares by(x).
func (e *Eval) Unique(at Pos, xs Value, by ...func(Value) Value) Value {
	elems, ok := e.list(at, "unique", xs)
	if !ok {
		return Null
	}
	seen := make(map[uint64][]Value)
	var kept []Value
next:
	for _, x := range elems {
		key := x
		if len(by) > 0 {
			if key = by[0](x); e.err != nil {
				return Null
			}
		}
		h := hashOf(key)
		for _, other := range seen[h] {
			if Equal(key, other) {
				continue next
			}
		}
		seen[h] = append(seen[h], key)
		kept = append(kept, x)
	}
	return makeArray(kept)
}

// Reverse is reverse(xs): an array from its end, or a string.
func (e *Eval) Reverse(at Pos, xs Value) Value {
	if s, ok := xs.Text(); ok {
		runes := []rune(s)
		for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
			runes[i], runes[j] = runes[j], runes[i]
		}
		return makeString(string(runes))
	}
	elems, ok := e.list(at, "reverse", xs)
	if !ok {
		return Null
	}
	reversed := make([]Value, len(elems))
	for i, x := range elems {
		reversed[len(elems)-1-i] = x
	}
	return makeArray(reversed)
}

// Slice is slice(xs, from, to): the elements from position from to before position to, or to the end without it.
// Negative positions count from the end, and what lies outside is cut. It takes strings too.
func (e *Eval) Slice(at Pos, xs, from Value, to ...Value) Value {
	if xs.Kind() == KindString {
		return e.cut(at, "slice", xs, from, to)
	}
	elems, ok := e.list(at, "slice", xs)
	if !ok {
		return Null
	}
	a, ok1 := e.whole(at, "slice", []Value{from}, 0, 0)
	b, ok2 := e.whole(at, "slice", to, 0, math.MaxInt64)
	if !ok1 || !ok2 {
		return Null
	}
	i, j := bounds(a, b, len(elems))
	return makeArray(elems[i:j:j])
}

// Chunks is chunks(xs, n), the elements as arrays of n, the last of which may have fewer.
func (e *Eval) Chunks(at Pos, xs, n Value) Value {
	elems, ok := e.list(at, "chunks", xs)
	if !ok {
		return Null
	}
	size, ok := n.AsInt()
	if !ok || size < 1 {
		return e.fail(at, "chunks wants a positive integer for the size, not %s", describe(n))
	}
	var chunks []Value
	for len(elems) > 0 {
		k := int(min(size, int64(len(elems))))
		chunks = append(chunks, makeArray(elems[:k:k]))
		elems = elems[k:]
	}
	return makeArray(chunks)
}

// Zip is zip(a, b, …), the array of [a[0], b[0], …], [a[1], b[1], …] and so on, as long as the longest; null where one
// has run out.
func (e *Eval) Zip(at Pos, vs ...Value) Value {
	lists := make([][]Value, len(vs))
	n := 0
	for i, v := range vs {
		elems, ok := e.list(at, "zip", v)
		if !ok {
			return Null
		}
		lists[i] = elems
		n = max(n, len(elems))
	}
	rows := make([]Value, n)
	for i := range rows {
		row := make([]Value, len(lists))
		for j, elems := range lists {
			if i < len(elems) {
				row[j] = elems[i]
			}
		}
		rows[i] = makeArray(row)
	}
	return makeArray(rows)
}

// CallRange is range(n), the integers from 0 to before n; range(from, to), from from to before to; range(from, to, step).
// (The operator a .. b has b too.) More than 10,000,000 elements are an error.
func (e *Eval) CallRange(at Pos, a Value, more ...Value) Value {
	from, to, step := int64(0), int64(0), int64(1)
	args := append([]Value{a}, more...)
	whole := make([]int64, len(args))
	for i, arg := range args {
		n, ok := arg.AsInt()
		if !ok {
			return e.fail(at, "range wants integers, not %s", describe(arg))
		}
		whole[i] = n
	}
	switch len(whole) {
	case 1:
		to = whole[0]
	case 2:
		from, to = whole[0], whole[1]
	default:
		from, to, step = whole[0], whole[1], whole[2]
	}
	if step == 0 {
		return e.fail(at, "range wants a step that is not 0")
	}
	var n uint64
	switch {
	case step > 0 && to > from:
		n = (uint64(to)-uint64(from)-1)/uint64(step) + 1
	case step < 0 && to < from:
		n = (uint64(from)-uint64(to)-1)/-uint64(step) + 1
	}
	if n > maxRange {
		return e.fail(at, "range: more than %d elements", maxRange)
	}
	elems := make([]Value, n)
	for i := range elems {
		elems[i] = Int(from + int64(i)*step)
	}
	return makeArray(elems)
}
