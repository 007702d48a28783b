package rt

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// OnError is what a loop does with an iteration that fails.
type OnError int

const (
	// FailLoop ends the loop with the first failure. A parallel one wants
	// DoUntilFailure.
	FailLoop OnError = iota
	// CollectFailures lets all iterations run and then fails as one step
	// with their number and the first few.
	CollectFailures
	// KeepGoing takes each failure into `errors` and goes on.
	KeepGoing
)

// An Appender takes records without keys: the store of `onError queue`.
type Appender interface {
	Append(ctx context.Context, s *Strand, at value.Pos, record value.Value) error
}

// A Loop settles the iterations of one `for`: it gives each its strand, turns
// panics into failures, and decides by its OnError what a failure does.
type Loop struct {
	s       *Strand
	at      value.Pos
	onError OnError
	queue   Appender
	root    branch
	side    bool // iterations run side by side
	record  *LoopRecord

	mu     sync.Mutex
	failed int
	first  []iterationFailure // the earliest in the collection's order
	cut    cut
}

type iterationFailure struct {
	index   int
	failure *Failure
}

// firstFew is how many failures a loop's message tells.
const firstFew = 3

// Loop begins a sequential loop whose iterations are settled one by one.
func (s *Strand) Loop(at value.Pos, onError OnError) *Loop {
	s.Enter(at)
	return &Loop{s: s, at: at, onError: onError, root: s.fork(), record: s.action.loop(at, s.inLoop)}
}

// ParallelLoop begins a loop whose iterations may run side by side.
func (s *Strand) ParallelLoop(at value.Pos, onError OnError) *Loop {
	l := s.Loop(at, onError)
	l.side = true
	return l
}

// QueueTo makes the loop store { item, error } for each failed item.
func (l *Loop) QueueTo(queue Appender) *Loop {
	l.queue = queue
	return l
}

// Over goes through the items in their order, a parallel loop of a shuffled run
// in another one, and stops early where the context has ended: no iteration
// starts after that.
func (l *Loop) Over(ctx context.Context, items []value.Value) iter.Seq2[int, value.Value] {
	return func(yield func(int, value.Value) bool) { l.over(ctx, 0, items, yield) }
}

// over is false where no more items are to come. The first of these has the
// index before.
func (l *Loop) over(ctx context.Context, before int, items []value.Value, yield func(int, value.Value) bool) bool {
	l.record.Items.Add(int64(len(items)))
	l.s.trial.count(l.record, loopCounts{items: int64(len(items))})
	order := l.shuffled(items)
	for i := range items {
		if order != nil {
			i = order[i]
		}
		index := before + i
		if l.isOver(index) {
			continue // in a shuffled run, an earlier item may be left
		}
		if ctx.Err() != nil && !l.isCut() || !yield(index, items[i]) {
			return false
		}
	}
	return ctx.Err() == nil
}

// OverPages goes through items that come in pages as Over does through those of
// one: a shuffled run takes those of a page in another order.
func (l *Loop) OverPages(ctx context.Context, pages iter.Seq[[]value.Value]) iter.Seq2[int, value.Value] {
	return func(yield func(int, value.Value) bool) {
		l.record.More.Store(true)
		before := 0
		for items := range pages {
			if !l.over(ctx, before, items, yield) {
				return
			}
			before += len(items)
		}
		l.record.More.Store(false)
	}
}

// Each goes through the items of a plain loop, in which a failure is one of the
// strand, and counts them.
func (s *Strand) Each(at value.Pos, items []value.Value) iter.Seq[value.Value] {
	return func(yield func(value.Value) bool) {
		s.each(s.plainLoop(at), items, yield)
	}
}

// EachOfPages is Each for items that come in pages.
func (s *Strand) EachOfPages(at value.Pos, pages iter.Seq[[]value.Value]) iter.Seq[value.Value] {
	return func(yield func(value.Value) bool) {
		record := s.plainLoop(at)
		record.More.Store(true)
		for items := range pages {
			if !s.each(record, items, yield) {
				return
			}
		}
		record.More.Store(false)
	}
}

func (s *Strand) plainLoop(at value.Pos) *LoopRecord {
	s.Enter(at)
	record := s.action.loop(at, s.inLoop)
	record.most.CompareAndSwap(0, 1)
	return record
}

// each is false where no more items are wanted.
func (s *Strand) each(record *LoopRecord, items []value.Value, yield func(value.Value) bool) bool {
	record.Items.Add(int64(len(items)))
	within, done := s.inLoop, 0
	s.inLoop = true
	defer func() {
		s.inLoop = within
		s.trial.count(record, loopCounts{items: int64(len(items)), done: int64(done)})
	}()
	for _, item := range items {
		if !yield(item) {
			return false
		}
		done++
		record.Done.Add(1)
	}
	return true
}

// Do runs the body for one item, on a strand of its own. It returns nil where
// the loop is to go on, and else the error that ends it.
func (l *Loop) Do(ctx context.Context, index int, item value.Value, body func(s *Strand) error) error {
	return l.do(ctx, index, item, l.s.trial, body)
}

// do is Do of an iteration on trial.
func (l *Loop) do(ctx context.Context, index int, item value.Value, t *trial, body func(s *Strand) error) error {
	if l.side {
		growStack(index)
	}
	place := l.root.nth(index, l.side)
	s := &Strand{
		run: l.s.run, action: l.s.action, stage: l.s.stage, place: place,
		parallel: l.side || l.s.parallel, at: l.at, inLoop: true, turn: Turn{l.at, index}, iteration: l.s.iteration,
		outlived: l.s.outlived || l.onError == KeepGoing, trial: t,
	}
	s.shuffle()
	if err := s.dawdle(ctx, beforeIteration); err != nil {
		return err
	}
	l.record.begin()
	if s.run.Detailed() {
		s.iteration = &IterationRecord{
			Action: s.action, Outer: l.s.iteration, Loop: l.at, Index: index, Path: s.Here().Path(), Started: time.Now(),
		}
		s.run.observe(IterationStarted{s.iteration})
	}
	err := s.protect(func() error {
		if err := body(s); err != nil {
			return err
		}
		return s.Fault()
	})
	var failure *Failure
	if err != nil && !isStopped(err) && !isAbort(err) {
		failure = s.asFailure(err)
	}
	ended := loopCounts{}
	if err == nil || failure != nil {
		ended.done = 1
	}
	if failure != nil {
		ended.failed = 1
	}
	l.record.end(ended)
	t.count(l.record, ended)
	if s.iteration != l.s.iteration {
		s.iteration.Ended, s.iteration.Failure, s.iteration.Stopped = time.Now(), failure, err != nil && failure == nil
		if s.run.telemetry != nil { // what it has sent is sent, whether it stands or is taken back
			s.run.telemetry.Observe(IterationEnded{s.iteration})
		}
		s.observe(IterationEnded{s.iteration})
	}
	switch {
	case err == nil:
		s.done.moveTo(&l.s.done)
		return nil
	case failure == nil, l.onError == FailLoop:
		return err
	}
	l.mu.Lock()
	l.failed++
	l.note(iterationFailure{index, failure})
	l.mu.Unlock()
	if l.onError == CollectFailures {
		return nil
	}
	failure.Item = item
	s.takeFailure(failure)
	s.observe(ItemFailed{Failure: failure, Turn: s.turn})
	if l.queue != nil {
		return l.queue.Append(ctx, s, l.at, queuedShape.Object(item, failure.record()))
	}
	return nil
}

var queuedShape = value.NewShape("item", "error")

// note keeps the failure if it is among the earliest of the collection.
func (l *Loop) note(f iterationFailure) {
	at, _ := slices.BinarySearchFunc(l.first, f, func(a, b iterationFailure) int { return a.index - b.index })
	if at >= firstFew {
		return
	}
	l.first = slices.Insert(l.first, at, f)
	l.first = l.first[:min(len(l.first), firstFew)]
}

// End is the loop's outcome when all that was started has ended; err is what
// the group of its goroutines ended with.
func (l *Loop) End(ctx context.Context, err error) error {
	if l.isCut() {
		return l.endCut(ctx)
	}
	l.settleRest()
	if err != nil {
		return err
	}
	if err := StoppedBy(ctx); err != nil {
		return err
	}
	if l.failed == 0 || l.onError != CollectFailures {
		return nil
	}
	var told []string
	code := l.first[0].failure.Code
	for _, f := range l.first {
		told = append(told, fmt.Sprintf("item %d: %s: %s", f.index+1, f.failure.At, f.failure.Message))
		if !value.Equal(f.failure.Code, code) {
			code = value.String(CodeLoop)
		}
	}
	more := ""
	if n := l.failed - len(l.first); n > 0 {
		more = fmt.Sprintf("; and %d more", n)
	}
	noun := "iterations"
	if l.failed == 1 {
		noun = "iteration"
	}
	return l.s.FailWith(l.at, code, "%d %s failed: %s%s", l.failed, noun, strings.Join(told, "; "), more)
}
