package effects

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// Errors stands for the value `errors`, which each action that can fail writes,
// and each loop that goes on after failures.
var Errors = &plan.Store{Name: "errors"}

// Kind is what an access does.
type Kind int

const (
	Read   Kind = iota // of the record under Key, of all records where Key is nil
	Put                // Key is never nil
	Delete             // likewise
	Clear              // Key is nil
)

// Access is one read or write of a store by a step.
type Access struct {
	Kind  Kind
	Store *plan.Store
	Key   *Term
	// At is the place of the expression that reads, of the key that is
	// written, or of the step where neither is written out.
	At source.Span
	// KeyText is the key as it is written, "" where it is not.
	KeyText string
	// Merge tells a Put that leaves the fields that it does not give.
	Merge bool
	// Record is what a Put stores, nil where that is not known.
	Record *Term
	// KeyFields are fields of the record that surely are its key, all of
	// them; KeyedByID that it is the field id where the record has one.
	KeyFields []string
	KeyedByID bool
	Loops     []*Loop // around it, the outermost first, those of callers included
	Calls     []Call  // that lead to it, the outermost first
}

// Call is a step `run A` or `jump A`.
type Call struct {
	Action *plan.Action
	At     source.Span
}

// Loop is a loop of an action, once for each way that calls lead to it.
type Loop struct {
	For   *plan.For
	Over  *Term // what it goes through
	Elem  *Term // the Atom that stands for the element
	Loops []*Loop
	Calls []Call
}

// Request is a request that an action sends, of itself or by calls.
type Request struct {
	Step *plan.Request
	// Perhaps tells that it stands in an arm that may not run.
	Perhaps bool
	Loops   []*Loop
	Calls   []Call
}

// Action is all that one action does.
type Action struct {
	Plan     *plan.Action
	Accesses []*Access // in the order of the steps
	Loops    []*Loop   // likewise, the outer before the inner
	Requests []*Request
	// Fails is a step of it that can fail; no span where none can.
	Fails source.Span
	// Aborts tells that an abort stands in it or in what it calls.
	Aborts bool
	// Rough tells that calls were too many to follow: of what they do, no
	// key is known, and Loops and Requests lack theirs.
	Rough bool
}

// Mission is what the actions of a mission do.
type Mission struct {
	Plan    *plan.Mission
	Actions map[*plan.Action]*Action
	// Conditions are what the conditions of stages read.
	Conditions map[*plan.Stage][]*Access
}

// Of finds the effects of a mission.
func Of(m *plan.Mission) *Mission {
	e := &Mission{Plan: m, Actions: map[*plan.Action]*Action{}, Conditions: map[*plan.Stage][]*Access{}}
	shared := newGlobals(m)
	for _, a := range m.Actions {
		w := shared.walker(&Action{Plan: a})
		w.action(a)
		w.failure(a)
		e.Actions[a] = w.out
	}
	for _, s := range m.Stages {
		if s.If != nil {
			w := shared.walker(&Action{})
			w.expr(s.If)
			e.Conditions[s] = w.out.Accesses
		}
	}
	return e
}

// Within reports whether the access happens in an iteration of the loop.
func (a *Access) Within(l *Loop) bool {
	for _, around := range a.Loops {
		if around == l {
			return true
		}
	}
	return false
}

// IdentityField reports whether the field f of a store's records surely tells
// them apart: they all are kept under it. Where null is true, some may lack it.
//
// A store that outlives the process may hold what another mission wrote.
func (m *Mission) IdentityField(s *plan.Store, f string) (ok, null bool) {
	if s.Kind != plan.Memory {
		return false, false
	}
	for _, a := range m.Actions {
		for _, access := range a.Accesses {
			switch {
			case access.Store != s || access.Kind != Put:
			case contains(access.KeyFields, f):
			case access.KeyedByID && f == "id":
				null = true
			default:
				return false, false
			}
		}
	}
	return true, null
}

func contains(list []string, name string) bool {
	for _, n := range list {
		if n == name {
			return true
		}
	}
	return false
}
