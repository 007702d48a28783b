package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/check"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A loader reads the files of one mission.
type loader struct {
	unit     check.Unit
	problems []diag.Diagnostic
	files    []*syntax.File // every one that was read
	// read holds the files by their paths without symbolic links: one that is
	// reached in two ways is one file, under the name of the first.
	read map[string]*syntax.File
}

func newLoader() *loader {
	return &loader{
		unit: check.Unit{Imports: map[*syntax.Import]check.Target{}},
		read: map[string]*syntax.File{},
	}
}

// contribute reads a file of the unit.
func (l *loader) contribute(name string) error {
	f, err := l.file(name, name)
	if err == nil && !slices.Contains(l.unit.Files, f) {
		l.unit.Files = append(l.unit.Files, f)
	}
	return err
}

// file reads a file from the disk, under the name that positions print, and
// what it imports.
func (l *loader) file(name, disk string) (*syntax.File, error) {
	real := realPath(disk)
	if f := l.read[real]; f != nil {
		return f, nil
	}
	info, err := os.Stat(disk)
	switch {
	case err != nil:
		return nil, err
	case info.Size() > maxSize:
		return nil, fmt.Errorf("%s: this file is larger than %d MiB", name, maxSize>>20)
	}
	text, err := os.ReadFile(disk)
	if err != nil {
		return nil, err
	}
	f := l.parse(source.NewFile(filepath.ToSlash(name), string(text)))
	l.read[real] = f
	for _, d := range f.Decls {
		if n, ok := d.(*syntax.Import); ok {
			l.unit.Imports[n] = l.target(n, f.Source.Name(), disk)
		}
	}
	return f, nil
}

func (l *loader) parse(file *source.File) *syntax.File {
	f, problems := syntax.Parse(file)
	l.problems = append(l.problems, problems...)
	l.files = append(l.files, f)
	return f
}

// target reads what an import leads to from the file of that name, which lies
// at disk.
func (l *loader) target(n *syntax.Import, name, disk string) check.Target {
	spec, ok := n.Path.Const()
	switch {
	case !ok:
		return check.Target{Why: "the path of an import is fixed text", Hint: `write import Name from "./other.reqon"`}
	case spec == "":
		return check.Target{Why: "the path of this import is empty", Hint: `write import Name from "./other.reqon"`}
	case path.IsAbs(spec) || filepath.IsAbs(spec):
		return check.Target{Why: "the path of an import is relative to the file that it stands in", Hint: `write import Name from "./other.reqon"`}
	}
	shown := path.Join(path.Dir(name), spec)
	wanted := filepath.Join(filepath.Dir(disk), filepath.FromSlash(spec))
	info, err := os.Stat(wanted)
	if err != nil { // the file may be a link to one whose neighbours are meant
		beside := filepath.Join(filepath.Dir(realPath(disk)), filepath.FromSlash(spec))
		if found, again := os.Stat(beside); again == nil {
			wanted, info, err = beside, found, nil
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return check.Target{Why: fmt.Sprintf("there is no file %s", shown), Others: beside(spec, wanted)}
	case err != nil:
		return check.Target{Why: reason(err, shown)}
	case info.IsDir():
		return check.Target{Why: shown + " is a folder, and a file is imported from", Others: beside(spec+"/x", filepath.Join(wanted, "x"))}
	case !isMission(wanted):
		return check.Target{Why: shown + " is no mission file", Hint: "mission files end in " + strings.Join(Extensions, " or ")}
	}
	f, err := l.file(shown, wanted)
	if err != nil {
		return check.Target{Why: reason(err, shown)}
	}
	return check.Target{File: f}
}

// reason is an error without the path on this disk.
func reason(err error, shown string) string {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return fmt.Sprintf("%s cannot be read: %v", shown, failed.Err)
	}
	return err.Error()
}

// beside lists the mission files of the folder that a path leads to, as an
// import with the path spec would write them.
func beside(spec, wanted string) []string {
	entries, err := os.ReadDir(filepath.Dir(wanted))
	if err != nil {
		return nil
	}
	var others []string
	for _, e := range entries {
		if isMission(e.Name()) {
			others = append(others, spec[:strings.LastIndexByte(spec, '/')+1]+e.Name())
		}
	}
	return others
}

// realPath is a path without symbolic links, as far as there is one.
func realPath(disk string) string {
	if whole, err := filepath.Abs(disk); err == nil {
		disk = whole
	}
	if real, err := filepath.EvalSymlinks(disk); err == nil {
		return real
	}
	return disk
}

// folder reads the files of a folder: mission.reqon, then every other one below
// it in the order of their paths.
func (l *loader) folder(dir string) error {
	files, err := missionFiles(dir, "", nil)
	if err != nil {
		return err
	}
	root := slices.IndexFunc(files, func(name string) bool {
		return slices.ContainsFunc(Extensions, func(e string) bool { return name == rootName+e })
	})
	if root < 0 {
		return noRoot(dir, files)
	}
	first := files[root]
	for _, name := range append([]string{first}, slices.Delete(files, root, root+1)...) {
		if err := l.contribute(path.Join(filepath.ToSlash(dir), name)); err != nil {
			return err
		}
	}
	return nil
}

// rootName is the name of the file in a folder that holds its missions.
const rootName = "mission"

func noRoot(dir string, files []string) error {
	file := filepath.Join(dir, rootName+Extensions[0])
	if len(files) == 0 {
		return fmt.Errorf("%s is a folder without mission files; the mission of a folder is %s", dir, file)
	}
	// Folders hold declarations more often than missions.
	named := max(0, slices.IndexFunc(files, func(name string) bool { return !strings.Contains(name, "/") }))
	return fmt.Errorf("there is no %s, which holds the mission of a folder; name a file, such as %s",
		file, filepath.Join(dir, filepath.FromSlash(files[named])))
}

// missionFiles are the paths of the mission files below a folder, from it and
// with slashes, in order. Names that begin with a dot are left out. Links are
// followed; around are the folders that this one lies in, so that one that links
// to a folder around itself ends.
func missionFiles(dir, prefix string, around []string) ([]string, error) {
	real := realPath(dir)
	if slices.Contains(around, real) {
		return nil, nil
	}
	around = append(slices.Clip(around), real)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, name))
		switch {
		case err != nil: // a link that leads nowhere, unless it is to be a mission file
			if isMission(name) {
				return nil, err
			}
		case info.IsDir():
			within, err := missionFiles(filepath.Join(dir, name), prefix+name+"/", around)
			if err != nil {
				return nil, err
			}
			files = append(files, within...)
		case info.Mode().IsRegular() && isMission(name):
			files = append(files, prefix+name)
		}
	}
	slices.Sort(files)
	return files, nil
}
