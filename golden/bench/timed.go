package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// timedWord, as the first word of the command line, makes this program a
// stopwatch: it runs the rest of the line and prints its Measure.
//
// Linux counts into the peak of a process what its parent held when it was
// started. This process holds the server's answers; a stopwatch of its own
// holds next to nothing, some 6 MiB, below which no figure can be.
const timedWord = "timed:"

// timed runs a program once, under a stopwatch.
func timed(ctx context.Context, p program, base, output string) (Measure, error) {
	self, err := os.Executable()
	if err != nil {
		return Measure{}, err
	}
	cmd := exec.CommandContext(ctx, self, append(append([]string{timedWord}, p.argv...), "--base="+base, "--output="+output)...)
	var told bytes.Buffer
	cmd.Stderr = &told
	out, err := cmd.Output()
	if err != nil {
		return Measure{}, fmt.Errorf("%s: %w\n%s", p.name, err, told.Bytes())
	}
	var m Measure
	return m, json.Unmarshal(out, &m)
}

// stopwatch runs a command line and prints what it took.
func stopwatch(argv []string) error {
	cmd := exec.Command(argv[0], slices.Clone(argv[1:])...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return err
	}
	wall := time.Since(began)
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return json.NewEncoder(os.Stdout).Encode(Measure{
		Wall:   wall,
		CPU:    cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		Memory: usage.Maxrss * 1024, // Linux counts it in KiB
	})
}
