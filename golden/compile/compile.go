package compile

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/gen/rtapi"
)

// Check tells what is wrong with the files of one package: that one of them is
// no Go, is not formatted as gofmt does, does not compile, or does not please
// go vet. It is nil where nothing is. Check may be called side by side.
func Check(files []gen.File) error {
	fset := token.NewFileSet()
	var syntax []*ast.File
	var wrong []error
	for _, f := range files {
		file, err := parser.ParseFile(fset, f.Name, f.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		syntax = append(syntax, file)
		if formatted, err := format.Source(f.Data); err != nil {
			wrong = append(wrong, err)
		} else if !bytes.Equal(formatted, f.Data) {
			wrong = append(wrong, fmt.Errorf("%s: not formatted as gofmt does", f.Name))
		}
	}
	imports, err := runtimeTypes()
	if err != nil {
		return err
	}
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance),
		Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Scopes: make(map[ast.Node]*types.Scope), FileVersions: make(map[*ast.File]string),
	}
	config := types.Config{
		Importer: imports, GoVersion: goVersion, Sizes: types.SizesFor("gc", "amd64"),
		Error: func(err error) { wrong = append(wrong, err) },
	}
	pkg, _ := config.Check("mission", fset, syntax, info)
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	return vet(&packages.Package{
		ID: "mission", Name: pkg.Name(), PkgPath: "mission",
		Fset: fset, Syntax: syntax, Types: pkg, TypesInfo: info, TypesSizes: config.Sizes,
		Module: &packages.Module{Path: "mission", GoVersion: strings.TrimPrefix(goVersion, "go")},
	})
}

// goVersion is the version of the language that generated packages are in.
const goVersion = "go1.26"

func vet(pkg *packages.Package) error {
	graph, err := checker.Analyze(analyzers, []*packages.Package{pkg}, nil)
	if err != nil {
		return err
	}
	var wrong []error
	for _, action := range graph.Roots {
		if action.Err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", action.Analyzer.Name, action.Err))
		}
		for _, d := range action.Diagnostics {
			wrong = append(wrong, describe(pkg.Fset, action.Analyzer, d))
		}
	}
	return errors.Join(wrong...)
}

func describe(fset *token.FileSet, a *analysis.Analyzer, d analysis.Diagnostic) error {
	return fmt.Errorf("%s: %s (%s)", fset.Position(d.Pos), d.Message, a.Name)
}

// runtimeTypes are the types of the packages that generated code imports.
var runtimeTypes = sync.OnceValues(func() (types.Importer, error) {
	paths := []string{"context", "math", "os", "time", "golang.org/x/sync/errgroup", "golang.org/x/sync/semaphore"}
	for path := range rtapi.Packages() {
		paths = append(paths, path)
	}
	cmd := exec.Command("go", append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}"}, paths...)...)
	cmd.Stderr = os.Stderr
	list, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	exports := make(map[string]string)
	for line := range strings.Lines(string(list)) {
		path, file, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		exports[path] = file
	}
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	return &runtimeImporter{paths: paths, from: importer.ForCompiler(token.NewFileSet(), "gc", lookup)}, nil
})

// A runtimeImporter imports what generated code may import. It is safe for
// concurrent use.
type runtimeImporter struct {
	paths []string
	mu    sync.Mutex
	from  types.Importer
}

func (r *runtimeImporter) Import(path string) (*types.Package, error) {
	if !slices.Contains(r.paths, path) {
		return nil, fmt.Errorf("generated code imports %s", path)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.from.Import(path)
}
