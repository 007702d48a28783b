package value

import "testing"

func TestSort(t *testing.T) {
	sort := func(xs, want, fail string) call {
		return call{"sort(" + xs + ")", func(e *Eval) Value { return e.Sort(at, j(xs)) }, want, fail}
	}
	runCalls(t, []call{
		sort(`[3,1,2]`, `[1,2,3]`, ``),
		sort(`[2.5,-1,18446744073709551615,2]`, `[-1,2,2.5,18446744073709551615]`, ``),
		sort(`[9007199254740993,9007199254740992.0,9007199254740991]`, `[9007199254740991,9007199254740992,9007199254740993]`, ``),
		sort(`["b","a","B","é","ab"]`, `["B","a","ab","b","é"]`, ``),
		sort(`["10","9"]`, `["10","9"]`, ``),
		sort(`[true,false,true]`, `[false,true,true]`, ``),
		sort(`[null,2,null,1]`, `[1,2,null,null]`, ``),
		sort(`[null]`, `[null]`, ``),
		sort(`[]`, `[]`, ``),
		sort(`null`, `[]`, ``),
		// Dates by the instant where all are dates, by their text where one is not.
		sort(`["2024-01-31T10:30:00Z","2024-01-31T10:00:00-02:00","2024-01-31"]`,
			`["2024-01-31","2024-01-31T10:30:00Z","2024-01-31T10:00:00-02:00"]`, ``),
		sort(`["2024-01-31T10:30:00Z","2024-01-31T10:00:00-02:00","soon"]`,
			`["2024-01-31T10:00:00-02:00","2024-01-31T10:30:00Z","soon"]`, ``),
		sort(`[1,"2"]`, ``, `sort cannot order number and string together`),
		sort(`["2",null,true]`, ``, `sort cannot order string and boolean together`),
		sort(`[{}]`, ``, `sort cannot order an object`),
		sort(`[1,[2]]`, ``, `sort cannot order an array`),
		sort(`"cab"`, ``, `sort wants an array, not the string "cab"`),
	})
	v := j(`[2,1]`)
	new(Eval).Sort(at, v)
	if v.String() != "[2,1]" {
		t.Errorf("sort changed its array to %s", v)
	}
}

func TestSortByAFunction(t *testing.T) {
	sort := func(xs string, order func(e *Eval, a, b Value) Value, want, fail string) call {
		return call{"sort(" + xs + ", …)", func(e *Eval) Value {
			return e.Sort(at, j(xs), func(a, b Value) Value { return order(e, a, b) })
		}, want, fail}
	}
	n := get("n")
	runCalls(t, []call{
		sort(`[1,3,2]`, func(e *Eval, a, b Value) Value { return e.Sub(at, b, a) }, `[3,2,1]`, ``),
		sort(`[1,3,2]`, func(e *Eval, a, b Value) Value { return Bool(e.Greater(at, a, b)) }, `[3,2,1]`, ``),
		sort(`[{"n":1,"i":0},{"n":0,"i":1},{"n":1,"i":2},{"n":0,"i":3}]`,
			func(e *Eval, a, b Value) Value { return e.Sub(at, n(a), n(b)) },
			`[{"n":0,"i":1},{"n":0,"i":3},{"n":1,"i":0},{"n":1,"i":2}]`, ``),
		sort(`[{"n":1,"i":0},{"n":0,"i":1},{"n":1,"i":2},{"n":0,"i":3}]`,
			func(e *Eval, a, b Value) Value { return Bool(e.Less(at, n(a), n(b))) },
			`[{"n":0,"i":1},{"n":0,"i":3},{"n":1,"i":0},{"n":1,"i":2}]`, ``),
		sort(`[1,2]`, func(*Eval, Value, Value) Value { return String("x") }, ``,
			`the function of sort must give a number or a boolean, not the string "x"`),
		sort(`[1]`, func(e *Eval, a, b Value) Value { return e.Sub(at, a, b) }, `[1]`, ``),
	})
}

func TestSortBy(t *testing.T) {
	runCalls(t, []call{
		over("sortBy", (*Eval).SortBy, `[{"n":2,"i":0},{"n":1},{"i":1},{"n":2,"i":2},{"i":3}]`, get("n"),
			`[{"n":1},{"n":2,"i":0},{"n":2,"i":2},{"i":1},{"i":3}]`, ``),
		over("sortBy", (*Eval).SortBy, `[{"n":"b"},{"n":"a"}]`, get("n"), `[{"n":"a"},{"n":"b"}]`, ``),
		over("sortBy", (*Eval).SortBy, `null`, get("n"), `[]`, ``),
		over("sortBy", (*Eval).SortBy, `[{"n":"b"},{"n":1}]`, get("n"), ``, `sortBy cannot order string and number together`),
		over("sortBy", (*Eval).SortBy, `[{"n":{}}]`, get("n"), ``, `sortBy cannot order an object`),
		over("sortBy", (*Eval).SortBy, `1`, get("n"), ``, `sortBy wants an array, not the number 1`),
	})
	calls := 0
	new(Eval).SortBy(at, j(`[5,3,4,1,2]`), func(x Value) Value { calls++; return x })
	if calls != 5 {
		t.Errorf("sortBy asked for the key of 5 elements %d times", calls)
	}
}

// Equal elements keep their order, of many too.
func TestSortingIsStable(t *testing.T) {
	var xs []Value
	shape := NewShape("k", "i")
	for i := range 500 {
		xs = append(xs, shape.Object(Int(int64(i*7%5)), Int(int64(i))))
	}
	var e Eval
	k, n := get("k"), get("i")
	for name, sorted := range map[string]Value{
		"sortBy": e.SortBy(at, Array(xs...), k),
		"sort":   e.Sort(at, Array(xs...), func(a, b Value) Value { return e.Sub(at, k(a), k(b)) }),
	} {
		elems := sorted.Elems()
		for i := range elems[1:] {
			a, b := elems[i], elems[i+1]
			if e.Greater(at, k(a), k(b)) || Equal(k(a), k(b)) && e.Greater(at, n(a), n(b)) {
				t.Fatalf("%s puts %s before %s", name, a, b)
			}
		}
	}
	if e.EvalErr() != nil {
		t.Fatal(e.EvalErr())
	}
}

// Instants that are written differently and are the same keep their order.
func TestSortKeepsTheOrderOfEqualInstants(t *testing.T) {
	spellings := [][]Value{
		js(`"2024-01-31T10:00:00+02:00"`, `"2024-01-31T08:00:00Z"`),
		js(`"2024-02-01"`, `"2024-02-01T00:00Z"`),
		js(`"2024-02-01T00:00:00-01:00"`, `"2024-02-01T01:00:00.000Z"`),
	}
	var xs []Value
	groups := make([][]Value, len(spellings))
	for i := range 600 {
		k := i * i * 7 % 11 % len(spellings)
		x := spellings[k][i*13%7%2]
		xs = append(xs, x)
		groups[k] = append(groups[k], x)
	}
	var e Eval
	want := e.Concat(at, Array(groups[0]...), Array(groups[1]...), Array(groups[2]...))
	if sorted := e.Sort(at, Array(xs...)); !Equal(sorted, want) {
		t.Errorf("sort does not keep the order of equal instants")
	}
}
