package builtin

// numbers are the functions of numbers.
var numbers = []*Func{
	{
		Name: "round", Go: "Round", Params: params(number("n"), number("digits").optional()), Result: numberType, Rule: Passes,
		Doc:     "The nearest integer, or the nearest number with that many digits behind the point; halves go away from zero.",
		Null:    `null`,
		Example: `round(1.005, 2) = 1.01`,
	},
	{
		Name: "floor", Go: "Floor", Params: params(number("n")), Result: numberType, Rule: Passes,
		Doc:     "The greatest integer that is not above n.",
		Null:    `null`,
		Example: `floor(1.7) = 1`,
	},
	{
		Name: "ceil", Go: "Ceil", Params: params(number("n")), Result: numberType, Rule: Passes,
		Doc:     "The least integer that is not below n.",
		Null:    `null`,
		Example: `ceil(1.2) = 2`,
	},
	{
		Name: "abs", Go: "Abs", Params: params(number("n")), Result: numberType, Rule: Passes,
		Doc:     "The number without its sign.",
		Null:    `null`,
		Example: `abs(-3) = 3`,
	},
	{
		Name: "pow", Go: "Pow", Params: params(number("a"), number("b")), Result: numberType, Rule: Passes,
		Doc:     "a to the power of b, exact for integers as long as the result fits 64 bits. What is no real number is an error.",
		Null:    `null`,
		Example: `pow(2, 10) = 1024`,
	},
	{
		Name: "sqrt", Go: "Sqrt", Params: params(number("n")), Result: numberType, Rule: Passes,
		Doc:     "The square root. That of a negative number is an error.",
		Null:    `null`,
		Example: `sqrt(9) = 3`,
	},
	{
		Name: "toNumber", Go: "ToNumber", Params: params(anything("x")), Result: numberType,
		Doc:     "The number that a text says, 1 for true, 0 for false; null for what says none.",
		Null:    `null`,
		Example: `toNumber("12.5") = 12.5`,
	},
	{
		Name: "parseNumber", Go: "ParseNumber", Params: params(Param{Name: "s", Type: String | Number | Null}), Result: numberType, Rule: Passes,
		Doc:     "The number that a text says; a text that says none is an error.",
		Null:    `null`,
		Example: `parseNumber("42") = 42`,
	},
	{
		Name: "parseDecimal", Go: "ParseDecimal", Params: params(Param{Name: "s", Type: String | Number | Null}), Result: numberType, Rule: Passes,
		Doc:     "The number that a text says, with commas between thousands; a text that says none is an error.",
		Null:    `null`,
		Example: `parseDecimal("1,234.50") = 1234.5`,
	},
}
