// Command examples runs the examples of this folder, each against its canned
// API: a mission goes in, and what its program told and stored comes out.
//
//	go run ./examples                        lists them
//	go run ./examples fan-out-fan-in         runs one; flags of the mission may follow
//	go run ./examples --serve fan-out-fan-in serves its API until interrupted
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/examples/internal/canned"
)

func main() {
	// An interrupt is the mission's, which ends in good order; this program
	// then ends with it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	status, err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, "examples:", err)
		status = 1
	}
	os.Exit(status)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) (status int, err error) {
	if len(args) == 0 {
		return 0, list(stdout)
	}
	if args[0] == "--serve" && len(args) == 2 {
		return 0, serve(ctx, args[1], stdout)
	}
	if slices.Contains(programs, args[0]) {
		return 0, fmt.Errorf("%s is a program of its own: go run ./examples/%[1]s", args[0])
	}
	return runExample(args[0], args[1:], stdout, stderr)
}

// programs are the examples that no compiler has to be called for.
var programs = []string{"library", "demo"}

// list prints the examples with the title of each one's README.
func list(w io.Writer) error {
	names, err := canned.Missions()
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "go run ./examples NAME runs one of")
	for _, name := range names {
		title, err := titleOf(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "  %-20s %s\n", name, title)
	}
	fmt.Fprintln(w, "go run ./examples/library runs a Go program that uses a mission as a package")
	fmt.Fprintln(w, "go run ./examples/demo runs fan-out-fan-in and shows what the API saw")
	return nil
}

func titleOf(name string) (string, error) {
	dir, err := canned.Dir(name)
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(dir, "README.md"))
	title, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
	return title, err
}

// serve serves an example's API until the context ends.
func serve(ctx context.Context, name string, w io.Writer) error {
	server, err := canned.Serve(name)
	if err != nil {
		return err
	}
	defer server.Close()
	flags, err := canned.Flags(name, server.URL)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "The canned API of %s listens at %s\n\n  reqongen run examples/%s/mission.reqon %s\n\nCtrl-C ends it.\n",
		name, server.URL, name, strings.Join(flags, " "))
	<-ctx.Done()
	return nil
}

// runExample serves the example's API, builds the compiler, and lets it run
// the mission.
func runExample(name string, more []string, stdout, stderr io.Writer) (status int, err error) {
	server, err := canned.Serve(name)
	if err != nil {
		return 0, err
	}
	defer server.Close()
	flags, err := canned.Flags(name, server.URL)
	if err != nil {
		return 0, err
	}
	dir, err := canned.Dir(name)
	if err != nil {
		return 0, err
	}
	work, err := os.MkdirTemp("", "reqon-example-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(work)
	state := filepath.Join(work, "state")
	if err := canned.State(name, state); err != nil {
		return 0, err
	}
	compiler, err := canned.Compiler(work)
	if err != nil {
		return 0, err
	}

	mission := filepath.Join(dir, "mission.reqon")
	flags = append(flags, "--output=-")
	fmt.Fprintf(stderr, "$ reqongen run examples/%s/mission.reqon %s\n", name, strings.Join(append(flags, more...), " "))
	args := append([]string{"run", mission, "--state-dir=" + state}, append(flags, more...)...)
	cmd := exec.Command(compiler, args...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		fmt.Fprintf(stderr, "$ echo $?\n%d\n", exit.ExitCode())
		return exit.ExitCode(), nil
	}
	return 0, err
}
