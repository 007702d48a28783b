package value

import "testing"

func TestKeysValuesEntries(t *testing.T) {
	runCalls(t, []call{
		unary("keys", (*Eval).Keys, `{"b":1,"a":null}`, `["b","a"]`, ``),
		unary("keys", (*Eval).Keys, `{}`, `[]`, ``),
		unary("keys", (*Eval).Keys, `null`, `[]`, ``),
		unary("keys", (*Eval).Keys, `[1]`, ``, `keys wants an object, not an array`),
		unary("values", (*Eval).Values, `{"b":1,"a":null}`, `[1,null]`, ``),
		unary("values", (*Eval).Values, `{}`, `[]`, ``),
		unary("values", (*Eval).Values, `null`, `[]`, ``),
		unary("values", (*Eval).Values, `"x"`, ``, `values wants an object, not the string "x"`),
		unary("entries", (*Eval).Entries, `{"b":1,"a":null}`, `[["b",1],["a",null]]`, ``),
		unary("entries", (*Eval).Entries, `null`, `[]`, ``),
		unary("entries", (*Eval).Entries, `3`, ``, `entries wants an object, not the number 3`),
	})
}

func TestHasKey(t *testing.T) {
	has := func(o, name, want, fail string) call { return two("hasKey", (*Eval).HasKey, o, name, want, fail) }
	runCalls(t, []call{
		has(`{"a":null}`, `"a"`, `true`, ``),
		has(`{"a":1}`, `"b"`, `false`, ``),
		has(`{"1":1}`, `1`, `true`, ``),
		has(`null`, `"a"`, `false`, ``),
		has(`{}`, `null`, ``, `hasKey wants a name, not null`),
		has(`["a"]`, `"a"`, ``, `hasKey wants an object, not an array`),
	})
}

func TestPickAndOmit(t *testing.T) {
	pick := func(want, fail string, vs ...string) call {
		return with("pick", firstOf((*Eval).Pick), want, fail, vs...)
	}
	omit := func(want, fail string, vs ...string) call {
		return with("omit", firstOf((*Eval).Omit), want, fail, vs...)
	}
	runCalls(t, []call{
		pick(`{"a":1,"c":3}`, ``, `{"a":1,"b":2,"c":3}`, `"c"`, `"a"`, `"d"`),
		pick(`{"a":1,"c":3}`, ``, `{"a":1,"b":2,"c":3}`, `["a","c"]`),
		pick(`{"1":2}`, ``, `{"1":2}`, `1`),
		pick(`{}`, ``, `{"a":1}`),
		pick(`null`, ``, `null`, `"a"`),
		pick(``, `pick wants names of fields, not null`, `{}`, `null`),
		pick(``, `pick wants names of fields, not an array`, `{}`, `[["a"]]`),
		pick(``, `pick wants an object, not an array`, `[{}]`, `"a"`),
		omit(`{"b":2}`, ``, `{"a":1,"b":2,"c":3}`, `"c"`, `"a"`, `"d"`),
		omit(`{"b":2}`, ``, `{"a":1,"b":2,"c":3}`, `["a"]`, `"c"`),
		omit(`{}`, ``, `{"a":1}`, `"a"`),
		omit(`null`, ``, `null`, `"a"`),
		omit(``, `omit wants an object, not the string "a"`, `"a"`, `"a"`),
	})
}

func TestCallMerge(t *testing.T) {
	runCalls(t, []call{
		with("merge", (*Eval).CallMerge, `{"a":1,"b":3,"c":4}`, ``, `{"a":1,"b":2}`, `{"b":3,"c":4}`),
		with("merge", (*Eval).CallMerge, `{"a":{"x":1,"y":2}}`, ``, `{"a":{"x":1}}`, `{"a":{"y":2}}`),
		with("merge", (*Eval).CallMerge, `{"a":[3]}`, ``, `{"a":[1,2]}`, `{"a":[3]}`),
		with("merge", (*Eval).CallMerge, `{"a":null}`, ``, `{"a":{"x":1}}`, `{"a":null}`),
		with("merge", (*Eval).CallMerge, `{"a":1}`, ``, `null`, `{"a":1}`, `null`),
		with("merge", (*Eval).CallMerge, `{}`, ``, `null`),
		with("merge", (*Eval).CallMerge, ``, `merge wants an object, not an array`, `{}`, `[]`),
	})
}

func TestGroupByAndIndexBy(t *testing.T) {
	xs := `[{"k":"b","n":1},{"k":"a","n":2},{"k":"b","n":3}]`
	runCalls(t, []call{
		over("groupBy", (*Eval).GroupBy, xs, get("k"), `{"b":[{"k":"b","n":1},{"k":"b","n":3}],"a":[{"k":"a","n":2}]}`, ``),
		over("groupBy", (*Eval).GroupBy, `[{"k":1},{"k":"1"},{"k":1.5},{"k":true},{}]`, get("k"),
			`{"1":[{"k":1},{"k":"1"}],"1.5":[{"k":1.5}],"true":[{"k":true}],"null":[{}]}`, ``),
		over("groupBy", (*Eval).GroupBy, `null`, get("k"), `{}`, ``),
		over("groupBy", (*Eval).GroupBy, `[{"k":[1]}]`, get("k"), ``, `groupBy wants a text or number to go by, not an array`),
		over("groupBy", (*Eval).GroupBy, `{}`, get("k"), ``, `groupBy wants an array, not an object`),
		over("indexBy", (*Eval).IndexBy, xs, get("k"), `{"b":{"k":"b","n":3},"a":{"k":"a","n":2}}`, ``),
		over("indexBy", (*Eval).IndexBy, `[]`, get("k"), `{}`, ``),
		over("indexBy", (*Eval).IndexBy, `[{"k":{}}]`, get("k"), ``, `indexBy wants a text or number to go by, not an object`),
	})
	// As many groups as make a map of the object.
	var e Eval
	numbers := e.Range(at, Int(1), Int(5000))
	groups := e.GroupBy(at, numbers, func(x Value) Value { return e.Mod(at, x, Int(1000)) })
	if groups.Len() != 1000 || Index(groups, Int(7)).String() != "[7,1007,2007,3007,4007]" {
		t.Errorf("%d groups, and under 7 is %s", groups.Len(), Index(groups, Int(7)))
	}
}
