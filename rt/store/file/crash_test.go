package file_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/file"
	"github.com/reqongen/reqongen/rt/store/storetest"
)

var missions = flag.Int("missions", 40, "how many random missions TestEveryMoment runs")

func open(run *rt.Run) *store.Store { return file.Open(run, "killed") }

// TestEveryMoment runs random missions whose strands take turns, and at many
// moments copies the files away as a kill would leave them: a look at the copy
// finds what was written until then, in the serial order.
func TestEveryMoment(t *testing.T) {
	for i := range *missions {
		seed := *firstSeed + uint64(i)
		rng := rand.New(rand.NewPCG(seed, 5))
		m := storetest.Random(rng)
		m.Turns = rng
		dir := t.TempDir()
		check := func(left string, what storetest.Model) {
			what.Write([]int{1 << 30}, store.Op{Kind: store.Number})
			got, want := contents(t, rt.Options{StateDir: left, DryRun: true}).String(), what.Before(nil).String()
			if got != want {
				t.Fatalf("a look finds\n%s\nwant\n%s\n%s\nreplay: go test ./rt/store/file -run 'TestEveryMoment$' -missions 1 -seed %d", got, want, m, seed)
			}
		}
		m.Written = func(model *storetest.Model) {
			if rng.IntN(4) == 0 {
				check(copyFiles(t, dir), model.Clone())
			}
		}
		if err := m.Run(open, rt.Options{StateDir: dir}); err != nil {
			t.Fatal(err)
		}
		if len(m.Problems) > 0 {
			t.Fatalf("%s\n%s\nreplay: go test ./rt/store/file -run 'TestEveryMoment$' -missions 1 -seed %d", m.Problems[0], m, seed)
		}
		if names := list(t, dir); names != "" && names != "killed.json" {
			t.Fatalf("the run left %s", names)
		}
		check(dir, m.Model.Clone())
	}
}

// copyFiles copies what a killed process would leave.
func copyFiles(t *testing.T, dir string) string {
	t.Helper()
	left, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(left, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return left
}

// list is the names in a folder.
func list(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// TestTornEnd cuts a journal at each of its bytes: what is left are the lines
// that are whole, in the serial order.
func TestTornEnd(t *testing.T) {
	dir := t.TempDir()
	var whole string // the journal before the stage ended
	write(t, dir, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		for i, doc := range []string{`{"id":"a","x":"é\n"}`, `[{"id":"b"},{"n":1}]`, `{"id":"a","x":2}`} {
			if err := st.Save(ctx, s, at, decode(t, doc), store.Options{Upsert: i == 2}); err != nil {
				return err
			}
		}
		text, err := os.ReadFile(filepath.Join(dir, "killed.journal"))
		whole = string(text)
		return err
	})
	lines := strings.SplitAfter(whole, "\n")
	want := []string{
		"", "", "\"a\":{\"id\":\"a\",\"x\":\"é\\n\"}\n",
		"\"a\":{\"id\":\"a\",\"x\":\"é\\n\"}\n\"b\":{\"id\":\"b\"}\n\"2\":{\"n\":1}\n",
		"\"a\":{\"id\":\"a\",\"x\":2}\n\"b\":{\"id\":\"b\"}\n\"2\":{\"n\":1}\n",
	}
	if len(lines) != len(want) { // the last one is empty
		t.Fatalf("the journal has %d lines:\n%s", len(lines)-1, whole)
	}
	for cut := range len(whole) + 1 {
		left := t.TempDir()
		put(t, left, "killed.journal", whole[:cut])
		complete := strings.Count(whole[:cut], "\n")
		if got := contents(t, rt.Options{StateDir: left}).String(); got != want[complete] {
			t.Fatalf("cut after %d bytes, %d lines, there is\n%s\nwant\n%s", cut, complete, got, want[complete])
		}
		if got := list(t, left); got != "" && got != "killed.json" {
			t.Fatalf("cut after %d bytes, the run left %s", cut, got)
		}
	}
}
