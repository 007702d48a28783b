package builtin

import (
	"regexp"
	"slices"
	"strings"
)

// Forms are the three ways to call f: plain, as a method and through a pipe.
// What can be called without an argument has the plain form alone, and so has
// env, whose argument is a literal.
func (f *Func) Forms() []string {
	plain := f.Signature()
	if len(f.Params) == 0 || f.Params[0].Optional || f.Go == "" {
		return []string{plain}
	}
	first := f.Params[0].Name
	inside := strings.TrimSuffix(plain[strings.Index(plain, "(")+1:], ")")
	_, rest, _ := strings.Cut(inside, ", ")
	return []string{plain, first + "." + f.Name + "(" + rest + ")", first + " | " + f.Name + "(" + rest + ")"}
}

// Takes says what the parameter wants of its argument.
func (p *Param) Takes() string {
	text := p.Type.Words()
	switch p.Lambda {
	case 1:
		text = "an expression of each element, as .a > 1 or x => x.a > 1"
	case 2:
		text = "a function of two values, (a, b) => …"
	}
	switch {
	case p.Variadic && p.Optional:
		return text + "; any number of these"
	case p.Variadic:
		return text + "; one or more of these"
	case p.Optional:
		return text + "; may be left out"
	}
	return text
}

var words = []struct {
	types Type
	text  string
}{
	{Dynamic, "any value"},
	{Array, "an array, a store"},
	{Object, "an object"},
	{String | Number | Bool, "text (a number or boolean counts as its text)"},
	{String, "a string"},
	{Number, "a number"},
	{Bool, "a boolean"},
	{Null, "null"},
}

// Words names the types of t for a reader.
func (t Type) Words() string {
	var named []string
	for _, w := range words {
		if t&w.types == w.types {
			named = append(named, w.text)
			t &^= w.types
		}
	}
	return either(named)
}

// either is "a", "a or b", "a, b or c".
func either(named []string) string {
	last := len(named) - 1
	if last == 0 {
		return named[0]
	}
	return strings.Join(named[:last], ", ") + " or " + named[last]
}

// Gives names the types of the result.
func (f *Func) Gives() string {
	return strings.Replace(f.Result.Words(), "an array, a store", "an array", 1)
}

// Failure says what a wrong argument comes to; "" where there is none.
func (f *Func) Failure() string {
	var strict []string
	for _, p := range f.Params {
		if p.Lambda == 0 && p.Type != Dynamic {
			strict = append(strict, p.Name)
		}
	}
	if len(strict) == 0 {
		return ""
	}
	return "another type for " + either(strict) +
		" is an error: at compile time where the type is known, else the step fails and names " + f.Name + " and the value"
}

// OfNull says what null for the first argument comes to; "" where there is
// nothing to say.
func (f *Func) OfNull() string {
	switch {
	case len(f.Params) == 0 || f.Go == "":
		return ""
	case f.Null != "":
		return "null for " + f.Params[0].Name + " gives " + f.Null
	case f.Params[0].Type&Null == 0:
		return "null for " + f.Params[0].Name + " is an error"
	}
	return ""
}

// Shown is the example's expression and what it gives, "" where that differs
// from call to call.
func (f *Func) Shown() (expr, result string) {
	if i := strings.LastIndex(f.Example, " = "); i >= 0 {
		return f.Example[:i], f.Example[i+len(" = "):]
	}
	return f.Example, ""
}

var sentence = regexp.MustCompile(`\. [A-Z]`)

// Brief is the first sentence of the Doc.
func (f *Func) Brief() string {
	if end := sentence.FindStringIndex(f.Doc); end != nil {
		return f.Doc[:end[0]+1]
	}
	return f.Doc
}

// GroupOf is the group that f stands in.
func GroupOf(f *Func) Group {
	i := slices.IndexFunc(Groups, func(g Group) bool { return slices.Contains(g.Funcs, f) })
	return Groups[i]
}
