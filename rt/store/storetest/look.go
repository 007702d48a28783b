package storetest

import (
	"fmt"
	"strings"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// What a strand was given of a store must not change behind its back.
type held struct {
	path    []int
	records []value.Value
	text    string
}

// look reads the store in every way and compares with the model. Without a
// baton others write in between, and there is nothing to compare with.
func (m *Mission) look(s *rt.Strand, path []int) {
	entries := RecordsOf(m.store, s)
	records := m.store.Records(s)
	length := m.store.Len(s)
	a := m.store.Get(s, value.String("a"))
	zero := m.store.Get(s, value.Int(0))
	if m.baton == nil {
		return
	}
	want := m.Model.Before(path)
	m.compare(path, "entries", entries.String(), want.String())
	var wantRecords []value.Value
	wantA, wantZero := value.Null, value.Null
	for _, r := range want {
		wantRecords = append(wantRecords, r.Value)
		switch {
		case r.Keyless:
		case r.Key == "a":
			wantA = r.Value
		case r.Key == "0":
			wantZero = r.Value
		}
	}
	m.compare(path, "records", list(records), list(wantRecords))
	m.held = append(m.held, held{path, records, list(records)})
	m.compare(path, "length", fmt.Sprint(length), fmt.Sprint(len(want)))
	m.compare(path, `["a"]`, list([]value.Value{a}), list([]value.Value{wantA}))
	m.compare(path, "[0]", list([]value.Value{zero}), list([]value.Value{wantZero}))
}

func (m *Mission) compare(path []int, what, got, want string) {
	if got != want {
		m.Problems = append(m.Problems, fmt.Sprintf("at %v, %s:\n%s\nwant:\n%s", path, what, got, want))
	}
}

func list(records []value.Value) string {
	var b strings.Builder
	for _, r := range records {
		b.Write(value.AppendJSON(nil, r))
		b.WriteByte('\n')
	}
	return b.String()
}
