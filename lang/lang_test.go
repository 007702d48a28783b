package lang_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoad(t *testing.T) {
	const text = "mission Hello { action A { get \"/a\" } }\n"
	for _, name := range []string{"hello.reqon", "hello.vague"} {
		path := write(t, name, text)
		r, err := lang.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Missions) != 1 || r.Missions[0].Name != "Hello" || len(r.Diagnostics) != 0 {
			t.Errorf("%s: %d missions, %v", name, len(r.Missions), r.Diagnostics)
		}
		if have := r.Missions[0].File.Name(); have != filepath.ToSlash(path) {
			t.Errorf("the file is called %s", have)
		}
	}
}

func TestLoadGathers(t *testing.T) {
	r, err := lang.Load(write(t, "m.reqon", "mission M {\n  action A { gte \"/a\" }\n  action B { get itms }\n  run A then C\n}\n"))
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, d := range r.Diagnostics {
		codes = append(codes, string(d.Code))
	}
	if got := strings.Join(codes, " "); got != "E410 E103 E106" {
		t.Errorf("%s; the parser's and the checker's problems are wanted, in order of their places", got)
	}
	if len(r.Missions) != 0 || !diag.HasErrors(r.Diagnostics) {
		t.Error("a mission with mistakes has no plan")
	}
}

func TestLoadRefuses(t *testing.T) {
	folder := t.TempDir()
	there := write(t, "there.reqon", "")
	large := write(t, "large.reqon", strings.Repeat(" ", 17<<20))
	for path, want := range map[string]string{
		filepath.Join(folder, "missing.reqon"): "there is no such file",
		strings.TrimSuffix(there, ".reqon"):    "did you mean " + there + "?",
		folder:                                 "folders are not compiled yet",
		write(t, "mission.txt", ""):            "a mission file ends in .reqon or .vague",
		large:                                  "larger than 16 MiB",
	} {
		if _, err := lang.Load(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", path, err, want)
		}
	}
}
