package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// How much of the mission is shown of a failure: so many lines before it and
// after it, so many columns of each.
const (
	linesAround = 2
	widestLine  = 200
)

// excerpts are the lines around the failures. Those that touch are one.
func excerpts(result *rt.Result, failures []Failure) []Excerpt {
	if result.Program == nil {
		return nil
	}
	var all []Excerpt
	seen := map[string]bool{}
	for _, f := range failures {
		if seen[f.At] {
			continue
		}
		seen[f.At] = true
		if file, first, lines := result.Program.Lines(value.Pos(f.At), linesAround); len(lines) > 0 {
			all = append(all, Excerpt{file, first, lines})
		}
	}
	slices.SortFunc(all, func(a, b Excerpt) int { return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	merged := all[:0]
	for _, e := range all {
		if n := len(merged) - 1; n >= 0 && merged[n].File == e.File && e.Line <= merged[n].Line+len(merged[n].Lines) {
			more := merged[n].Line + len(merged[n].Lines) - e.Line
			merged[n].Lines = append(slices.Clip(merged[n].Lines), e.Lines[min(more, len(e.Lines)):]...)
			continue
		}
		merged = append(merged, e)
	}
	for i, e := range merged {
		shown := make([]string, len(e.Lines))
		for j, line := range e.Lines {
			shown[j] = runewidth.Truncate(result.Redact(line), widestLine, "…")
		}
		merged[i].Lines = shown
	}
	return merged
}
