package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt/report"
)

func TestReportCommand(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, took report.Micros, failures ...report.Failure) string {
		start := report.Micros(0)
		r := &report.Report{
			Version: report.Version,
			Run:     report.Run{Mission: "Sync", Status: "partial", Took: took},
			Stages:  []report.Stage{{Text: "Fetch", Actions: []int{0}, Span: report.Span{Start: &start, End: &took}}},
			Actions: []report.Action{{Name: "Fetch", State: "failed", Span: report.Span{Start: &start, End: &took}, Requests: 7}},
			Stores:  []report.Store{{Name: "items", Records: int(took / 1000)}},
		}
		r.Failures.Kept, r.Failures.Count = failures, int64(len(failures))
		r.Analyse()
		var text bytes.Buffer
		if err := r.WriteJSON(&text); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	fault := func(step, message string) report.Failure {
		return report.Failure{At: "sync.reqon:3:5", Action: "Fetch", Step: step, Message: message, Code: []byte("503")}
	}
	before := write("before.json", 2_000_000, fault("get", "GET /a/17: 503"), fault("put", "PUT /c: 503"))
	after := write("after.json", 3_000_000, fault("get", "GET /a/18: 503"), fault("get", "GET /b: 503"))
	broken := filepath.Join(dir, "broken.json")
	if err := os.WriteFile(broken, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}

	for _, c := range []struct {
		words  []string
		status int
		says   []string
		not    string
	}{
		{[]string{before}, 0, []string{
			"Sync: partial: it ran to its end in 2.00s", "failed:      Fetch", "to do:", "the API is at fault",
			"sync.reqon:3:5: Fetch: GET /a/17: 503", "1  Fetch  failed  2.00s", "critical path: Fetch: 2.00s of 2.00s", "items 2000",
		}, ""},
		{[]string{before, after}, 0, []string{
			"Sync: partial: it ran to its end in 3.00s, but some actions failed, as before\n",
			"time: 3.00s, before 2.00s (+50%)", "slower:", "Fetch: 3.00s, before 2.00s (+50%)",
			"new failures:", "GET /b: 503", "failures no more:", "PUT /c: 503", "items: 3000, before 2000",
		}, "/a/1"}, // the same failure of another item
		{[]string{after, before}, 0, []string{"time: 2.00s, before 3.00s (-33%)", "faster:", "Fetch: 2.00s, before 3.00s"}, "slower"},
		{[]string{after, after}, 0, []string{"time: 3.00s, before 3.00s (+0%)"}, "er:"},
		{nil, 2, []string{"no report is named"}, ""},
		{[]string{before, after, after}, 2, []string{"two are compared; these are 3"}, ""},
		{[]string{before, "-o", filepath.Join(dir, "run.html")}, 0, nil, "Sync"},
		{[]string{before, "-o", "run.pdf"}, 2, []string{`-o wants a file that ends with .html, and this is "run.pdf"`}, ""},
		{[]string{before, after, "-o", "run.html"}, 2, []string{"-o writes the page of one report, and these are 2"}, ""},
		{[]string{before, "-o", filepath.Join(dir, "none", "run.html")}, 1, []string{"run.html"}, ""},
		{[]string{broken}, 1, []string{"broken.json: this is no JSON"}, ""},
		{[]string{filepath.Join(dir, "none.json")}, 1, []string{"none.json"}, ""},
	} {
		var out, told strings.Builder
		status := run(append([]string{"report"}, c.words...), nil, &out, &told)
		text := out.String() + told.String()
		if status != c.status {
			t.Errorf("report %q: status %d, want %d\n%s", c.words, status, c.status, text)
		}
		rest := text
		for _, want := range c.says {
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Errorf("report %q does not tell %q (after what comes before it):\n%s", c.words, want, text)
				break
			}
			rest = after
		}
		if c.not != "" && strings.Contains(text, c.not) {
			t.Errorf("report %q tells %q:\n%s", c.words, c.not, text)
		}
	}
}
