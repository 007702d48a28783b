package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/reqongen/reqongen/rt"
)

// TextOptions are how a report is told as text.
type TextOptions struct {
	Width int    // columns of the terminal; 0 is 80
	Quiet bool   // only what went wrong, and nothing of a run that is done
	Again string // flags that have the same happen again; "" is none
}

// mostFailures is how many failures the text tells; the rest is a number.
const mostFailures = 20

// WriteText writes the summary of the run: first how it ended, what is missing
// and what to do, then the failures, each stage and action, their time line,
// and what held the run up.
func (r *Report) WriteText(w io.Writer, o TextOptions) error {
	if o.Quiet && r.Run.Status == "done" {
		return nil
	}
	if o.Width <= 0 {
		o.Width = 80
	}
	t := &text{r: r, width: o.Width}
	t.line("%s: %s%s", r.Run.Mission, r.ending(), o.Again)
	t.missing()
	t.advice()
	t.failures()
	if !o.Quiet {
		t.table()
		t.timeLine()
		t.analysis()
		t.stores()
	}
	_, err := io.WriteString(w, t.String())
	return err
}

type text struct {
	strings.Builder
	r     *Report
	width int
}

func (t *text) line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

// ending is how the run ended, in a line.
func (r *Report) ending() string {
	took := r.Run.Took.String()
	switch r.Run.Status {
	case "done":
		if r.Run.DryRun {
			return "done in " + took + ": a dry run, which sends and stores nothing"
		}
		return "done in " + took
	case "partial":
		return "partial: it ran to its end in " + took + ", but some actions failed"
	case "cancelled":
		if r.interrupted() {
			return "interrupted after " + took
		}
	}
	told := r.Run.Status + " after " + took
	if r.Run.Cause != "" && !r.causeIsAFailure() {
		told += ": " + r.Run.Cause
	}
	return told
}

func (r *Report) interrupted() bool {
	return r.Run.Status == "cancelled" && r.Run.Cause == "interrupted"
}

// causeIsAFailure tells a cause that stands among the failures too.
func (r *Report) causeIsAFailure() bool {
	for _, f := range r.Failures.Kept {
		if f.String() == r.Run.Cause {
			return true
		}
	}
	return false
}

// missing names the actions whose work is missing from the stores.
func (t *text) missing() {
	names := map[string][]string{}
	for i, a := range t.r.Actions {
		what, name := a.State, a.Name
		if what == "waiting" || what == "cancelled" && !a.Began() {
			what = "not started"
		}
		if done, items := t.r.progress(i); items > 0 && done < items {
			name += fmt.Sprintf(" (%d of %s)", done, Count(items, "item"))
		}
		names[what] = append(names[what], name)
	}
	const indent = "               "
	for _, what := range []string{"failed", "aborted", "cancelled", "not started"} {
		if len(names[what]) > 0 {
			t.line("  %-12s %s", what+":", wrap(names[what], ", ", indent, len(indent), t.width))
		}
	}
}

// progress is how many items of its outer loops the action was done with, of
// those that it knew of.
func (r *Report) progress(action int) (done, items int64) {
	for _, l := range r.Loops {
		if l.Action == action && !l.Inner {
			done += l.Done
			items += l.Items
		}
	}
	return done, items
}

func (t *text) advice() {
	for _, hint := range t.r.Advice() {
		const indent = "               "
		t.line("  %-12s %s", "to do:", wrap(strings.Fields(hint), " ", indent, len(indent), t.width))
	}
}

func (t *text) failures() {
	failures := t.r.Failures
	if failures.Count == 0 {
		return
	}
	t.line("")
	if t.r.Run.Status == "done" {
		t.line("  items that failed, and that onError took:")
	}
	for i, f := range failures.Kept {
		if i == mostFailures {
			break
		}
		t.line("  %v", f)
	}
	if more := failures.Count - int64(min(mostFailures, len(failures.Kept))); more > 0 {
		t.line("  and %s", Count(more, "more failure"))
	}
}

// table tells each stage and action. The actions of a group stand below it; an
// action alone stands for its stage.
func (t *text) table() {
	rows := [][]string{{"stage", "", "time", "requests", "retries", "read", "stored", "failed"}}
	for n, stage := range t.r.Stages {
		name := fmt.Sprintf("%d  ", n+1)
		if stage.Group {
			took := ""
			if stage.Began() {
				took = stage.Took().String()
			}
			rows = append(rows, []string{fmt.Sprintf("%sgroup of %d", name, len(stage.Actions)), "", took})
			name = "     "
		}
		for _, i := range stage.Actions {
			rows = append(rows, t.row(name, &t.r.Actions[i]))
		}
	}
	t.line("")
	t.columns(rows)
}

// How many columns of an action's name a line shows.
const (
	longestName = 32
	leastName   = 12 // with what is before it
)

func (t *text) row(indent string, a *Action) []string {
	row := []string{indent + runewidth.Truncate(a.Name, longestName, "…"), a.State}
	if !a.Began() {
		if a.State != "skipped" {
			row[1] = "not started"
		}
		return row
	}
	failures := a.FailedItems
	if a.Failure != nil {
		failures++
	}
	row = append(row, a.Took().String())
	for _, n := range []int64{a.Requests, a.Retries, a.Read, a.Stored, failures} {
		row = append(row, fmt.Sprint(n))
	}
	return row
}

// textColumns are set to the left, numbers to the right.
const textColumns = 2

func (t *text) columns(rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], length(cell))
		}
	}
	gap, wide := "  ", 0
	for _, w := range widths {
		wide += 2 + w
	}
	if wide > t.width { // the numbers closer together, and then the names cut
		gap = " "
		wide -= len(widths) - textColumns
	}
	if cut := wide - t.width; cut > 0 {
		widths[0] = max(widths[0]-cut, leastName)
	}
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			cell = runewidth.Truncate(cell, widths[i], "…")
			space := strings.Repeat(" ", widths[i]-length(cell))
			if i < textColumns {
				line += "  " + cell + space
			} else {
				line += gap + space + cell
			}
		}
		t.line("%s", strings.TrimRight(line, " "))
	}
}

// length is how many columns of a terminal the text takes.
func length(s string) int { return runewidth.StringWidth(s) }

// timeLine draws when each action ran, as wide as the terminal; before it, in a
// lighter shade, when it waited for its place.
func (t *text) timeLine() {
	ran, widest := 0, 0
	for _, a := range t.r.Actions {
		if a.Began() {
			ran++
			widest = max(widest, min(longestName, length(a.Name)))
		}
	}
	room := t.width - 2 - widest - 2 - 10 // the name before it, the time behind it
	if ran < 2 || room < 10 || t.r.Run.Took <= 0 {
		return
	}
	column := func(m Micros) int { return int(int64(m) * int64(room) / int64(t.r.Run.Took)) }
	t.line("")
	for _, stage := range t.r.Stages {
		for _, i := range stage.Actions {
			a := &t.r.Actions[i]
			if !a.Began() {
				continue
			}
			from := min(column(*a.Start), room-1)
			to := min(max(column(*a.End), from+1), room)
			waited := from
			if waits(a) {
				waited = min(column(*stage.Start), from)
			}
			name := runewidth.Truncate(a.Name, longestName, "…")
			t.line("  %s  %s%s%s%s  %s", name+strings.Repeat(" ", widest-length(name)),
				strings.Repeat(" ", waited), strings.Repeat("░", from-waited), strings.Repeat("█", to-from),
				strings.Repeat(" ", room-to), a.Took())
		}
	}
}

// leastShare is the part of a run that is worth a line: one in so many.
const leastShare = 100

func (t *text) analysis() {
	a := t.r.Analysis
	if len(a.CriticalPath) == 0 || t.r.Run.Took <= 0 {
		return
	}
	t.line("")
	var names []string
	for _, i := range a.CriticalPath {
		names = append(names, t.r.Actions[i].Name)
	}
	names[len(names)-1] += fmt.Sprintf(": %s of %s", a.Critical, t.r.Run.Took)
	const indent = "                 "
	t.line("  critical path: %s", wrap(names, " → ", indent, len(indent), t.width))
	for _, h := range a.Held {
		if h.Wall*leastShare >= t.r.Run.Took {
			t.line("  held back:     %s", wrap(strings.Fields(t.held(h)), " ", indent, len(indent), t.width))
		}
	}
	if (t.r.Run.Took-a.Best)*leastShare >= t.r.Run.Took {
		t.line("  best possible: %s with nothing to wait for, %d%% of what it took", a.Best, 100*a.Best/t.r.Run.Took)
	}
}

// held is what one kind of limit held back.
func (t *text) held(h Held) string {
	if h.Action == nil {
		told := fmt.Sprintf("maxConcurrency %d held %s back for %s", t.r.Run.MaxConcurrency, Count(h.Count, "action"), h.Wall)
		if h.Cost*leastShare >= t.r.Run.Took {
			told += fmt.Sprintf("; the run took %s longer for it", h.Cost)
		}
		return told
	}
	a := t.r.Actions[*h.Action]
	what := KindText(h.Kind)
	if h.Kind == rt.WaitConcurrency.String() && a.Concurrency > 0 {
		what = fmt.Sprintf("concurrency %d", a.Concurrency)
	}
	return fmt.Sprintf("requests of %s waited for %s, %s on the clock", a.Name, what, h.Wall)
}

func (t *text) stores() {
	if len(t.r.Stores) == 0 || t.r.Run.DryRun {
		return
	}
	var held []string
	for _, s := range t.r.Stores {
		held = append(held, fmt.Sprintf("%s %d", s.Name, s.Records))
	}
	t.line("\n  records in stores: %s", wrap(held, ", ", "    ", len("  records in stores: "), t.width))
}
