package store

import (
	"math/rand/v2"

	"github.com/reqongen/reqongen/rt"
)

// A history is several changes of one key in their serial order, in whichever
// order they come: a treap, balanced by random weights. Adding a change, and
// telling what a part of them comes to, take a time that grows with the
// logarithm of their number.
type history struct{ root *link }

type link struct {
	change
	left, right *link // earlier, later
	weight      uint32
	sum         *sum // of this link and those below; nil: to be made
}

// A sum is what changes come to as one change, unless some merges among them
// cannot be one.
type sum struct {
	change
	one bool
}

// before is the last change earlier than the place; nil where there is none.
// The zero Place is later than all.
func (h *history) before(p rt.Place) *link {
	var found *link
	for n := h.root; n != nil; {
		if (span{before: p}).ends(n.place) {
			found, n = n, n.right
		} else {
			n = n.left
		}
	}
	return found
}

func (h *history) insert(c change) {
	h.root = h.root.insert(&link{change: c, weight: rand.Uint32()})
}

// cut takes out the changes at the places from the one up to before the other.
func (h *history) cut(from, before rt.Place) {
	earlier, rest := h.root.split(from)
	_, later := rest.split(before)
	h.root = join(earlier, later)
}

func (h *history) remove(p rt.Place) { h.root = h.root.remove(p) }

// during is the state and, after it, the changes of the span.
func (h *history) during(state change, s span) change { return h.root.during(state, s) }

func (n *link) insert(l *link) *link {
	if n == nil {
		return l
	}
	if l.weight > n.weight {
		l.left, l.right = n.split(l.place)
		return l
	}
	n.sum = nil
	if l.place.Compare(n.place) < 0 {
		n.left = n.left.insert(l)
	} else {
		n.right = n.right.insert(l)
	}
	return n
}

func (n *link) split(p rt.Place) (before, after *link) {
	if n == nil {
		return nil, nil
	}
	n.sum = nil
	if n.place.Compare(p) < 0 {
		n.right, after = n.right.split(p)
		return n, after
	}
	before, n.left = n.left.split(p)
	return before, n
}

func (n *link) remove(p rt.Place) *link {
	n.sum = nil
	switch c := p.Compare(n.place); {
	case c < 0:
		n.left = n.left.remove(p)
	case c > 0:
		n.right = n.right.remove(p)
	default:
		return join(n.left, n.right)
	}
	return n
}

// join makes one treap of two, all of a before all of b.
func join(a, b *link) *link {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case a.weight > b.weight:
		a.sum = nil
		a.right = join(a.right, b)
		return a
	}
	b.sum = nil
	b.left = join(a, b.left)
	return b
}

func (n *link) during(state change, s span) change {
	if n == nil {
		return state
	}
	if s == (span{}) {
		if total := n.total(); total.one {
			state, _ = state.then(total.change)
			return state
		}
	}
	begins, ends := s.begins(n.place), s.ends(n.place)
	if begins { // else all on the left is too early
		left := s
		if ends {
			left.before = rt.Place{}
		}
		state = n.left.during(state, left)
	}
	if begins && ends {
		state, _ = state.then(n.change)
	}
	if ends { // else all on the right is too late
		right := s
		if begins {
			right.after = rt.Place{}
		}
		state = n.right.during(state, right)
	}
	return state
}

func (n *link) total() sum {
	if n.left == nil && n.right == nil {
		return sum{n.change, true}
	}
	if n.sum == nil {
		total := sum{n.change, true}
		if n.left != nil {
			total = n.left.total().then(total)
		}
		if n.right != nil {
			total = total.then(n.right.total())
		}
		n.sum = &total
	}
	return *n.sum
}

func (a sum) then(b sum) sum {
	if !a.one || !b.one {
		return sum{}
	}
	c, one := a.change.then(b.change)
	return sum{c, one}
}
