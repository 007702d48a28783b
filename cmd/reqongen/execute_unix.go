//go:build unix

package main

import (
	"os"
	"syscall"
)

// execute becomes the program: signals, streams and the exit status are then
// its own. It returns only where that fails.
func (a *app) execute(program string, words []string) (int, error) {
	return 0, &os.PathError{Op: "run", Path: program, Err: syscall.Exec(program, words, os.Environ())}
}
