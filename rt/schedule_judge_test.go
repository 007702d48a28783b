package rt_test

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// judge compares the end of the run with what its steps say.
func (m *pipeline) judge(result *rt.Result) {
	for _, f := range result.Failures {
		if value.Equal(f.Code, value.String(rt.CodeAbort)) {
			m.problem("the abort is told as a failure: %v", f)
		}
	}
	for what, times := range m.items {
		if times > 1 {
			m.problem("%s ran %d times", what, times)
		}
	}
	var written []string
	for _, stage := range m.stages {
		for _, a := range stage {
			written = append(written, a.name)
		}
	}
	if m.maxConcurrency == 1 && m.shuffle == 0 { // started one by one, so the clock's order is that of starting
		var want []string
		for _, name := range written {
			if slices.Contains(m.started, name) {
				want = append(want, name)
			}
		}
		if !slices.Equal(m.started, want) {
			m.problem("started %v, want the written order", m.started)
		}
	}
	for i, name := range m.started {
		if slices.Contains(m.started[:i], name) {
			m.problem("%s started twice", name)
		}
	}
	if m.interrupt > 0 && !m.stopped.IsZero() && result.Ended.Sub(m.begun) >= m.interrupt {
		if result.Status != rt.Cancelled || !errors.Is(result.Err, rt.ErrInterrupted) {
			m.problem("interrupted, and the run is %s: %v", result.Status, result.Err)
		}
		return
	}
	if m.timeout > 0 && result.Ended.Sub(m.begun) >= m.timeout {
		return // the end may have come at the same tick
	}
	want := m.expected()
	if !slices.Contains(want, result.Status) {
		m.problem("the run is %s (%v), want one of %v", result.Status, result.Err, want)
	}
	if result.Status == rt.Done || result.Status == rt.Partial {
		if len(m.started) != len(written) {
			m.problem("the run is %s, and of %v only %v started", result.Status, written, m.started)
		}
	}
}

// ends is a set of ways in which steps may end, whatever the clock does.
type ends int

// expected is how a run that nothing outside ends may end.
func (m *pipeline) expected() []rt.Status {
	var found []rt.Status
	finishes, partial, surely := true, false, false
	for i, stage := range m.stages {
		through, failed := true, false // may the run come through this stage, and with a failed action
		for _, a := range stage {
			end := a.end(m.shuffle != 0)
			if end&canAbort != 0 {
				found = append(found, rt.Aborted)
			}
			if end&canFail != 0 {
				if m.failFast || !m.group[i] {
					found = append(found, rt.Failed)
				} else {
					failed = true
					surely = surely || end == canFail
				}
			}
			through = through && (end&canFinish != 0 || end&canFail != 0 && !m.failFast && m.group[i])
		}
		partial = partial || failed
		if !through {
			finishes = false
			break
		}
	}
	if finishes && partial {
		found = append(found, rt.Partial)
	}
	if finishes && !surely {
		found = append(found, rt.Done)
	}
	return found
}

// end is what the steps come to when nothing else ends them.
func (w *work) end(shuffled bool) ends {
	var found ends
	for i := range w.steps {
		end := w.steps[i].end(shuffled)
		found |= end &^ canFinish
		if end&canFinish == 0 {
			return found
		}
	}
	return found | canFinish
}

func (st *step) end(shuffled bool) ends {
	switch st.kind {
	case fail, blowUp:
		return canFail
	case abort:
		return canAbort
	case loop:
		return st.loopEnd(shuffled)
	}
	return canFinish
}

func (st *step) loopEnd(shuffled bool) ends {
	if st.items == 0 {
		return canFinish
	}
	inner := st.body.end(shuffled)
	fails := st.failing >= 0 && st.failing < st.items
	others := st.items
	if fails {
		others--
	}
	var found ends
	if others > 0 {
		found = inner
	}
	switch {
	case st.onError == rt.KeepGoing:
		if found&canAbort == 0 || found&(canFail|canFinish) != 0 {
			return found&canAbort | canFinish
		}
		return canAbort
	case st.onError == rt.CollectFailures:
		if fails && found&canAbort == 0 {
			return canFail
		}
		if fails && found&(canFail|canFinish) != 0 {
			return found&canAbort | canFail
		}
		return found
	case !fails:
		return found
	case st.limit == 0, st.limit == 1 && !shuffled: // one at a time: what comes first ends it
		if st.failing == 0 {
			return canFail
		}
		return found&^canFinish | found&canFinish*canFail
	}
	return found&^canFinish | canFail // side by side: whichever comes first
}

// late notes what starts after the end; the lock is held.
func (m *pipeline) late(what string) {
	if !m.stopped.IsZero() && (m.strictly || time.Now().After(m.stopped)) {
		m.problem("%s started %v after the end", what, time.Since(m.stopped))
	}
}

func (m *pipeline) stop(strictly bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stopped.IsZero() {
		m.stopped, m.strictly = time.Now(), strictly
	}
}

func (m *pipeline) problem(format string, args ...any) {
	m.problems = append(m.problems, fmt.Sprintf(format, args...))
}
