package main

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reqongen/reqongen"
	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/cli"
)

// The README shows what the compiler writes, and the flags that there are.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(data)

	result := lang.Check(source.NewFile("fanout.reqon", fenced(t, readme, "reqon")))
	if len(result.Missions) != 1 {
		t.Fatalf("its mission does not compile: %v", result.Diagnostics)
	}
	files, err := gen.Generate(result.Missions[0], gen.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var written strings.Builder
	for _, f := range files {
		written.Write(f.Data)
	}
	// The README indents by two spaces: it is read in a narrow column.
	generated := strings.ReplaceAll(written.String(), "\t", "  ")
	functions := strings.SplitAfter(strings.TrimSpace(fenced(t, readme, "go")), "\n}\n")
	if len(functions) != 2 {
		t.Errorf("the README shows %d functions, want the pipeline and an action", len(functions))
	}
	for _, function := range functions {
		if !strings.Contains(generated, strings.TrimSpace(function)) {
			t.Errorf("the compiler does not write this:\n%s\nbut\n%s", function, generated)
		}
	}

	var compiler, mission strings.Builder
	run([]string{"--help"}, nil, &compiler, nil)
	cli.Run(&rt.Program{}, []string{"--help"}, nil, &mission, nil)
	for name, help := range map[string]string{"the compiler": compiler.String(), "a mission": mission.String()} {
		_, flags, _ := strings.Cut(help, "Flags:\n")
		flags, _, _ = strings.Cut(flags, "\n\n")
		flags = strings.TrimSpace(flags)
		if flags == "" || !strings.Contains(readme, flags) {
			t.Errorf("the flags of %s are\n%s", name, flags)
		}
	}
}

// Every package of ours stands in the README's picture with what it imports of
// ours, and nothing else does.
func TestReadmeDrawsEveryRoom(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
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

// fenced is the first block of code of that language.
func fenced(t *testing.T, text, language string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, "```"+language+"\n")
	block, _, closed := strings.Cut(rest, "\n```")
	if !found || !closed {
		t.Fatalf("there is no block of %s", language)
	}
	return block + "\n"
}
