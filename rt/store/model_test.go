package store_test

import (
	"slices"
	"strconv"

	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// A model is a store so simple that one sees that it is right: it keeps every
// write that was made with its path, and carries all of them out from the
// start whenever it is asked.
type model struct{ made []made }

// A made write stands at a path: the numbers of the steps, actions and
// iterations that lead to it, whose lexical order is the serial order.
type made struct {
	path []int
	op   store.Op
}

type modelRecord struct {
	key     string
	keyless bool
	record  value.Value
}

func (m *model) write(path []int, ops ...store.Op) {
	for i, op := range ops {
		m.made = append(m.made, made{append(slices.Clone(path), i), op})
	}
}

// before is what the writes made so far that stand before the path come to;
// all of them for a nil path.
func (m *model) before(path []int) []modelRecord {
	seen := slices.Clone(m.made)
	if path != nil {
		seen = slices.DeleteFunc(seen, func(w made) bool { return slices.Compare(w.path, path) >= 0 })
	}
	slices.SortFunc(seen, func(a, b made) int { return slices.Compare(a.path, b.path) })
	var records []modelRecord
	for _, w := range seen {
		at := slices.IndexFunc(records, func(r modelRecord) bool { return !r.keyless && r.key == w.op.Key })
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
			records = append(records, modelRecord{keyless: true, record: w.op.Record})
		case at < 0:
			records = append(records, modelRecord{key: w.op.Key, record: w.op.Record})
		case w.op.Kind == store.Merge:
			records[at].record = value.MergeDeep(records[at].record, w.op.Record)
		default:
			records[at].record = w.op.Record
		}
	}
	return records
}

func number(records []modelRecord) {
	taken := map[string]bool{}
	for _, r := range records {
		if !r.keyless {
			taken[r.key] = true
		}
	}
	next := len(taken)
	for i := range records {
		if !records[i].keyless {
			continue
		}
		for taken[strconv.Itoa(next)] {
			next++
		}
		records[i].key, records[i].keyless = strconv.Itoa(next), false
		next++
	}
}

// text is records as a test shows and compares them.
func text(records []modelRecord) string {
	var b []byte
	for _, r := range records {
		if r.keyless {
			b = append(b, '-')
		} else {
			b = strconv.AppendQuote(b, r.key)
		}
		b = append(b, ':')
		b = value.AppendJSON(b, r.record)
		b = append(b, '\n')
	}
	return string(b)
}

// entriesText is entries(s) in the same form.
func entriesText(entries value.Value) string {
	var records []modelRecord
	for _, pair := range entries.Elems() {
		key, ok := pair.Elems()[0].Text()
		records = append(records, modelRecord{key: key, keyless: !ok, record: pair.Elems()[1]})
	}
	return text(records)
}
