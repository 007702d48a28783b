package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/reqongen/reqongen/cmd/reqongen/internal/gobuild"
	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/lang/plan"
)

var buildCommand = &command{
	name:  "build",
	words: "-o FILE [flags] MISSION",
	about: "compile a mission to a program",
	details: `
MISSION is the mission's file or folder. GOOS and GOARCH in the environment
choose another system, as they do for go build. The program needs no
library of its system: it resolves names by Go's own means, unless
CGO_ENABLED=1 in the environment has it ask the system's C library.

Examples:
  reqongen build -o fanout fanout.reqon && ./fanout --help
  GOOS=windows reqongen build -o fanout.exe fanout.reqon
`,
	run: runBuild,
}

func runBuild(a *app, c *command, words []string) int {
	var out string
	f := compileFlags{notes: true}
	set := a.flagSet(c)
	set.StringVarP(&out, "output", "o", "", "write the program to `FILE`; into it, where it is a folder")
	name := addMission(set)
	telemetry := false
	addTelemetry(set, &telemetry)
	f.add(set)
	if status, done := a.parse(c, set, words); done {
		return status
	}
	switch wrong := f.wrong(); {
	case wrong != "":
		return a.wrong(c, "%s", wrong)
	case set.NArg() == 0:
		return a.wrong(c, "no mission is named")
	case out == "":
		return a.wrong(c, "-o is missing: it says the file to write, as in reqongen build -o mission %s", set.Arg(0))
	case set.NArg() > 1:
		return a.wrong(c, "build makes a program of one mission, and %d files are named", set.NArg())
	}
	mission, status, ok := a.oneMission(c, &f, set.Arg(0), *name)
	if !ok {
		return status
	}
	to, err := programPath(out, mission)
	if err != nil {
		return a.fail("%v", err)
	}
	program, status, ok := a.program(mission, telemetry)
	if !ok {
		return status
	}
	if err := gobuild.Copy(program, to); err != nil {
		return a.fail("%v", err)
	}
	return exitDone
}

func addMission(set *pflag.FlagSet) *string {
	return set.String("mission", "", "take the mission `NAME`, where there are several")
}

func addTelemetry(set *pflag.FlagSet, telemetry *bool) {
	set.BoolVar(telemetry, "otel", false, "link OpenTelemetry: runs are told as traces and metrics where the\nvariables OTEL_* ask for it")
}

// oneMission compiles a file or folder and gives the mission of that name in
// it, the only one for "".
func (a *app) oneMission(c *command, f *compileFlags, path, name string) (*plan.Mission, int, bool) {
	missions, status, ok := a.compile(f, []string{path})
	if !ok {
		return nil, status, false
	}
	for _, m := range missions {
		if m.Name == name || name == "" && len(missions) == 1 {
			return m, exitDone, true
		}
	}
	list := namesOf(missions)
	if name != "" {
		return nil, a.wrong(c, "%s holds no mission %s; it holds %s", path, name, list), false
	}
	return nil, a.wrong(c, "%s makes a program of one mission, and %s holds %d: %s\nSay which with --mission NAME; reqongen -o DIR %s writes a package of each",
		c.name, path, len(missions), list, path), false
}

func namesOf(missions []*plan.Mission) string {
	var names []string
	for _, m := range missions {
		names = append(names, m.Name)
	}
	return strings.Join(names, ", ")
}

// program builds the mission, or finds it built, and gives the path of the
// program.
func (a *app) program(m *plan.Mission, telemetry bool) (path string, status int, ok bool) {
	builder := gobuild.Builder{
		Release: release(), Telemetry: telemetry,
		Say: func(text string) { a.say("%s: %s", m.Name, text) },
	}
	files, err := generate(m, "", gen.Options{Runtime: builder.Runtime(), Telemetry: telemetry})
	if err != nil {
		return "", a.fail("%v", err), false
	}
	path, err = builder.Program(folderName(m.Name), files)
	var failed *gobuild.Error
	switch {
	case errors.As(err, &failed) && failed.Ours():
		return "", a.fail("the compiler is at fault, not the mission %s: the Go that it wrote does not compile.\n"+
			"Please report it, with the mission and this:\n\n%v", m.Name, err), false
	case errors.As(err, &failed):
		return "", a.fail("the go command could not build the mission %s:\n%v", m.Name, err), false
	case err != nil:
		return "", a.fail("%v", err), false
	}
	return path, exitDone, true
}

// programPath is the file to write. What is there already and is no program
// stays: -o mission.reqon is too easily typed.
func programPath(out string, m *plan.Mission) (string, error) {
	info, err := os.Stat(out)
	switch {
	case err == nil && info.IsDir():
		return programPath(filepath.Join(out, folderName(m.Name)+gobuild.Executable()), m)
	case os.IsPathSeparator(out[len(out)-1]):
		return "", errors.New("there is no folder " + out)
	case errors.Is(err, os.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(out)); err != nil {
			return "", errors.New("there is no folder " + filepath.Dir(out))
		}
		return out, nil
	case err != nil:
		return "", err
	}
	isOne, err := isProgram(out)
	if err == nil && !isOne {
		err = errors.New(out + " is in the way: it is no program, and is not overwritten")
	}
	return out, err
}

// isProgram tells whether the file begins like an executable of some system,
// or is empty.
func isProgram(name string) (bool, error) {
	file, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer file.Close()
	start, err := io.ReadAll(io.LimitReader(file, 4))
	if err != nil || len(start) == 0 {
		return err == nil, err
	}
	for _, magic := range []string{"\x7fELF", "\xcf\xfa\xed\xfe", "\xce\xfa\xed\xfe", "\xca\xfe\xba\xbe", "MZ", "\x00asm"} {
		if bytes.HasPrefix(start, []byte(magic)) {
			return true, nil
		}
	}
	return false, nil
}
