package store

import (
	"iter"
	"slices"
	"strconv"

	"github.com/reqongen/reqongen/rt/value"
)

// A table is the settled part of a store: its records in the order of the
// listing, and an index of their keys. Removed records leave gaps, which are
// closed when they are most of it.
type table struct {
	index     map[string]*entry
	entries   []*entry      // by position; nil for a gap and for a record without a key
	records   []value.Value // by position; null for a gap
	unkeyed   []int32       // positions of records without a key, ascending
	gaps      int
	slab      []entry       // memory for entries to come
	lent      int           // records[:lent] are in readers' hands
	ungapped  []value.Value // the listing where there are gaps; nil: to be made
	isChanged bool          // since a keeper was last told all of it
}

// An entry is a key of a store.
type entry struct {
	key     string
	pos     int32 // in the table; -1: not in it
	pending int32 // its changes in the overlay; 0: none (see overlay.write)
}

func (t *table) len() int { return len(t.records) - t.gaps }

func (t *table) get(key string) value.Value {
	if e := t.index[key]; e != nil {
		return t.records[e.pos]
	}
	return value.Null
}

// do carries out a write that comes after all others.
func (t *table) do(op Op) {
	t.isChanged = true
	switch op.Kind {
	case Put, Merge:
		if op.Keyless {
			t.append(nil, op.Record)
			return
		}
		e := t.index[op.Key]
		switch {
		case e == nil:
			e = t.newEntry(op.Key)
			t.enter(e)
			t.append(e, op.Record)
		case op.Kind == Merge:
			t.set(e, value.MergeDeep(t.records[e.pos], op.Record))
		default:
			t.set(e, op.Record)
		}
	case Delete:
		if e := t.index[op.Key]; e != nil {
			delete(t.index, op.Key)
			t.remove(e)
		}
	case Clear:
		*t = table{isChanged: true}
	case Number:
		t.number()
	}
}

func (t *table) newEntry(key string) *entry {
	if len(t.slab) == 0 {
		// As much again as there is, so that small stores stay small.
		t.slab = make([]entry, min(max(4, len(t.index)), 512))
	}
	e := &t.slab[0]
	t.slab = t.slab[1:]
	e.key, e.pos = key, -1
	return e
}

func (t *table) enter(e *entry) {
	if t.index == nil {
		t.index = map[string]*entry{}
	}
	t.index[e.key] = e
}

// append puts a record at the end of the listing; without an entry it has no
// key.
func (t *table) append(e *entry, record value.Value) {
	if e == nil {
		t.unkeyed = append(t.unkeyed, int32(len(t.records)))
	} else {
		e.pos = int32(len(t.records))
	}
	t.entries = append(t.entries, e)
	t.records = append(t.records, record)
	t.ungapped = nil
}

// reserve makes room for n records more.
func (t *table) reserve(n int) {
	t.entries, t.records = slices.Grow(t.entries, n), slices.Grow(t.records, n)
}

// set replaces the entry's record: in a copy of the records where readers have
// it.
func (t *table) set(e *entry, record value.Value) {
	if int(e.pos) < t.lent {
		t.records = slices.Clone(t.records)
		t.lent = 0
	}
	t.records[e.pos] = record
	t.ungapped = nil
}

// remove takes the entry's record out of the listing. The index is the
// caller's business.
func (t *table) remove(e *entry) {
	t.set(e, value.Null)
	t.entries[e.pos] = nil
	e.pos = -1
	t.gaps++
	if t.gaps > 32 && t.gaps > len(t.records)/2 {
		t.compact()
	}
}

func (t *table) compact() {
	entries := make([]*entry, 0, t.len())
	records := make([]value.Value, 0, t.len())
	t.unkeyed = t.unkeyed[:0]
	for i, record := range t.records {
		if record.IsNull() {
			continue
		}
		if e := t.entries[i]; e != nil {
			e.pos = int32(len(records))
		} else {
			t.unkeyed = append(t.unkeyed, int32(len(records)))
		}
		entries = append(entries, t.entries[i])
		records = append(records, record)
	}
	t.entries, t.records, t.gaps, t.lent = entries, records, 0, 0
}

// number gives the records without a key one: the number of records with a
// key, or the next number that is none yet.
func (t *table) number() {
	n := t.len() - len(t.unkeyed)
	for _, pos := range t.unkeyed {
		key := strconv.Itoa(n)
		for t.index[key] != nil {
			n++
			key = strconv.Itoa(n)
		}
		n++
		e := t.newEntry(key)
		e.pos = pos
		t.entries[pos] = e
		t.enter(e)
	}
	t.unkeyed = nil
}

// adopt takes over keys that the table does not have. It adds the fewer to the
// more.
func (t *table) adopt(keys map[string]*entry) {
	if len(keys) > len(t.index) {
		t.index, keys = keys, t.index
	}
	for key, e := range keys {
		t.index[key] = e
	}
}

// listing is the records in order. The slice never changes again.
func (t *table) listing() []value.Value {
	if t.gaps == 0 {
		t.lent = len(t.records)
		return t.records[:t.lent:t.lent]
	}
	if t.ungapped == nil {
		t.ungapped = make([]value.Value, 0, t.len())
		for _, record := range t.records {
			if !record.IsNull() {
				t.ungapped = append(t.ungapped, record)
			}
		}
	}
	return t.ungapped
}

// all gives the entries and records in order; an entry is nil where the record
// has no key yet.
func (t *table) all() iter.Seq2[*entry, value.Value] {
	return func(yield func(*entry, value.Value) bool) {
		for i, record := range t.records {
			if !record.IsNull() && !yield(t.entries[i], record) {
				return
			}
		}
	}
}
