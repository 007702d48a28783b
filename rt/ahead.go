package rt

import (
	"slices"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// Ahead is what a loop over the answer to a request does with each element before
// anything but the element can tell. It is done while the answer comes (the Seen of
// the request), and the loop takes what came of it.
//
// The loop is the same with it and without: what fails, and all of an answer that is
// not what was expected, stands in its Items as it came, and the functions are called
// for it in its turn. So both must give the same whenever they are called.
type Ahead struct {
	Strand *Strand
	Where  func(item value.Value) value.Value // whether it is one of the loop's; nil: it is
	Make   func(item value.Value) value.Value
	// Stores tells that one of them looks up records: while others are at work,
	// nothing is done ahead.
	Stores bool

	begun   bool          // the items of the loop are those that take has left
	spent   time.Duration // about, on what was done ahead
	untimed int           // elements until the next one is timed
}

// Seen is what is seen of the answer, of a selection with a [value.Selection.Each].
func (a *Ahead) Seen(s *value.Selection) *value.Selection {
	if a.Stores && a.Strand.Parallel() {
		return s
	}
	return s.With(a.take)
}

// What is done ahead belongs to the time that a request has: after about so long the
// rest is left to the loop. One element of so many is timed, and the next one behind
// an element that took long.
const (
	aheadMost = 500 * time.Millisecond
	timedOf   = 32
	tookLong  = time.Millisecond
)

// take does what the loop would do with an element.
func (a *Ahead) take(elem value.Value) (value.Value, value.Outcome) {
	if a.spent > aheadMost {
		return elem, value.NotYet
	}
	if a.untimed > 0 {
		a.untimed--
		return a.try(elem)
	}
	began := time.Now()
	made, outcome := a.try(elem)
	took := time.Since(began)
	if took < tookLong {
		took *= timedOf
		a.untimed = timedOf - 1
	}
	a.spent += took
	return made, outcome
}

func (a *Ahead) try(elem value.Value) (made value.Value, outcome value.Outcome) {
	s := a.Strand
	outcome = value.LeftOut
	if a.Where == nil || a.Where(elem).Truthy() {
		made, outcome = a.Make(elem), value.Made
	}
	if s.EvalErr() != nil {
		s.Reset()
		return elem, value.NotYet
	}
	return made, outcome
}

// Items is what the loop goes through of the array that the answer holds: what is
// left of it, or where nothing was done ahead, what Where chooses. Made knows them.
// What is wrong is told with the position: that of the where, or of the array.
func (a *Ahead) Items(at value.Pos, array value.Value) []value.Value {
	items, begun := array.Begun()
	a.begun = begun
	if begun {
		if a.Where == nil || !slices.ContainsFunc(items, a.isOpen) {
			return items
		}
		array = value.Array(items...)
	}
	if a.Where == nil {
		return a.Strand.Items(at, array)
	}
	return a.Strand.Filter(at, array, func(item value.Value) value.Value {
		elem, open := a.open(item)
		if !open {
			return value.True
		}
		return a.Where(elem)
	}).Elems()
}

// Made is what Make makes of an item.
func (a *Ahead) Made(item value.Value) value.Value {
	elem, open := a.open(item)
	if !open {
		return item
	}
	return a.Make(elem)
}

// open gives the element that an item is, where nothing was made of it.
func (a *Ahead) open(item value.Value) (elem value.Value, open bool) {
	if a.begun {
		return item.NotYet()
	}
	return item, true
}

func (a *Ahead) isOpen(item value.Value) bool {
	_, open := a.open(item)
	return open
}
