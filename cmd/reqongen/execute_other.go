//go:build !unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
)

// execute runs the program to its end. An interrupt at the console reaches the
// program by itself; here it is only kept from ending this process first.
func (a *app) execute(program string, words []string) (int, error) {
	signal.Ignore(os.Interrupt)
	child := exec.Command(program)
	child.Args = words
	child.Stdin, child.Stdout, child.Stderr = a.stdin, a.stdout, a.stderr
	err := child.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode(), nil
	}
	return 0, err
}
