package rt_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// TestFirstFailure runs loops that their first failure or abort ends, under a fake clock
// and each on a schedule of its own. Where the run outlives the failure, what is
// left is what the serial run leaves: the iterations before the first one that
// fails have come to their end, and those after it have left nothing. Where it
// does not, the first failure on the clock ends the others at once.
func TestFirstFailure(t *testing.T) {
	for i := range *schedules {
		seed := *firstSeed + uint64(i)
		synctest.Test(t, func(t *testing.T) {
			c := newCutLoop(rand.New(rand.NewPCG(seed, 3)))
			for _, problem := range c.run(t) {
				t.Errorf("%s\nreplay: go test ./rt -run 'TestFirstFailure$' -race -schedules 1 -seed %d", problem, seed)
			}
		})
		if t.Failed() {
			return
		}
	}
}

// A cutLoop is a loop whose iterations wait, write, tell of a failure, wait,
// write again and may fail.
type cutLoop struct {
	items    []cutItem
	limit    int
	outlived bool
	shuffle  uint64

	mu       sync.Mutex
	ended    map[int]time.Time // by index, of those that ran
	done     map[int]bool      // those that came to their end or failed
	failed   time.Time         // the first on the clock
	problems []string
}

type cutItem struct {
	before, after time.Duration
	fails, aborts bool
}

func newCutLoop(rng *rand.Rand) *cutLoop {
	c := &cutLoop{limit: 1 + rng.IntN(6), outlived: rng.IntN(4) > 0, ended: map[int]time.Time{}, done: map[int]bool{}}
	if rng.IntN(2) == 0 {
		c.shuffle = 1 + rng.Uint64N(1000)
	}
	for range 1 + rng.IntN(8) {
		takes := func() time.Duration { return time.Duration(rng.IntN(20)) * time.Millisecond }
		item := cutItem{before: takes(), after: takes()}
		switch rng.IntN(8) {
		case 0, 1:
			item.fails = true
		case 2:
			item.aborts = true
		}
		c.items = append(c.items, item)
	}
	return c
}

func (c *cutLoop) run(t *testing.T) []string {
	kept := &notes{}
	program := &rt.Program{Mission: "Cut", Stages: []rt.StagePlan{{Actions: []string{"A"}, Group: c.outlived}}}
	program.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		run.Open(kept)
		return func(ctx context.Context, s *rt.Strand) error {
			action := func(ctx context.Context, s *rt.Strand) error { return c.loop(ctx, s, kept) }
			stage := s.Stage(1)
			if c.outlived {
				return stage.End(ctx, stage.Settle(ctx, "A", action))
			}
			return stage.Only(ctx, "A", action)
		}
	}
	seen := &told{}
	result, err := rt.Execute(t.Context(), program, rt.Options{Shuffle: c.shuffle, Observer: seen, Detail: true})
	if err != nil {
		t.Fatal(err)
	}
	var writes, failures []string // of the serial run
	var parts, iterations []string
	first := slices.IndexFunc(c.items, func(item cutItem) bool { return item.fails || item.aborts })
	for i, item := range c.items {
		writes = append(writes, fmt.Sprintf("%d begins", i), fmt.Sprintf("%d ends", i))
		failures = append(failures, fmt.Sprintf("part of %d", i))
		parts = append(parts, fmt.Sprintf("part of %d", i))
		iterations = append(iterations, "m.reqon:2:1: 0", fmt.Sprintf("m.reqon:1:1: %d", i))
		if item.fails {
			failures = append(failures, fmt.Sprintf("item %d", i))
		}
		if i == first {
			break
		}
	}
	var got []string
	for _, f := range result.Failures {
		got = append(got, f.Message)
	}
	status := rt.Done
	switch {
	case first < 0:
	case !c.outlived: // the first on the clock
		if status = rt.Failed; result.Status == rt.Aborted && slices.ContainsFunc(c.items, func(item cutItem) bool { return item.aborts }) {
			status = rt.Aborted
		}
	case c.items[first].aborts:
		status = rt.Aborted
	default:
		status = rt.Partial
	}
	if result.Status != status {
		c.problem("the run is %s (%v), want %s", result.Status, result.Err, status)
	}
	switch {
	case result.Status == rt.Aborted: // it keeps what was written until then
		return c.problems
	case first >= 0 && !c.outlived:
		for i, at := range c.ended {
			if at.After(c.failed) {
				c.problem("item %d ended %v after the failure", i, at.Sub(c.failed))
			}
		}
		return c.problems
	}
	if got := kept.inOrder(); !slices.Equal(got, writes) {
		c.problem("what is left is %q, want %q", got, writes)
	}
	if !slices.Equal(got, failures) {
		c.problem("the failures are %q, want %q", got, failures)
	}
	// What is told of the action and of its loops is what the serial run tells,
	// where something could have been taken back in its order.
	if !c.outlived {
		for _, list := range [][]string{seen.failed, seen.iterations, parts, iterations} {
			slices.Sort(list)
		}
	}
	if !slices.Equal(seen.failed, parts) {
		c.problem("told as failed are %q, want %q", seen.failed, parts)
	}
	if !slices.Equal(seen.iterations, iterations) {
		c.problem("told as ended are %q, want %q", seen.iterations, iterations)
	}
	action := result.Stages[0].Actions[0]
	if n := action.Failed.Load(); int(n) != len(parts) {
		c.problem("%d items are counted as failed, want %d", n, len(parts))
	}
	if n := action.Stored.Load(); int(n) != len(writes) {
		c.problem("%d records are counted as stored, want %d", n, len(writes))
	}
	loops := action.Loops()
	outer, inner := loops[0], loops[1]
	ended := 0
	if first >= 0 {
		ended = 1
	}
	if outer.Done.Load() != int64(len(parts)) || outer.Failed.Load() != int64(ended) || outer.Items.Load() != int64(len(c.items)) {
		c.problem("of %d items %d are counted as done, %d as failed", outer.Items.Load(), outer.Done.Load(), outer.Failed.Load())
	}
	if inner.Done.Load() != int64(len(parts)) || inner.Failed.Load() != int64(len(parts)) {
		c.problem("of the parts %d are counted as done, %d as failed, want %d", inner.Done.Load(), inner.Failed.Load(), len(parts))
	}
	for i, at := range c.ended {
		if first >= 0 && i > first && at.After(c.ended[first]) {
			c.problem("item %d ended %v after the failure of item %d", i, at.Sub(c.ended[first]), first)
		}
		if (first < 0 || i <= first) && !c.done[i] {
			c.problem("item %d was cancelled, and comes before the failure", i)
		}
	}
	return c.problems
}

// loop is what the emitter writes for `for … parallel … onError abort`.
func (c *cutLoop) loop(ctx context.Context, s *rt.Strand, kept *notes) error {
	items := make([]value.Value, len(c.items))
	loop := s.ParallelLoop("m.reqon:1:1", rt.FailLoop)
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(c.limit)
	for i, item := range loop.Over(groupCtx, items) {
		group.Go(func() error {
			return loop.DoUntilFailure(ctx, i, item, func(ctx context.Context, s *rt.Strand) error {
				err := c.iteration(ctx, s, i, kept)
				c.mu.Lock()
				defer c.mu.Unlock()
				c.ended[i] = time.Now()
				c.done[i] = !rt.IsCancelled(err)
				if err != nil && c.done[i] && c.failed.IsZero() {
					c.failed = time.Now()
				}
				return err
			})
		})
	}
	return loop.End(ctx, group.Wait())
}

func (c *cutLoop) iteration(ctx context.Context, s *rt.Strand, i int, kept *notes) error {
	kept.add(s, fmt.Sprintf("%d begins", i))
	if err := rt.Sleep(ctx, c.items[i].before); err != nil {
		return err
	}
	parts := s.Loop("m.reqon:2:1", rt.KeepGoing)
	if err := parts.Do(ctx, 0, value.Null, func(s *rt.Strand) error {
		return s.Fail("m.reqon:3:1", rt.CodeExpression, "part of %d", i)
	}); err != nil {
		return err
	}
	kept.add(s, fmt.Sprintf("%d ends", i))
	if err := rt.Sleep(ctx, c.items[i].after); err != nil {
		return err
	}
	switch {
	case c.items[i].fails:
		return s.Fail("m.reqon:4:1", rt.CodeExpression, "item %d", i)
	case c.items[i].aborts:
		return s.Abort("m.reqon:5:1", value.String("enough"))
	}
	return nil
}

func (c *cutLoop) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// told is what an observer is told of items and iterations.
type told struct {
	mu                 sync.Mutex
	failed, iterations []string
}

func (t *told) Observe(e rt.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := e.(type) {
	case rt.ItemFailed:
		t.failed = append(t.failed, e.Failure.Message)
	case rt.IterationEnded:
		t.iterations = append(t.iterations, fmt.Sprintf("%s: %d", e.Iteration.Loop, e.Iteration.Index))
	}
}

// notes is a store that keeps a text at each place.
type notes struct {
	mu   sync.Mutex
	made []note
}

type note struct {
	at   rt.Place
	text string
}

func (n *notes) Name() string            { return "notes" }
func (n *notes) Snapshot() []value.Value { return nil }
func (n *notes) Settle() error           { return nil }
func (n *notes) Close() error            { return nil }

func (n *notes) Undo(from, before rt.Place) error { return nil }

func (n *notes) add(s *rt.Strand, text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	at := s.Next()
	n.made = append(n.made, note{at, text})
	s.CountStored(1)
	if s.OnTrial() {
		s.OnUndo(n, func(from, before rt.Place) {
			n.mu.Lock()
			defer n.mu.Unlock()
			if at.Compare(from) < 0 || at.Compare(before) >= 0 {
				panic("what is to stay is taken back")
			}
			n.made = slices.DeleteFunc(n.made, func(x note) bool { return x.at == at })
		})
	}
}

func (n *notes) inOrder() []string {
	slices.SortFunc(n.made, func(a, b note) int { return a.at.Compare(b.at) })
	var texts []string
	for _, x := range n.made {
		texts = append(texts, x.text)
	}
	return texts
}
