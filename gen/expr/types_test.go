package expr

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/lang/builtin"
)

// TestNeverFails holds the list against the runtime: a function that cannot fail
// has no use for the position, and gives it no name.
func TestNeverFails(t *testing.T) {
	functions := make(map[string]bool)
	for _, f := range builtin.Funcs {
		functions[f.Go] = true
	}
	paths, err := filepath.Glob("../../rt/value/*.go")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no runtime: %v", err)
	}
	var cannot []string
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || !functions[f.Name.Name] || len(f.Type.Params.List) == 0 {
				continue
			}
			at := f.Type.Params.List[0]
			if typ, ok := at.Type.(*ast.Ident); !ok || typ.Name != "Pos" {
				continue
			}
			if len(at.Names) == 0 || at.Names[0].Name == "_" {
				cannot = append(cannot, f.Name.Name)
			}
		}
	}
	slices.Sort(cannot)
	if diff := cmp.Diff(cannot, slices.Sorted(maps.Keys(neverFails))); diff != "" {
		t.Errorf("neverFails (-the runtime's +listed):\n%s", diff)
	}
}
