package cli

import (
	"fmt"
	"sync"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/report"
)

// progress tells what happens while it happens: the starts and ends of actions
// as plain lines. Where there is a live view, that tells of the actions; the log
// has everything else.
type progress struct {
	c       *console
	lines   bool // the lines are wanted
	started time.Time

	mu     sync.Mutex
	timers map[*rt.ActionRecord]*time.Timer // of the actions that are running
}

// stillRunning is how often a line tells of an action that is.
const stillRunning = 10 * time.Second

// Observe is told each event of the run.
func (p *progress) Observe(e rt.Event) {
	switch e := e.(type) {
	case rt.StageStarted:
		p.c.saw(e.Stage)
	case rt.ActionStarted:
		p.line("%s started", e.Action.Name)
		p.follow(e.Action)
	case rt.ActionEnded:
		p.leave(e.Action)
		p.line("%s %s", e.Action.Name, howItEnded(e.Action))
	case rt.StageEnded:
		if skipped(e.Stage) {
			p.line("%s skipped: its condition does not hold", e.Stage.Plan.Text)
		}
	case rt.Paused:
		p.line("source %s paused for %s: %s", e.Source, report.Length(e.For), e.Cause)
	case rt.WouldSend:
		text := fmt.Sprintf("would send %s %s", e.Method, e.URL)
		if e.Body != "" {
			text += " " + e.Body
		}
		p.c.printf("%s: %s\n", e.At, text) // what --dry-run is for, so always told
	}
}

// follow has a line tell of the action as long as it runs.
func (p *progress) follow(a *rt.ActionRecord) {
	if !p.lines {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timers == nil {
		p.timers = map[*rt.ActionRecord]*time.Timer{}
	}
	p.timers[a] = time.AfterFunc(stillRunning, func() { p.still(a) })
}

func (p *progress) leave(a *rt.ActionRecord) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if timer := p.timers[a]; timer != nil {
		timer.Stop()
		delete(p.timers, a)
	}
}

func (p *progress) still(a *rt.ActionRecord) {
	p.mu.Lock()
	defer p.mu.Unlock()
	timer := p.timers[a]
	if timer == nil {
		return // it has just ended
	}
	timer.Reset(stillRunning)
	text := report.Count(a.Requests.Load(), "request")
	if done, items := progressOf(a); items > 0 {
		text += fmt.Sprintf(", %d of %s", done, report.Count(items, "item"))
	} else if done > 0 {
		text += ", " + report.Count(done, "item")
	}
	if hold, n := a.WaitsFor(); n > 0 {
		text += ", " + waitText(hold, time.Now())
	}
	p.line("%s still running: %s", a.Name, text)
}

func (p *progress) line(format string, args ...any) {
	if p.lines {
		p.c.printf("%8.2fs  %s\n", time.Since(p.started).Seconds(), fmt.Sprintf(format, args...))
	}
}

func howItEnded(a *rt.ActionRecord) string {
	took := report.Length(a.Ended.Sub(a.Started))
	switch a.State() {
	case rt.Succeeded:
		text := fmt.Sprintf("done in %s: %s, %s", took, report.Count(a.Requests.Load(), "request"), report.Count(a.Stored.Load(), "record"))
		if n := a.Failed.Load(); n > 0 {
			text += ", " + report.Count(n, "failed item")
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
