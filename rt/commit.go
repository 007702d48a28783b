package rt

import (
	"slices"
	"sync"
)

// A Commit makes something last that must not before the work that it belongs
// to is done. last tells that no other follows at once: what was gathered is to
// be written.
type Commit func(last bool) error

// WhenDone has the commit called when the strand's action has succeeded and
// what it stored is settled, at the end of the stage. Where the action fails or
// is cancelled, or the iteration whose strand this is, it is never called.
//
// Those of a stage are called in the serial order: of two that make one thing
// last, the later one has the last word, however the run was scheduled.
func (s *Strand) WhenDone(commit Commit) { s.done.add(placed{s.Here(), commit}) }

// placed is a commit and where it was asked for.
type placed struct {
	place  Place
	commit Commit
}

// commits are those of a strand, of a stage.
type commits struct {
	mu      sync.Mutex
	waiting []placed
}

func (c *commits) add(commit ...placed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, commit...)
}

// moveTo hands them on: an iteration's to the strand around its loop, an
// action's to its stage.
func (c *commits) moveTo(other *commits) {
	c.mu.Lock()
	waiting := c.waiting
	c.waiting = nil
	c.mu.Unlock()
	if waiting != nil {
		other.add(waiting...)
	}
}

// call calls them all, up to the first that fails.
func (c *commits) call() error {
	slices.SortStableFunc(c.waiting, func(a, b placed) int { return a.place.Compare(b.place) })
	for i, waiting := range c.waiting {
		if err := waiting.commit(i == len(c.waiting)-1); err != nil {
			return err
		}
	}
	return nil
}
