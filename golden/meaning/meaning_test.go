package meaning_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// TestMeaning runs random missions as they are planned and as they are generated.
// A mission that differs is printed with its seed.
func TestMeaning(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds a program of many packages")
	}
	const count = 120
	missions := make(map[string]*plan.Mission)
	texts := make(map[string]string)
	for seed := uint64(1); len(missions) < count; seed++ {
		text := random.CalmMission(random.Choices(seed))
		result := lang.Check(source.NewFile("mission.reqon", text))
		if len(result.Missions) == 1 {
			name := fmt.Sprintf("seed%d", seed)
			missions[name], texts[name] = result.Missions[0], text
		}
		if seed > 10*count {
			t.Fatalf("%d of %d random missions are accepted", len(missions), seed)
		}
	}
	program := build(t, missions)
	done := 0
	for name, m := range missions {
		out, err := exec.Command(program, name).Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := meaning.Run(interpret.Program(m, interpret.Memory))
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(out), "\n")); diff != "" {
			t.Errorf("%s differs (-as planned +as generated):\n%s\n%s", name, diff, texts[name])
		}
		if strings.HasPrefix(want, "status done") || strings.HasPrefix(want, "status partial") {
			done++
		}
	}
	t.Logf("%d of %d missions come to their end", done, count)
	if done < count/5 {
		t.Errorf("only %d of %d missions come to their end", done, count)
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
