package emit

import (
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/builtin"
)

// TestUsesTheListOnly looks at everything that the packages here mention of the
// runtime: it is in the list of gen/rtapi, or the method of a function of the
// language. And of what is listed, nothing is never used.
func TestUsesTheListOnly(t *testing.T) {
	listed := make(map[string]bool)
	unused := make(map[string]bool)
	for _, s := range rtapi.All() {
		listed[s.String()] = true
		unused[s.String()] = true
	}
	for _, f := range builtin.Funcs {
		for _, form := range []*builtin.Func{f, f.Several} {
			if form != nil {
				listed[rtapi.Function(form.Go).String()] = true
			}
		}
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 25 {
		t.Fatalf("only %d packages", len(pkgs))
	}
	for _, p := range pkgs {
		for id, object := range p.TypesInfo.Uses {
			name := symbol(object)
			if name == "" {
				continue
			}
			if !listed[name] {
				t.Errorf("%s: %s is not in the list", p.Fset.Position(id.Pos()), name)
			}
			delete(unused, name)
		}
	}
	for name := range unused {
		t.Errorf("no case mentions %s", name)
	}
}

// symbol names what generated code mentions of the runtime as the list does;
// "" where it is nothing of the runtime.
func symbol(object types.Object) string {
	pkg := object.Pkg()
	if pkg == nil || !strings.HasPrefix(pkg.Path(), rtapi.Module+"/rt") {
		return ""
	}
	switch object := object.(type) {
	case *types.PkgName:
		return ""
	case *types.Func:
		if recv := object.Signature().Recv(); recv != nil {
			return pkg.Path() + "." + typeName(recv.Type()) + "." + object.Name()
		}
	case *types.Var:
		if object.IsField() {
			return pkg.Path() + "." + ownerOf(object) + "." + object.Name()
		}
	}
	return pkg.Path() + "." + object.Name()
}

func typeName(t types.Type) string {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.(*types.Named).Obj().Name()
}

// ownerOf is the struct type of the field's package that has it.
func ownerOf(field *types.Var) string {
	scope := field.Pkg().Scope()
	for _, name := range scope.Names() {
		typ, ok := scope.Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		if s, ok := typ.Type().Underlying().(*types.Struct); ok {
			for f := range s.Fields() {
				if f == field {
					return name
				}
			}
		}
	}
	return "?"
}
