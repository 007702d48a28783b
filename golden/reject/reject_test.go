package reject

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/lang"
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

// mainFile is the file of a case's folder that is loaded alone, with what it
// imports; where there is none the folder is.
const mainFile = "main.reqon"

func load(t *testing.T, file string) []diag.Diagnostic {
	t.Helper()
	if main := filepath.Join(file, mainFile); exists(main) {
		file = main
	}
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
	var missing []told
	for _, name := range filesOf(t, file) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		missing = append(missing, wants(t, filepath.ToSlash(name), string(text))...)
	}
	for _, d := range list {
		have := tell(d, file)
		if i := slices.Index(missing, have); i >= 0 {
			missing = slices.Delete(missing, i, i+1)
		} else {
			t.Errorf("unexpected in %s:\n// want %s", have.file, have.text)
		}
	}
	for _, want := range missing {
		t.Errorf("missing in %s:\n// want %s", want.file, want.text)
	}
}

// TestEveryCode wants a mission for every code but the parser's.
func TestEveryCode(t *testing.T) {
	seen := map[diag.Code]bool{}
	for _, file := range missions(t, "*") {
		for _, d := range load(t, file) {
			seen[d.Code] = true
		}
	}
	for _, c := range lang.Codes {
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

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// filesOf are the file itself, or all mission files below a folder.
func filesOf(t *testing.T, name string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && slices.Contains(lang.Extensions, filepath.Ext(path)) {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// missions finds the missions of a topic, of all for "*": files, and folders
// with a mission in them.
func missions(t *testing.T, topic string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(topic, "*.reqon"))
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range []string{"mission.reqon", "mission.vague", mainFile} {
		roots, err := filepath.Glob(filepath.Join(topic, "*", root))
		if err != nil {
			t.Fatal(err)
		}
		for _, root := range roots {
			files = append(files, filepath.Dir(root))
		}
	}
	if len(files) == 0 {
		t.Fatalf("no missions in %s", topic)
	}
	return files
}
