package builtin

// texts are the functions of text.
var texts = []*Func{
	{
		Name: "lowercase", Go: "Lowercase", Params: params(text("s")), Result: String | Null, Rule: Passes,
		Doc:     "The text in lower case.",
		Null:    `null`,
		Example: `lowercase("ABC") = "abc"`,
	},
	{
		Name: "uppercase", Go: "Uppercase", Params: params(text("s")), Result: String | Null, Rule: Passes,
		Doc:     "The text in upper case.",
		Null:    `null`,
		Example: `uppercase("abc") = "ABC"`,
	},
	{
		Name: "capitalize", Go: "Capitalize", Params: params(text("s")), Result: String | Null, Rule: Passes,
		Doc:     "The text with its first letter as a capital, the rest as it is.",
		Null:    `null`,
		Example: `capitalize("ann lee") = "Ann lee"`,
	},
	{
		Name: "substring", Go: "Substring", Params: params(text("s"), number("from"), number("to").optional()), Result: String | Null, Rule: Passes,
		Doc:     "The characters from position from to before position to, or to the end. Negative positions count from the end.",
		Null:    `null`,
		Example: `substring("abcdef", 1, 3) = "bc"`,
	},
	{
		Name: "split", Go: "Split", Params: params(text("s"), text("separator")), Result: listType, Rule: Parts,
		Doc:     "The array of the parts between the separators; of the characters where the separator is empty.",
		Null:    `null`,
		Example: `split("a,b", ",") = ["a", "b"]`,
	},
	{
		Name: "join", Go: "Join", Params: params(list("xs"), text("separator").optional()), Result: String,
		Doc:     "The elements as text with the separator, a comma unless said, between them; null as no text.",
		Null:    `""`,
		Example: `join([1, 2], " + ") = "1 + 2"`,
	},
	{
		Name: "trim", Go: "Trim", Params: params(text("s")), Result: String | Null, Rule: Passes,
		Doc:     "The text without white space at both ends.",
		Null:    `null`,
		Example: `trim(" a ") = "a"`,
	},
	{
		Name: "trimStart", Go: "TrimStart", Params: params(text("s")), Result: String | Null, Rule: Passes,
		Doc:     "The text without white space at its start.",
		Null:    `null`,
		Example: `trimStart(" a ") = "a "`,
	},
	{
		Name: "trimEnd", Go: "TrimEnd", Params: params(text("s")), Result: String | Null, Rule: Passes,
		Doc:     "The text without white space at its end.",
		Null:    `null`,
		Example: `trimEnd(" a ") = " a"`,
	},
	{
		Name: "replace", Go: "Replace", Params: params(text("s"), text("old"), text("new")), Result: String | Null, Rule: Passes,
		Doc:     "The text with every old replaced by new; both are plain text.",
		Null:    `null`,
		Example: `replace("a-b-c", "-", "/") = "a/b/c"`,
	},
	{
		Name: "slugify", Go: "Slugify", Params: params(text("s")), Result: String | Null, Rule: Passes,
		Doc:     "The letters and digits in lower case, without their accents, and a single hyphen for whatever stands between them.",
		Null:    `null`,
		Example: `slugify("Café au lait!") = "cafe-au-lait"`,
	},
	{
		Name: "padStart", Go: "PadStart", Params: params(text("s"), integer("n"), text("pad").optional()), Result: String | Null, Rule: Passes,
		Doc:     "The text with pad, a blank unless said, before it until it has n characters.",
		Null:    `null`,
		Example: `padStart(7, 3, "0") = "007"`,
	},
	{
		Name: "padEnd", Go: "PadEnd", Params: params(text("s"), integer("n"), text("pad").optional()), Result: String | Null, Rule: Passes,
		Doc:     "The text with pad, a blank unless said, behind it until it has n characters.",
		Null:    `null`,
		Example: `padEnd("a", 3, ".") = "a.."`,
	},
	{
		Name: "startsWith", Go: "CallStartsWith", Params: params(Param{Name: "s", Type: String | Null}, Param{Name: "part", Type: String | Null}), Result: Bool,
		Doc:     "Whether the text begins with the part; false where either is null.",
		Null:    `false`,
		Example: `startsWith("abc", "ab") = true`,
	},
	{
		Name: "endsWith", Go: "CallEndsWith", Params: params(Param{Name: "s", Type: String | Null}, Param{Name: "part", Type: String | Null}), Result: Bool,
		Doc:     "Whether the text ends with the part; false where either is null.",
		Null:    `false`,
		Example: `endsWith("abc", "bc") = true`,
	},
	{
		Name: "contains", Go: "CallContains", Params: params(Param{Name: "xs", Type: Array | Object | String | Null}, anything("x")), Result: Bool,
		Doc:     "Whether x is a part of the string, an element of the array or a field of the object.",
		Null:    `false`,
		Example: `contains("abc", "b") = true`,
	},
	{
		Name: "matches", Go: "Matches", Params: params(text("s"), Param{Name: "pattern", Type: String | Number | Bool}), Result: Bool,
		Doc:     "Whether the regular expression (RE2) matches somewhere in the text; false where that is null.",
		Null:    `false`,
		Example: `matches("INV-12", "^INV-[0-9]+$") = true`,
	},
}
