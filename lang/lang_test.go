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
		folder:                                 "is a folder without mission files; the mission of a folder is " + filepath.Join(folder, "mission.reqon"),
		filepath.Dir(there):                    "name a file, such as " + there,
		write(t, "mission.txt", ""):            "a mission file ends in .reqon or .vague",
		large:                                  "larger than 16 MiB",
	} {
		if _, err := lang.Load(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", path, err, want)
		}
	}
}

// A folder is read in the order of its paths, links are followed, and a file that
// is reached twice is one file.
func TestLoadFolder(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("m/mission.vague", `import Far from "../lib/far.reqon"
import B from "./b/../b/b.reqon"
mission M { run A then B then C then Far }`)
	put("m/b/b.reqon", `source Second { base: "https://b.example.com" } action B { get "/b" }`)
	put("m/a.reqon", `source First { base: "https://a.example.com" } action A { get "/a" }`)
	put("m/.hidden/x.reqon", `mission`)
	put("m/notes.txt", `mission`)
	put("lib/far.reqon", `import Near from "./near.reqon"
action Far { run Near }`)
	put("lib/near.reqon", `action Near { get "/near" }`)
	put("linked/c.reqon", `import D from "./d.reqon"
action C { run D }`)
	put("linked/d.reqon", `action D { get "/d" }`)
	for link, to := range map[string]string{
		"m/c.reqon":  "../linked/c.reqon", // what it imports lies beside the file itself
		"m/b/around": "..",                // a link to a folder around itself
		"other":      "m",                 // the folder itself
	} {
		if err := os.Symlink(filepath.FromSlash(to), filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Skip(err)
		}
	}
	for _, folder := range []string{"other", "m"} {
		r, err := lang.Load(filepath.Join(dir, folder))
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Missions) != 1 {
			t.Fatalf("%s: %v", folder, r.Diagnostics)
		}
		var actions, sources []string
		for _, a := range r.Missions[0].Actions {
			actions = append(actions, a.Name)
		}
		for _, s := range r.Missions[0].Sources {
			sources = append(sources, s.Name)
		}
		if got := strings.Join(actions, " ") + ", " + strings.Join(sources, " "); got != "A B C Far Near D, First" {
			t.Errorf("%s: %s", folder, got)
		}
	}
}
