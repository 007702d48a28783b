// Package builtin is the one table of Reqon's functions (the language, §11):
// what each is called, what it takes and gives, and what a user should know of
// it. The checker judges calls by it, the emitter finds the runtime's name in
// it, and the reference page is printed from it.
//
// It imports nothing of ours.
package builtin

// Type is what is known of a value before the run. Dynamic is anything.
type Type uint16

// The kinds of value. A parameter's Type may join several.
const (
	Null Type = 1 << iota
	Bool
	Number
	String
	Array
	Object

	Dynamic = Null | Bool | Number | String | Array | Object
)

// Param is one parameter of a function.
type Param struct {
	Name string
	Type Type // what a literal or known argument must be one of
	// Lambda is how many values the argument, a function of them, takes;
	// 0 for an argument that is a value.
	Lambda int
	// Optional parameters may be left out, with all after them.
	Optional bool
	// Variadic, of the last parameter only: any number of these.
	Variadic bool
}

// Func is one function of the language.
type Func struct {
	Name   string
	Params []Param
	Result Type
	// Go is the runtime's name: a method of value.Eval that takes the
	// position and then the arguments.
	Go string
	// Doc says in a sentence or two what it gives and when it fails.
	Doc string
	// Example is an expression and what it gives, "concat(\"a\", 1) = \"a1\"".
	Example string
}
