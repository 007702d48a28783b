package rtapi

import (
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/reqongen/reqongen/lang/builtin"
)

// load gives the types of the runtime's packages.
func load(t *testing.T) map[string]*types.Package {
	t.Helper()
	var paths []string
	for path := range Packages() {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes}, paths...)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]*types.Package)
	for _, p := range loaded {
		for _, err := range p.Errors {
			t.Error(err)
		}
		found[p.PkgPath] = p.Types
	}
	return found
}

// lookup finds what a symbol names; nil where there is no such thing.
func lookup(pkg *types.Package, name string) types.Object {
	typ, member, isMember := strings.Cut(name, ".")
	object := pkg.Scope().Lookup(typ)
	if !isMember || object == nil {
		return object
	}
	found, _, _ := types.LookupFieldOrMethod(types.NewPointer(object.Type()), true, pkg, member)
	return found
}

// TestSymbolsExist holds the list against the runtime: what is renamed there has
// to be renamed here.
func TestSymbolsExist(t *testing.T) {
	pkgs := load(t)
	for _, s := range all {
		pkg := pkgs[s.pkg]
		if pkg == nil {
			t.Errorf("there is no package %s", s.pkg)
			continue
		}
		object := lookup(pkg, s.name)
		switch {
		case object == nil:
			t.Errorf("%s has no %s", s.pkg, s.name)
		case !object.Exported():
			t.Errorf("%s: %s is not exported", s.pkg, s.name)
		}
		if want := s.pkg[strings.LastIndexByte(s.pkg, '/')+1:]; pkg.Name() != want {
			t.Errorf("the package %s is named %s, and generated code calls it %s", s.pkg, pkg.Name(), want)
		}
	}
}

// TestListHasEachOnce keeps the list one.
func TestListHasEachOnce(t *testing.T) {
	seen := make(map[Symbol]bool)
	for _, s := range all {
		if seen[s] {
			t.Errorf("%s %s is listed twice", s.pkg, s.name)
		}
		seen[s] = true
	}
}

// TestFunctionsAreTheEvals looks for methods of the strand that hide the method
// behind a function of the language: calling that would be another thing.
func TestFunctionsAreTheEvals(t *testing.T) {
	strand := lookup(load(t)[Module+"/rt"], "Strand").Type()
	for _, f := range builtin.Funcs {
		for _, form := range []*builtin.Func{f, f.Several} {
			if form == nil || form.Go == "" {
				continue
			}
			_, path, _ := types.LookupFieldOrMethod(types.NewPointer(strand), true, nil, form.Go)
			if len(path) != 2 {
				t.Errorf("rt.Strand hides value.Eval's %s", form.Go)
			}
		}
	}
}

// TestOperatorsAreTheEvals does so for the symbols that are called on a strand.
func TestOperatorsAreTheEvals(t *testing.T) {
	strand := lookup(load(t)[Module+"/rt"], "Strand").Type()
	for _, s := range all {
		if !strings.HasPrefix(s.name, "Eval.") || s == EvalFail {
			continue
		}
		if _, path, _ := types.LookupFieldOrMethod(types.NewPointer(strand), true, nil, s.Name()); len(path) != 2 {
			t.Errorf("%s of a strand is not value.Eval's", s.Name())
		}
	}
}
