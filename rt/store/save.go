package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Options are how a store step stores (the language, §7 and §9). The zero
// value stores an array's elements or an object, each under its id.
type Options struct {
	// Each insists on an array: `store each`.
	Each bool
	// Key gives a record's key; nil is its id. It is called once a record, on
	// the strand that stores, before anything is written.
	Key func(record value.Value) value.Value
	// Upsert merges into the record that is there: fields given win, the
	// others stay, objects in both merge. A record without a key is new.
	Upsert bool
	// Partial sets the record's _partial.
	Partial Partial
	// Own keeps records in memory of their own: a few of a page do not hold
	// the whole page.
	Own bool
}

// Partial is what a store step says of whether its records are whole.
type Partial int

const (
	// Whole says nothing: _partial stays as it is.
	Whole Partial = iota
	// PartialTrue merges as Upsert does and sets _partial to true.
	PartialTrue
	// PartialFalse sets _partial to false.
	PartialFalse
)

// PartialIf is the Partial that an expression says: PartialTrue where it is
// truthy.
func PartialIf(v value.Value) Partial {
	if v.Truthy() {
		return PartialTrue
	}
	return PartialFalse
}

var (
	idField = value.NewField("id")
	partial = value.NewMerge("_partial")
)

// Save stores each element of an array, or an object as one record. A record
// that is no object or has no good key fails the step before any is written.
func (st *Store) Save(ctx context.Context, s *rt.Strand, at value.Pos, v value.Value, o Options) error {
	s.Enter(at)
	if err := s.Check(ctx); err != nil {
		return err
	}
	switch {
	case v.IsNull() && s.Run().Options().DryRun: // the answer that never came
		return nil
	case v.Kind() == value.KindArray:
		return st.save(s, at, v.Elems(), o)
	case o.Each:
		way := wayOut(v)
		if v.Kind() == value.KindObject {
			way = "; without `each` it is stored as one record"
		}
		return s.Fail(at, rt.CodeStore, "store each … -> %s wants an array, and this is %s%s", st.name, rt.Describe(v), way)
	case v.Kind() != value.KindObject:
		return s.Fail(at, rt.CodeStore, "%s wants an object or an array of objects, and this is %s%s", st.name,
			rt.Describe(v), wayOut(v))
	}
	return st.save(s, at, []value.Value{v}, o)
}

// Append stores one object, under its id where it has one: the queue of a loop.
func (st *Store) Append(ctx context.Context, s *rt.Strand, at value.Pos, record value.Value) error {
	s.Enter(at)
	if err := s.Check(ctx); err != nil {
		return err
	}
	return st.save(s, at, []value.Value{record}, Options{Own: true})
}

// Delete removes the record under the key, if there is one. What is no key is
// an error.
func (st *Store) Delete(ctx context.Context, s *rt.Strand, at value.Pos, key value.Value) error {
	s.Enter(at)
	if err := s.Check(ctx); err != nil {
		return err
	}
	text, ok := value.KeyText(key)
	if !ok {
		return s.Fail(at, rt.CodeStore, "delete %s[…] wants a key, and this is %s; %s", st.name, rt.Describe(key), keys)
	}
	return st.commit(s, at, []Op{{Kind: Delete, Key: text}})
}

// Clear removes all records.
func (st *Store) Clear(ctx context.Context, s *rt.Strand, at value.Pos) error {
	s.Enter(at)
	if err := s.Check(ctx); err != nil {
		return err
	}
	return st.commit(s, at, []Op{{Kind: Clear}})
}

func (st *Store) save(s *rt.Strand, at value.Pos, records []value.Value, o Options) error {
	if len(records) == 0 {
		return nil
	}
	if len(records) == 1 && st.keeper == nil && !s.OnTrial() {
		op, err := st.op(s, at, records, 0, o)
		if err == nil {
			st.put(s, op)
			s.CountStored(1)
		}
		return err
	}
	ops := make([]Op, len(records))
	for i := range records {
		var err error
		if ops[i], err = st.op(s, at, records, i, o); err != nil {
			return err
		}
	}
	if err := st.commit(s, at, ops); err != nil {
		return err
	}
	s.CountStored(len(ops))
	return nil
}

// op is what stores one of the records.
func (st *Store) op(s *rt.Strand, at value.Pos, records []value.Value, i int, o Options) (Op, error) {
	record := records[i]
	if record.Kind() != value.KindObject {
		return Op{}, s.Fail(at, rt.CodeStore, "%s for %s is %s, and a record is an object%s",
			ordinal(i, len(records)), st.name, rt.Describe(record), wayOut(record))
	}
	key := record.Get(idField)
	if o.Key != nil {
		key = o.Key(record)
		if err := s.Fault(); err != nil {
			return Op{}, err
		}
	}
	text, ok := value.KeyText(key)
	keyless := !ok && o.Key == nil && key.IsNull()
	if !ok && !keyless {
		from := "key:"
		if o.Key == nil {
			from = "id"
		}
		return Op{}, s.Fail(at, rt.CodeStore, "%s for %s has no key: its %s is %s, and %s; its fields are %s",
			ordinal(i, len(records)), st.name, from, rt.Describe(key), keys, fields(record))
	}
	op := Op{Kind: Put, Keyless: keyless, Key: text, Record: record}
	if !keyless && (o.Upsert || o.Partial == PartialTrue) {
		op.Kind = Merge
	}
	if o.Partial != Whole {
		op.Record = partial.Over(record, value.Bool(o.Partial == PartialTrue))
	}
	if o.Own {
		op.Key, op.Record = strings.Clone(op.Key), op.Record.Own()
	}
	return op, nil
}

func (st *Store) commit(s *rt.Strand, at value.Pos, ops []Op) error {
	if err := st.write(s, ops); err != nil {
		return s.Fail(at, rt.CodeStore, "%s cannot store: %v", st.name, err)
	}
	return nil
}

// keys says what a key is.
const keys = "keys are strings, integers and booleans"

// ordinal is the position of a record among those of its step.
func ordinal(i, n int) string {
	if n == 1 {
		return "the record"
	}
	return fmt.Sprintf("record %d of %d", i+1, n)
}

// wayOut says what the author can do about a value that is no record.
func wayOut(v value.Value) string {
	switch v.Kind() {
	case value.KindNull:
		return "; where there may be nothing to store, look at it with a match first"
	case value.KindArray:
		return "; flatten(…) makes one array of nested ones"
	case value.KindObject:
		return ""
	}
	return "; put it into an object, such as { id: … }"
}

// fields names the fields of a record.
func fields(record value.Value) string {
	const most = 20
	var names []string
	for name := range record.Fields() {
		names = append(names, name)
	}
	if len(names) == 0 {
		return "none"
	}
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}
