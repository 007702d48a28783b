package compile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/golden/compile"
	"github.com/reqongen/reqongen/golden/internal/random"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/source"
)

// both are a program and a library.
var both = []gen.Options{{}, {Package: "library"}}

// compiles wants what the compiler accepts to be accepted by Go, with each of the
// options, and tells whether the compiler did.
func compiles(t *testing.T, text string, options []gen.Options) bool {
	t.Helper()
	missions := lang.Check(source.NewFile("mission.reqon", text)).Missions
	for _, m := range missions {
		for _, o := range options {
			files, err := gen.Generate(m, o)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			if err := compile.Check(files); err != nil {
				for _, f := range files {
					text += "\n=== " + f.Name + "\n" + string(f.Data)
				}
				t.Fatalf("%v\n%s", err, text)
			}
		}
	}
	return len(missions) > 0
}

// FuzzCompile is the whole compiler on any text.
func FuzzCompile(f *testing.F) {
	paths, err := filepath.Glob("../*/*/mission.reqon")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no missions: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) { compiles(t, text, both) })
}

// FuzzMission is the whole compiler on missions that are made of the input.
func FuzzMission(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(random.Choices(seed))
	}
	f.Fuzz(func(t *testing.T, input []byte) { compiles(t, random.Mission(input), both) })
}
