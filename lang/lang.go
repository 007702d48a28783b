package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/check"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/race"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A Result is what became of the mission files that were read.
type Result struct {
	// Missions are the checked missions in the order of the text; none where
	// Diagnostics has an error.
	Missions []*plan.Mission
	// Diagnostics are all problems and notes, sorted by position.
	Diagnostics []diag.Diagnostic
}

// Extensions are those of mission files.
var Extensions = []string{".reqon", ".vague"}

// maxSize bounds a mission file: what is larger is no mission that someone
// wrote.
const maxSize = 16 << 20

// Load reads the mission at a path, a file or a folder, with what it imports,
// and checks it. Problems of the text are in the result; the error is that of a
// path where no mission can be read.
//
// A folder is the file mission.reqon at its root with the declarations of every
// other mission file below it (the language, §1).
func Load(path string) (*Result, error) {
	l := newLoader()
	info, err := os.Stat(path)
	switch {
	case path == "":
		return nil, errors.New("the name of a mission file is empty")
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file%s", path, otherExtension(path))
	case err != nil:
	case info.IsDir():
		err = l.folder(path)
	case !isMission(path):
		return nil, fmt.Errorf("%s: a mission file ends in %s", path, strings.Join(Extensions, " or "))
	default:
		err = l.contribute(path)
	}
	if err != nil {
		return nil, err
	}
	return l.check(), nil
}

// Check checks the text of one mission file, which can import nothing.
func Check(file *source.File) *Result {
	l := newLoader()
	l.unit.Files = []*syntax.File{l.parse(file)}
	return l.check()
}

// check joins what each phase finds. Races are looked for where there is a plan.
func (l *loader) check() *Result {
	missions, found := check.Files(l.unit, l.problems)
	all := append(l.problems, found...)
	if !diag.HasErrors(all) {
		for _, m := range missions {
			all = append(all, race.Check(effects.Of(m))...)
		}
	}
	r := &Result{Diagnostics: once(allow(l.files, all))}
	diag.Sort(r.Diagnostics)
	if !diag.HasErrors(r.Diagnostics) {
		r.Missions = missions
	}
	return r
}

// once leaves out what was said already: missions of one file may share actions.
func once(list []diag.Diagnostic) []diag.Diagnostic {
	type told struct {
		code diag.Code
		at   source.Span
		msg  string
	}
	seen := map[told]bool{}
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool {
		this := told{d.Code, d.Span, d.Msg}
		again := seen[this]
		seen[this] = true
		return again
	})
}

func isMission(path string) bool {
	for _, extension := range Extensions {
		if filepath.Ext(path) == extension {
			return true
		}
	}
	return false
}

// otherExtension points at the file that is there when an extension was
// forgotten.
func otherExtension(path string) string {
	for _, extension := range Extensions {
		if _, err := os.Stat(path + extension); err == nil {
			return "; did you mean " + path + extension + "?"
		}
	}
	return ""
}
