package builtin

// others are the functions of any value.
var others = []*Func{
	{
		Name: "toString", Go: "ToString", Params: params(anything("x")), Result: String,
		Doc:     "The value as text: null as no text, arrays and objects as JSON.",
		Null:    `""`,
		Example: `toString(12) = "12"`,
	},
	{
		Name: "toBoolean", Go: "ToBoolean", Params: params(anything("x")), Result: Bool | Null,
		Doc:     "What a text says: \"true\", \"yes\", \"on\" and \"1\", or \"false\", \"no\", \"off\", \"0\" and no text; null for any other. Of other values, whether they count as true.",
		Null:    `false`,
		Example: `toBoolean("yes") = true`,
	},
	{
		Name: "toArray", Go: "ToArray", Params: params(anything("x")), Result: Array, Rule: Wrapped,
		Doc:     "An array as it is, [] for null, [x] for anything else.",
		Null:    `[]`,
		Example: `toArray(1) = [1]`,
	},
	{
		Name: "env", Params: params(Param{Name: "name", Type: String}), Result: String,
		Doc:     "The environment variable of that name, which is a literal; no text where it is unset.",
		Null:    `[]`,
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
		Null:    `hash("")`,
		Example: `hash({ a: 1, b: 2 }) == hash({ b: 2, a: 1 }) = true`,
	},
	{
		Name: "coalesce", Go: "Coalesce", Params: params(anything("a").several()), Result: Dynamic, Rule: Chosen,
		Doc:     "The first argument that is not null.",
		Null:    `null`,
		Example: `coalesce(null, "a") = "a"`,
	},
}
