package rt

import (
	"errors"
	"slices"
	"sync"
)

// A trial is what may have to be taken back: the work of an iteration of a
// parallel loop that ends with its first failure in a run that goes on, until no
// iteration before it can fail any more. What is told of such work is told then,
// and not before.
//
// A nil trial is work that nothing takes back.
type trial struct {
	loop    *Loop
	index   int    // of the iteration
	ended   bool   // it has ended
	aborted *Abort // that it has come to, before those before it have ended

	mu           sync.Mutex
	stored, read int64
	loops        map[*LoopRecord]loopCounts
	events       []Event
	undo         []func(from, before Place)
	stores       []Store // that it wrote to
}

type loopCounts struct{ items, done, failed int64 }

// OnTrial tells whether what the strand does may have to be taken back.
func (s *Strand) OnTrial() bool { return s.trial != nil }

// OnUndo has the function called if a write to the store has to be taken back,
// of a strand that is on trial: with the places, from the one up to before the
// other, at which nothing has happened then. The store's Undo follows.
func (s *Strand) OnUndo(st Store, undo func(from, before Place)) {
	t := s.trial
	t.mu.Lock()
	defer t.mu.Unlock()
	t.undo = append(t.undo, undo)
	if !slices.Contains(t.stores, st) {
		t.stores = append(t.stores, st)
	}
}

// CountStored adds to the records that the strand's action has written: none in
// a dry run, which stores nothing.
func (s *Strand) CountStored(n int) {
	if s.action == nil || s.run.options.DryRun {
		return
	}
	s.action.Stored.Add(int64(n))
	if t := s.trial; t != nil {
		t.mu.Lock()
		t.stored += int64(n)
		t.mu.Unlock()
	}
}

// CountRead adds to the records that it has gone through.
func (s *Strand) CountRead(n int) {
	if s.action == nil {
		return
	}
	s.action.Read.Add(int64(n))
	if t := s.trial; t != nil {
		t.mu.Lock()
		t.read += int64(n)
		t.mu.Unlock()
	}
}

// observe tells whoever watches the run, as soon as it is sure that it has
// happened.
func (s *Strand) observe(e Event) {
	t := s.trial
	if o := &s.run.options; t == nil || o.Observer == nil && o.Logger == nil && s.run.telemetry == nil {
		s.run.observe(e)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.events = append(t.events, e)
}

// takeFailure has `errors` know of the failure of an item.
func (s *Strand) takeFailure(f *Failure) {
	if s.action != nil {
		s.action.Failed.Add(1)
	}
	s.run.addFailure(f)
	if t := s.trial; t != nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.undo = append(t.undo, func(Place, Place) {
			s.run.dropFailure(f)
			if s.action != nil {
				s.action.Failed.Add(-1)
			}
		})
	}
}

// count notes what was added to the counts of a loop.
func (t *trial) count(l *LoopRecord, n loopCounts) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.loops == nil {
		t.loops = map[*LoopRecord]loopCounts{}
	}
	have := t.loops[l]
	t.loops[l] = loopCounts{have.items + n.items, have.done + n.done, have.failed + n.failed}
}

// abort ends the mission when the iterations before have ended well: else it is
// not come to.
func (t *trial) abort(err *Abort) {
	c := &t.loop.cut
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case t.loop.cuts(t.index):
	case c.next == t.index:
		t.loop.abort(err)
	default:
		t.aborted = err
	}
}

// stands ends the trial: the work stands as far as that goes which it is a part
// of.
func (t *trial) stands() {
	outer := t.loop.s.trial
	if outer == nil {
		for _, e := range t.events {
			t.loop.s.run.observe(e)
		}
		return
	}
	for l, n := range t.loops {
		outer.count(l, n)
	}
	outer.mu.Lock()
	defer outer.mu.Unlock()
	outer.stored += t.stored
	outer.read += t.read
	outer.events = append(outer.events, t.events...)
	outer.undo = append(outer.undo, t.undo...)
	for _, st := range t.stores {
		if !slices.Contains(outer.stores, st) {
			outer.stores = append(outer.stores, st)
		}
	}
}

// takeBack makes it that the work of the trials has not happened, all that there
// is at the places from the one up to before the other.
func takeBack(trials []*trial, from, before Place) error {
	var stores []Store
	for _, t := range trials {
		for _, undo := range t.undo {
			undo(from, before)
		}
		if a := t.loop.s.action; a != nil {
			a.Stored.Add(-t.stored)
			a.Read.Add(-t.read)
		}
		for l, n := range t.loops {
			l.Items.Add(-n.items)
			l.Done.Add(-n.done)
			l.Failed.Add(-n.failed)
		}
		for _, st := range t.stores {
			if !slices.Contains(stores, st) {
				stores = append(stores, st)
			}
		}
	}
	var errs []error
	for _, st := range stores {
		errs = append(errs, st.Undo(from, before))
	}
	return errors.Join(errs...)
}
