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
	// Variadic, of the last parameter only: any number of these, but at least
	// one unless it is Optional too.
	Variadic bool
}

// A Rule says what is known of a function's result besides its kinds.
type Rule uint8

const (
	// Whatever: nothing more.
	Whatever Rule = iota
	// Passes: it is null only where an argument is.
	Passes
	// Parts: an array of strings, null only where the first argument is.
	Parts
	// Texts and Numbers: an array of them.
	Texts
	Numbers
	// Rearranged: an array of elements of the first argument, which is one; a
	// string where that is text.
	Rearranged
	// Element: an element of the first argument, or null.
	Element
	// Mapped: an array of what the function gives.
	Mapped
	// Chunked: an array of arrays of elements of the first argument.
	Chunked
	// Wrapped: the argument where it is an array, else an array of it.
	Wrapped
	// Joined: an array of all elements where every argument is an array, else
	// a string.
	Joined
	// Chosen: one of the arguments, or null where all of them may be.
	Chosen
)

// Func is one function of the language.
type Func struct {
	Name   string
	Params []Param
	Result Type
	Rule   Rule
	// Go is the runtime's name: a method of value.Eval that takes the
	// position and then the arguments. It is "" for env, which is no function
	// of values: the plan has an expression of its own for it.
	Go string
	// Doc says in a sentence or two what it gives and when it fails.
	Doc string
	// Null is what it gives where the first argument is null, as an expression;
	// "" where null is an error there, or what it gives differs from call to call.
	Null string
	// Example is an expression and what it gives, "concat(\"a\", 1) = \"a1\"",
	// or the expression alone where it gives something else each time.
	Example string
	// Several is the form of min and max over several values: where it is set,
	// the function itself is the form over an array.
	Several *Func
	// Fickle functions give something else each time they are called.
	Fickle bool
}

// Least is the smallest number of arguments that f takes.
func (f *Func) Least() int {
	for i, p := range f.Params {
		if p.Optional {
			return i
		}
	}
	return len(f.Params)
}

// Most is the greatest number of arguments that f takes, -1 where there is none.
func (f *Func) Most() int {
	n := len(f.Params)
	if n > 0 && f.Params[n-1].Variadic {
		return -1
	}
	return n
}

// Param is the parameter that the i-th argument (from 0) is for, nil where
// there is none.
func (f *Func) Param(i int) *Param {
	n := len(f.Params)
	switch {
	case i < n:
		return &f.Params[i]
	case n > 0 && f.Params[n-1].Variadic:
		return &f.Params[n-1]
	}
	return nil
}

// Lookup finds a function by its name, nil where the language has none of it.
func Lookup(name string) *Func { return byName[name] }

var byName = func() map[string]*Func {
	index := make(map[string]*Func, len(Funcs))
	for _, f := range Funcs {
		index[f.Name] = f
	}
	return index
}()

// Signature is how f is called, for a message or the reference page:
// "slice(xs, from, to?)", "filter(xs, x => …)".
func (f *Func) Signature() string {
	text := f.Name + "("
	for i, p := range f.Params {
		if i > 0 {
			text += ", "
		}
		switch p.Lambda {
		case 0:
			text += p.Name
		case 1:
			text += "x => …"
		default:
			text += "(a, b) => …"
		}
		switch {
		case p.Variadic:
			text += ", …"
		case p.Optional:
			text += "?"
		}
	}
	return text + ")"
}
