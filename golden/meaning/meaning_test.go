package meaning_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/golden/internal/interpret"
	"github.com/reqongen/reqongen/golden/internal/random"
	"github.com/reqongen/reqongen/golden/meaning"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

var (
	count     = flag.Int("missions", 120, "how many random missions are run")
	firstSeed = flag.Uint64("seed", 1, "the seed of the first of them")
)

// TestMeaning runs random missions as they are planned and as they are generated.
// A mission that differs is printed with its seed.
func TestMeaning(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds a program of many packages")
	}
	missions := make(map[string]*plan.Mission)
	texts := make(map[string]string)
	for seed := *firstSeed; len(missions) < *count; seed++ {
		text := random.CalmMission(random.Choices(seed))
		result := lang.Check(source.NewFile("mission.reqon", text))
		if len(result.Missions) == 1 {
			name := fmt.Sprintf("seed%d", seed)
			missions[name], texts[name] = result.Missions[0], text
		}
		if seed > *firstSeed+10*uint64(*count) {
			t.Fatalf("%d of %d random missions are accepted", len(missions), seed)
		}
	}
	program := build(t, missions)
	done, reached := 0, map[string]int{}
	for name, m := range missions {
		out, err := exec.Command(program, name).Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := meaning.Run(interpret.Program(m, interpret.Memory))
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(out), "\n")); diff != "" {
			seed := strings.TrimPrefix(name, "seed")
			t.Errorf("%s differs (-as planned +as generated):\n%s\n%s\nreplay: go test ./golden/meaning -run 'TestMeaning$' -missions 1 -seed %s", name, diff, texts[name], seed)
		}
		if strings.HasPrefix(want, "status done") || strings.HasPrefix(want, "status partial") {
			done++
			constructs(m, reached)
		}
	}
	t.Logf("%d of %d missions come to their end; of these have %v", done, *count, reached)
	if *count < 120 {
		return
	}
	if done < *count/5 {
		t.Errorf("only %d of %d missions come to their end", done, *count)
	}
	for _, name := range []string{
		"Request", "For", "Map", "Apply", "Validate", "Keep", "Match", "LetStep", "Delete", "Clear", "Skip", "Continue", "RunAction", "Jump", "RetryStep", "QueueStep",
		"group", "parallel loop", "map that checks", "or", "conditional stage",
	} {
		if reached[name] == 0 {
			t.Errorf("no mission that comes to its end has %s", name)
		}
	}
}

// constructs counts what a mission is made of.
func constructs(m *plan.Mission, reached map[string]int) {
	have := map[string]bool{}
	for _, stage := range m.Stages {
		have["group"] = have["group"] || len(stage.Actions) > 1
		have["conditional stage"] = have["conditional stage"] || stage.If != nil
	}
	for _, a := range m.Actions {
		a.Body.Each(func(step plan.Step) {
			have[reflect.TypeOf(step).Elem().Name()] = true
			switch step := step.(type) {
			case *plan.For:
				have["parallel loop"] = have["parallel loop"] || step.Parallel
			case *plan.Map:
				have["map that checks"] = have["map that checks"] || step.Check != nil
			case *plan.Validate:
				have["or"] = have["or"] || step.Or != nil
			}
		})
	}
	for name, has := range have {
		if has {
			reached[name]++
		}
	}
}

// build makes a program that runs the mission of the name it is given.
func build(t *testing.T, missions map[string]*plan.Mission) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	imports, cases := "", ""
	for name, m := range missions {
		files, err := gen.Generate(m, gen.Options{Package: name})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			write(filepath.Join(name, f.Name), string(f.Data))
		}
		write(filepath.Join(name, "export.go"), "package "+name+"\n\nvar Program = &program\n")
		imports += fmt.Sprintf("\t\"missions/%s\"\n", name)
		cases += fmt.Sprintf("\t%q: %s.Program,\n", name, name)
	}
	write("main.go", fmt.Sprintf(`package main

import (
	"fmt"
	"os"

	"github.com/reqongen/reqongen/golden/meaning"
	"github.com/reqongen/reqongen/rt"
%s)

var programs = map[string]*rt.Program{
%s}

func main() { fmt.Print(meaning.Run(programs[os.Args[1]])) }
`, imports, cases))
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	write("go.mod", strings.Replace(string(mod), "module github.com/reqongen/reqongen", "module missions", 1)+
		"\nrequire github.com/reqongen/reqongen v0.0.0\n\nreplace github.com/reqongen/reqongen => "+root+"\n")
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write("go.sum", string(sum))
	program := filepath.Join(dir, "missions")
	cmd := exec.Command("go", "build", "-mod=mod", "-trimpath", "-o", program, ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}
