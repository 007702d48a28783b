package seen_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os/exec"
	"testing"

	"github.com/reqongen/reqongen/golden/internal/casebuild"
	"github.com/reqongen/reqongen/golden/seen"
	"github.com/reqongen/reqongen/lang/plan"
)

var built = flag.Int("built", 1000, "how many random missions are generated and built")

// atOnce is how many missions one program has.
const atOnce = 200

// TestBuilt runs generated random missions, built as they are and with the build
// tag that has everything decoded.
func TestBuilt(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds programs of many packages, twice")
	}
	batch := make(map[string]*mission)
	for m := range missions(*built) {
		if batch[fmt.Sprintf("m%d", m.seed)] = m; len(batch) == atOnce {
			compare(t, batch)
			clear(batch)
		}
	}
	if len(batch) > 0 {
		compare(t, batch)
	}
}

func compare(t *testing.T, batch map[string]*mission) {
	t.Helper()
	dir := t.TempDir()
	plans, seeds := make(map[string]*plan.Mission), ""
	for name, m := range batch {
		plans[name] = m.plan
		seeds += fmt.Sprintf("\t%q: %d,\n", name, m.seed)
	}
	if err := casebuild.Write(dir, plans, mainText+"\nvar seeds = map[string]uint64{\n"+seeds+"}\n"); err != nil {
		t.Fatal(err)
	}
	selected, whole := outcomes(t, dir, "selected"), outcomes(t, dir, "whole", "-tags=reqon_whole")
	for name, m := range batch {
		if len(whole[name]) != seen.Answers || len(selected[name]) != seen.Answers {
			t.Fatalf("%s came to %d and %d outcomes, want %d", name, len(whole[name]), len(selected[name]), seen.Answers)
		}
		if diff := difference(whole[name], selected[name]); diff != "" {
			t.Errorf("seed %d differs (-everything decoded +what is seen) %s\n%s\nreplay: go test ./golden/seen -run TestBuilt -built 1 -seed %d", m.seed, diff, m.text, m.seed)
		}
	}
}

const mainText = `package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/reqongen/reqongen/golden/seen"
	"github.com/reqongen/reqongen/rt"

%s)

var programs = map[string]*rt.Program{
%s}

func main() {
	if err := json.NewEncoder(os.Stdout).Encode(seen.RunAll(programs, seeds)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`

// outcomes builds the program with those flags, and gives what it tells of each
// mission.
func outcomes(t *testing.T, dir, name string, flags ...string) map[string][]string {
	t.Helper()
	program, err := casebuild.Compile(dir, name, flags...)
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(program)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	var told map[string][]string
	if err := json.Unmarshal(out, &told); err != nil {
		t.Fatal(err)
	}
	return told
}
