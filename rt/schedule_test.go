package rt_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

var (
	schedules = flag.Int("schedules", 1000, "how many random pipelines TestSchedules runs")
	firstSeed = flag.Uint64("seed", 0, "the seed of the first of them")
)

// TestSchedules runs random pipelines under a fake clock, written with the
// calls that generated code makes, and looks at what ran when: limits hold,
// the barrier between stages holds, nothing runs twice, everything starts in
// written order unless the run is shuffled, nothing starts after the end, the run ends as it should. The
// bubble of synctest ends only when no goroutine is left.
func TestSchedules(t *testing.T) {
	for i := range *schedules {
		seed := *firstSeed + uint64(i)
		synctest.Test(t, func(t *testing.T) {
			m := randomPipeline(rand.New(rand.NewPCG(seed, 1)))
			for _, problem := range m.run() {
				t.Errorf("%s", problem)
			}
			if t.Failed() {
				t.Fatalf("%s\nreplay: go test ./rt -run 'TestSchedules$' -race -schedules 1 -seed %d", m, seed)
			}
		})
		if t.Failed() {
			return
		}
	}
}

// A pipeline is a random mission and what was seen of its run.
type pipeline struct {
	stages         [][]*work // the actions of each stage
	group          []bool
	failFast       bool
	maxConcurrency int           // -1 is no limit
	shuffle        uint64        // 0 is not shuffled
	interrupt      time.Duration // 0 is never
	timeout        time.Duration

	setLimit int // of the errgroups

	mu       sync.Mutex
	problems []string
	begun    time.Time
	stopped  time.Time // the moment of the first end; nothing starts after it
	strictly bool      // nor at that moment: the end came from outside
	running  int       // actions
	started  []string  // actions, in the order of their start
	ended    map[string]bool
	items    map[string]int // how often each iteration ran
}

// work is an action, or the body of a loop, as steps.
type work struct {
	name        string
	concurrency int // of an action: its requests in flight
	requests    *semaphore.Weighted
	inFlight    int
	steps       []step
}

type stepKind int

const (
	pause stepKind = iota
	request
	fail
	blowUp
	abort
	loop
)

type step struct {
	kind    stepKind
	takes   time.Duration
	limit   int // of a loop; 0 is a sequential one
	items   int
	failing int // the item that fails, -1 is none
	onError rt.OnError
	body    *work
}

// odd keeps what comes from outside off the ticks of the steps: when the
// clock comes to it, everything else is waiting.
const odd = 500 * time.Microsecond

func randomPipeline(rng *rand.Rand) *pipeline {
	m := &pipeline{failFast: rng.IntN(3) == 0, maxConcurrency: -1, items: map[string]int{}, ended: map[string]bool{}}
	if rng.IntN(2) == 0 {
		m.maxConcurrency = 1 + rng.IntN(4)
	}
	for stage := range 1 + rng.IntN(3) {
		var actions []*work
		group := rng.IntN(4) > 0
		n := 1
		if group {
			n += rng.IntN(6)
		}
		for i := range n {
			a := &work{name: fmt.Sprintf("S%dA%d", stage+1, i+1), concurrency: 1 + rng.IntN(4)}
			a.requests = semaphore.NewWeighted(int64(a.concurrency))
			a.steps = m.randomSteps(rng, a.name, 2)
			actions = append(actions, a)
		}
		m.stages, m.group = append(m.stages, actions), append(m.group, group)
	}
	if rng.IntN(4) == 0 {
		m.shuffle = 1 + rng.Uint64N(1000)
	}
	switch rng.IntN(8) {
	case 0:
		m.interrupt = time.Duration(1+rng.IntN(400))*time.Millisecond + odd
	case 1:
		m.timeout = time.Duration(1+rng.IntN(400))*time.Millisecond + odd
	}
	return m
}

func (m *pipeline) randomSteps(rng *rand.Rand, name string, depth int) []step {
	var steps []step
	for i := range 1 + rng.IntN(3) {
		st := step{takes: time.Duration(rng.IntN(50)) * time.Millisecond, failing: -1}
		switch n := rng.IntN(30); {
		case n == 0:
			st.kind = fail
		case n == 1:
			st.kind = blowUp
		case n == 2 && rng.IntN(4) == 0:
			st.kind = abort
		case n < 9:
			st.kind = pause
		case n < 20 || depth == 0:
			st.kind = request
		default:
			st.kind, st.limit, st.items = loop, rng.IntN(5), rng.IntN(8)
			st.onError = []rt.OnError{rt.FailLoop, rt.CollectFailures, rt.KeepGoing}[rng.IntN(3)]
			if st.limit == 0 && st.onError == rt.CollectFailures {
				st.onError = rt.KeepGoing // a sequential loop never collects
			}
			if rng.IntN(4) == 0 {
				st.failing = rng.IntN(8)
			}
			inner := fmt.Sprintf("%s/%d", name, i)
			st.body = &work{name: inner, steps: m.randomSteps(rng, inner, depth-1)}
		}
		steps = append(steps, st)
	}
	return steps
}

func (m *pipeline) run() []string {
	program := &rt.Program{Mission: "Random", Source: "random.reqon"}
	for i, actions := range m.stages {
		plan := rt.StagePlan{Group: m.group[i]}
		for _, a := range actions {
			plan.Actions = append(plan.Actions, a.name)
		}
		program.Stages = append(program.Stages, plan)
	}
	program.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		m.setLimit = run.MaxConcurrency(m.maxConcurrency)
		return m.pipeline
	}

	m.begun = time.Now()
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	if m.interrupt > 0 {
		timer := time.AfterFunc(m.interrupt, func() {
			m.stop(true)
			cancel(rt.ErrInterrupted)
		})
		defer timer.Stop()
	}
	if m.timeout > 0 {
		timer := time.AfterFunc(m.timeout-1, func() { m.stop(true) })
		defer timer.Stop()
	}
	result, err := rt.Execute(ctx, program, rt.Options{Timeout: m.timeout, Shuffle: m.shuffle})
	if err != nil {
		m.problem("Execute: %v", err)
		return m.problems
	}
	m.judge(result)
	return m.problems
}

// pipeline is what the emitter writes for the run line.
func (m *pipeline) pipeline(ctx context.Context, s *rt.Strand) error {
	for i, actions := range m.stages {
		stage := s.Stage(i + 1)
		if !m.group[i] {
			if err := stage.Only(ctx, actions[0].name, m.action(actions[0])); err != nil {
				return err
			}
			continue
		}
		group, groupCtx := new(errgroup.Group), ctx
		if m.failFast {
			group, groupCtx = errgroup.WithContext(ctx)
		}
		group.SetLimit(m.setLimit)
		for _, a := range actions {
			group.Go(func() error {
				if m.failFast {
					return stage.Run(groupCtx, a.name, m.action(a))
				}
				return stage.Settle(groupCtx, a.name, m.action(a))
			})
		}
		err := stage.End(ctx, group.Wait())
		for _, a := range actions {
			if m.started != nil && slices.Contains(m.started, a.name) && !m.ended[a.name] {
				m.problem("the stage of %s ended before it", a.name)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *pipeline) action(a *work) func(context.Context, *rt.Strand) error {
	return func(ctx context.Context, s *rt.Strand) error {
		m.mu.Lock()
		m.late(a.name)
		m.started = append(m.started, a.name)
		if m.running++; m.maxConcurrency > 0 && m.running > m.maxConcurrency {
			m.problem("%d actions run at once, maxConcurrency is %d", m.running, m.maxConcurrency)
		}
		m.mu.Unlock()
		defer func() {
			m.mu.Lock()
			m.running--
			m.ended[a.name] = true
			m.mu.Unlock()
		}()
		err := m.do(ctx, s, a, a, "")
		if err != nil && m.failFast && !rt.IsCancelled(err) {
			m.stop(false)
		}
		return err
	}
}

func (m *pipeline) do(ctx context.Context, s *rt.Strand, a, w *work, at string) error {
	for i := range w.steps {
		st := &w.steps[i]
		here := fmt.Sprintf("%s%s.%d", w.name, at, i)
		switch st.kind {
		case pause:
			if err := rt.Sleep(ctx, st.takes); err != nil {
				return err
			}
		case request:
			if err := m.request(ctx, a, st); err != nil {
				return err
			}
		case fail:
			return s.Fail(value.Pos(here), rt.CodeExpression, "it fails")
		case blowUp:
			panic("it blows up")
		case abort:
			err := s.Abort(value.Pos(here), value.String("it is over"))
			if ctx.Err() != nil { // else an earlier iteration may end the loop without it
				m.stop(false)
			}
			return err
		case loop:
			if err := m.loop(ctx, s, a, st, here); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *pipeline) request(ctx context.Context, a *work, st *step) error {
	if err := a.requests.Acquire(ctx, 1); err != nil {
		return rt.StoppedBy(ctx)
	}
	defer a.requests.Release(1)
	m.mu.Lock()
	if a.inFlight++; a.inFlight > a.concurrency {
		m.problem("%s has %d requests in flight, its concurrency is %d", a.name, a.inFlight, a.concurrency)
	}
	m.mu.Unlock()
	err := rt.Sleep(ctx, st.takes)
	m.mu.Lock()
	a.inFlight--
	m.mu.Unlock()
	return err
}

func (m *pipeline) loop(ctx context.Context, s *rt.Strand, a *work, st *step, here string) error {
	var items []value.Value
	for i := range st.items {
		items = append(items, value.Int(int64(i)))
	}
	var running, next int // of this execution of the loop
	body := func(ctx context.Context, i int) func(*rt.Strand) error {
		return func(s *rt.Strand) error {
			limit := max(st.limit, 1)
			m.mu.Lock()
			m.late(here)
			m.items[fmt.Sprintf("%s[%d]", here, i)]++
			if running++; running > limit {
				m.problem("%d iterations of %s run at once, its limit is %d", running, here, limit)
			}
			next++
			m.mu.Unlock()
			defer func() {
				m.mu.Lock()
				running--
				m.mu.Unlock()
			}()
			if i == st.failing {
				return s.Fail(value.Pos(here), rt.CodeExpression, "item %d fails", i)
			}
			return m.do(ctx, s, a, st.body, fmt.Sprintf("%s[%d]", here, i))
		}
	}
	if st.limit == 0 {
		settle := s.Loop(value.Pos(here), st.onError)
		for i, item := range settle.Over(ctx, items) {
			if err := settle.Do(ctx, i, item, body(ctx, i)); err != nil {
				return err
			}
		}
		return settle.End(ctx, nil)
	}
	settle := s.ParallelLoop(value.Pos(here), st.onError)
	group, groupCtx := new(errgroup.Group), ctx
	if st.onError == rt.FailLoop {
		group, groupCtx = errgroup.WithContext(ctx)
	}
	group.SetLimit(st.limit)
	for i, item := range settle.Over(groupCtx, items) {
		group.Go(func() error {
			if st.onError != rt.FailLoop {
				return settle.Do(ctx, i, item, body(ctx, i))
			}
			return settle.DoUntilFailure(ctx, i, item, func(ctx context.Context, s *rt.Strand) error { return body(ctx, i)(s) })
		})
	}
	err := settle.End(ctx, group.Wait())
	if err == nil && next != st.items {
		m.problem("%s is done, and %d of its %d iterations ran", here, next, st.items)
	}
	return err
}

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

const (
	canFinish ends = 1 << iota
	canFail
	canAbort
)

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

func (m *pipeline) String() string {
	text := fmt.Sprintf("fail-fast %v, maxConcurrency %d, shuffle %d, interrupt %v, timeout %v\n", m.failFast, m.maxConcurrency, m.shuffle, m.interrupt, m.timeout)
	var show func(indent string, w *work)
	show = func(indent string, w *work) {
		for _, st := range w.steps {
			text += fmt.Sprintf("%skind %d takes %v", indent, st.kind, st.takes)
			if st.kind == loop {
				text += fmt.Sprintf(" limit %d items %d failing %d onError %d\n", st.limit, st.items, st.failing, st.onError)
				show(indent+"  ", st.body)
				continue
			}
			text += "\n"
		}
	}
	for i, stage := range m.stages {
		for _, a := range stage {
			text += fmt.Sprintf("stage %d (group %v) %s concurrency %d\n", i+1, m.group[i], a.name, a.concurrency)
			show("  ", a)
		}
	}
	return text
}
