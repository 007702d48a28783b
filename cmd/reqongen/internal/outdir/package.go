package outdir

import (
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/cmd/reqongen/internal/carry"
)

// onePackage is the error of a Go file of somebody else that is of another
// package than those that are to stand beside it: Go takes one package a folder,
// and what is written would not build. Files that a build leaves out, and tests,
// are in nobody's way.
func onePackage(folder string, files []carry.File, kept map[string]bool, stale []string) error {
	seen := map[string]bool{}
	for _, f := range files {
		dir := filepath.Join(folder, filepath.FromSlash(filepath.Dir(f.Name)))
		if seen[dir] || filepath.Ext(f.Name) != ".go" {
			continue
		}
		seen[dir] = true
		ours, err := packageOf(f.Name, f.Data)
		if err != nil {
			return err
		}
		entries, _ := os.ReadDir(dir) // it need not be there
		for _, entry := range entries {
			name := filepath.Join(dir, entry.Name())
			if kept[name] || slices.Contains(stale, name) || strings.HasSuffix(name, "_test.go") || filepath.Ext(name) != ".go" {
				continue
			}
			if match, err := build.Default.MatchFile(dir, entry.Name()); err != nil || !match {
				continue
			}
			theirs, err := packageOf(name, nil)
			if err != nil || theirs == ours {
				continue // what is no Go is the user's business
			}
			way := "write to a folder of its own"
			if theirs != "main" {
				way += ", or make it one package with --package " + theirs
			}
			return fmt.Errorf("%s is of the package %s, and the mission becomes the package %s; a folder holds one: %s", name, theirs, ours, way)
		}
	}
	return nil
}

// packageOf is the package that a Go file says it is of. Without data it is read.
func packageOf(name string, data []byte) (string, error) {
	var source any
	if data != nil {
		source = data
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.PackageClauseOnly)
	if err != nil {
		return "", err
	}
	return file.Name.Name, nil
}
