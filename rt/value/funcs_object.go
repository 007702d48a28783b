package value

import "slices"

// object checks that v is an object; null is an empty one.
func (e *Eval) object(at Pos, fn string, v Value) (Value, bool) {
	switch v.Kind() {
	case KindObject:
		return v, true
	case KindNull:
		return emptyObject, true
	}
	e.Fail(at, "%s wants an object, not %s", fn, describe(v))
	return Null, false
}

// Keys is keys(o), the names of its fields in order.
func (e *Eval) Keys(at Pos, o Value) Value {
	o, ok := e.object(at, "keys", o)
	if !ok {
		return Null
	}
	names := make([]Value, 0, o.Len())
	for _, name := range o.shape().keys {
		names = append(names, makeString(name))
	}
	return makeArray(names)
}

// Values is values(o), the values of its fields in order.
func (e *Eval) Values(at Pos, o Value) Value {
	o, ok := e.object(at, "values", o)
	if !ok {
		return Null
	}
	return makeArray(o.fields())
}

// Entries is entries(o), the fields as [name, value] pairs in order.
func (e *Eval) Entries(at Pos, o Value) Value {
	o, ok := e.object(at, "entries", o)
	if !ok {
		return Null
	}
	pairs := make([]Value, 0, o.Len())
	for name, v := range o.Fields() {
		pairs = append(pairs, makeArray([]Value{makeString(name), v}))
	}
	return makeArray(pairs)
}

// HasKey is hasKey(o, name): whether o has a field of that name, be it null. Null has none.
func (e *Eval) HasKey(at Pos, o, name Value) Value {
	o, ok := e.object(at, "hasKey", o)
	if !ok {
		return Null
	}
	key, ok := KeyText(name)
	if !ok {
		return e.fail(at, "hasKey wants a name, not %s", describe(name))
	}
	return Bool(o.shape().find(key) >= 0)
}

// Pick is pick(o, "a", "b") or pick(o, ["a", "b"]): o with only the fields of those names, in o's order.
func (e *Eval) Pick(at Pos, o Value, names ...Value) Value {
	return e.choose(at, "pick", o, names, true)
}

// Omit is omit(o, "a", "b") or omit(o, ["a", "b"]): o without the fields of those names.
func (e *Eval) Omit(at Pos, o Value, names ...Value) Value {
	return e.choose(at, "omit", o, names, false)
}

func (e *Eval) choose(at Pos, fn string, o Value, names []Value, want bool) Value {
	if o.IsNull() {
		return Null
	}
	o, ok := e.object(at, fn, o)
	if !ok {
		return Null
	}
	var chosen []string
	for _, name := range flatten(nil, names, 1) {
		key, ok := KeyText(name)
		if !ok {
			return e.fail(at, "%s wants names of fields, not %s", fn, describe(name))
		}
		chosen = append(chosen, key)
	}
	var b Builder
	for name, v := range o.Fields() {
		if slices.Contains(chosen, name) == want {
			b.Set(name, v)
		}
	}
	return b.Object()
}

// CallMerge is merge(a, b, …): the fields of all, a later one's before an earlier one's, and objects within both merged in
// turn (see [MergeDeep]). Null adds nothing.
func (e *Eval) CallMerge(at Pos, vs ...Value) Value {
	merged := emptyObject
	for _, v := range vs {
		o, ok := e.object(at, "merge", v)
		if !ok {
			return Null
		}
		merged = MergeDeep(merged, o)
	}
	return merged
}

// GroupBy is groupBy(xs, by), an object that has under the text of each by(x) the array of the elements that gave it,
// both in the order of their first coming. Null groups under "null"; arrays and objects are an error.
func (e *Eval) GroupBy(at Pos, xs Value, by func(Value) Value) Value {
	var (
		names  Builder
		groups [][]Value
	)
	ok := e.underKeys(at, "groupBy", xs, by, func(key string, x Value) {
		place, ok := names.Get(key)
		if !ok {
			place = Int(int64(len(groups)))
			names.Set(key, place)
			groups = append(groups, nil)
		}
		i := place.bits()
		groups[i] = append(groups[i], x)
	})
	if !ok {
		return Null
	}
	for i, name := range names.keys {
		names.Set(name, makeArray(groups[i]))
	}
	return names.Object()
}

// IndexBy is indexBy(xs, by), an object that has under the text of each by(x) the last element that gave it: see GroupBy.
func (e *Eval) IndexBy(at Pos, xs Value, by func(Value) Value) Value {
	var b Builder
	if !e.underKeys(at, "indexBy", xs, by, b.Set) {
		return Null
	}
	return b.Object()
}

// underKeys gives put each element with the text of by(x); false after a failure.
func (e *Eval) underKeys(at Pos, fn string, xs Value, by func(Value) Value, put func(string, Value)) bool {
	elems, ok := e.list(at, fn, xs)
	if !ok {
		return false
	}
	for _, x := range elems {
		key := by(x)
		if e.err != nil {
			return false
		}
		switch key.Kind() {
		case KindNull:
			put("null", x)
		case KindArray, KindObject:
			e.Fail(at, "%s wants a text or number to go by, not %s", fn, describe(key))
			return false
		default:
			put(key.String(), x)
		}
	}
	return true
}
