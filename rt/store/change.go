package store

import (
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// A change is what one key of an overlay went through: a write, or several of
// which no reader can see a part. A state, what a reader finds under a key, is
// a change that is no Merge: Delete where there is nothing, Put where there is
// a record that keeps its place in the listing, renew where its place is that
// of the change.
type change struct {
	place  rt.Place
	record value.Value
	entry  uint32 // of the key, in the slab; 0 for a record without one, and a clear
	kind   Kind
}

// then is a and, after it, b as one change. Two merges may not be one: it is
// false then. A state takes any change.
func (a change) then(b change) (change, bool) {
	switch {
	case b.kind == Delete || b.kind == renew:
		return b, true
	case a.kind == Delete:
		b.kind = renew
		return b, true
	case b.kind == Put:
		if a.kind == Merge {
			a.kind = Put
		}
		a.record = b.record
		return a, true
	case a.kind == Merge && !mergeAsOne(a.record, b.record):
		return change{}, false
	}
	a.record = value.MergeDeep(a.record, b.record)
	return a, true
}

// mergeAsOne tells whether to merge a into a record and then b is to merge in
// what they merge to. It is not where b has an object for something else of a:
// a replaces what the record has there, and b alone would merge with it.
func mergeAsOne(a, b value.Value) bool {
	for name, field := range b.Fields() {
		if field.Kind() != value.KindObject {
			continue
		}
		if old, ok := a.Lookup(name); ok && (old.Kind() != value.KindObject || !mergeAsOne(old, field)) {
			return false
		}
	}
	return true
}

// A span is the places later than after and earlier than before; the zero
// Place is no bound.
type span struct{ after, before rt.Place }

func (s span) has(p rt.Place) bool { return s.begins(p) && s.ends(p) }

// begins tells whether p is late enough, ends whether it is early enough.
func (s span) begins(p rt.Place) bool { return s.after == rt.Place{} || p.Compare(s.after) > 0 }
func (s span) ends(p rt.Place) bool   { return s.before == rt.Place{} || p.Compare(s.before) < 0 }
