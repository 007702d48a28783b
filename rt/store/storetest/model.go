package storetest

import (
	"slices"
	"strconv"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// A Model is a store so simple that one sees that it is right: it keeps every
// write that was made with its path, and carries all of them out from the
// start whenever it is asked. The zero Model is empty.
type Model struct{ made []made }

// A made write stands at a path: the numbers of the steps, actions and
// iterations that lead to it, whose lexical order is the serial order.
type made struct {
	path []int
	op   store.Op
}

// Records are those of a store in order, each with its key.
type Records []Record

// A Record is one of them.
type Record struct {
	Key     string
	Keyless bool // it gets its key when the stage ends
	Value   value.Value
}

// Write notes writes that follow one another at the path.
func (m *Model) Write(path []int, ops ...store.Op) {
	for i, op := range ops {
		m.made = append(m.made, made{append(slices.Clone(path), i), op})
	}
}

// Undo forgets what was written at paths that begin with the one given and go on
// with a number beyond the index.
func (m *Model) Undo(path []int, index int) {
	m.made = slices.DeleteFunc(m.made, func(w made) bool {
		return len(w.path) > len(path) && slices.Equal(w.path[:len(path)], path) && w.path[len(path)] > index
	})
}

// Paths are those of the writes that were made, in the serial order.
func (m *Model) Paths() [][]int {
	var paths [][]int
	for _, w := range m.made {
		paths = append(paths, w.path)
	}
	slices.SortFunc(paths, slices.Compare)
	return paths
}

// Clone is a copy of the model.
func (m *Model) Clone() Model { return Model{slices.Clone(m.made)} }

// Before is what the writes made so far that stand before the path come to;
// all of them for a nil path.
func (m *Model) Before(path []int) Records {
	seen := slices.Clone(m.made)
	if path != nil {
		seen = slices.DeleteFunc(seen, func(w made) bool { return slices.Compare(w.path, path) >= 0 })
	}
	slices.SortFunc(seen, func(a, b made) int { return slices.Compare(a.path, b.path) })
	var records Records
	for _, w := range seen {
		at := slices.IndexFunc(records, func(r Record) bool { return !r.Keyless && r.Key == w.op.Key })
		switch {
		case w.op.Kind == store.Clear:
			records = nil
		case w.op.Kind == store.Number:
			number(records)
		case w.op.Kind == store.Delete:
			if at >= 0 {
				records = slices.Delete(records, at, at+1)
			}
		case w.op.Keyless:
			records = append(records, Record{Keyless: true, Value: w.op.Record})
		case at < 0:
			records = append(records, Record{Key: w.op.Key, Value: w.op.Record})
		case w.op.Kind == store.Merge:
			records[at].Value = value.MergeDeep(records[at].Value, w.op.Record)
		default:
			records[at].Value = w.op.Record
		}
	}
	return records
}

func number(records Records) {
	taken := map[string]bool{}
	for _, r := range records {
		if !r.Keyless {
			taken[r.Key] = true
		}
	}
	next := len(taken)
	for i := range records {
		if !records[i].Keyless {
			continue
		}
		for taken[strconv.Itoa(next)] {
			next++
		}
		records[i].Key, records[i].Keyless = strconv.Itoa(next), false
		next++
	}
}

// String shows the records, one a line.
func (rs Records) String() string {
	var b []byte
	for _, r := range rs {
		if r.Keyless {
			b = append(b, '-')
		} else {
			b = strconv.AppendQuote(b, r.Key)
		}
		b = append(b, ':')
		b = value.AppendJSON(b, r.Value)
		b = append(b, '\n')
	}
	return string(b)
}

// RecordsOf are the records of a store as a strand sees them.
func RecordsOf(st *store.Store, s *rt.Strand) Records {
	var records Records
	for _, pair := range st.Entries(s).Elems() {
		key, ok := pair.Elems()[0].Text()
		records = append(records, Record{Key: key, Keyless: !ok, Value: pair.Elems()[1]})
	}
	return records
}
