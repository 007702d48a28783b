package seen_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/reqongen/reqongen/golden/internal/casebuild"
	"github.com/reqongen/reqongen/golden/seen"
	"github.com/reqongen/reqongen/lang/plan"
)

var built = flag.Int("built", 1000, "how many random missions are generated and built")

// atOnce is how many missions one program has.
const atOnce = 200

// TestBuilt runs generated random missions with what they see of each answer
// decoded, and with all of it.
func TestBuilt(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds programs of many packages")
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
	dir, err := os.MkdirTemp("", "seen-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir) // and not at the end of a test that makes a hundred
	plans, seeds := make(map[string]*plan.Mission), ""
	for name, m := range batch {
		plans[name] = m.plan
		seeds += fmt.Sprintf("\t%q: %d,\n", name, m.seed)
	}
	if err := casebuild.Write(dir, plans, mainText+"\nvar seeds = map[string]uint64{\n"+seeds+"}\n"); err != nil {
		t.Fatal(err)
	}
	// The missions, not the runtime, are built without optimising them and without
	// debug information: building them is nearly all of the time and of the disk.
	program, err := casebuild.Compile(dir, "missions", "-tags=reqon_either", "-gcflags=cases/...=-N -l -dwarf=false", "-ldflags=-w -s")
	if err != nil {
		t.Error(err) // the message has the seed, and the batches to come are worth looking at
		return
	}
	selected, whole := outcomes(t, program), outcomes(t, program, "REQON_WHOLE=1")
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
	"github.com/reqongen/reqongen/rt/value"

%s)

var programs = map[string]*rt.Program{
%s}

func main() {
	if everything := value.Select("id") == nil; everything != (os.Getenv("REQON_WHOLE") != "") {
		fmt.Fprintln(os.Stderr, "everything is decoded:", everything)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(seen.RunAll(programs, seeds)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`

// outcomes is what the program tells of each mission, run with the variables.
func outcomes(t *testing.T, program string, env ...string) map[string][]string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(program)
	cmd.Env, cmd.Stderr = append(os.Environ(), env...), &stderr
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
