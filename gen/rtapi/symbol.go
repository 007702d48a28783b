package rtapi

import (
	"slices"
	"strings"

	j "github.com/dave/jennifer/jen"
)

// Module is the import path of the module that the runtime belongs to.
const Module = "github.com/reqongen/reqongen"

// A Symbol is a constant, variable, type or function of a package of the
// runtime, or a field or method of a type: "Execute", "Strand.Fault".
type Symbol struct{ pkg, name string }

// all are the symbols in the order of the list.
var all []Symbol

// in makes the function that lists a symbol of a package of the runtime.
func in(pkg string) func(name string) Symbol {
	return func(name string) Symbol {
		s := Symbol{pkg: Module + "/" + pkg, name: name}
		all = append(all, s)
		return s
	}
}

// Function is the method of value.Eval behind a function of the language, by
// the name that the table of functions (lang/builtin) has for it. That table
// has a test of its own.
func Function(name string) Symbol { return Symbol{pkg: Module + "/rt/value", name: "Eval." + name} }

// All are the symbols in the order of the list.
func All() []Symbol { return slices.Clone(all) }

// String is the symbol with its package's path: "…/rt.Strand.Fault".
func (s Symbol) String() string { return s.pkg + "." + s.name }

// Name is the symbol as it stands behind a dot.
func (s Symbol) Name() string { return s.name[strings.LastIndexByte(s.name, '.')+1:] }

// Qual is the symbol of a package: rt.Execute.
func (s Symbol) Qual() *j.Statement { return j.Qual(s.pkg, s.Name()) }

// Call calls a function of a package.
func (s Symbol) Call(args ...j.Code) *j.Statement { return s.Qual().Call(args...) }

// Of is the field or the method of x: x.Value.
func (s Symbol) Of(x *j.Statement) *j.Statement { return x.Dot(s.Name()) }

// On calls the method on x: x.Fault().
func (s Symbol) On(x *j.Statement, args ...j.Code) *j.Statement { return s.Of(x).Call(args...) }

// Packages are the import paths of the runtime's packages with the names that
// they have, for the imports of generated files.
func Packages() map[string]string {
	names := make(map[string]string)
	for _, s := range all {
		names[s.pkg] = s.pkg[strings.LastIndexByte(s.pkg, '/')+1:]
	}
	return names
}
