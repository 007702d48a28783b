package cli

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// progress tells what happens while it happens: the starts and ends of actions
// as plain lines, everything else to the log.
type progress struct {
	c       *console
	log     *slog.Logger
	lines   bool // the lines are wanted
	started time.Time
}

// Observe is told each event of the run.
func (p *progress) Observe(e rt.Event) {
	switch e := e.(type) {
	case rt.ActionStarted:
		p.line("%s started", e.Action.Name)
	case rt.ActionEnded:
		p.line("%s %s", e.Action.Name, howItEnded(e.Action))
	case rt.StageEnded:
		if skipped(e.Stage) {
			p.line("%s skipped: its condition does not hold", e.Stage.Plan.Text)
		}
	case rt.ItemFailed:
		p.log.Info(e.Failure.Message, "position", string(e.Failure.At), "action", e.Failure.Action, "item", rt.Brief(e.Failure.Item))
	case rt.Retrying:
		attrs := []any{"position", string(e.At), "attempt", e.Attempt, "delay", e.Delay}
		if e.Action != nil {
			attrs = append(attrs, "action", e.Action.Name)
		}
		if e.Cause != "" {
			attrs = append(attrs, "cause", e.Cause)
		}
		p.log.Info("retrying", attrs...)
	case rt.Paused:
		p.line("source %s paused for %s: %s", e.Source, short(e.For), e.Cause)
	case rt.WouldSend:
		text := fmt.Sprintf("would send %s %s", e.Method, e.URL)
		if e.Body != "" {
			text += " " + e.Body
		}
		p.c.printf("%s: %s\n", e.At, text) // what --dry-run is for, so always told
	case rt.Warned:
		p.log.Warn(e.Text, "position", string(e.At))
	}
}

func (p *progress) line(format string, args ...any) {
	if p.lines {
		p.c.printf("%8.2fs  %s\n", time.Since(p.started).Seconds(), fmt.Sprintf(format, args...))
	}
}

func howItEnded(a *rt.ActionRecord) string {
	took := short(a.Ended.Sub(a.Started))
	switch a.State() {
	case rt.Succeeded:
		text := fmt.Sprintf("done in %s: %s, %s", took, count(a.Requests.Load(), "request"), count(a.Stored.Load(), "record"))
		if n := a.Failed.Load(); n > 0 {
			text += ", " + count(n, "failed item")
		}
		return text
	case rt.Broken, rt.Ended:
		text := fmt.Sprintf("%s after %s", a.State(), took)
		if f := a.Failure; f != nil {
			text += fmt.Sprintf(": %s: %s", f.At, f.Message)
		}
		return text
	}
	return fmt.Sprintf("%s after %s", a.State(), took)
}

func skipped(stage *rt.StageRecord) bool {
	for _, a := range stage.Actions {
		if a.State() != rt.Skipped {
			return false
		}
	}
	return true
}

// count is a number of things: "1 request", "2 requests".
func count(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// short is a duration as people read it, in three or so digits.
func short(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1fms", float64(d)/float64(time.Millisecond))
	case d < time.Second:
		return fmt.Sprintf("%dms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.2fs", d.Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%dh%02dm", int(d.Hours()), int(d.Minutes())%60)
}
