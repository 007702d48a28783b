package reject

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/check"
	"github.com/reqongen/reqongen/lang/diag"
)

var update = flag.Bool("update", false, "write the rendered outputs anew; read them before you commit them")

// least is how many mistakes the corpus holds at least.
const least = 80

// TestMessages holds every mission against the messages that it wants.
func TestMessages(t *testing.T) {
	mistakes := 0
	for _, file := range missions(t, "*") {
		topic := filepath.Base(filepath.Dir(file))
		if topic == "rendered" {
			continue
		}
		t.Run(file, func(t *testing.T) {
			list := load(t, file)
			compare(t, file, list)
			switch errors := diag.HasErrors(list); {
			case topic == "accepted" && errors:
				t.Error("this mission must compile")
			case topic != "accepted" && len(list) == 0:
				t.Error("this mission has no mistake in it; it belongs into accepted")
			}
			if topic != "accepted" {
				for _, d := range list {
					if d.Severity != diag.Note {
						mistakes++
					}
				}
			}
		})
	}
	if mistakes < least {
		t.Errorf("the corpus holds %d mistakes, and should hold %d at least", mistakes, least)
	}
	t.Logf("%d mistakes", mistakes)
}

func load(t *testing.T, file string) []diag.Diagnostic {
	t.Helper()
	r, err := lang.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if errors := diag.HasErrors(r.Diagnostics); errors == (len(r.Missions) > 0) {
		t.Errorf("errors: %t, and %d missions", errors, len(r.Missions))
	}
	return r.Diagnostics
}

func compare(t *testing.T, file string, list []diag.Diagnostic) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	missing := wants(t, file, string(text))
	for _, d := range list {
		have := tell(d)
		if i := slices.Index(missing, have); i >= 0 {
			missing = slices.Delete(missing, i, i+1)
		} else {
			t.Errorf("unexpected:\n// want %s", have)
		}
	}
	for _, want := range missing {
		t.Errorf("missing:\n// want %s", want)
	}
}

// TestEveryCode wants a mission for every code of the checker.
func TestEveryCode(t *testing.T) {
	seen := map[diag.Code]bool{}
	for _, file := range missions(t, "*") {
		r, err := lang.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range r.Diagnostics {
			seen[d.Code] = true
		}
	}
	for _, c := range check.Codes {
		if !seen[c.Code] {
			t.Errorf("no mission has the mistake %s: %s", c.Code, c.Doc)
		}
	}
}

// TestRendered holds whole outputs, as a user sees them.
func TestRendered(t *testing.T) {
	for _, file := range missions(t, "rendered") {
		var out bytes.Buffer
		if err := diag.WriteText(&out, load(t, file)); err != nil {
			t.Fatal(err)
		}
		golden := strings.TrimSuffix(file, ".reqon") + ".txt"
		if *update {
			if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Errorf("%v; go test ./golden/reject -update writes it", err)
			continue
		}
		if diff := cmp.Diff(string(want), out.String()); diff != "" {
			t.Errorf("%s (-want +have):\n%s", golden, diff)
		}
	}
	texts, err := filepath.Glob("rendered/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		if _, err := os.Stat(strings.TrimSuffix(text, ".txt") + ".reqon"); err != nil {
			t.Errorf("%s belongs to no mission", text)
		}
	}
}

// missions finds the missions of a topic, of all for "*".
func missions(t *testing.T, topic string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(topic, "*.reqon"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no missions in %s", topic)
	}
	return files
}
