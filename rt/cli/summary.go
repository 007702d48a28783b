package cli

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/reqongen/reqongen/rt"
)

// mostFailures is how many failures the summary tells; the rest is a number.
const mostFailures = 20

// writeSummary tells what became of the run: first how it ended and what is
// missing, then the failures, then each stage and action. A quiet one says
// nothing of a run that is done, and of others only what went wrong.
func writeSummary(c *console, r *rt.Result, f *flags) {
	if f.quiet && r.Status == rt.Done {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s%s\n", r.Mission, ending(r), seeds(f))
	writeMissing(&b, r)
	writeFailures(&b, r)
	if !f.quiet {
		writeTable(&b, r)
		writeStores(&b, r)
	}
	c.printf("%s", b.String())
}

// ending is how the run ended, in a line.
func ending(r *rt.Result) string {
	took := short(r.Ended.Sub(r.Started))
	switch r.Status {
	case rt.Done:
		return "done in " + took
	case rt.Partial:
		return "partial: it ran to its end in " + took + ", but some actions failed"
	case rt.Cancelled:
		if errors.Is(r.Err, rt.ErrInterrupted) {
			return "interrupted after " + took
		}
	}
	text := string(r.Status) + " after " + took
	if r.Err != nil && !isAmongFailures(r) {
		text += ": " + r.Err.Error()
	}
	return text
}

// seeds are the flags that have the same happen again.
func seeds(f *flags) string {
	text := ""
	if f.shuffle != "" {
		text += " --shuffle " + f.shuffle
	}
	if f.chaos != "" {
		text += " --chaos " + f.chaos
	}
	if text != "" {
		text = "; again with" + text
	}
	return text
}

func isAmongFailures(r *rt.Result) bool {
	var ended *rt.Failure
	if !errors.As(r.Err, &ended) {
		return false
	}
	for _, f := range r.Failures {
		if f == ended {
			return true
		}
	}
	return false
}

// writeMissing names the actions whose work is missing from the stores.
func writeMissing(b *strings.Builder, r *rt.Result) {
	var failed, aborted, cancelled, never []string
	for _, stage := range r.Stages {
		for _, a := range stage.Actions {
			switch a.State() {
			case rt.Broken:
				failed = append(failed, a.Name)
			case rt.Ended:
				aborted = append(aborted, a.Name)
			case rt.Waiting:
				never = append(never, a.Name)
			case rt.Dropped:
				if a.Started.IsZero() {
					never = append(never, a.Name)
				} else {
					cancelled = append(cancelled, a.Name)
				}
			}
		}
	}
	for _, missing := range []struct {
		what  string
		names []string
	}{{"failed", failed}, {"aborted", aborted}, {"cancelled", cancelled}, {"not started", never}} {
		if len(missing.names) > 0 {
			fmt.Fprintf(b, "  %-12s %s\n", missing.what+":", strings.Join(missing.names, ", "))
		}
	}
}

func writeFailures(b *strings.Builder, r *rt.Result) {
	if len(r.Failures) == 0 {
		return
	}
	b.WriteString("\n")
	for i, f := range r.Failures {
		if i == mostFailures {
			fmt.Fprintf(b, "  and %s\n", count(int64(len(r.Failures)-i), "more failure"))
			break
		}
		fmt.Fprintf(b, "  %v\n", f)
	}
}

// writeTable tells each stage and action. The actions of a group stand below
// it; an action alone stands for its stage.
func writeTable(b *strings.Builder, r *rt.Result) {
	rows := [][]string{{"stage", "", "time", "requests", "retries", "records", "failures"}}
	for _, stage := range r.Stages {
		name := fmt.Sprintf("%d  ", stage.Number)
		if stage.Plan.Group {
			time := ""
			if !stage.Started.IsZero() && !stage.Ended.IsZero() {
				time = short(stage.Ended.Sub(stage.Started))
			}
			rows = append(rows, []string{fmt.Sprintf("%sgroup of %d", name, len(stage.Actions)), "", time})
			name = "     "
		}
		for _, a := range stage.Actions {
			rows = append(rows, actionRow(name, a))
		}
	}
	b.WriteString("\n")
	writeColumns(b, rows)
}

func actionRow(indent string, a *rt.ActionRecord) []string {
	row := []string{indent + a.Name, string(a.State())}
	if a.Started.IsZero() {
		if a.State() != rt.Skipped {
			row[1] = "not started"
		}
		return row
	}
	failures := a.Failed.Load()
	if a.Failure != nil {
		failures++
	}
	row = append(row, short(a.Ended.Sub(a.Started)))
	for _, n := range []int64{a.Requests.Load(), a.Retries.Load(), a.Stored.Load(), failures} {
		row = append(row, fmt.Sprint(n))
	}
	return row
}

// textColumns are set to the left, numbers to the right.
const textColumns = 2

func writeColumns(b *strings.Builder, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i < textColumns {
				line.WriteString("  " + cell + space)
			} else {
				line.WriteString("  " + space + cell)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

func writeStores(b *strings.Builder, r *rt.Result) {
	if len(r.Stores) == 0 {
		return
	}
	var held []string
	for _, s := range r.Stores {
		held = append(held, fmt.Sprintf("%s %d", s.Name, len(s.Records)))
	}
	fmt.Fprintf(b, "\n  records in stores: %s\n", strings.Join(held, ", "))
}
