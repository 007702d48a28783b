package builtin

// objects are the functions of objects.
var objects = []*Func{
	{
		Name: "keys", Go: "Keys", Params: params(object("o")), Result: Array, Rule: Texts,
		Doc:     "The names of the fields in order.",
		Null:    `[]`,
		Example: `keys({ b: 1, a: 2 }) = ["b", "a"]`,
	},
	{
		Name: "values", Go: "Values", Params: params(object("o")), Result: Array,
		Doc:     "The values of the fields in order.",
		Null:    `[]`,
		Example: `values({ b: 1, a: 2 }) = [1, 2]`,
	},
	{
		Name: "entries", Go: "Entries", Params: params(object("o")), Result: Array,
		Doc:     "The fields as [name, value] pairs in order; of a store, [key, record] pairs.",
		Null:    `[]`,
		Example: `entries({ b: 1 }) = [["b", 1]]`,
	},
	{
		Name: "hasKey", Go: "HasKey", Params: params(object("o"), Param{Name: "name", Type: String | Number | Bool}), Result: Bool,
		Doc:     "Whether the object has a field of that name, be it null.",
		Null:    `false`,
		Example: `hasKey({ a: null }, "a") = true`,
	},
	{
		Name: "pick", Go: "Pick", Params: params(object("o"), Param{Name: "names", Type: String | Array | Number | Bool}.several()), Result: objectType, Rule: Passes,
		Doc:     "The object with only the fields of those names, in its own order. An array of names serves too.",
		Null:    `null`,
		Example: `pick({ a: 1, b: 2 }, "b") = { b: 2 }`,
	},
	{
		Name: "omit", Go: "Omit", Params: params(object("o"), Param{Name: "names", Type: String | Array | Number | Bool}.several()), Result: objectType, Rule: Passes,
		Doc:     "The object without the fields of those names. An array of names serves too.",
		Null:    `null`,
		Example: `omit({ a: 1, b: 2 }, "b") = { a: 1 }`,
	},
	{
		Name: "merge", Go: "CallMerge", Params: params(object("a").several()), Result: Object,
		Doc:     "The fields of all, a later one's before an earlier one's, and objects within both merged in turn. Null adds nothing.",
		Null:    `{}`,
		Example: `merge({ a: { x: 1 } }, { a: { y: 2 } }) = { a: { x: 1, y: 2 } }`,
	},
}
