package store

import (
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Get is s[key], the record under the key: null where there is none, and where
// the value is no key.
func (st *Store) Get(s *rt.Strand, key value.Value) value.Value {
	text, ok := value.KeyText(key)
	if !ok {
		return value.Null
	}
	if !st.aside(s) {
		return st.table.get(text)
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.overlay.get(&st.table, text, s.Here())
}

// Records is the store as a collection: its records in order, as they are now.
// The slice never changes; it is not the caller's to write to.
func (st *Store) Records(s *rt.Strand) []value.Value {
	var records []value.Value
	if st.aside(s) {
		rows := st.rows(s)
		records = make([]value.Value, len(rows))
		for i, r := range rows {
			records[i] = r.record
		}
	} else {
		records = st.listing()
	}
	s.CountRead(len(records))
	return records
}

// Value is the store as a value: the array of its records.
func (st *Store) Value(s *rt.Strand) value.Value { return value.Array(st.Records(s)...) }

// Len is the number of its records.
func (st *Store) Len(s *rt.Strand) int {
	if !st.aside(s) {
		return st.table.len()
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.overlay.len(&st.table, s.Here())
}

// Entries is entries(s): an array of [key, record] pairs in order. The key is
// text, and null where the record gets one only when the stage ends.
func (st *Store) Entries(s *rt.Strand) value.Value {
	if !st.aside(s) {
		entries := make([]value.Value, 0, st.table.len())
		for e, record := range st.table.all() {
			entries = append(entries, pair(e, record))
		}
		return value.Array(entries...)
	}
	rows := st.rows(s)
	entries := make([]value.Value, len(rows))
	for i, r := range rows {
		entries[i] = pair(r.entry, r.record)
	}
	return value.Array(entries...)
}

func pair(e *entry, record value.Value) value.Value {
	if e == nil {
		return value.Array(value.Null, record)
	}
	return value.Array(value.String(e.key), record)
}

// aside tells whether the strand has to look into the overlay, and not into
// the table alone. Where others are at work, it need not as long as none of
// them has written.
func (st *Store) aside(s *rt.Strand) bool {
	if s.Parallel() {
		return st.pending.Load()
	}
	st.settle()
	return false
}

func (st *Store) listing() []value.Value {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.table.listing()
}

func (st *Store) rows(s *rt.Strand) []row {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.overlay.listing(&st.table, s.Here())
}
