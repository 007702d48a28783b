package emit

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/golden/compile"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

var update = flag.Bool("update", false, "write the packages anew")

const missionFile = "mission.reqon"

// cases are the folders here.
func cases(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	if len(names) < 25 {
		t.Fatalf("only %d cases", len(names))
	}
	return names
}

// load checks the mission of a case as if it lay at the path.
func load(t *testing.T, name, path string) *plan.Mission {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(name, missionFile))
	if err != nil {
		t.Fatal(err)
	}
	result := lang.Check(source.NewFile(path, string(text)))
	if several(name) {
		result = elsewhere(t, name, path)
	}
	for _, d := range result.Diagnostics {
		if d.Severity == diag.Error {
			t.Errorf("%v: %s", d.Span, d.Msg)
		}
	}
	if len(result.Missions) != 1 {
		t.Fatalf("%s holds %d missions, want one", path, len(result.Missions))
	}
	return result.Missions[0]
}

// several reports a case of several files.
func several(name string) bool {
	entries, err := os.ReadDir(name)
	return err == nil && slices.ContainsFunc(entries, os.DirEntry.IsDir)
}

// elsewhere checks a case of several files, unless the path is the case's own
// from a copy in a folder of the path's name.
func elsewhere(t *testing.T, name, path string) *lang.Result {
	t.Helper()
	folder := name
	if dir := filepath.Dir(path); dir != name {
		folder = filepath.Join(t.TempDir(), "of", filepath.Base(dir))
		if err := os.CopyFS(folder, os.DirFS(name)); err != nil {
			t.Fatal(err)
		}
	}
	result, err := lang.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// options are those of a case: the file package names a library, and one named
// telemetry asks for that.
func options(t *testing.T, name string) gen.Options {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(name, "package"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	_, err = os.Stat(filepath.Join(name, "telemetry"))
	return gen.Options{Package: strings.TrimSpace(string(text)), Telemetry: err == nil}
}

func generate(t *testing.T, m *plan.Mission, o gen.Options) []gen.File {
	t.Helper()
	files, err := gen.Generate(m, o)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestGolden(t *testing.T) {
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			files := generate(t, load(t, name, filepath.Join(name, missionFile)), options(t, name))
			if *update {
				write(t, name, files)
			}
			compare(t, name, files)
			if err := compile.Check(files); err != nil {
				t.Error(err)
			}
		})
	}
}

// compare wants the Go files of the folder to be these.
func compare(t *testing.T, folder string, files []gen.File) {
	t.Helper()
	for _, f := range files {
		have, err := os.ReadFile(filepath.Join(folder, f.Name))
		if err != nil {
			t.Errorf("%v; go test ./golden/emit -update writes it", err)
		} else if !bytes.Equal(have, f.Data) {
			t.Errorf("%s differs from what is generated (-committed +generated); go test ./golden/emit -update writes it:\n%s",
				f.Name, cmp.Diff(string(have), string(f.Data)))
		}
	}
	for _, path := range orphans(t, folder, files) {
		t.Errorf("%s: nothing generates this file", path)
	}
}

// orphans are the Go files of a folder that are none of these.
func orphans(t *testing.T, folder string, files []gen.File) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(paths, func(path string) bool {
		return slices.ContainsFunc(files, func(f gen.File) bool { return f.Name == filepath.Base(path) })
	})
}

func write(t *testing.T, folder string, files []gen.File) {
	t.Helper()
	for _, path := range orphans(t, folder, files) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, f.Name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSameBytes generates each case again, as if from other folders, and one of
// them a hundred times.
func TestSameBytes(t *testing.T) {
	const often = "names"
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := generate(t, load(t, name, missionFile), options(t, name))
			for _, folder := range []string{".", "/tmp/somewhere", "../../else where", "C:/missions", "ü"} {
				m := load(t, name, filepath.Join(folder, missionFile))
				times := 1
				if name == often {
					times = 20
				}
				for range times {
					if diff := cmp.Diff(want, generate(t, m, options(t, name))); diff != "" {
						t.Fatalf("from %s (-first +again):\n%s", folder, diff)
					}
				}
			}
		})
	}
}

// TestCarriedRuntime generates a package that carries its runtime: it imports
// nothing of this module.
func TestCarriedRuntime(t *testing.T) {
	for _, runtime := range []string{"example.com/shop/internal/reqon", "shop/internal/reqon"} {
		for _, name := range []string{"fan-out-fan-in", "library"} {
			o := options(t, name)
			want := generate(t, load(t, name, missionFile), o)
			o.Runtime = runtime
			for i, f := range generate(t, load(t, name, missionFile), o) {
				back := strings.ReplaceAll(string(f.Data), `"`+runtime+`/`, `"github.com/reqongen/reqongen/`)
				if back == string(f.Data) {
					t.Errorf("%s of %s imports nothing of %s", f.Name, name, runtime)
				}
				if sorted(back) != sorted(string(want[i].Data)) {
					t.Errorf("%s of %s differs in more than its imports:\n%s", f.Name, name, cmp.Diff(string(want[i].Data), back))
				}
				_, imports, _ := strings.Cut(string(f.Data), "import (\n")
				imports, _, _ = strings.Cut(imports, ")")
				std, _, _ := strings.Cut(imports, "\n\n")
				if strings.Contains(std, runtime) || strings.Contains(std, ".") {
					t.Errorf("%s of %s: the standard library does not stand alone:\n%s", f.Name, name, imports)
				}
			}
		}
	}
}

// sorted is a text with its lines in order.
func sorted(text string) string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
