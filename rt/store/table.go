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
	index     index
	slab      slab
	entries   []uint32      // by position; 0 for a gap and for a record without a key
	records   []value.Value // by position; null for a gap
	unkeyed   []int32       // positions of records without a key, ascending
	gaps      int
	lent      int           // records[:lent] are in readers' hands
	ungapped  []value.Value // the listing where there are gaps; nil: to be made
	isChanged bool          // since a keeper was last told all of it
}

func (t *table) len() int { return len(t.records) - t.gaps }

func (t *table) get(key string) value.Value {
	if number := t.index.find(&t.slab, hashOf(key), key); number != 0 {
		return t.records[t.slab.at(number).pos]
	}
	return value.Null
}

// do carries out a write that comes after all others.
func (t *table) do(op Op) {
	t.isChanged = true
	switch op.Kind {
	case Put, Merge:
		if op.Keyless {
			t.append(0, op.Record)
			return
		}
		hash := hashOf(op.Key)
		number := t.index.find(&t.slab, hash, op.Key)
		if number == 0 {
			number = t.slab.add(op.Key)
			t.index.insert(hash, number)
			t.append(number, op.Record)
			return
		}
		record := op.Record
		if op.Kind == Merge {
			record = value.MergeDeep(t.records[t.slab.at(number).pos], record)
		}
		t.set(t.slab.at(number), record)
	case Delete:
		hash := hashOf(op.Key)
		if number := t.index.find(&t.slab, hash, op.Key); number != 0 {
			t.index.remove(hash, number)
			t.remove(t.slab.at(number))
			t.slab.release(number)
		}
	case Clear:
		*t = table{isChanged: true}
	case Number:
		t.number()
	}
}

// append puts a record at the end of the listing, that of the entry of the
// number; without one, 0, it has no key.
func (t *table) append(number uint32, record value.Value) {
	if number == 0 {
		t.unkeyed = append(t.unkeyed, int32(len(t.records)))
	} else {
		t.slab.at(number).pos = int32(len(t.records))
	}
	t.entries = append(t.entries, number)
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
	t.entries[e.pos] = 0
	e.pos = -1
	t.gaps++
	if t.gaps > 32 && t.gaps > len(t.records)/2 {
		t.compact()
	}
}

func (t *table) compact() {
	entries := make([]uint32, 0, t.len())
	records := make([]value.Value, 0, t.len())
	t.unkeyed = t.unkeyed[:0]
	for i, record := range t.records {
		if record.IsNull() {
			continue
		}
		if number := t.entries[i]; number != 0 {
			t.slab.at(number).pos = int32(len(records))
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
		for t.index.find(&t.slab, hashOf(key), key) != 0 {
			n++
			key = strconv.Itoa(n)
		}
		n++
		number := t.slab.add(key)
		t.slab.at(number).pos = pos
		t.entries[pos] = number
		t.index.insert(hashOf(key), number)
	}
	t.unkeyed = nil
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
			if record.IsNull() {
				continue
			}
			var e *entry
			if number := t.entries[i]; number != 0 {
				e = t.slab.at(number)
			}
			if !yield(e, record) {
				return
			}
		}
	}
}
