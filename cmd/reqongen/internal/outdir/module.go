package outdir

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/reqongen/reqongen"
)

// A Module is the Go module of somebody else that a folder belongs to.
type Module struct {
	Path   string // of the module
	Import string // of the folder in it
	// Runtime tells that it requires our module, or is it. Version is the
	// one that it requires; "" where it is replaced, or is ours itself.
	Runtime bool
	Version string

	file *modfile.File
}

// FindModule finds the module that a folder, which need not exist, belongs to:
// nil where there is none, or where one is ours to write (a go.mod of ours in
// the folder itself).
func FindModule(folder string) (*Module, error) {
	if err := noFile(folder); err != nil {
		return nil, err
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	for dir := folder; ; dir = filepath.Dir(dir) {
		name := filepath.Join(dir, "go.mod")
		data, err := os.ReadFile(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			if filepath.Dir(dir) == dir {
				return nil, nil
			}
			continue
		case err != nil:
			return nil, err
		case dir == folder && isOurs(data):
			return nil, nil
		}
		return read(name, data, dir, folder)
	}
}

func read(name string, data []byte, dir, folder string) (*Module, error) {
	file, err := modfile.Parse(name, data, nil)
	if err != nil { // of a newer Go, perhaps
		if file, err = modfile.ParseLax(name, data, nil); err != nil {
			return nil, err
		}
	}
	if file.Module == nil {
		return nil, errors.New(name + ": it names no module")
	}
	rel, err := filepath.Rel(dir, folder)
	if err != nil {
		return nil, err
	}
	m := &Module{Path: file.Module.Mod.Path, file: file}
	m.Import = path.Join(m.Path, filepath.ToSlash(rel))
	m.Version = m.required(reqongen.Path)
	m.Runtime = m.Version != "" || m.Path == reqongen.Path
	for _, r := range file.Replace {
		if r.Old.Path == reqongen.Path {
			m.Version = ""
		}
	}
	return m, nil
}

// Lacks are those of the wanted modules that the module does not require, or
// requires older.
func (m *Module) Lacks(wanted []module.Version) []module.Version {
	var lacking []module.Version
	for _, w := range wanted {
		if has := m.required(w.Path); has == "" || semver.Compare(has, w.Version) < 0 {
			lacking = append(lacking, w)
		}
	}
	return lacking
}

func (m *Module) required(modulePath string) string {
	for _, r := range m.file.Require {
		if r.Mod.Path == modulePath {
			return r.Mod.Version
		}
	}
	return ""
}
