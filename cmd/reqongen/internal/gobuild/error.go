package gobuild

import (
	"errors"
	"regexp"
)

// ErrNoGo is that there is no go command.
var ErrNoGo = errors.New("there is no go command: compiling a mission needs Go 1.26 or newer, from https://go.dev/dl")

// An Error is a go build that failed.
type Error struct {
	Output string
	err    error
}

// Error is what the go command said.
func (e *Error) Error() string {
	if e.Output == "" {
		return e.err.Error()
	}
	return e.Output
}

// Unwrap gives the error of running it.
func (e *Error) Unwrap() error { return e.err }

var compileError = regexp.MustCompile(`(?m)^(# |\S+\.go:\d+:\d+: )`)

// Ours tells whether generated code or the runtime did not compile, which is a
// defect of the compiler. Everything else is about the Go that it met: too old,
// a module that could not be fetched, a full disk.
func (e *Error) Ours() bool { return compileError.MatchString(e.Output) }
