package graph

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/awalterschulze/gographviz"
	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/graph"
)

var update = flag.Bool("update", false, "write the drawings anew; read them before you commit them")

// TestDrawings holds every form of every mission.
func TestDrawings(t *testing.T) {
	cases := glob(t, "*.reqon")
	for _, file := range cases {
		e := missions(t, file)[0]
		g := graph.Of(e)
		data, err := json.MarshalIndent(g, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		for extension, text := range map[string]string{
			".txt": g.Text(), ".mermaid": g.Mermaid(), ".dot": g.DOT(), ".json": string(data) + "\n", ".explain": graph.Explain(e),
		} {
			compare(t, strings.TrimSuffix(file, ".reqon")+extension, text)
		}
	}
	for _, extension := range []string{".txt", ".mermaid", ".dot", ".json", ".explain"} {
		if files := glob(t, "*"+extension); len(files) != len(cases) {
			t.Errorf("%d missions, and of %s there are %v", len(cases), extension, files)
		}
	}
}

func compare(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("%v; go test ./golden/graph -update writes it", err)
		return
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s (-want +have):\n%s", file, diff)
	}
}

// everywhere are missions of all kinds.
func everywhere(t *testing.T) []string {
	t.Helper()
	files := append(glob(t, "*.reqon"), glob(t, "../race/*.reqon")...)
	files = append(files, glob(t, "../run/page-*/mission.reqon")...)
	return append(files, glob(t, "../../examples/*/*.reqon")...)
}

// TestDOT wants of every mission what Graphviz reads, with a node an action of
// a stage.
func TestDOT(t *testing.T) {
	for _, file := range everywhere(t) {
		for _, e := range missions(t, file) {
			tree, err := gographviz.ParseString(graph.Of(e).DOT())
			if err != nil {
				t.Errorf("%s: %s: %v", file, e.Plan.Name, err)
				continue
			}
			drawn := gographviz.NewGraph()
			if err := gographviz.Analyse(tree, drawn); err != nil {
				t.Errorf("%s: %s: %v", file, e.Plan.Name, err)
				continue
			}
			if got, want := len(drawn.Nodes.Nodes), places(e); got != want {
				t.Errorf("%s: %s: %d nodes, want %d", file, e.Plan.Name, got, want)
			}
		}
	}
}

// The lines of a flowchart that this project writes, by Mermaid's grammar: an
// id, a text in quotation marks in which none stands, arrows.
var (
	mermaidText  = `"[^"\n]*"`
	mermaidTexts = regexp.MustCompile(`"[^"]*"`)
	mermaidLine  = regexp.MustCompile(`^(?:flowchart TD|  subgraph stage\d+\[` + mermaidText + `\]|  end|(?:  |    )a\d+_\d+\[` + mermaidText +
		`\]|  (?:a\d+_|stage)\d+ --> (?:a\d+_|stage)\d+|  a\d+_\d+ -\.->\|` + mermaidText + `\| a\d+_\d+)$`)
	mermaidNode   = regexp.MustCompile(`(?m)^ +(a\d+_\d+)\[`)
	mermaidEntity = regexp.MustCompile(`#(?:\d+|[a-z]+);`)
)

// TestMermaid wants of every mission what Mermaid reads. Its parser is a
// program for browsers (TestMermaidDraws), so the lines are held against its
// grammar, their texts each on one line.
func TestMermaid(t *testing.T) {
	for _, file := range everywhere(t) {
		for _, e := range missions(t, file) {
			text := mermaidTexts.ReplaceAllStringFunc(graph.Of(e).Mermaid(), func(text string) string {
				return strings.ReplaceAll(text, "\n", " ")
			})
			depth := 0
			for line := range strings.Lines(text) {
				line = strings.TrimSuffix(line, "\n")
				if !mermaidLine.MatchString(line) {
					t.Errorf("%s: %s: no line of a flowchart: %s", file, e.Plan.Name, line)
				}
				rest := mermaidEntity.ReplaceAllString(line, "")
				if rest = strings.ReplaceAll(strings.ReplaceAll(rest, "-->", ""), "-.->", ""); strings.ContainsAny(rest, "#<>&*~$\\`") {
					t.Errorf("%s: %s: a character with a meaning is left: %s", file, e.Plan.Name, line)
				}
				switch {
				case strings.HasPrefix(line, "  subgraph "):
					depth++
				case line == "  end":
					depth--
				}
			}
			if got, want := len(mermaidNode.FindAllString(text, -1)), places(e); got != want || depth != 0 {
				t.Errorf("%s: %s: %d nodes, want %d; %d groups are open", file, e.Plan.Name, got, want, depth)
			}
		}
	}
}

// places are the actions of all stages.
func places(e *effects.Mission) int {
	n := 0
	for _, s := range e.Plan.Stages {
		n += len(s.Actions)
	}
	return n
}

func missions(t *testing.T, file string) []*effects.Mission {
	t.Helper()
	r, err := lang.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Missions) == 0 {
		t.Fatalf("%s has mistakes: %v", file, r.Diagnostics)
	}
	var list []*effects.Mission
	for _, m := range r.Missions {
		list = append(list, effects.Of(m))
	}
	return list
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 && !*update {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	return files
}
