package builtin

// arrays are the functions of arrays and stores.
var arrays = []*Func{
	{
		Name: "length", Go: "Length", Params: params(Param{Name: "x", Type: Array | String | Object | Null}), Result: Number,
		Doc:     "The number of elements of an array or a store, of characters of a string, of fields of an object; 0 for null.",
		Null:    `0`,
		Example: `length([1, 2, 3]) = 3`,
	},
	{
		Name: "count", Go: "Count", Params: params(list("xs"), of(1, "condition").optional()), Result: Number,
		Doc:     "The number of elements, or of those for which the condition holds.",
		Null:    `0`,
		Example: `count([1, 2, 3], x => x > 1) = 2`,
	},
	{
		Name: "first", Go: "First", Params: params(list("xs")), Result: Dynamic, Rule: Element,
		Doc:     "The first element; null where there is none.",
		Null:    `null`,
		Example: `first([1, 2]) = 1`,
	},
	{
		Name: "last", Go: "Last", Params: params(list("xs")), Result: Dynamic, Rule: Element,
		Doc:     "The last element; null where there is none.",
		Null:    `null`,
		Example: `last([1, 2]) = 2`,
	},
	{
		Name: "includes", Go: "Includes", Params: params(Param{Name: "xs", Type: Array | Object | String | Null}, anything("x")), Result: Bool,
		Doc:     "Whether x is an element of the array, a field of the object or a part of the string: the same as x in xs.",
		Null:    `false`,
		Example: `includes(["a", "b"], "b") = true`,
	},
	{
		Name: "isEmpty", Go: "IsEmpty", Params: params(anything("x")), Result: Bool,
		Doc:     "True for null, an empty string, an empty array and an object without fields; false for anything else.",
		Null:    `true`,
		Example: `isEmpty([]) = true`,
	},
	{
		Name: "map", Go: "Map", Params: params(list("xs"), of(1, "f")), Result: Array, Rule: Mapped,
		Doc:     "The array of what the function gives for each element.",
		Null:    `[]`,
		Example: `map([1, 2], x => x * 10) = [10, 20]`,
	},
	{
		Name: "filter", Go: "Filter", Params: params(list("xs"), of(1, "condition")), Result: Array, Rule: Rearranged,
		Doc:     "The elements for which the condition holds.",
		Null:    `[]`,
		Example: `filter([{ n: 1 }, { n: 2 }], .n > 1) = [{ n: 2 }]`,
	},
	{
		Name: "reduce", Go: "Reduce", Params: params(list("xs"), of(2, "f"), anything("start").optional()), Result: Dynamic,
		Doc: "The result of combining the elements one after another, (result, element) => …, from the start. " +
			"Without a start it begins with the first element, and gives null where there is none.",
		Null:    `null`,
		Example: `reduce([1, 2, 3], (sum, x) => sum + x, 10) = 16`,
	},
	{
		Name: "sum", Go: "Sum", Params: params(list("xs"), of(1, "f").optional()), Result: numberType,
		Doc:     "The sum of the elements, or of what the function gives for each. Null counts as nothing; what else is no number is an error.",
		Null:    `0`,
		Example: `sum([{ n: 1 }, { n: 2 }], .n) = 3`,
	},
	{
		Name: "min", Go: "Min", Params: params(list("xs"), of(1, "f").optional()), Result: Dynamic,
		Doc: "The least element, or the least of what the function gives for each; null where there is none. " +
			"With several values, min(a, b, …), the least of them.",
		Null:    `null`,
		Example: `min([3, 1, 2]) = 1`,
		Several: &Func{
			Name: "min", Go: "MinOf", Params: params(anything("a").several()), Result: Dynamic, Rule: Chosen,
			Doc:     "The least of several values. Null is left out.",
			Null:    `null`,
			Example: `min(3, 1, 2) = 1`,
		},
	},
	{
		Name: "max", Go: "Max", Params: params(list("xs"), of(1, "f").optional()), Result: Dynamic,
		Doc: "The greatest element, or the greatest of what the function gives for each; null where there is none. " +
			"With several values, max(a, b, …), the greatest of them.",
		Null:    `null`,
		Example: `max([3, 1, 2]) = 3`,
		Several: &Func{
			Name: "max", Go: "MaxOf", Params: params(anything("a").several()), Result: Dynamic, Rule: Chosen,
			Doc:     "The greatest of several values. Null is left out.",
			Null:    `null`,
			Example: `max(3, 1, 2) = 3`,
		},
	},
	{
		Name: "avg", Go: "Avg", Params: params(list("xs"), of(1, "f").optional()), Result: numberType,
		Doc:     "The mean of the elements, or of what the function gives for each, without nulls; null where nothing is left.",
		Null:    `null`,
		Example: `avg([1, 2, 6]) = 3`,
	},
	{
		Name: "concat", Go: "Concat", Params: params(anything("a").several()), Result: Array | String, Rule: Joined,
		Doc:     "One array of the elements of all where every argument is an array; else their text one after another, null as no text.",
		Null:    `""`,
		Example: `concat("a-", 1) = "a-1"`,
	},
	{
		Name: "flatten", Go: "Flatten", Params: params(list("xs"), integer("depth").optional()), Result: Array,
		Doc:     "The elements, with those that are arrays replaced by their elements: once, or depth times.",
		Null:    `[]`,
		Example: `flatten([1, [2, [3]]]) = [1, 2, [3]]`,
	},
	{
		Name: "unique", Go: "Unique", Params: params(list("xs"), of(1, "f").optional()), Result: Array, Rule: Rearranged,
		Doc:     "The elements without those that equal an earlier one, or for which the function gives what it gave for an earlier one.",
		Null:    `[]`,
		Example: `unique([1, 2, 1]) = [1, 2]`,
	},
	{
		Name: "sort", Go: "Sort", Params: params(list("xs"), of(2, "order").optional()), Result: Array, Rule: Rearranged,
		Doc: "The elements in order: numbers by value, strings by their characters, dates as instants, nulls last. " +
			"A function (a, b) => … puts a before b where it gives a negative number or true.",
		Null:    `[]`,
		Example: `sort([3, 1, 2]) = [1, 2, 3]`,
	},
	{
		Name: "sortBy", Go: "SortBy", Params: params(list("xs"), of(1, "f")), Result: Array, Rule: Rearranged,
		Doc:     "The elements in the order of what the function gives for each; reverse(…) turns it around.",
		Null:    `[]`,
		Example: `sortBy([{ n: 2 }, { n: 1 }], .n) = [{ n: 1 }, { n: 2 }]`,
	},
	{
		Name: "reverse", Go: "Reverse", Params: params(Param{Name: "xs", Type: Array | String | Null}), Result: Array | String | Null, Rule: Rearranged,
		Doc:     "An array, or a string, from its end.",
		Null:    `[]`,
		Example: `reverse([1, 2, 3]) = [3, 2, 1]`,
	},
	{
		Name: "find", Go: "Find", Params: params(list("xs"), of(1, "condition")), Result: Dynamic, Rule: Element,
		Doc:     "The first element for which the condition holds; null where there is none.",
		Null:    `null`,
		Example: `find([1, 2, 3], x => x > 1) = 2`,
	},
	{
		Name: "findIndex", Go: "FindIndex", Params: params(list("xs"), of(1, "condition")), Result: Number,
		Doc:     "The position, from 0, of the first element for which the condition holds; -1 where there is none.",
		Null:    `-1`,
		Example: `findIndex(["a", "b"], x => x == "b") = 1`,
	},
	{
		Name: "slice", Go: "Slice", Params: params(Param{Name: "xs", Type: Array | String | Null}, number("from"), number("to").optional()), Result: Array | String | Null, Rule: Rearranged,
		Doc:     "The elements from position from to before position to, or to the end. Negative positions count from the end.",
		Null:    `[]`,
		Example: `slice([1, 2, 3, 4], 1, 3) = [2, 3]`,
	},
	{
		Name: "chunks", Go: "Chunks", Params: params(list("xs"), integer("n")), Result: Array, Rule: Chunked,
		Doc:     "The elements as arrays of n, the last of which may have fewer.",
		Null:    `[]`,
		Example: `chunks([1, 2, 3], 2) = [[1, 2], [3]]`,
	},
	{
		Name: "groupBy", Go: "GroupBy", Params: params(list("xs"), of(1, "f")), Result: Object,
		Doc:     "An object that has, under the text of what the function gives, the array of the elements that gave it.",
		Null:    `{}`,
		Example: `groupBy(["a", "bb", "cc"], x => length(x)) = { "1": ["a"], "2": ["bb", "cc"] }`,
	},
	{
		Name: "indexBy", Go: "IndexBy", Params: params(list("xs"), of(1, "f")), Result: Object,
		Doc:     "An object that has, under the text of what the function gives, the last element that gave it.",
		Null:    `{}`,
		Example: `indexBy([{ id: "a", n: 1 }], .id) = { a: { id: "a", n: 1 } }`,
	},
	{
		Name: "zip", Go: "Zip", Params: params(list("xs").several()), Result: Array,
		Doc:     "The array of [first of each], [second of each] and so on, as long as the longest; null where one has run out.",
		Null:    `[]`,
		Example: `zip([1, 2], ["a", "b"]) = [[1, "a"], [2, "b"]]`,
	},
	{
		Name: "range", Go: "CallRange", Params: params(integer("from"), integer("to").optional(), integer("step").optional()), Result: Array, Rule: Numbers,
		Doc: "range(n) is the integers from 0 to before n, range(from, to) those from from to before to, and a step may follow; " +
			"the operator a .. b has b too.",
		Example: `range(1, 4) = [1, 2, 3]`,
	},
	{
		Name: "any", Go: "Any", Params: params(list("xs"), of(1, "condition").optional()), Result: Bool,
		Doc:     "Whether the condition holds for an element, or without a condition, whether an element is true.",
		Null:    `false`,
		Example: `any([1, 2], x => x > 1) = true`,
	},
	{
		Name: "all", Go: "All", Params: params(list("xs"), of(1, "condition").optional()), Result: Bool,
		Doc:     "Whether the condition holds for every element, as it does where there is none; without a condition, whether every element is true.",
		Null:    `true`,
		Example: `all([1, 2], x => x > 1) = false`,
	},
}
