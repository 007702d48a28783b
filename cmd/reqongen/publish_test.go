package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"

	"github.com/reqongen/reqongen"
)

// published is what of this module goes into a release of the tests: what the
// compiler is built from.
var published = []string{"go.mod", "go.sum", "LICENSE", "runtime.go", "cmd", "gen", "lang", "rt"}

// publish writes the work tree into a folder that serves as a module proxy, as
// a version of this module.
func publish(ts *testscript.TestScript, _ bool, args []string) {
	repo, version, proxy := ts.Getenv("REPO"), args[0], ts.MkAbs(args[1])
	folder := filepath.Join(proxy, filepath.FromSlash(reqongen.Path), "@v")
	ts.Check(os.MkdirAll(folder, 0o777))
	mod, err := os.ReadFile(filepath.Join(repo, "go.mod"))
	ts.Check(err)
	ts.Check(os.WriteFile(filepath.Join(folder, version+".mod"), mod, 0o666))
	ts.Check(os.WriteFile(filepath.Join(folder, version+".info"), []byte(`{"Version":"`+version+`"}`), 0o666))
	list, err := os.OpenFile(filepath.Join(folder, "list"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	ts.Check(err)
	_, err = list.WriteString(version + "\n")
	ts.Check(errors.Join(err, list.Close()))
	archive, err := os.Create(filepath.Join(folder, version+".zip"))
	ts.Check(err)
	files, err := publishedFiles(repo)
	ts.Check(err)
	ts.Check(errors.Join(
		zip.Create(archive, module.Version{Path: reqongen.Path, Version: version}, files),
		archive.Close(),
	))
}

func publishedFiles(repo string) ([]zip.File, error) {
	var files []zip.File
	for _, part := range published {
		err := filepath.Walk(filepath.Join(repo, part), func(name string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata") {
				return err
			}
			rel, err := filepath.Rel(repo, name)
			files = append(files, publishedFile{name, filepath.ToSlash(rel)})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

type publishedFile struct{ name, path string }

func (f publishedFile) Path() string                 { return f.path }
func (f publishedFile) Lstat() (os.FileInfo, error)  { return os.Lstat(f.name) }
func (f publishedFile) Open() (io.ReadCloser, error) { return os.Open(f.name) }
