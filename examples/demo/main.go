// Command demo shows in a few seconds what reqongen does: it compiles the
// example fan-out-fan-in to a native program, runs that against a canned API on
// loopback, and prints what ran side by side, as the API saw it, and what was
// stored.
//
//	go run ./examples/demo
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/reqongen/reqongen/examples/internal/canned"
	"github.com/reqongen/reqongen/rt/rttest"
)

const example = "fan-out-fan-in"

func main() {
	if err := demo(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func demo(w io.Writer) error {
	dir, err := canned.Dir(example)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "reqon-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	mission := filepath.Join(dir, "mission.reqon")
	text, err := os.ReadFile(mission)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "examples/%s/mission.reqon ends with\n\n%s\n", example, lastLines(text))

	compiler, err := canned.Compiler(work)
	if err != nil {
		return err
	}
	program := filepath.Join(work, "fanout")
	started := time.Now()
	if _, err := command(compiler, "build", "-o", program, mission); err != nil {
		return err
	}
	info, err := os.Stat(program)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "compiled to Go, and that to a program of %.1f MB, in %v\n",
		float64(info.Size())/1e6, time.Since(started).Round(10*time.Millisecond))

	server, err := canned.Serve(example)
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Fprintf(w, "a canned API listens at %s\n\n", server.URL)
	stores := filepath.Join(work, "stores.json")
	summary, err := command(program, "--base="+server.URL, "--output="+stores, "--state-dir="+work, "--no-progress")
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s\n", summary)
	draw(w, server.Requests())
	return printRecords(w, stores)
}

// command runs a program and gives what it said.
func command(program string, args ...string) ([]byte, error) {
	said, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, said)
	}
	return said, nil
}

// lastLines are the last statement of the mission, as it is written.
func lastLines(mission []byte) []byte {
	end := bytes.TrimRight(mission, "}\n ")
	return append(end[bytes.LastIndexByte(end, '\n')+1:], '\n')
}

// draw shows the requests by path and time, as the server saw them.
func draw(w io.Writer, all rttest.Requests) {
	const width = 60
	begin, end := all[0].Started, all[0].Ended
	for _, r := range all {
		if r.Ended.After(end) {
			end = r.Ended
		}
	}
	fmt.Fprintln(w, "what the API saw, from left to right:")
	for _, path := range []string{"/items", "/pricing", "/inventory"} {
		requests := all.To(path)
		line := []rune(fmt.Sprintf("%*s", width, ""))
		for i, r := range requests {
			// Requests of one path follow each other closely: two shades tell
			// them apart.
			shade := []rune("█▒")[i%2]
			from := int(width * r.Started.Sub(begin) / end.Sub(begin))
			to := int(width * r.Ended.Sub(begin) / end.Sub(begin))
			for x := from; x < max(from+1, to) && x < width; x++ {
				line[x] = shade
			}
		}
		fmt.Fprintf(w, "  %-15s %s %d\n", "GET "+path, string(line), len(requests))
	}
	fmt.Fprintf(w, "  %-15s 0%*d ms\n", "", width-1, end.Sub(begin).Milliseconds())
	fmt.Fprintf(w, "  prices and stock were in flight together for %d ms\n\n",
		together(all.To("/pricing"), all.To("/inventory")).Milliseconds())
}

// together is how long some request of the one and some of the other were in
// flight at the same time. Neither overlaps itself.
func together(some, others rttest.Requests) time.Duration {
	var sum time.Duration
	for _, a := range some {
		for _, b := range others {
			begin, end := a.Started, a.Ended
			if b.Started.After(begin) {
				begin = b.Started
			}
			if b.Ended.Before(end) {
				end = b.Ended
			}
			sum += max(0, end.Sub(begin))
		}
	}
	return sum
}

// printRecords prints the first records that the run combined.
func printRecords(w io.Writer, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var stores struct{ EnrichedItems []json.RawMessage }
	if err := json.Unmarshal(text, &stores); err != nil {
		return err
	}
	const few = 3
	fmt.Fprintf(w, "the first of %d records in enrichedItems:\n", len(stores.EnrichedItems))
	for _, record := range stores.EnrichedItems[:min(few, len(stores.EnrichedItems))] {
		fmt.Fprintf(w, "  %s\n", record)
	}
	return nil
}
