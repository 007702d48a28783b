package rt

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/reqongen/reqongen/rt/value"
)

// A cut is where the first failure ends a parallel loop. Where the run outlives
// that failure, the first is the first of the serial run: the iterations before
// it in the collection's order go on to their end, and one of them may fail in
// turn; those after it are cancelled, and what they did has not happened. An abort
// ends the loop as a failure does, and ends the run when all before it have ended
// well: else it is not reached. Where the failure ends the run, it is the first on
// the clock and cancels all the others.
type cut struct {
	mu      sync.Mutex
	running map[int]context.CancelCauseFunc // by index
	index   int                             // of the iteration that failed
	err     error                           // what it failed with; nil: none has

	// Where the run outlives the failure: the iterations that have begun, but
	// for those that have ended when nothing could take them back any more.
	// All before next have ended well.
	trials map[int]*trial
	next   int
}

// isCut tells whether an iteration has ended the loop.
func (l *Loop) isCut() bool {
	l.cut.mu.Lock()
	defer l.cut.mu.Unlock()
	return l.cut.err != nil
}

// isOver tells whether the loop has ended before the iteration.
func (l *Loop) isOver(index int) bool {
	l.cut.mu.Lock()
	defer l.cut.mu.Unlock()
	return l.cuts(index)
}

// cuts is isOver where the lock is held.
func (l *Loop) cuts(index int) bool {
	return l.cut.err != nil && (!l.s.outlived || index > l.cut.index)
}

// DoUntilFailure is Do of a parallel loop that ends with its first failure. The
// body has a context of its own: it ends when the loop has ended before this
// iteration. ctx is that of the loop, and not one that the failure of another
// iteration cancels.
func (l *Loop) DoUntilFailure(ctx context.Context, index int, item value.Value, body func(ctx context.Context, s *Strand) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l.begin(index, cancel)
	t := l.s.trial
	if l.s.outlived {
		t = l.try(index)
	}
	err := StoppedBy(ctx)
	if err == nil {
		err = l.do(ctx, index, item, t, func(s *Strand) error { return body(ctx, s) })
	}
	l.leave(index, err)
	if l.s.outlived {
		l.settle(t)
	}
	return err
}

// begin notes how the iteration is cancelled, and cancels it if it is too late.
func (l *Loop) begin(index int, cancel context.CancelCauseFunc) {
	c := &l.cut
	c.mu.Lock()
	defer c.mu.Unlock()
	if l.cuts(index) {
		cancel(c.err)
		return
	}
	if c.running == nil {
		c.running = map[int]context.CancelCauseFunc{}
	}
	c.running[index] = cancel
}

// leave ends the loop where the iteration has failed, unless it is over before.
func (l *Loop) leave(index int, err error) {
	c := &l.cut
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.running, index)
	if err == nil || isStopped(err) || isAbort(err) && !l.s.outlived || l.cuts(index) {
		return
	}
	c.index, c.err = index, err
	for other, cancel := range c.running {
		if l.cuts(other) {
			cancel(err)
		}
	}
}

// try puts an iteration on trial.
func (l *Loop) try(index int) *trial {
	c := &l.cut
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &trial{loop: l, index: index}
	if c.trials == nil {
		c.trials = map[int]*trial{}
	}
	c.trials[index] = t
	return t
}

// settle ends the trial of an iteration that has ended, and those behind it that
// have waited for that.
func (l *Loop) settle(t *trial) {
	c := &l.cut
	c.mu.Lock()
	defer c.mu.Unlock()
	t.ended = true
	for next := c.trials[c.next]; next != nil && next.ended && !l.cuts(c.next); next = c.trials[c.next] {
		next.stands()
		delete(c.trials, c.next)
		c.next++
		if next := c.trials[c.next]; next != nil && next.aborted != nil && !l.cuts(c.next) {
			l.abort(next.aborted)
		}
	}
}

// abort ends the mission, as far as the loop itself is sure to have been come to.
func (l *Loop) abort(err *Abort) {
	if outer := l.s.trial; outer != nil {
		outer.abort(err)
		return
	}
	l.s.run.finish(Aborted, err)
}

// settleRest ends the trials that are left, in the order of the iterations: those
// of a loop that was cancelled, behind an iteration that never began.
func (l *Loop) settleRest() {
	for _, index := range slices.Sorted(maps.Keys(l.cut.trials)) {
		l.cut.trials[index].stands()
	}
	l.cut.trials = nil
}

// endCut is End of a loop that a failure has ended.
func (l *Loop) endCut(ctx context.Context) error {
	if !l.s.outlived {
		return l.cut.err
	}
	if err := StoppedBy(ctx); err != nil {
		l.settleRest()
		return err // maybe of one before it, which would have failed
	}
	if len(l.cut.trials) > 0 {
		after := l.root.nth(l.cut.index+1, l.side)
		if err := takeBack(slices.Collect(maps.Values(l.cut.trials)), Place{line: &after}, l.s.Here()); err != nil {
			return l.s.Fail(l.at, CodeStore, "what came after the failure %q cannot be taken back: %v", l.cut.err, err)
		}
	}
	return l.cut.err
}
