package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/report"
)

// A view is what the live view shows of a run: a line for each action, and one
// for all of them.
type view struct {
	program *rt.Program
	started time.Time
	stages  []*rt.StageRecord // that have begun
	rates   map[*rt.ActionRecord]*rate
}

type line struct {
	text  string
	color string // an escape sequence; "" is the terminal's own
}

// Colors of the states. They are those of the terminal's palette, so that they
// can be read on any ground.
const (
	green  = "\x1b[32m"
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	faint  = "\x1b[2m"
)

// longestName is how many columns of an action's name the view shows.
const longestName = 28

// lines are those that fit, the total last. Where there are more actions than
// rows, those go that have not begun, and then those that are done.
func (v *view) lines(now time.Time, width, height int) []line {
	widest := 0
	for _, stage := range v.program.Stages {
		for _, name := range stage.Actions {
			widest = max(widest, min(longestName, runewidth.StringWidth(name)))
		}
	}
	type entry struct {
		line
		state rt.State
	}
	var all []entry
	var sum total
	for i, stage := range v.program.Stages {
		for j, name := range stage.Actions {
			var a *rt.ActionRecord
			if i < len(v.stages) {
				a = v.stages[i].Actions[j]
			}
			state := rt.Waiting
			if a != nil {
				state = a.State()
			}
			name = runewidth.Truncate(name, longestName, "…")
			name += strings.Repeat(" ", widest-runewidth.StringWidth(name))
			text := fmt.Sprintf("  %s  %-9s  %s", name, state, v.told(now, stage, a, state, &sum))
			all = append(all, entry{line{strings.TrimRight(text, " "), colorOf(state)}, state})
		}
	}
	sum.count = len(all)
	if n := len(v.stages); n > 0 && len(v.stages[n-1].Actions) > 1 {
		sum.places = v.stages[n-1].Limit
	}
	hidden := 0
	for _, state := range []rt.State{rt.Waiting, rt.Skipped, rt.Succeeded, rt.Dropped, rt.Broken, rt.Ended, rt.Running} {
		for i := len(all) - 1; i >= 0 && len(all)+1 > max(1, height-1); i-- {
			if all[i].state == state {
				all = append(all[:i], all[i+1:]...)
				hidden++
			}
		}
	}
	lines := make([]line, 0, len(all)+2)
	for _, e := range all {
		lines = append(lines, e.line)
	}
	if hidden > 0 && height > 2 {
		lines = append(lines, line{fmt.Sprintf("  … and %s", report.Count(int64(hidden), "more action")), faint})
	}
	return append(lines, line{text: sum.told(now.Sub(v.started))})
}

func colorOf(state rt.State) string {
	switch state {
	case rt.Succeeded:
		return green
	case rt.Broken, rt.Ended:
		return red
	case rt.Dropped:
		return yellow
	case rt.Waiting, rt.Skipped:
		return faint
	}
	return ""
}

// told is what there is to say of an action, what matters most first: a narrow
// terminal cuts the end off.
func (v *view) told(now time.Time, stage rt.StagePlan, a *rt.ActionRecord, state rt.State, sum *total) string {
	if a == nil {
		return ""
	}
	sum.add(a, state)
	if state == rt.Waiting {
		for _, s := range v.stages {
			if s.Number == a.Stage && s.Limit > 0 && stage.Group {
				return fmt.Sprintf("for a place: maxConcurrency %d", s.Limit)
			}
		}
		return ""
	}
	if a.Started.IsZero() {
		return ""
	}
	end := now
	if state != rt.Running {
		end = a.Ended
	}
	took := end.Sub(a.Started)
	parts := []string{fmt.Sprintf("%6s", report.Length(took.Round(redrawn)))}
	done, items := progressOf(a)
	var hold rt.Hold
	held := false
	if state == rt.Running {
		var n int
		hold, n = a.WaitsFor()
		if held = n > 0 && (a.InFlight.Load() == 0 || hold.Kind == rt.WaitPause); held {
			parts = append(parts, waitText(hold, now))
		}
	}
	if items > 0 {
		parts = append(parts, fmt.Sprintf("%d/%d", done, items))
	} else if done > 0 {
		parts = append(parts, report.Count(done, "item"))
	}
	if left := remaining(took, done, items); left > 0 && state == rt.Running {
		parts = append(parts, "≈"+seconds(max(left, hold.Until.Sub(now)))+" left")
	}
	requests := a.Requests.Load()
	if requests > 0 {
		parts = append(parts, fmt.Sprintf("%d req", requests))
	}
	if state == rt.Running {
		if r := v.rate(a).at(now, requests); r > 0 && !held { // which says more than how it goes down
			parts = append(parts, fmt.Sprintf("%.1f/s", r))
		}
		switch n := a.InFlight.Load(); {
		case n > 0 && a.Limit > 0:
			parts = append(parts, fmt.Sprintf("%d/%d in flight", n, a.Limit))
		case n > 0:
			parts = append(parts, fmt.Sprintf("%d in flight", n))
		}
	}
	if n := a.Retries.Load(); n == 1 {
		parts = append(parts, "1 retry")
	} else if n > 1 {
		parts = append(parts, fmt.Sprintf("%d retries", n))
	}
	if n := a.Failed.Load(); n > 0 {
		parts = append(parts, report.Count(n, "failed item"))
	}
	if state != rt.Running && a.Failure != nil {
		parts = append(parts, fmt.Sprintf("%s: %s", a.Failure.At, causeFirst(a.Failure.Message)))
	}
	return strings.Join(parts, "  ")
}

// causeFirst turns "GET URL: cause" around: a narrow terminal cuts the end off.
func causeFirst(message string) string {
	request, cause, found := strings.Cut(message, ": ")
	if !found || !strings.Contains(request, "://") {
		return message
	}
	return cause + ": " + request
}

// waitText is what an action waits for, and how long still.
func waitText(hold rt.Hold, now time.Time) string {
	left := ""
	if d := hold.Until.Sub(now); !hold.Until.IsZero() && d > 0 {
		left = " " + seconds(d)
	}
	source, why, found := strings.Cut(hold.Why, ": ")
	switch {
	case hold.Kind == rt.WaitPause && found:
		return "429: " + source + " paused" + left
	case hold.Kind == rt.WaitBackoff && found:
		return "again" + strings.TrimSuffix(" in"+left, " in") + ": " + why
	case hold.Kind == rt.WaitRateLimit && found:
		return "limit of " + source + left
	}
	return "waits for " + report.KindText(hold.Kind.String()) + left
}

// seconds is a time that is left, of which parts of a second say nothing.
func seconds(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	if s < 60 {
		return fmt.Sprintf("%ds", max(1, s))
	}
	return report.Length(d)
}

// progressOf is how many items of its outer loops the action is done with, and
// how many there are: 0 where that is not known.
func progressOf(a *rt.ActionRecord) (done, items int64) {
	known := true
	for _, l := range a.Loops() {
		if !l.Inner {
			done += l.Done.Load()
			items += l.Items.Load()
			known = known && !l.More.Load()
		}
	}
	if !known {
		items = 0
	}
	return done, items
}

// remaining is an estimate of the time that is left: as the items that are done
// took; 0 where there is none.
func remaining(took time.Duration, done, items int64) time.Duration {
	if done == 0 || done >= items {
		return 0
	}
	return time.Duration(float64(took) * float64(items-done) / float64(done))
}

// A total is the line for all actions.
type total struct {
	count, done, running, failed int
	places                       int // actions that may run at once; 0 is any number
	requests, retries            int64
}

func (t *total) add(a *rt.ActionRecord, state rt.State) {
	switch state {
	case rt.Running:
		t.running++
	case rt.Broken, rt.Ended:
		t.failed++
		t.done++
	case rt.Succeeded, rt.Skipped, rt.Dropped:
		t.done++
	}
	t.requests += a.Requests.Load()
	t.retries += a.Retries.Load()
}

func (t *total) told(took time.Duration) string {
	running := fmt.Sprint(t.running)
	if t.places > 0 {
		running += fmt.Sprintf("/%d", t.places)
	}
	text := fmt.Sprintf("  %s: %d of %s over, %s running, %s", report.Length(took.Round(redrawn)), t.done,
		report.Count(int64(t.count), "action"), running, report.Count(t.requests, "request"))
	if s := took.Seconds(); s > 0 && t.requests > 0 {
		text += fmt.Sprintf(", %.1f/s", float64(t.requests)/s)
	}
	if t.retries > 0 {
		text += fmt.Sprintf(", %d sent again", t.retries)
	}
	if t.failed > 0 {
		text += fmt.Sprintf(", %d failed", t.failed)
	}
	return text
}

// A rate is how many requests an action sent in the last seconds.
type rate struct {
	moments []time.Time
	counts  []int64
}

const (
	rateWindow = 3 * time.Second
	rateStep   = 500 * time.Millisecond
)

func (v *view) rate(a *rt.ActionRecord) *rate {
	if v.rates == nil {
		v.rates = map[*rt.ActionRecord]*rate{}
	}
	if v.rates[a] == nil {
		v.rates[a] = &rate{moments: []time.Time{a.Started}, counts: []int64{0}}
	}
	return v.rates[a]
}

// at notes the number of requests by now, and gives those a second.
func (r *rate) at(now time.Time, count int64) float64 {
	for len(r.moments) > 1 && now.Sub(r.moments[1]) >= rateWindow {
		r.moments, r.counts = r.moments[1:], r.counts[1:]
	}
	passed, sent := now.Sub(r.moments[0]).Seconds(), count-r.counts[0]
	if now.Sub(r.moments[len(r.moments)-1]) >= rateStep {
		r.moments, r.counts = append(r.moments, now), append(r.counts, count)
	}
	if passed <= 0 {
		return 0
	}
	return float64(sent) / passed
}
