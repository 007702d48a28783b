package rt

import (
	"context"
	"errors"
	"sync"

	"github.com/reqongen/reqongen/rt/value"
)

// A cut is where the first failure ends a parallel loop. Where the run outlives
// that failure, the first is the first of the serial run: the iterations before
// it in the collection's order go on to their end, and one of them may fail in
// turn; those after it are cancelled, and what they did has not happened. Where the
// failure ends the run, it is the first on the clock and cancels all the others.
type cut struct {
	mu      sync.Mutex
	running map[int]context.CancelCauseFunc // by index
	last    int                             // the highest index that ran
	index   int                             // of the iteration that failed
	err     error                           // what it failed with; nil: none has
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
	err := StoppedBy(ctx)
	if err == nil {
		err = l.Do(ctx, index, item, func(s *Strand) error { return body(ctx, s) })
	}
	l.leave(index, err)
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
	c.last = max(c.last, index)
}

// leave ends the loop where the iteration has failed, unless it is over before.
func (l *Loop) leave(index int, err error) {
	c := &l.cut
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.running, index)
	if err == nil || isStopped(err) || isAbort(err) || l.cuts(index) {
		return
	}
	c.index, c.err = index, err
	for other, cancel := range c.running {
		if l.cuts(other) {
			cancel(err)
		}
	}
}

// endCut is End of a loop that a failure has ended.
func (l *Loop) endCut(ctx context.Context) error {
	if !l.s.outlived {
		return l.cut.err
	}
	if err := StoppedBy(ctx); err != nil {
		return err // maybe of one before it, which would have failed
	}
	if l.cut.last > l.cut.index {
		after := l.root
		after.index = uint64(l.cut.index) + 1
		if err := l.s.undo(Place{line: &after}, l.s.Here()); err != nil {
			return l.s.Fail(l.at, CodeStore, "what came after the failure %q cannot be taken back: %v", l.cut.err, err)
		}
	}
	return l.cut.err
}

// undo takes back what was done at the places from the one up to before the
// other: failures that went into `errors`, and writes.
func (s *Strand) undo(from, before Place) error {
	n := s.run.dropFailures(from, before)
	if s.action != nil {
		s.action.Failed.Add(-int64(n))
	}
	var errs []error
	for _, st := range s.run.stores {
		errs = append(errs, st.Undo(from, before))
	}
	return errors.Join(errs...)
}
