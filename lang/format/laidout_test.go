package format

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/source"
)

// asWritten are the missions of the repository whose layout is not that of
// reqongen fmt, by the start of their path, with the reason.
var asWritten = map[string]string{
	"golden/reject/":                           "the expected messages stand beside the lines that earn them, mistakes of layout among them",
	"lang/syntax/testdata/":                    "its mistakes are the point",
	"golden/run/page-":                         "the page that the language goes back to prints them so",
	"golden/run/file-with-crlf-and-a-mark/":    "line ends and the mark are what it is about",
	"golden/run/file-without-commas-and-with/": "commas are what it is about",
}

// TestMissionsAreLaidOut holds every mission of the repository to the one
// layout.
func TestMissionsAreLaidOut(t *testing.T) {
	const root = "../.."
	held := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".reqon" || isAsWritten(name) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		held++
		out, diags := Source(source.NewFile(name, string(text)))
		switch {
		case len(diags) > 0:
			t.Errorf("%s has mistakes of syntax: %v", name, diags)
		case string(out) != string(text):
			t.Errorf("%s is not laid out: reqongen fmt %s", name, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if held < 200 {
		t.Errorf("only %d missions were found", held)
	}
}

func isAsWritten(name string) bool {
	for start := range asWritten {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	return false
}
