package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

// lacking is a mission with sources that want credentials.
func lacking() *rt.Program {
	p := mission(nil, nil, nil, nil)
	open := p.Open
	p.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		for _, name := range []string{"Xero", "Shop"} {
			fetch.Open(run, fetch.Config{Name: name, Base: "https://api.test", Auth: "bearer"})
		}
		return open(run)
	}
	return p
}

// stored is a step that stores a record, as stores count it.
func stored(_ context.Context, s *rt.Strand, items *records) error {
	items.add(s, value.Int(1))
	s.Action().Stored.Add(-1) // which add has counted
	s.CountStored(1)
	return nil
}

// A file that cannot be read is told once, with what is there in its place; no
// source then says that it lacks what the file has.
func TestFilesThatCannotBeRead(t *testing.T) {
	clean(t)
	if err := os.WriteFile("unknown.json", []byte(`{ "Xero": { "type": "bearre", "token": "x" } }`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("folder", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		words []string
		want  string
		lacks []string // sources that say so
	}{
		{[]string{"--auth", "missing.json"}, "  --auth: there is no file missing.json\n", nil},
		{[]string{"--auth", "folder"}, "  --auth: folder is a folder, and a file is wanted\n", nil},
		{[]string{"--auth", "unknown.json"}, `Xero has the unknown type "bearre"`, []string{"Shop"}},
		{[]string{"--env", "missing.env"}, "  --env: there is no file missing.env\n", []string{"Xero", "Shop"}},
		{[]string{"--metrics-file", "none/run.prom"}, "  --metrics-file: there is no folder none\n", []string{"Xero", "Shop"}},
		{[]string{"--metrics-file", "folder"}, "  --metrics-file: folder is a folder, and a file is wanted\n", []string{"Xero", "Shop"}},
		{[]string{"--metrics-file", "-"}, "  --metrics-file: - is no file, and one is wanted\n", []string{"Xero", "Shop"}},
	} {
		status, _, stderr := invoke(t, lacking(), c.words...)
		if status != exitSettings || strings.Count(stderr, c.want) != 1 {
			t.Errorf("%q: status %d, want %d and once %q:\n%s", c.words, status, exitSettings, c.want, stderr)
		}
		for _, name := range []string{"Xero", "Shop"} {
			want := 0
			for _, lacks := range c.lacks {
				if lacks == name {
					want = 1
				}
			}
			if got := strings.Count(stderr, "source "+name+" wants"); got != want {
				t.Errorf("%q: %d messages that %s lacks credentials, want %d:\n%s", c.words, got, name, want, stderr)
			}
		}
	}
}

// A dry run does not tell of records that it stored: they are gone.
func TestDryRunStoresNothing(t *testing.T) {
	clean(t)
	status, _, stderr := invoke(t, mission(stored, nil, nil, nil), "--dry-run")
	if status != 0 || !strings.Contains(stderr, "a dry run, which sends and stores nothing") ||
		strings.Contains(stderr, "records in stores") || !strings.Contains(stderr, "0 records") {
		t.Errorf("status %d:\n%s", status, stderr)
	}
	if status, _, stderr = invoke(t, mission(stored, nil, nil, nil)); status != 0 || !strings.Contains(stderr, "records in stores: items 1") ||
		!strings.Contains(stderr, "1 record\n") {
		t.Errorf("status %d:\n%s", status, stderr)
	}
}

// A run that goes wrong takes the place of the figures before it, whole.
func TestMetricsFile(t *testing.T) {
	clean(t)
	if err := os.WriteFile("run.prom", []byte("of the run before\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := invoke(t, mission(store(value.Int(1)), fails, nil, nil), "--metrics-file", "run.prom"); status != exitPartial {
		t.Fatalf("status %d:\n%s", status, stderr)
	}
	data, err := os.ReadFile("run.prom")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"# HELP reqon_run_status 1 for how", "# TYPE reqon_run_status gauge\n",
		`reqon_run_status{mission="Sync",status="partial"} 1` + "\n", `reqon_run_status{mission="Sync",status="done"} 0` + "\n",
		`reqon_action_status{mission="Sync",stage="2",action="Left",status="failed"} 1` + "\n",
		`reqon_failures{mission="Sync",stage="2",action="Left",code="503"} 1` + "\n",
		`reqon_store_records{mission="Sync",store="items"} 1` + "\n",
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the figures have no %q:\n%s", want, data)
		}
	}
	left, err := filepath.Glob(".*.tmp")
	if info, statErr := os.Stat("run.prom"); statErr != nil || err != nil || len(left) > 0 || info.Mode().Perm() != 0o640 {
		t.Errorf("left are %q, %v, %v, and the mode is not that of the file before", left, err, statErr)
	}
	// What is no run writes nothing.
	if status, _, _ := invoke(t, lacking(), "--metrics-file", "none.prom"); status != exitSettings {
		t.Errorf("status %d, want %d", status, exitSettings)
	}
	if _, err := os.Stat("none.prom"); err == nil {
		t.Error("figures are written of what was no run")
	}
}
