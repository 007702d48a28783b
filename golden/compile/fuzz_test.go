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

// compiles wants what the compiler accepts to be accepted by Go, as a program
// and as a library, and tells whether the compiler did.
func compiles(t *testing.T, text string) bool {
	t.Helper()
	missions := lang.Check(source.NewFile("mission.reqon", text)).Missions
	for _, m := range missions {
		for _, o := range []gen.Options{{}, {Package: "library"}} {
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
	f.Fuzz(func(t *testing.T, text string) { compiles(t, text) })
}

// FuzzMission is the whole compiler on missions that are made of the input.
func FuzzMission(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(random.Choices(seed))
	}
	f.Fuzz(func(t *testing.T, input []byte) { compiles(t, random.Mission(input)) })
}

// TestRandomMissions compiles missions of many seeds. Most of them have to be
// such that the compiler accepts them, or the test tests nothing.
func TestRandomMissions(t *testing.T) {
	const count = 300
	accepted := 0
	for seed := range uint64(count) {
		if compiles(t, random.Mission(random.Choices(seed))) {
			accepted++
		}
	}
	if accepted < count/2 {
		t.Errorf("%d of %d random missions are accepted", accepted, count)
	}
}
