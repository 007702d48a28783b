package builtin

// Kinds of parameters. What the runtime takes beside what a parameter is for
// (null passes through, a text function takes numbers and booleans by their
// text) is written once here; see rt/value.
const (
	listType   = Array | Null
	textType   = String | Number | Bool | Null
	numberType = Number | Null
	dateType   = String | Number | Null
	objectType = Object | Null
)

func anything(name string) Param { return Param{Name: name, Type: Dynamic} }
func list(name string) Param     { return Param{Name: name, Type: listType} }
func text(name string) Param     { return Param{Name: name, Type: textType} }
func number(name string) Param   { return Param{Name: name, Type: numberType} }
func integer(name string) Param  { return Param{Name: name, Type: Number} }
func date(name string) Param     { return Param{Name: name, Type: dateType} }
func object(name string) Param   { return Param{Name: name, Type: objectType} }
func of(values int, name string) Param {
	return Param{Name: name, Type: Dynamic, Lambda: values}
}

func (p Param) optional() Param { p.Optional = true; return p }
func (p Param) several() Param  { p.Variadic = true; return p }

func params(list ...Param) []Param { return list }

// Funcs are all functions, in the order of the language's §11.
var Funcs = []*Func{
	// Arrays.
	{
		Name: "length", Go: "Length", Params: params(Param{Name: "x", Type: Array | String | Object | Null}), Result: Number,
		Doc:     "The number of elements of an array or a store, of characters of a string, of fields of an object; 0 for null.",
		Example: `length([1, 2, 3]) = 3`,
	},
	{
		Name: "count", Go: "Count", Params: params(list("xs"), of(1, "condition").optional()), Result: Number,
		Doc:     "The number of elements, or of those for which the condition holds.",
		Example: `count([1, 2, 3], x => x > 1) = 2`,
	},
	{
		Name: "first", Go: "First", Params: params(list("xs")), Result: Dynamic,
		Doc:     "The first element; null where there is none.",
		Example: `first([1, 2]) = 1`,
	},
	{
		Name: "last", Go: "Last", Params: params(list("xs")), Result: Dynamic,
		Doc:     "The last element; null where there is none.",
		Example: `last([1, 2]) = 2`,
	},
	{
		Name: "includes", Go: "Includes", Params: params(Param{Name: "xs", Type: Array | Object | String | Null}, anything("x")), Result: Bool,
		Doc:     "Whether x is an element of the array, a field of the object or a part of the string: the same as x in xs.",
		Example: `includes(["a", "b"], "b") = true`,
	},
	{
		Name: "isEmpty", Go: "IsEmpty", Params: params(anything("x")), Result: Bool,
		Doc:     "True for null, an empty string, an empty array and an object without fields; false for anything else.",
		Example: `isEmpty([]) = true`,
	},
	{
		Name: "map", Go: "Map", Params: params(list("xs"), of(1, "f")), Result: Array,
		Doc:     "The array of what the function gives for each element.",
		Example: `map([1, 2], x => x * 10) = [10, 20]`,
	},
	{
		Name: "filter", Go: "Filter", Params: params(list("xs"), of(1, "condition")), Result: Array,
		Doc:     "The elements for which the condition holds.",
		Example: `filter([{ n: 1 }, { n: 2 }], .n > 1) = [{ n: 2 }]`,
	},
	{
		Name: "reduce", Go: "Reduce", Params: params(list("xs"), of(2, "f"), anything("start").optional()), Result: Dynamic,
		Doc: "The result of combining the elements one after another, (result, element) => …, from the start. " +
			"Without a start it begins with the first element, and gives null where there is none.",
		Example: `reduce([1, 2, 3], (sum, x) => sum + x, 10) = 16`,
	},
	{
		Name: "sum", Go: "Sum", Params: params(list("xs"), of(1, "f").optional()), Result: numberType,
		Doc:     "The sum of the elements, or of what the function gives for each. Null counts as nothing; what else is no number is an error.",
		Example: `sum([{ n: 1 }, { n: 2 }], .n) = 3`,
	},
	{
		Name: "min", Go: "Min", Params: params(list("xs"), of(1, "f").optional()), Result: Dynamic,
		Doc: "The least element, or the least of what the function gives for each; null where there is none. " +
			"With several values, min(a, b, …), the least of them.",
		Example: `min([3, 1, 2]) = 1`,
		Several: &Func{
			Name: "min", Go: "MinOf", Params: params(anything("a").several()), Result: Dynamic,
			Doc:     "The least of several values. Null is left out.",
			Example: `min(3, 1, 2) = 1`,
		},
	},
	{
		Name: "max", Go: "Max", Params: params(list("xs"), of(1, "f").optional()), Result: Dynamic,
		Doc: "The greatest element, or the greatest of what the function gives for each; null where there is none. " +
			"With several values, max(a, b, …), the greatest of them.",
		Example: `max([3, 1, 2]) = 3`,
		Several: &Func{
			Name: "max", Go: "MaxOf", Params: params(anything("a").several()), Result: Dynamic,
			Doc:     "The greatest of several values. Null is left out.",
			Example: `max(3, 1, 2) = 3`,
		},
	},
	{
		Name: "avg", Go: "Avg", Params: params(list("xs"), of(1, "f").optional()), Result: numberType,
		Doc:     "The mean of the elements, or of what the function gives for each, without nulls; null where nothing is left.",
		Example: `avg([1, 2, 6]) = 3`,
	},
	{
		Name: "concat", Go: "Concat", Params: params(anything("a").several()), Result: Array | String,
		Doc:     "One array of the elements of all where every argument is an array; else their text one after another, null as no text.",
		Example: `concat("a-", 1) = "a-1"`,
	},
	{
		Name: "flatten", Go: "Flatten", Params: params(list("xs"), integer("depth").optional()), Result: Array,
		Doc:     "The elements, with those that are arrays replaced by their elements: once, or depth times.",
		Example: `flatten([1, [2, [3]]]) = [1, 2, [3]]`,
	},
	{
		Name: "unique", Go: "Unique", Params: params(list("xs"), of(1, "f").optional()), Result: Array,
		Doc:     "The elements without those that equal an earlier one, or for which the function gives what it gave for an earlier one.",
		Example: `unique([1, 2, 1]) = [1, 2]`,
	},
	{
		Name: "sort", Go: "Sort", Params: params(list("xs"), of(2, "order").optional()), Result: Array,
		Doc: "The elements in order: numbers by value, strings by their characters, dates as instants, nulls last. " +
			"A function (a, b) => … puts a before b where it gives a negative number or true.",
		Example: `sort([3, 1, 2]) = [1, 2, 3]`,
	},
	{
		Name: "sortBy", Go: "SortBy", Params: params(list("xs"), of(1, "f")), Result: Array,
		Doc:     "The elements in the order of what the function gives for each; reverse(…) turns it around.",
		Example: `sortBy([{ n: 2 }, { n: 1 }], .n) = [{ n: 1 }, { n: 2 }]`,
	},
	{
		Name: "reverse", Go: "Reverse", Params: params(Param{Name: "xs", Type: Array | textType}), Result: Array | String | Null,
		Doc:     "An array, or a string, from its end.",
		Example: `reverse([1, 2, 3]) = [3, 2, 1]`,
	},
	{
		Name: "find", Go: "Find", Params: params(list("xs"), of(1, "condition")), Result: Dynamic,
		Doc:     "The first element for which the condition holds; null where there is none.",
		Example: `find([1, 2, 3], x => x > 1) = 2`,
	},
	{
		Name: "findIndex", Go: "FindIndex", Params: params(list("xs"), of(1, "condition")), Result: Number,
		Doc:     "The position, from 0, of the first element for which the condition holds; -1 where there is none.",
		Example: `findIndex(["a", "b"], x => x == "b") = 1`,
	},
	{
		Name: "slice", Go: "Slice", Params: params(Param{Name: "xs", Type: Array | textType}, number("from"), number("to").optional()), Result: Array | String | Null,
		Doc:     "The elements from position from to before position to, or to the end. Negative positions count from the end.",
		Example: `slice([1, 2, 3, 4], 1, 3) = [2, 3]`,
	},
	{
		Name: "chunks", Go: "Chunks", Params: params(list("xs"), integer("n")), Result: Array,
		Doc:     "The elements as arrays of n, the last of which may have fewer.",
		Example: `chunks([1, 2, 3], 2) = [[1, 2], [3]]`,
	},
	{
		Name: "groupBy", Go: "GroupBy", Params: params(list("xs"), of(1, "f")), Result: Object,
		Doc:     "An object that has, under the text of what the function gives, the array of the elements that gave it.",
		Example: `groupBy(["a", "bb", "cc"], x => length(x)) = { "1": ["a"], "2": ["bb", "cc"] }`,
	},
	{
		Name: "indexBy", Go: "IndexBy", Params: params(list("xs"), of(1, "f")), Result: Object,
		Doc:     "An object that has, under the text of what the function gives, the last element that gave it.",
		Example: `indexBy([{ id: "a", n: 1 }], .id) = { a: { id: "a", n: 1 } }`,
	},
	{
		Name: "zip", Go: "Zip", Params: params(list("xs").several()), Result: Array,
		Doc:     "The array of [first of each], [second of each] and so on, as long as the longest; null where one has run out.",
		Example: `zip([1, 2], ["a", "b"]) = [[1, "a"], [2, "b"]]`,
	},
	{
		Name: "range", Go: "CallRange", Params: params(integer("from"), integer("to").optional(), integer("step").optional()), Result: Array,
		Doc: "range(n) is the integers from 0 to before n, range(from, to) those from from to before to, and a step may follow; " +
			"the operator a .. b has b too.",
		Example: `range(1, 4) = [1, 2, 3]`,
	},
	{
		Name: "any", Go: "Any", Params: params(list("xs"), of(1, "condition").optional()), Result: Bool,
		Doc:     "Whether the condition holds for an element, or without a condition, whether an element is true.",
		Example: `any([1, 2], x => x > 1) = true`,
	},
	{
		Name: "all", Go: "All", Params: params(list("xs"), of(1, "condition").optional()), Result: Bool,
		Doc:     "Whether the condition holds for every element, as it does where there is none; without a condition, whether every element is true.",
		Example: `all([1, 2], x => x > 1) = false`,
	},

	// Strings.
	{
		Name: "lowercase", Go: "Lowercase", Params: params(text("s")), Result: String | Null,
		Doc:     "The text in lower case.",
		Example: `lowercase("ABC") = "abc"`,
	},
	{
		Name: "uppercase", Go: "Uppercase", Params: params(text("s")), Result: String | Null,
		Doc:     "The text in upper case.",
		Example: `uppercase("abc") = "ABC"`,
	},
	{
		Name: "capitalize", Go: "Capitalize", Params: params(text("s")), Result: String | Null,
		Doc:     "The text with its first letter as a capital, the rest as it is.",
		Example: `capitalize("ann lee") = "Ann lee"`,
	},
	{
		Name: "substring", Go: "Substring", Params: params(text("s"), number("from"), number("to").optional()), Result: String | Null,
		Doc:     "The characters from position from to before position to, or to the end. Negative positions count from the end.",
		Example: `substring("abcdef", 1, 3) = "bc"`,
	},
	{
		Name: "split", Go: "Split", Params: params(text("s"), text("separator")), Result: listType,
		Doc:     "The array of the parts between the separators; of the characters where the separator is empty.",
		Example: `split("a,b", ",") = ["a", "b"]`,
	},
	{
		Name: "join", Go: "Join", Params: params(list("xs"), text("separator").optional()), Result: String,
		Doc:     "The elements as text with the separator, a comma unless said, between them; null as no text.",
		Example: `join([1, 2], " + ") = "1 + 2"`,
	},
	{
		Name: "trim", Go: "Trim", Params: params(text("s")), Result: String | Null,
		Doc:     "The text without white space at both ends.",
		Example: `trim(" a ") = "a"`,
	},
	{
		Name: "trimStart", Go: "TrimStart", Params: params(text("s")), Result: String | Null,
		Doc:     "The text without white space at its start.",
		Example: `trimStart(" a ") = "a "`,
	},
	{
		Name: "trimEnd", Go: "TrimEnd", Params: params(text("s")), Result: String | Null,
		Doc:     "The text without white space at its end.",
		Example: `trimEnd(" a ") = " a"`,
	},
	{
		Name: "replace", Go: "Replace", Params: params(text("s"), text("old"), text("new")), Result: String | Null,
		Doc:     "The text with every old replaced by new; both are plain text.",
		Example: `replace("a-b-c", "-", "/") = "a/b/c"`,
	},
	{
		Name: "slugify", Go: "Slugify", Params: params(text("s")), Result: String | Null,
		Doc:     "The letters and digits in lower case, without their accents, and a single hyphen for whatever stands between them.",
		Example: `slugify("Café au lait!") = "cafe-au-lait"`,
	},
	{
		Name: "padStart", Go: "PadStart", Params: params(text("s"), integer("n"), text("pad").optional()), Result: String | Null,
		Doc:     "The text with pad, a blank unless said, before it until it has n characters.",
		Example: `padStart(7, 3, "0") = "007"`,
	},
	{
		Name: "padEnd", Go: "PadEnd", Params: params(text("s"), integer("n"), text("pad").optional()), Result: String | Null,
		Doc:     "The text with pad, a blank unless said, behind it until it has n characters.",
		Example: `padEnd("a", 3, ".") = "a.."`,
	},
	{
		Name: "startsWith", Go: "CallStartsWith", Params: params(Param{Name: "s", Type: String | Null}, Param{Name: "part", Type: String | Null}), Result: Bool,
		Doc:     "Whether the text begins with the part; false where either is null.",
		Example: `startsWith("abc", "ab") = true`,
	},
	{
		Name: "endsWith", Go: "CallEndsWith", Params: params(Param{Name: "s", Type: String | Null}, Param{Name: "part", Type: String | Null}), Result: Bool,
		Doc:     "Whether the text ends with the part; false where either is null.",
		Example: `endsWith("abc", "bc") = true`,
	},
	{
		Name: "contains", Go: "CallContains", Params: params(Param{Name: "xs", Type: Array | Object | String | Null}, anything("x")), Result: Bool,
		Doc:     "Whether x is a part of the string, an element of the array or a field of the object.",
		Example: `contains("abc", "b") = true`,
	},
	{
		Name: "matches", Go: "Matches", Params: params(text("s"), Param{Name: "pattern", Type: String}), Result: Bool,
		Doc:     "Whether the regular expression (RE2) matches somewhere in the text; false where that is null.",
		Example: `matches("INV-12", "^INV-[0-9]+$") = true`,
	},

	// Objects.
	{
		Name: "keys", Go: "Keys", Params: params(object("o")), Result: Array,
		Doc:     "The names of the fields in order.",
		Example: `keys({ b: 1, a: 2 }) = ["b", "a"]`,
	},
	{
		Name: "values", Go: "Values", Params: params(object("o")), Result: Array,
		Doc:     "The values of the fields in order.",
		Example: `values({ b: 1, a: 2 }) = [1, 2]`,
	},
	{
		Name: "entries", Go: "Entries", Params: params(object("o")), Result: Array,
		Doc:     "The fields as [name, value] pairs in order; of a store, [key, record] pairs.",
		Example: `entries({ b: 1 }) = [["b", 1]]`,
	},
	{
		Name: "hasKey", Go: "HasKey", Params: params(object("o"), Param{Name: "name", Type: String | Number | Bool}), Result: Bool,
		Doc:     "Whether the object has a field of that name, be it null.",
		Example: `hasKey({ a: null }, "a") = true`,
	},
	{
		Name: "pick", Go: "Pick", Params: params(object("o"), Param{Name: "names", Type: String | Array | Number | Bool}.several()), Result: objectType,
		Doc:     "The object with only the fields of those names, in its own order. An array of names serves too.",
		Example: `pick({ a: 1, b: 2 }, "b") = { b: 2 }`,
	},
	{
		Name: "omit", Go: "Omit", Params: params(object("o"), Param{Name: "names", Type: String | Array | Number | Bool}.several()), Result: objectType,
		Doc:     "The object without the fields of those names. An array of names serves too.",
		Example: `omit({ a: 1, b: 2 }, "b") = { a: 1 }`,
	},
	{
		Name: "merge", Go: "CallMerge", Params: params(object("a").several()), Result: Object,
		Doc:     "The fields of all, a later one's before an earlier one's, and objects within both merged in turn. Null adds nothing.",
		Example: `merge({ a: { x: 1 } }, { a: { y: 2 } }) = { a: { x: 1, y: 2 } }`,
	},

	// Numbers.
	{
		Name: "round", Go: "Round", Params: params(number("n"), number("digits").optional()), Result: numberType,
		Doc:     "The nearest integer, or the nearest number with that many digits behind the point; halves go away from zero.",
		Example: `round(1.005, 2) = 1.01`,
	},
	{
		Name: "floor", Go: "Floor", Params: params(number("n")), Result: numberType,
		Doc:     "The greatest integer that is not above n.",
		Example: `floor(1.7) = 1`,
	},
	{
		Name: "ceil", Go: "Ceil", Params: params(number("n")), Result: numberType,
		Doc:     "The least integer that is not below n.",
		Example: `ceil(1.2) = 2`,
	},
	{
		Name: "abs", Go: "Abs", Params: params(number("n")), Result: numberType,
		Doc:     "The number without its sign.",
		Example: `abs(-3) = 3`,
	},
	{
		Name: "pow", Go: "Pow", Params: params(number("a"), number("b")), Result: numberType,
		Doc:     "a to the power of b, exact for integers as long as the result fits 64 bits. What is no real number is an error.",
		Example: `pow(2, 10) = 1024`,
	},
	{
		Name: "sqrt", Go: "Sqrt", Params: params(number("n")), Result: numberType,
		Doc:     "The square root. That of a negative number is an error.",
		Example: `sqrt(9) = 3`,
	},
	{
		Name: "toNumber", Go: "ToNumber", Params: params(anything("x")), Result: numberType,
		Doc:     "The number that a text says, 1 for true, 0 for false; null for what says none.",
		Example: `toNumber("12.5") = 12.5`,
	},
	{
		Name: "parseNumber", Go: "ParseNumber", Params: params(Param{Name: "s", Type: String | Number | Null}), Result: numberType,
		Doc:     "The number that a text says; a text that says none is an error.",
		Example: `parseNumber("42") = 42`,
	},
	{
		Name: "parseDecimal", Go: "ParseDecimal", Params: params(Param{Name: "s", Type: String | Number | Null}), Result: numberType,
		Doc:     "The number that a text says, with commas between thousands; a text that says none is an error.",
		Example: `parseDecimal("1,234.50") = 1234.5`,
	},

	// Dates.
	{
		Name: "now", Go: "Now", Result: String, Fickle: true,
		Doc:     "The current instant as text, in UTC and to the millisecond.",
		Example: `now()`,
	},
	{
		Name: "timestamp", Go: "Timestamp", Result: Number, Fickle: true,
		Doc:     "The milliseconds since 1970.",
		Example: `timestamp()`,
	},
	{
		Name: "parseDate", Go: "ParseDate", Params: params(date("s"), Param{Name: "pattern", Type: String | Null}.optional()), Result: String | Null,
		Doc: "The ISO 8601 text of a date in one of the usual forms, of milliseconds since 1970, or in the form of a pattern " +
			"such as \"DD.MM.YYYY\". A text that is no such date is an error.",
		Example: `parseDate("31.01.2024", "DD.MM.YYYY") = "2024-01-31"`,
	},
	{
		Name: "formatDate", Go: "FormatDate", Params: params(date("d"), Param{Name: "pattern", Type: String}), Result: String | Null,
		Doc:     "The date in the form of a pattern of YYYY, MM, DD, HH, mm, ss, MMM, dddd and the like.",
		Example: `formatDate("2024-01-31", "DD.MM.YYYY") = "31.01.2024"`,
	},
	{
		Name: "year", Go: "Year", Params: params(date("d")), Result: numberType,
		Doc:     "The year, in the zone that the date is written in.",
		Example: `year("2024-01-31") = 2024`,
	},
	{
		Name: "month", Go: "Month", Params: params(date("d")), Result: numberType,
		Doc:     "The month, from 1.",
		Example: `month("2024-01-31") = 1`,
	},
	{
		Name: "day", Go: "Day", Params: params(date("d")), Result: numberType,
		Doc:     "The day of the month, from 1.",
		Example: `day("2024-01-31") = 31`,
	},
	{
		Name: "hour", Go: "Hour", Params: params(date("d")), Result: numberType,
		Doc:     "The hour, in the zone that the date is written in.",
		Example: `hour("2024-01-31T09:30:00Z") = 9`,
	},
	{
		Name: "minute", Go: "Minute", Params: params(date("d")), Result: numberType,
		Doc:     "The minute.",
		Example: `minute("2024-01-31T09:30:00Z") = 30`,
	},
	{
		Name: "second", Go: "Second", Params: params(date("d")), Result: numberType,
		Doc:     "The second, without its fraction.",
		Example: `second("2024-01-31T09:30:05Z") = 5`,
	},
	{
		Name: "dayOfWeek", Go: "DayOfWeek", Params: params(date("d")), Result: numberType,
		Doc:     "The day of the week: 0 for Sunday to 6 for Saturday.",
		Example: `dayOfWeek("2024-01-31") = 3`,
	},
	{
		Name: "addDays", Go: "AddDays", Params: params(date("d"), integer("n")), Result: String | Null,
		Doc:     "The same time of day n days later, in the date's own form.",
		Example: `addDays("2024-02-28", 2) = "2024-03-01"`,
	},
	{
		Name: "addHours", Go: "AddHours", Params: params(date("d"), integer("n")), Result: String | Null,
		Doc:     "The instant n hours later.",
		Example: `addHours("2024-01-31T23:00:00Z", 2) = "2024-02-01T01:00:00Z"`,
	},
	{
		Name: "addMinutes", Go: "AddMinutes", Params: params(date("d"), integer("n")), Result: String | Null,
		Doc:     "The instant n minutes later.",
		Example: `addMinutes("2024-01-31T09:30:00Z", 45) = "2024-01-31T10:15:00Z"`,
	},
	{
		Name: "addMonths", Go: "AddMonths", Params: params(date("d"), integer("n")), Result: String | Null,
		Doc:     "The same day n months later, or the last day of a month that is shorter.",
		Example: `addMonths("2024-01-31", 1) = "2024-02-29"`,
	},
	{
		Name: "subtractDays", Go: "SubtractDays", Params: params(date("d"), integer("n")), Result: String | Null,
		Doc:     "The same time of day n days earlier.",
		Example: `subtractDays("2024-03-01", 2) = "2024-02-28"`,
	},
	{
		Name: "diffDays", Go: "DiffDays", Params: params(date("a"), date("b")), Result: numberType,
		Doc:     "The whole days from b to a: negative where a is earlier.",
		Example: `diffDays("2024-03-01", "2024-02-28") = 2`,
	},
	{
		Name: "isBefore", Go: "IsBefore", Params: params(date("a"), date("b")), Result: Bool,
		Doc:     "Whether a is the earlier instant; false where either is null.",
		Example: `isBefore("2024-01-31", "2024-02-01") = true`,
	},
	{
		Name: "isAfter", Go: "IsAfter", Params: params(date("a"), date("b")), Result: Bool,
		Doc:     "Whether a is the later instant; false where either is null.",
		Example: `isAfter("2024-01-31", "2024-02-01") = false`,
	},
	{
		Name: "fromUnix", Go: "FromUnix", Params: params(number("n")), Result: String | Null,
		Doc:     "The instant n seconds after 1970 as text in UTC.",
		Example: `fromUnix(86400) = "1970-01-02T00:00:00Z"`,
	},
	{
		Name: "toUnix", Go: "ToUnix", Params: params(date("d")), Result: numberType,
		Doc:     "The whole seconds from 1970 to the date.",
		Example: `toUnix("1970-01-02") = 86400`,
	},
	{
		Name: "days", Go: "Days", Params: params(number("n")), Result: numberType,
		Doc:     "That length of time in milliseconds, which + and - add to an instant.",
		Example: `"2024-01-31" + days(1) = "2024-02-01"`,
	},
	{
		Name: "hours", Go: "Hours", Params: params(number("n")), Result: numberType,
		Doc:     "That length of time in milliseconds, which + and - add to an instant.",
		Example: `hours(1) = 3600000`,
	},
	{
		Name: "minutes", Go: "Minutes", Params: params(number("n")), Result: numberType,
		Doc:     "That length of time in milliseconds, which + and - add to an instant.",
		Example: `minutes(5) = 300000`,
	},

	// Other.
	{
		Name: "toString", Go: "ToString", Params: params(anything("x")), Result: String,
		Doc:     "The value as text: null as no text, arrays and objects as JSON.",
		Example: `toString(12) = "12"`,
	},
	{
		Name: "toBoolean", Go: "ToBoolean", Params: params(anything("x")), Result: Bool | Null,
		Doc:     "What a text such as \"true\", \"yes\", \"no\" or \"0\" says, null for any other text; of other values, whether they count as true.",
		Example: `toBoolean("yes") = true`,
	},
	{
		Name: "toArray", Go: "ToArray", Params: params(anything("x")), Result: Array,
		Doc:     "An array as it is, [] for null, [x] for anything else.",
		Example: `toArray(1) = [1]`,
	},
	{
		Name: "env", Params: params(Param{Name: "name", Type: String}), Result: String,
		Doc:     "The environment variable of that name, which is a literal; no text where it is unset.",
		Example: `env("HOME")`,
	},
	{
		Name: "uuid", Go: "UUID", Result: String, Fickle: true,
		Doc:     "A random UUID.",
		Example: `uuid()`,
	},
	{
		Name: "generateId", Go: "GenerateID", Params: params(text("prefix").optional()), Result: String, Fickle: true,
		Doc:     "32 hexadecimal digits that no other call gives and that sort by the time of the call, behind the prefix where there is one.",
		Example: `generateId("inv")`,
	},
	{
		Name: "hash", Go: "Hash", Params: params(anything("x")), Result: String,
		Doc:     "The SHA-256 of the value's text in hexadecimal. Equal values have the same, whatever the order of their fields.",
		Example: `hash({ a: 1, b: 2 }) == hash({ b: 2, a: 1 }) = true`,
	},
	{
		Name: "coalesce", Go: "Coalesce", Params: params(anything("a").several()), Result: Dynamic,
		Doc:     "The first argument that is not null.",
		Example: `coalesce(null, "a") = "a"`,
	},
}
