package value

import "testing"

// over calls a function of an array and an expression about its elements.
func over(name string, f func(e *Eval, at Pos, xs Value, by func(Value) Value) Value, xs string, by func(Value) Value, want, fail string) call {
	return call{name + "(" + xs + ", …)", func(e *Eval) Value { return f(e, at, j(xs), by) }, want, fail}
}

// maybe makes a function whose expression can be left out one that has it.
func maybe(f func(e *Eval, at Pos, xs Value, by ...func(Value) Value) Value) func(*Eval, Pos, Value, func(Value) Value) Value {
	return func(e *Eval, at Pos, xs Value, by func(Value) Value) Value { return f(e, at, xs, by) }
}

// without makes it one that has not.
func without(f func(e *Eval, at Pos, xs Value, by ...func(Value) Value) Value) func(*Eval, Pos, Value) Value {
	return func(e *Eval, at Pos, xs Value) Value { return f(e, at, xs) }
}

// with calls a function of some values.
func with(name string, f func(e *Eval, at Pos, vs ...Value) Value, want, fail string, vs ...string) call {
	label := name + "("
	for i, v := range vs {
		if i > 0 {
			label += ", "
		}
		label += v
	}
	return call{label + ")", func(e *Eval) Value { return f(e, at, js(vs...)...) }, want, fail}
}

// firstOf makes a function of one value and some more a function of some values; secondOf and thirdOf likewise.
func firstOf(f func(e *Eval, at Pos, a Value, more ...Value) Value) func(*Eval, Pos, ...Value) Value {
	return func(e *Eval, at Pos, vs ...Value) Value { return f(e, at, vs[0], vs[1:]...) }
}

func secondOf(f func(e *Eval, at Pos, a, b Value, more ...Value) Value) func(*Eval, Pos, ...Value) Value {
	return func(e *Eval, at Pos, vs ...Value) Value { return f(e, at, vs[0], vs[1], vs[2:]...) }
}

// reciprocal fails for 0.
func reciprocal(e *Eval) func(Value) Value {
	return func(x Value) Value { return e.Div("m.reqon:99:1", Int(1), x) }
}

func TestLength(t *testing.T) {
	length := func(v, want, fail string) call { return unary("length", (*Eval).Length, v, want, fail) }
	runCalls(t, []call{
		length(`null`, `0`, ``),
		length(`[]`, `0`, ``),
		length(`[1,null]`, `2`, ``),
		length(`"héllo 😀"`, `7`, ``),
		length(`{"a":1}`, `1`, ``),
		length(`12`, ``, `length wants an array, a string or an object, not the number 12`),
		length(`true`, ``, `length wants an array, a string or an object, not the boolean true`),
	})
}

func TestCount(t *testing.T) {
	runCalls(t, []call{
		unary("count", without((*Eval).Count), `[1,null,0]`, `3`, ``),
		unary("count", without((*Eval).Count), `null`, `0`, ``),
		unary("count", without((*Eval).Count), `"abc"`, ``, `count wants an array, not the string "abc"`),
		over("count", maybe((*Eval).Count), `[{"a":1},{"a":0},{},{"a":"x"}]`, get("a"), `2`, ``),
		over("count", maybe((*Eval).Count), `[]`, get("a"), `0`, ``),
	})
}

func TestFirstAndLast(t *testing.T) {
	runCalls(t, []call{
		unary("first", (*Eval).First, `[1,2]`, `1`, ``),
		unary("first", (*Eval).First, `[]`, `null`, ``),
		unary("first", (*Eval).First, `null`, `null`, ``),
		unary("first", (*Eval).First, `{}`, ``, `first wants an array, not an object`),
		unary("last", (*Eval).Last, `[1,2]`, `2`, ``),
		unary("last", (*Eval).Last, `[]`, `null`, ``),
		unary("last", (*Eval).Last, `null`, `null`, ``),
		unary("last", (*Eval).Last, `7`, ``, `last wants an array, not the number 7`),
	})
}

func TestIncludes(t *testing.T) {
	runCalls(t, []call{
		two("includes", (*Eval).Includes, `[1,2]`, `2.0`, `true`, ``),
		two("includes", (*Eval).Includes, `[1,2]`, `"2"`, `false`, ``),
		two("includes", (*Eval).Includes, `null`, `1`, `false`, ``),
		two("includes", (*Eval).Includes, `"abc"`, `"bc"`, `true`, ``),
		two("includes", (*Eval).Includes, `12`, `1`, ``, `cannot look for the number 1 in the number 12`),
	})
}

func TestIsEmpty(t *testing.T) {
	for doc, want := range map[string]string{
		`null`: `true`, `""`: `true`, `[]`: `true`, `{}`: `true`,
		`" "`: `false`, `[null]`: `false`, `{"a":null}`: `false`, `0`: `false`, `false`: `false`,
	} {
		unary("isEmpty", (*Eval).IsEmpty, doc, want, ``).run(t)
	}
}

func TestMapAndFilter(t *testing.T) {
	runCalls(t, []call{
		over("map", (*Eval).Map, `[{"a":1},{},null]`, get("a"), `[1,null,null]`, ``),
		over("map", (*Eval).Map, `[]`, get("a"), `[]`, ``),
		over("map", (*Eval).Map, `null`, get("a"), `[]`, ``),
		over("map", (*Eval).Map, `{"a":1}`, get("a"), ``, `map wants an array, not an object`),
		over("filter", (*Eval).Filter, `[{"a":1,"b":1},{"a":0},{"a":"x"}]`, get("a"), `[{"a":1,"b":1},{"a":"x"}]`, ``),
		over("filter", (*Eval).Filter, `[{"a":0}]`, get("a"), `[]`, ``),
		over("filter", (*Eval).Filter, `null`, get("a"), `[]`, ``),
		over("filter", (*Eval).Filter, `"x"`, get("a"), ``, `filter wants an array, not the string "x"`),
	})
}

// A failure inside the expression about an element ends the function, which gives null.
func TestFailureInsideAFunction(t *testing.T) {
	xs := j(`[1,0,2]`)
	for name, f := range map[string]func(e *Eval, by func(Value) Value) Value{
		"map":       func(e *Eval, by func(Value) Value) Value { return e.Map(at, xs, by) },
		"filter":    func(e *Eval, by func(Value) Value) Value { return e.Filter(at, xs, by) },
		"count":     func(e *Eval, by func(Value) Value) Value { return e.Count(at, xs, by) },
		"sum":       func(e *Eval, by func(Value) Value) Value { return e.Sum(at, xs, by) },
		"avg":       func(e *Eval, by func(Value) Value) Value { return e.Avg(at, xs, by) },
		"min":       func(e *Eval, by func(Value) Value) Value { return e.Min(at, xs, by) },
		"max":       func(e *Eval, by func(Value) Value) Value { return e.Max(at, xs, by) },
		"unique":    func(e *Eval, by func(Value) Value) Value { return e.Unique(at, xs, by) },
		"sortBy":    func(e *Eval, by func(Value) Value) Value { return e.SortBy(at, xs, by) },
		"groupBy":   func(e *Eval, by func(Value) Value) Value { return e.GroupBy(at, xs, by) },
		"indexBy":   func(e *Eval, by func(Value) Value) Value { return e.IndexBy(at, xs, by) },
		"all":       func(e *Eval, by func(Value) Value) Value { return e.All(at, xs, by) },
		"any":       func(e *Eval, by func(Value) Value) Value { return e.Any(at, j(`[0]`), by) },
		"find":      func(e *Eval, by func(Value) Value) Value { return e.Find(at, j(`[0]`), by) },
		"findIndex": func(e *Eval, by func(Value) Value) Value { return e.FindIndex(at, j(`[0]`), by) },
		"reduce": func(e *Eval, by func(Value) Value) Value {
			return e.Reduce(at, xs, func(_, x Value) Value { return by(x) }, Null)
		},
		"sort": func(e *Eval, by func(Value) Value) Value {
			return e.Sort(at, xs, func(a, _ Value) Value { return by(a) })
		},
	} {
		var e Eval
		v := f(&e, reciprocal(&e))
		if err := e.EvalErr(); err == nil || err.At != "m.reqon:99:1" || !v.IsNull() {
			t.Errorf("%s gives %s and fails with %v", name, v, err)
		}
	}
}

func TestReduce(t *testing.T) {
	reduce := func(xs, want, fail string, start ...string) call {
		return call{"reduce(" + xs + ", +)", func(e *Eval) Value {
			return e.Reduce(at, j(xs), func(a, b Value) Value { return e.Add(at, a, b) }, js(start...)...)
		}, want, fail}
	}
	runCalls(t, []call{
		reduce(`[1,2,3]`, `6`, ``),
		reduce(`[1,2,3]`, `16`, ``, `10`),
		reduce(`["a","b"]`, `"ab"`, ``),
		reduce(`["a","b"]`, `"xab"`, ``, `"x"`),
		reduce(`[5]`, `5`, ``),
		reduce(`[]`, `null`, ``),
		reduce(`[]`, `0`, ``, `0`),
		reduce(`null`, `0`, ``, `0`),
		reduce(`[1,null]`, ``, `cannot add number and null`),
		reduce(`3`, ``, `reduce wants an array, not the number 3`),
	})
}

func TestAnyAndAll(t *testing.T) {
	runCalls(t, []call{
		unary("any", without((*Eval).Any), `[0,"",1]`, `true`, ``),
		unary("any", without((*Eval).Any), `[0,"",null]`, `false`, ``),
		unary("any", without((*Eval).Any), `[]`, `false`, ``),
		unary("all", without((*Eval).All), `[1,"x"]`, `true`, ``),
		unary("all", without((*Eval).All), `[1,0]`, `false`, ``),
		unary("all", without((*Eval).All), `null`, `true`, ``),
		over("any", maybe((*Eval).Any), `[{"a":0},{"a":1}]`, get("a"), `true`, ``),
		over("any", maybe((*Eval).Any), `[{"a":0}]`, get("a"), `false`, ``),
		over("all", maybe((*Eval).All), `[{"a":1},{"a":0}]`, get("a"), `false`, ``),
		over("all", maybe((*Eval).All), `[{"a":1}]`, get("a"), `true`, ``),
		over("any", maybe((*Eval).Any), `1`, get("a"), ``, `any wants an array, not the number 1`),
		over("all", maybe((*Eval).All), `"x"`, get("a"), ``, `all wants an array, not the string "x"`),
	})
}

func TestFindAndFindIndex(t *testing.T) {
	runCalls(t, []call{
		over("find", (*Eval).Find, `[{"a":0},{"a":1,"n":1},{"a":1,"n":2}]`, get("a"), `{"a":1,"n":1}`, ``),
		over("find", (*Eval).Find, `[{"a":0}]`, get("a"), `null`, ``),
		over("find", (*Eval).Find, `null`, get("a"), `null`, ``),
		over("find", (*Eval).Find, `{}`, get("a"), ``, `find wants an array, not an object`),
		over("findIndex", (*Eval).FindIndex, `[{"a":0},{"a":1},{"a":1}]`, get("a"), `1`, ``),
		over("findIndex", (*Eval).FindIndex, `[]`, get("a"), `-1`, ``),
		over("findIndex", (*Eval).FindIndex, `true`, get("a"), ``, `findIndex wants an array, not the boolean true`),
	})
}

func TestConcat(t *testing.T) {
	runCalls(t, []call{
		with("concat", (*Eval).Concat, `"a-1"`, ``, `"a-"`, `1`),
		with("concat", (*Eval).Concat, `"/items/9007199254740993"`, ``, `"/items/"`, `9007199254740993`),
		with("concat", (*Eval).Concat, `"ab"`, ``, `"a"`, `null`, `"b"`),
		with("concat", (*Eval).Concat, `""`, ``, `null`),
		with("concat", (*Eval).Concat, `""`, ``),
		with("concat", (*Eval).Concat, `"12"`, ``, `1`, `2`),
		with("concat", (*Eval).Concat, `"true1.5"`, ``, `true`, `1.50`),
		with("concat", (*Eval).Concat, `"[1]x"`, ``, `[1]`, `"x"`),
		with("concat", (*Eval).Concat, `"[1]"`, ``, `[1]`, `null`),
		with("concat", (*Eval).Concat, `[1,2,[3]]`, ``, `[1]`, `[]`, `[2,[3]]`),
		with("concat", (*Eval).Concat, `[]`, ``, `[]`),
	})
}

func TestFlatten(t *testing.T) {
	flat := func(want, fail string, vs ...string) call {
		return with("flatten", firstOf((*Eval).Flatten), want, fail, vs...)
	}
	runCalls(t, []call{
		flat(`[1,2,[3]]`, ``, `[1,[2,[3]],[]]`),
		flat(`[1,2,3]`, ``, `[1,[2,[3]]]`, `2`),
		flat(`[1,[2]]`, ``, `[1,[2]]`, `0`),
		flat(`[1,2]`, ``, `[1,[2]]`, `null`),
		flat(`[]`, ``, `null`),
		flat(``, `flatten wants an array, not the number 1`, `1`),
		flat(``, `flatten wants an integer, not the string "2"`, `[1]`, `"2"`),
	})
}

func TestUnique(t *testing.T) {
	runCalls(t, []call{
		unary("unique", without((*Eval).Unique), `[1,2,1.0,"1",null,null,true,true]`, `[1,2,"1",null,true]`, ``),
		unary("unique", without((*Eval).Unique), `[{"a":1,"b":2},{"b":2,"a":1},[1],[1,1]]`, `[{"a":1,"b":2},[1],[1,1]]`, ``),
		unary("unique", without((*Eval).Unique), `[9007199254740993,9007199254740992]`, `[9007199254740993,9007199254740992]`, ``),
		unary("unique", without((*Eval).Unique), `[]`, `[]`, ``),
		unary("unique", without((*Eval).Unique), `null`, `[]`, ``),
		unary("unique", without((*Eval).Unique), `"aab"`, ``, `unique wants an array, not the string "aab"`),
		over("unique", maybe((*Eval).Unique), `[{"k":1,"n":1},{"k":2},{"k":1,"n":2},{}]`, get("k"), `[{"k":1,"n":1},{"k":2},{}]`, ``),
	})
}

func TestReverse(t *testing.T) {
	runCalls(t, []call{
		unary("reverse", (*Eval).Reverse, `[1,2,3]`, `[3,2,1]`, ``),
		unary("reverse", (*Eval).Reverse, `[]`, `[]`, ``),
		unary("reverse", (*Eval).Reverse, `null`, `[]`, ``),
		unary("reverse", (*Eval).Reverse, `"añb"`, `"bña"`, ``),
		unary("reverse", (*Eval).Reverse, `{}`, ``, `reverse wants an array, not an object`),
	})
	v := j(`[1,2,3]`)
	new(Eval).Reverse(at, v)
	if v.String() != "[1,2,3]" {
		t.Errorf("reverse changed its array to %s", v)
	}
}

func TestSlice(t *testing.T) {
	slice := func(want, fail string, vs ...string) call {
		return with("slice", secondOf((*Eval).Slice), want, fail, vs...)
	}
	runCalls(t, []call{
		slice(`[2,3]`, ``, `[1,2,3,4]`, `1`, `3`),
		slice(`[2,3,4]`, ``, `[1,2,3,4]`, `1`),
		slice(`[2,3,4]`, ``, `[1,2,3,4]`, `1`, `null`),
		slice(`[3,4]`, ``, `[1,2,3,4]`, `-2`),
		slice(`[2,3]`, ``, `[1,2,3,4]`, `-3`, `-1`),
		slice(`[1,2]`, ``, `[1,2]`, `-99`, `99`),
		slice(`[]`, ``, `[1,2]`, `2`, `1`),
		slice(`[]`, ``, `[1,2]`, `9`),
		slice(`[1,2]`, ``, `[1,2]`, `null`),
		slice(`[]`, ``, `null`, `0`, `10`),
		slice(`"él"`, ``, `"hélló"`, `1`, `3`),
		slice(``, `slice wants an integer, not the number 0.5`, `[1]`, `0.5`),
		slice(``, `slice wants an integer, not the string "1"`, `[1]`, `0`, `"1"`),
		slice(``, `slice wants an array, not the number 5`, `5`, `0`),
	})
}

func TestChunks(t *testing.T) {
	chunks := func(xs, n, want, fail string) call { return two("chunks", (*Eval).Chunks, xs, n, want, fail) }
	runCalls(t, []call{
		chunks(`[1,2,3,4,5]`, `2`, `[[1,2],[3,4],[5]]`, ``),
		chunks(`[1,2]`, `2`, `[[1,2]]`, ``),
		chunks(`[1]`, `9223372036854775807`, `[[1]]`, ``),
		chunks(`[]`, `3`, `[]`, ``),
		chunks(`null`, `3`, `[]`, ``),
		chunks(`[1]`, `0`, ``, `chunks wants a positive integer for the size, not the number 0`),
		chunks(`[1]`, `1.5`, ``, `chunks wants a positive integer for the size, not the number 1.5`),
		chunks(`[1]`, `null`, ``, `chunks wants a positive integer for the size, not null`),
		chunks(`"ab"`, `1`, ``, `chunks wants an array, not the string "ab"`),
	})
}

func TestZip(t *testing.T) {
	runCalls(t, []call{
		with("zip", (*Eval).Zip, `[[1,"a"],[2,"b"]]`, ``, `[1,2]`, `["a","b"]`),
		with("zip", (*Eval).Zip, `[[1,"a"],[2,null]]`, ``, `[1,2]`, `["a"]`),
		with("zip", (*Eval).Zip, `[[1,null,true]]`, ``, `[1]`, `null`, `[true]`),
		with("zip", (*Eval).Zip, `[]`, ``, `[]`, `[]`),
		with("zip", (*Eval).Zip, ``, `zip wants an array, not the number 1`, `[1]`, `1`),
	})
}

func TestCallRange(t *testing.T) {
	rng := func(want, fail string, vs ...string) call {
		return with("range", firstOf((*Eval).CallRange), want, fail, vs...)
	}
	runCalls(t, []call{
		rng(`[0,1,2]`, ``, `3`),
		rng(`[]`, ``, `0`),
		rng(`[]`, ``, `-3`),
		rng(`[1,2,3]`, ``, `1`, `4`),
		rng(`[]`, ``, `4`, `1`),
		rng(`[0,3,6,9]`, ``, `0`, `10`, `3`),
		rng(`[0,5]`, ``, `0`, `10`, `5`),
		rng(`[5,3,1]`, ``, `5`, `0`, `-2`),
		rng(`[]`, ``, `0`, `5`, `-1`),
		rng(`[-9223372036854775808,-1,9223372036854775806]`, ``, `-9223372036854775808`, `9223372036854775807`, `9223372036854775807`),
		rng(``, `range wants a step that is not 0`, `0`, `5`, `0`),
		rng(``, `range wants integers, not the number 0.5`, `0`, `5`, `0.5`),
		rng(``, `range wants integers, not null`, `null`),
		rng(``, `range: more than 10000000 elements`, `10000001`),
	})
}
