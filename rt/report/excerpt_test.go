package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/report"
	"github.com/reqongen/reqongen/rt/value"
)

// The lines around failures that are near each other are one excerpt, and
// none stands in two; a place that the program has no line of has none.
func TestExcerpts(t *testing.T) {
	var text strings.Builder
	for n := range 30 {
		fmt.Fprintf(&text, "line %d\n", n+1)
	}
	program := &rt.Program{Files: []rt.File{{Name: "a.reqon", Text: text.String()}, {Name: "b.reqon", Text: "only\n"}}}
	var failures []*rt.Failure
	for _, at := range []value.Pos{"b.reqon:1:1", "a.reqon:10:5", "a.reqon:1:5", "a.reqon:10:9", "a.reqon:15:5", "a.reqon:30:1", "a.reqon:31:1", "c.reqon:1:1", ""} {
		failures = append(failures, &rt.Failure{At: at})
	}
	var got []string
	for _, e := range report.Of(&rt.Result{Program: program, Failures: failures}, nil).Excerpts {
		got = append(got, fmt.Sprintf("%s:%d: %s", e.File, e.Line, strings.Join(e.Lines, ", ")))
	}
	want := []string{
		"a.reqon:1: line 1, line 2, line 3",
		"a.reqon:8: line 8, line 9, line 10, line 11, line 12, line 13, line 14, line 15, line 16, line 17",
		"a.reqon:28: line 28, line 29, line 30",
		"b.reqon:1: only",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The hash is that of every file's text: a comment is another mission, and which
// file says what matters.
func TestHashOfTheMission(t *testing.T) {
	hash := func(files ...rt.File) string {
		return report.Of(&rt.Result{Program: &rt.Program{Mission: "M", Files: files}}, nil).Run.Hash
	}
	a, b := rt.File{Name: "a", Text: "x"}, rt.File{Name: "b", Text: "y"}
	all := map[string]bool{
		hash(): true, hash(a): true, hash(a, b): true, hash(a, rt.File{Name: "b", Text: "y // more"}): true,
		hash(rt.File{Name: "a", Text: "y"}, rt.File{Name: "b", Text: "x"}): true,
	}
	if again := hash(a, b); len(all) != 5 || !all[again] {
		t.Errorf("of five missions there are the hashes %v", all)
	}
}
