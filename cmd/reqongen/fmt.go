package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/format"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/rt/cli/whole"
)

var fmtCommand = &command{
	name:  "fmt",
	words: "[--check] [FILE or FOLDER…]",
	about: "lay mission files out in the one way",
	details: `
Prints the names of the files that it changes. Of a folder it takes every mission
file below it, without hidden folders. Without a file, or with -, it lays
standard input out to standard output.

There is nothing to choose: two blanks a level, 100 characters a line, comments
where they were. An object, a list or a block that begins a new line behind its
bracket stays in lines. Line ends become LF; a byte-order mark goes.

A file with mistakes of syntax is left as it is; they are told, and the exit
status is 2. With --check nothing is written, and the exit status is 1 where a
file would change.

Examples:
  reqongen fmt fanout.reqon
  reqongen fmt --check missions/
  reqongen fmt < old.reqon > new.reqon
`,
	run: runFmt,
}

func runFmt(a *app, c *command, words []string) int {
	set := a.flagSet(c)
	check := set.Bool("check", false, "write nothing; exit with 1 where a file would change, and print its name")
	if status, done := a.parse(c, set, words); done {
		return status
	}
	f := formatter{app: a, check: *check}
	paths := set.Args()
	switch {
	case len(paths) == 0, len(paths) == 1 && paths[0] == "-":
		f.stdin()
	case slices.Contains(paths, "-"):
		return a.wrong(c, "- is standard input, and goes with no other file")
	default:
		f.files(paths)
	}
	if err := diag.WriteText(a.stderr, f.problems); err != nil {
		return a.fail("%v", err)
	}
	if err := writeCounts(a.stderr, f.problems); err != nil {
		return a.fail("%v", err)
	}
	return f.status
}

// A formatter lays files out one after another; what is wrong with one does not
// keep it from the next.
type formatter struct {
	*app
	check    bool
	problems []diag.Diagnostic
	status   int // the worst so far
}

func (f *formatter) stdin() {
	text, err := io.ReadAll(f.app.stdin)
	if err != nil {
		f.failed(err)
		return
	}
	out, ok := f.format("<stdin>", text)
	switch {
	case !ok:
	case !f.check:
		if _, err := f.stdout.Write(out); err != nil {
			f.failed(err)
		}
	case !bytes.Equal(text, out):
		f.differs("<stdin>")
	}
}

func (f *formatter) files(paths []string) {
	seen := map[string]bool{}
	for _, path := range paths {
		found, err := missionFiles(path)
		if err != nil {
			f.failed(err)
		}
		for _, file := range found {
			if !seen[filepath.Clean(file)] {
				seen[filepath.Clean(file)] = true
				f.file(file)
			}
		}
	}
}

// missionFiles are the mission files of a path, in order: itself, or those below
// the folder that it is.
func missionFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file", path)
	case err != nil:
		return nil, err
	case info.IsDir():
	case isMissionFile(path):
		return []string{path}, nil
	default:
		return nil, fmt.Errorf("%s: a mission file ends in %s", path, strings.Join(lang.Extensions, " or "))
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != path && strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		case entry.Type().IsRegular() && isMissionFile(name):
			files = append(files, name)
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: there is no mission file in this folder", path)
	}
	return files, err
}

func isMissionFile(path string) bool { return slices.Contains(lang.Extensions, filepath.Ext(path)) }

func (f *formatter) file(path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		f.failed(err)
		return
	}
	out, ok := f.format(filepath.ToSlash(path), text)
	switch {
	case !ok || bytes.Equal(text, out):
	case f.check:
		f.differs(path)
	default:
		if err := replace(path, out); err != nil {
			f.failed(err)
			return
		}
		fmt.Fprintln(f.stdout, path)
	}
}

// replace writes a file that is there, whole or not at all. It keeps its mode.
func replace(path string, text []byte) error {
	batch := whole.Batch{Durable: true}
	defer batch.Discard()
	err := batch.Write(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	if err != nil {
		return err
	}
	return batch.Commit()
}

// format lays a text out; ok is false where it cannot be read.
func (f *formatter) format(name string, text []byte) (out []byte, ok bool) {
	out, problems := format.Source(source.NewFile(name, string(text)))
	f.problems = append(f.problems, problems...)
	if len(problems) > 0 {
		f.status = exitWrong
	}
	return out, out != nil
}

func (f *formatter) differs(name string) {
	fmt.Fprintln(f.stdout, name)
	f.status = max(f.status, exitFailed)
}

func (f *formatter) failed(err error) { f.status = max(f.status, f.fail("%v", err)) }
