package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/reqongen/reqongen/lang/check"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
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

// Load reads the mission file at a path and checks it. Problems of the text are
// in the result; the error is that of a path where no mission file can be read.
func Load(path string) (*Result, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file%s", path, otherExtension(path))
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: folders are not compiled yet; name a mission file, such as %s",
			path, filepath.Join(path, "mission.reqon"))
	case !isMission(path):
		return nil, fmt.Errorf("%s: a mission file ends in %s", path, strings.Join(Extensions, " or "))
	case info.Size() > maxSize:
		return nil, fmt.Errorf("%s: this file is larger than %d MiB", path, maxSize>>20)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Check(source.NewFile(filepath.ToSlash(path), string(text))), nil
}

// Check checks the text of one mission file.
func Check(file *source.File) *Result {
	tree, problems := syntax.Parse(file)
	missions, found := check.File(tree, problems)
	r := &Result{Diagnostics: append(problems, found...)}
	diag.Sort(r.Diagnostics)
	if !diag.HasErrors(r.Diagnostics) {
		r.Missions = missions
	}
	return r
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
