package serial_test

import (
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/plan"
)

var shuffles = flag.Int("shuffles", 50, "with how many seeds of --shuffle TestExamples runs each example")

// TestExamples runs every example with many seeds of --shuffle, and wants that
// its stores come out the same, to the byte of what --output writes.
func TestExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds a program")
	}
	root, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "*", "mission.reqon"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples below %s: %v", root, err)
	}
	files = append(files, filepath.Join(root, "library", "catalog.reqon"))
	missions := map[string]*plan.Mission{}
	for _, file := range files {
		loaded, err := lang.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(loaded.Missions) != 1 {
			t.Fatalf("%s: %v", file, loaded.Diagnostics)
		}
		missions[strings.ReplaceAll(filepath.Base(filepath.Dir(file)), "-", "_")] = loaded.Missions[0]
	}
	said := execute(t, missions, fmt.Sprintf("serial.RunExamples(t, programs, %d, %q)", *shuffles, root))
	for line := range strings.Lines(said) {
		if strings.Contains(line, " leaves the same ") {
			t.Log(strings.TrimSpace(line))
		}
	}
}
