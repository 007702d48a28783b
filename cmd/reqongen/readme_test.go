package main

import (
	"flag"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen"
	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/cli"
)

var update = flag.Bool("update", false, "write the Go and the flags of the README anew")

const readmePath = "../../README.md"

// The README shows what the compiler writes of its mission, and the flags that
// there are.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	readme := string(data)

	want := readme
	mission := fenced(t, readme, "reqon\n")
	written := compiled(t, mission)
	var shown []string
	for _, function := range []string{"pipeline", "enrichWithPricing"} {
		shown = append(shown, functionOf(t, written, function))
	}
	want = refenced(t, want, "go\n", strings.Join(shown, "\n\n"))

	var compilerHelp, missionHelp strings.Builder
	run([]string{"--help"}, nil, &compilerHelp, nil)
	cli.Run(&rt.Program{}, []string{"--help"}, nil, &missionHelp, nil)
	_, below, _ := strings.Cut(want, "### Flags of the compiler\n")
	want = strings.Replace(want, below, refenced(t, below, "\n", flagsOf(t, compilerHelp.String())), 1)
	_, below, _ = strings.Cut(want, "### Flags of a mission's program\n")
	want = strings.Replace(want, below, refenced(t, below, "\n", flagsOf(t, missionHelp.String())), 1)

	if *update {
		if err := os.WriteFile(readmePath, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(readme, "\n"), strings.Split(want, "\n")); diff != "" {
		t.Errorf("the README is not true any more; make golden-update writes it anew (-is +true):\n%s", diff)
	}
}

// compiled is all that the compiler writes of the mission, indented by two
// spaces: the README is read in a narrow column.
func compiled(t *testing.T, mission string) string {
	t.Helper()
	result := lang.Check(source.NewFile("fanout.reqon", mission))
	if len(result.Missions) != 1 {
		t.Fatalf("the README's mission does not compile: %v", result.Diagnostics)
	}
	files, err := gen.Generate(result.Missions[0], gen.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var written strings.Builder
	for _, f := range files {
		written.Write(f.Data)
	}
	return strings.ReplaceAll(written.String(), "\t", "  ")
}

// functionOf is a function of the Go with its comment.
func functionOf(t *testing.T, written, name string) string {
	t.Helper()
	_, after, found := strings.Cut(written, "\n// "+name+" is")
	body, _, closed := strings.Cut(after, "\n}\n")
	if !found || !closed {
		t.Fatalf("there is no function %s", name)
	}
	return "// " + name + " is" + body + "\n}"
}

func flagsOf(t *testing.T, help string) string {
	t.Helper()
	_, flags, found := strings.Cut(help, "Flags:\n")
	if !found {
		t.Fatalf("no flags are told:\n%s", help)
	}
	flags, _, _ = strings.Cut(flags, "\n\n")
	return strings.TrimRight(flags, "\n")
}

// Every package of ours stands in the README's picture with what it imports of
// ours, and nothing else does.
func TestReadmeDrawsEveryRoom(t *testing.T) {
	data, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	_, picture, _ := strings.Cut(string(data), "lists what a room may import of ours.\n\n```\n")
	picture, _, _ = strings.Cut(picture, "```")
	drawn := map[string][]string{} // by the room; nil where the picture says no imports
	parent := ""
	for line := range strings.Lines(picture) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case name == "" || strings.HasSuffix(name, "/") || strings.HasSuffix(name, ".go"):
			continue
		case strings.HasPrefix(line, " "):
			name = parent + "/" + name
		default:
			parent = name
		}
		drawn[name] = nil
		if i := strings.LastIndex(rest, "→"); i >= 0 && !strings.Contains(rest, "its rooms") {
			drawn[name] = strings.FieldsFunc(rest[i:], func(r rune) bool { return strings.ContainsRune("→–, ", r) })
			slices.Sort(drawn[name])
		}
	}
	cmd := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		paths := strings.Fields(line)
		name, below := strings.CutPrefix(paths[0], reqongen.Path+"/")
		room, _, _ := strings.Cut(name, "/")
		if !below || room == "golden" || room == "examples" {
			continue
		}
		want, found := drawn[name]
		if !found {
			t.Errorf("%s is not drawn", name)
		}
		delete(drawn, name)
		got := []string{}
		for _, p := range paths[1:] {
			if strings.HasPrefix(p, reqongen.Path+"/") {
				got = append(got, path.Base(p))
			}
		}
		slices.Sort(got)
		if want != nil && !slices.Equal(got, want) {
			t.Errorf("%s imports %q, and is drawn as if it did %q", name, got, want)
		}
	}
	for name := range drawn {
		t.Errorf("%s is drawn, and there is no such package", name)
	}
}

// fenced is the first block of code that opens so.
func fenced(t *testing.T, text, opening string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, "```"+opening)
	block, _, closed := strings.Cut(rest, "\n```")
	if !found || !closed {
		t.Fatalf("there is no block of %q", opening)
	}
	return block
}

// refenced is the text with another first block of code that opens so.
func refenced(t *testing.T, text, opening, block string) string {
	t.Helper()
	old := "```" + opening + fenced(t, text, opening) + "\n```"
	return strings.Replace(text, old, "```"+opening+block+"\n```", 1)
}
