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

// TestFirstFailure runs loops that their first failure ends, under a fake clock
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
	fails         bool
}

func newCutLoop(rng *rand.Rand) *cutLoop {
	c := &cutLoop{limit: 1 + rng.IntN(6), outlived: rng.IntN(4) > 0, ended: map[int]time.Time{}, done: map[int]bool{}}
	if rng.IntN(2) == 0 {
		c.shuffle = 1 + rng.Uint64N(1000)
	}
	for range 1 + rng.IntN(8) {
		takes := func() time.Duration { return time.Duration(rng.IntN(20)) * time.Millisecond }
		c.items = append(c.items, cutItem{takes(), takes(), rng.IntN(4) == 0})
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
	result, err := rt.Execute(t.Context(), program, rt.Options{Shuffle: c.shuffle})
	if err != nil {
		t.Fatal(err)
	}
	var writes, failures []string // of the serial run
	first := slices.IndexFunc(c.items, func(item cutItem) bool { return item.fails })
	for i := range c.items {
		writes = append(writes, fmt.Sprintf("%d begins", i), fmt.Sprintf("%d ends", i))
		failures = append(failures, fmt.Sprintf("part of %d", i))
		if i == first {
			failures = append(failures, fmt.Sprintf("item %d", i))
			break
		}
	}
	var told []string
	for _, f := range result.Failures {
		told = append(told, f.Message)
	}
	status := rt.Done
	switch {
	case first >= 0 && c.outlived:
		status = rt.Partial
	case first >= 0:
		status = rt.Failed
	}
	if result.Status != status {
		c.problem("the run is %s (%v), want %s", result.Status, result.Err, status)
	}
	if first >= 0 && !c.outlived {
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
	if !slices.Equal(told, failures) {
		c.problem("the failures are %q, want %q", told, failures)
	}
	if n := result.Stages[0].Actions[0].Failed.Load(); int(n) != len(slices.DeleteFunc(failures, func(f string) bool { return f[0] == 'i' })) {
		c.problem("%d items are told as failed", n)
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
	if c.items[i].fails {
		return s.Fail("m.reqon:4:1", rt.CodeExpression, "item %d", i)
	}
	return nil
}

func (c *cutLoop) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
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

func (n *notes) Undo(from, before rt.Place) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.made = slices.DeleteFunc(n.made, func(x note) bool { return x.at.Compare(from) >= 0 && x.at.Compare(before) < 0 })
	return nil
}

func (n *notes) add(s *rt.Strand, text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.made = append(n.made, note{s.Next(), text})
}

func (n *notes) inOrder() []string {
	slices.SortFunc(n.made, func(a, b note) int { return a.at.Compare(b.at) })
	var texts []string
	for _, x := range n.made {
		texts = append(texts, x.text)
	}
	return texts
}
