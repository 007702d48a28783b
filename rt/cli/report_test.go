package cli

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/report"
	"github.com/reqongen/reqongen/rt/value"
)

// A report is written however the run ends.
func TestReport(t *testing.T) {
	for _, c := range []struct {
		name    string
		program *rt.Program
		words   []string
		status  int
		want    string
	}{
		{"done", mission(store(value.Int(1)), nil, nil, nil), nil, 0, "done"},
		{"partial", mission(nil, fails, nil, nil), nil, 4, "partial"},
		{"failed", mission(fails, nil, nil, nil), nil, 1, "failed"},
		{"aborted", mission(nil, aborts, nil, nil), nil, 1, "aborted"},
		{"out of time", mission(waits, nil, nil, nil), []string{"--timeout", "10ms"}, 1, "cancelled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			clean(t)
			status, _, stderr := invoke(t, c.program, append(c.words, "--report", "run.json", "--metrics-file", "run.prom")...)
			if status != c.status {
				t.Errorf("status %d, want %d\n%s", status, c.status, stderr)
			}
			data, err := os.ReadFile("run.json")
			if err != nil {
				t.Fatal(err)
			}
			r, err := report.ReadJSON(data)
			if err != nil {
				t.Fatal(err)
			}
			if r.Run.Status != c.want || r.Run.Mission != "Sync" || len(r.Actions) != 4 || !r.Run.Detailed {
				t.Errorf("the report tells %+v", r.Run)
			}
			figures, err := os.ReadFile("run.prom")
			if want := `reqon_run_status{mission="Sync",status="` + c.want + `"} 1`; err != nil || !strings.Contains(string(figures), want) {
				t.Errorf("the figures have no %s: %v\n%s", want, err, figures)
			}
		})
	}
}

func TestAReportIsAPage(t *testing.T) {
	clean(t)
	p := mission(func(context.Context, *rt.Strand, *records) error { return nil }, nil, nil, nil)
	if status, _, stderr := invoke(t, p, "--report", "run.html"); status != 0 {
		t.Fatalf("status %d\n%s", status, stderr)
	}
	text, err := os.ReadFile("run.html")
	if err != nil || !strings.HasPrefix(string(text), "<!DOCTYPE html>") || !strings.Contains(string(text), `"mission":"Sync"`) {
		t.Errorf("%v: no page of the run:\n%.300s", err, text)
	}
}

func TestAReportThatCannotBeWritten(t *testing.T) {
	clean(t)
	if err := os.Mkdir("folder.json", 0o777); err != nil {
		t.Fatal(err)
	}
	ran := false
	p := mission(func(context.Context, *rt.Strand, *records) error { ran = true; return nil }, nil, nil, nil)
	for path, want := range map[string]string{
		"run.pdf":       `--report: a file that ends with .html or .json is wanted, and this is "run.pdf"`,
		"run":           `--report: a file that ends with .html or .json is wanted, and this is "run"`,
		"none/run.json": "--report: there is no folder none",
		"folder.json":   "--report: folder.json is a folder, and a file is wanted",
	} {
		status, _, stderr := invoke(t, p, "--report", path)
		if status != 3 || !strings.Contains(stderr, want) || ran {
			t.Errorf("--report %s: status %d, ran: %v\n%s", path, status, ran, stderr)
		}
	}
	if status, _, stderr := invoke(t, p, "--report", ""); status != 2 || !strings.Contains(stderr, "--report wants a path") {
		t.Errorf("--report without a path: status %d\n%s", status, stderr)
	}
}
