package value

import (
	"cmp"
	"slices"
	"strings"
)

// Sort is sort(xs): numbers by value, strings by their characters (as instants where every one is an ISO 8601 date),
// false before true; nulls come last, equal elements keep their order, and any mix is an error. sort(xs, (a, b) => e)
// puts a before b where e is negative or true.
func (e *Eval) Sort(at Pos, xs Value, order ...func(a, b Value) Value) Value {
	elems, ok := e.list(at, "sort", xs)
	if !ok {
		return Null
	}
	sorted := slices.Clone(elems)
	if len(order) == 0 {
		compare, ok := e.ordering(at, "sort", sorted)
		if !ok {
			return Null
		}
		slices.SortStableFunc(sorted, compare)
		return makeArray(sorted)
	}
	slices.SortStableFunc(sorted, func(a, b Value) int {
		if e.err != nil {
			return 0
		}
		return e.sign(at, order[0], a, b)
	})
	if e.err != nil {
		return Null
	}
	return makeArray(sorted)
}

// sign is what an author's function says about the order of a and b.
func (e *Eval) sign(at Pos, order func(a, b Value) Value, a, b Value) int {
	switch v := order(a, b); v.Kind() {
	case KindInt, KindFloat:
		return compareNumbers(v, Int(0))
	case KindBool:
		if v.Truthy() {
			return -1
		}
		if order(b, a).Truthy() {
			return 1
		}
		return 0
	default:
		e.Fail(at, "the function of sort must give a number or a boolean, not %s", describe(v))
		return 0
	}
}

// SortBy is sortBy(xs, by), the elements in the order that sort gives to by(x), which is evaluated once for each.
func (e *Eval) SortBy(at Pos, xs Value, by func(Value) Value) Value {
	elems, ok := e.list(at, "sortBy", xs)
	if !ok {
		return Null
	}
	keys := make([]Value, len(elems))
	for i, x := range elems {
		if keys[i] = by(x); e.err != nil {
			return Null
		}
	}
	compare, ok := e.ordering(at, "sortBy", keys)
	if !ok {
		return Null
	}
	places := make([]int, len(elems))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(i, j int) int { return compare(keys[i], keys[j]) })
	sorted := make([]Value, len(elems))
	for i, place := range places {
		sorted[i] = elems[place]
	}
	return makeArray(sorted)
}

// ordering is how these values are ordered among one another; false, after a failure, where they are not. Strings are
// instants only where all of them are: were it said for each pair, three of them could go around in a circle.
func (e *Eval) ordering(at Pos, fn string, vs []Value) (func(a, b Value) int, bool) {
	first := Null
	for _, v := range vs {
		switch {
		case v.IsNull():
			continue
		case v.Kind() >= KindArray:
			e.Fail(at, "%s cannot order %s", fn, describe(v))
			return nil, false
		case first.IsNull():
			first = v
		case v.TypeName() != first.TypeName():
			e.Fail(at, "%s cannot order %s and %s together", fn, first.TypeName(), v.TypeName())
			return nil, false
		}
	}
	switch first.Kind() {
	case KindInt, KindFloat:
		return nullsLast(compareNumbers), true
	case KindString:
		if allInstants(vs) {
			return nullsLast(func(a, b Value) int { return compareText(a.str(), b.str()) }), true
		}
		return nullsLast(func(a, b Value) int { return strings.Compare(a.str(), b.str()) }), true
	default:
		return nullsLast(func(a, b Value) int { return cmp.Compare(a.bits(), b.bits()) }), true
	}
}

func nullsLast(compare func(a, b Value) int) func(a, b Value) int {
	return func(a, b Value) int {
		switch an, bn := a.IsNull(), b.IsNull(); {
		case an && bn:
			return 0
		case an:
			return 1
		case bn:
			return -1
		}
		return compare(a, b)
	}
}

func allInstants(vs []Value) bool {
	for _, v := range vs {
		if v.IsNull() {
			continue
		}
		if _, ok := parseInstant(v.str()); !ok {
			return false
		}
	}
	return true
}
