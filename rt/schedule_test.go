package rt_test

import (
	"context"
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

const (
	canFinish ends = 1 << iota
	canFail
	canAbort
)
