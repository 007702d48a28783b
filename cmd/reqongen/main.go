package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// The exit statuses of the compiler (the language, §13). That of run is the
// mission's.
const (
	exitDone   = 0
	exitFailed = 1 // a file or the go command failed, or the compiler is at fault
	exitWrong  = 2 // the command line is wrong, or a mission does not compile
)

// gcPercent lets the heap grow to 16 MiB before it is collected for the first
// time: a mission of a few hundred lines is written by then. What is larger
// takes up to half as much memory again, and a fifth less time.
const gcPercent = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the compiler with the given arguments (without its name). A mission
// that is run reads stdin, and fmt does.
func run(words []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return guarded(&app{
		commands: []*command{generateCommand, runCommand, buildCommand, checkCommand, planCommand, fmtCommand, functionsCommand, reportCommand},
		stdin:    stdin, stdout: stdout, stderr: stderr,
	}, words)
}

// guarded tells a defect of the compiler as one.
func guarded(a *app, words []string) (status int) {
	defer func() {
		if v := recover(); v != nil {
			status = a.fail("the compiler is at fault: %v\nPlease report it, with the mission%s", v, kept(debug.Stack()))
		}
	}()
	return a.dispatch(words)
}

// kept writes what a report needs to a file, which beats a stack of Go on the
// screen of somebody who wrote a mission.
func kept(stack []byte) string {
	file, err := os.CreateTemp("", "reqongen-*.txt")
	if err != nil {
		return " and this:\n" + string(stack)
	}
	defer file.Close()
	if _, err := file.Write(stack); err != nil {
		return " and this:\n" + string(stack)
	}
	return fmt.Sprintf(" and %s", file.Name())
}
