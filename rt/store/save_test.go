package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/storetest"
	"github.com/reqongen/reqongen/rt/value"
)

// at is the position of every step of these tests.
const at = "m.reqon:3:1"

func decode(t *testing.T, doc string) value.Value {
	t.Helper()
	v, err := value.Decode([]byte(doc))
	if err != nil {
		t.Fatalf("%s: %v", doc, err)
	}
	return v
}

// field is the key that `key: .name` gives.
func field(name string) func(value.Value) value.Value {
	f := value.NewField(name)
	return func(record value.Value) value.Value { return record.Get(f) }
}

// A saving is one store step and what the store holds after it.
type saving struct {
	v       string
	options store.Options
}

func TestSave(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []saving
		want  string
	}{
		{"an object is one record", []saving{{`{"id":"a","x":1}`, store.Options{}}}, `"a":{"id":"a","x":1}`},
		{"an array is its elements", []saving{{`[{"id":"b"},{"id":"a"}]`, store.Options{}}}, `"b":{"id":"b"} "a":{"id":"a"}`},
		{"an empty array is none", []saving{{`[]`, store.Options{Each: true}}}, ``},
		{
			"keys of all kinds",
			[]saving{{`[{"k":1},{"k":true},{"k":2.0},{"k":""},{"k":9007199254740993}]`, store.Options{Key: field("k")}}},
			`"1":{"k":1} "true":{"k":true} "2":{"k":2} "":{"k":""} "9007199254740993":{"k":9007199254740993}`,
		},
		{"1 and \"1\" are one key", []saving{{`[{"id":1},{"id":"1"}]`, store.Options{}}}, `"1":{"id":"1"}`},
		{
			"a write replaces, in its place",
			[]saving{{`[{"id":1,"x":1},{"id":2}]`, store.Options{}}, {`{"id":1,"y":2}`, store.Options{}}},
			`"1":{"id":1,"y":2} "2":{"id":2}`,
		},
		{"upsert merges deeply", []saving{
			{`{"id":1,"a":{"b":1,"c":[1,2]},"d":5,"e":{"f":1}}`, store.Options{Upsert: true}},
			{`{"id":1,"a":{"b":2,"c":[3],"n":null},"d":{"x":1},"e":7}`, store.Options{Upsert: true}},
		}, `"1":{"id":1,"a":{"b":2,"c":[3],"n":null},"d":{"x":1},"e":7}`},
		{"partial merges and says so", []saving{
			{`{"id":1,"a":1}`, store.Options{}},
			{`{"id":1,"b":2}`, store.Options{Partial: store.PartialTrue}},
			{`{"id":2}`, store.Options{Partial: store.PartialTrue}},
		}, `"1":{"id":1,"a":1,"b":2,"_partial":true} "2":{"id":2,"_partial":true}`},
		{"not partial says so, and replaces", []saving{
			{`{"id":1,"a":1}`, store.Options{Partial: store.PartialTrue}},
			{`{"id":1,"b":2}`, store.Options{Partial: store.PartialFalse}},
		}, `"1":{"id":1,"b":2,"_partial":false}`},
		{"not partial with upsert merges", []saving{
			{`{"id":1,"a":1}`, store.Options{Partial: store.PartialTrue}},
			{`{"id":1,"b":2}`, store.Options{Partial: store.PartialFalse, Upsert: true}},
		}, `"1":{"id":1,"a":1,"_partial":false,"b":2}`},
		{"records without a key", []saving{
			{`[{"x":1},{"id":null,"x":2}]`, store.Options{}},
			{`{"id":"a"}`, store.Options{}},
			{`{"x":3}`, store.Options{Upsert: true, Partial: store.PartialTrue}},
		}, `-:{"x":1} -:{"id":null,"x":2} "a":{"id":"a"} -:{"x":3,"_partial":true}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got string
			result := inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				for _, step := range c.steps {
					if err := st.Save(ctx, s, at, decode(t, step.v), step.options); err != nil {
						return err
					}
				}
				got = strings.Join(strings.Fields(storetest.RecordsOf(st, s).String()), " ")
				return nil
			})
			if result.Err != nil {
				t.Fatal(result.Err)
			}
			if got != c.want {
				t.Errorf("the store holds\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// A bad record fails the step with its position, before any is written, in
// parallel work as elsewhere.
func TestSaveFails(t *testing.T) {
	for _, c := range []struct {
		name    string
		v       string
		options store.Options
		want    string
	}{
		{
			"null", `null`,
			store.Options{},
			"s wants an object or an array of objects, and this is null; where there may be nothing to store, look at it with a match first",
		},
		{
			"text", `"x"`,
			store.Options{},
			`s wants an object or an array of objects, and this is the string "x"; put it into an object, such as { id: … }`,
		},
		{
			"each of an object", `{"id":1}`,
			store.Options{Each: true},
			"store each … -> s wants an array, and this is an object; without `each` it is stored as one record",
		},
		{
			"each of null", `null`,
			store.Options{Each: true},
			"store each … -> s wants an array, and this is null; where there may be nothing to store, look at it with a match first",
		},
		{
			"a number among records", `[{"id":1},7]`,
			store.Options{},
			"record 2 of 2 for s is the number 7, and a record is an object; put it into an object, such as { id: … }",
		},
		{
			"an array among records", `[[{"id":1}]]`,
			store.Options{},
			"the record for s is an array, and a record is an object; flatten(…) makes one array of nested ones",
		},
		{
			"a null key", `[{"k":1},{"k":null,"x":1,"y":2}]`,
			store.Options{Key: field("k")},
			"record 2 of 2 for s has no key: its key: is null, and keys are strings, integers and booleans; its fields are k, x, y",
		},
		{
			"no key at all", `{}`,
			store.Options{Key: field("k")},
			"the record for s has no key: its key: is null, and keys are strings, integers and booleans; its fields are none",
		},
		{
			"a fraction", `{"id":1.5}`,
			store.Options{},
			"the record for s has no key: its id is the number 1.5, and keys are strings, integers and booleans; its fields are id",
		},
		{
			"an object", `{"id":{"a":1}}`,
			store.Options{},
			"the record for s has no key: its id is an object, and keys are strings, integers and booleans; its fields are id",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := decode(t, c.v)
			check := func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				err := st.Save(ctx, s, at, v, c.options)
				var f *rt.Failure
				if !errors.As(err, &f) {
					t.Fatalf("it is stored: %v", err)
				}
				if code, _ := f.Code.Text(); f.Message != c.want || f.At != at || code != rt.CodeStore {
					t.Errorf("%s %s: %s\nwant: %s", f.At, code, f.Message, c.want)
				}
				if n := st.Len(s); n != 0 {
					t.Errorf("%d records are written", n)
				}
				return nil
			}
			result := inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				if err := check(ctx, s, st); err != nil {
					return err
				}
				return sideBySide(ctx, s, 1, 1, func(_ int, s *rt.Strand) error { return check(ctx, s, st) })
			})
			if n := result.Stages[0].Actions[0].Stored.Load(); n != 0 || result.Err != nil {
				t.Errorf("%d records count as stored; the run ended with %v", n, result.Err)
			}
		})
	}
}

// An expression of a key that fails is the failure, with its own position.
func TestSaveKeyFault(t *testing.T) {
	result := inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		return st.Save(ctx, s, at, decode(t, `[{"n":2},{"n":0},{"n":"x"}]`), store.Options{Key: func(record value.Value) value.Value {
			n, _ := record.Lookup("n")
			return s.Div("m.reqon:3:20", value.Int(4), n)
		}})
	})
	var f *rt.Failure
	if !errors.As(result.Err, &f) || f.At != "m.reqon:3:20" || !strings.Contains(f.Message, "division by zero") {
		t.Errorf("the run ended with %v", result.Err)
	}
	if n := len(result.Stores[0].Records); n != 0 {
		t.Errorf("%d records are written", n)
	}
}

// Every step on a store first looks whether the strand may go on.
func TestStepsCheckFirst(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for name, step := range map[string]func(ctx context.Context, s *rt.Strand, st *store.Store) error{
		"save": func(ctx context.Context, s *rt.Strand, st *store.Store) error {
			return st.Save(ctx, s, at, decode(t, `{"id":2}`), store.Options{})
		},
		"append": func(ctx context.Context, s *rt.Strand, st *store.Store) error {
			return st.Append(ctx, s, at, decode(t, `{"x":2}`))
		},
		"delete": func(ctx context.Context, s *rt.Strand, st *store.Store) error {
			return st.Delete(ctx, s, at, value.Int(1))
		},
		"clear": func(ctx context.Context, s *rt.Strand, st *store.Store) error { return st.Clear(ctx, s, at) },
	} {
		t.Run(name, func(t *testing.T) {
			inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				if err := st.Save(ctx, s, at, decode(t, `{"id":1}`), store.Options{}); err != nil {
					return err
				}
				s.Div("m.reqon:9:9", value.Int(1), value.Int(0))
				var f *rt.Failure
				if err := step(ctx, s, st); !errors.As(err, &f) || f.At != "m.reqon:9:9" {
					t.Errorf("after an expression that failed: %v", err)
				}
				if err := step(ended, s, st); !rt.IsCancelled(err) {
					t.Errorf("after the end of the context: %v", err)
				}
				if got := storetest.RecordsOf(st, s).String(); got != "\"1\":{\"id\":1}\n" {
					t.Errorf("the store holds %s", got)
				}
				if err := step(ctx, s, st); err != nil {
					t.Errorf("as it should: %v", err)
				}
				return nil
			})
		})
	}
}

func TestDeleteWantsAKey(t *testing.T) {
	result := inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		return st.Delete(ctx, s, at, value.Null)
	})
	const want = "m.reqon:3:1: A: delete s[…] wants a key, and this is null; keys are strings, integers and booleans"
	if result.Err == nil || result.Err.Error() != want {
		t.Errorf("%v\nwant %s", result.Err, want)
	}
}

func TestGetOfWhatIsNoKey(t *testing.T) {
	inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		for _, v := range []string{`null`, `1.5`, `[1]`, `{"id":1}`} {
			if got := st.Get(s, decode(t, v)); !got.IsNull() {
				t.Errorf("[%s] is %s", v, got)
			}
		}
		return nil
	})
}

// Records are counted for the action, each write of one once.
func TestStored(t *testing.T) {
	result := inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		return errors.Join(
			st.Save(ctx, s, at, decode(t, `[{"id":1},{"id":1},{"x":1}]`), store.Options{}),
			st.Append(ctx, s, at, decode(t, `{"x":2}`)),
			st.Delete(ctx, s, at, value.Int(1)),
			st.Clear(ctx, s, at),
		)
	})
	if n := result.Stages[0].Actions[0].Stored.Load(); n != 4 || result.Err != nil {
		t.Errorf("%d records count as stored, want 4; the run ended with %v", n, result.Err)
	}
}

// Records without a key are numbered when the stage ends: from the number of
// those that have one, past numbers that are taken, in serial order.
func TestNumbers(t *testing.T) {
	var ends []string
	program := &rt.Program{Mission: "M", Stages: []rt.StagePlan{{Actions: []string{"A"}}, {Actions: []string{"A"}}, {Actions: []string{"A"}}}}
	program.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		st := openMemory(run)
		stage := func(ctx context.Context, s *rt.Strand, number int, work func(s *rt.Strand) error) error {
			err := s.Stage(number).Only(ctx, "A", func(ctx context.Context, s *rt.Strand) error { return work(s) })
			ends = append(ends, strings.Join(strings.Fields(storetest.RecordsOf(st, s).String()), " "))
			return err
		}
		save := func(ctx context.Context, s *rt.Strand, doc string) error {
			return st.Save(ctx, s, at, decode(t, doc), store.Options{})
		}
		return func(ctx context.Context, s *rt.Strand) error {
			return errors.Join(
				stage(ctx, s, 1, func(s *rt.Strand) error {
					return sideBySide(ctx, s, 4, 4, func(i int, s *rt.Strand) error {
						return save(ctx, s, []string{`{"x":0}`, `[{"x":1},{"x":1.5}]`, `{"id":"3"}`, `{"x":2}`}[i])
					})
				}),
				stage(ctx, s, 2, func(s *rt.Strand) error {
					return errors.Join(st.Delete(ctx, s, at, value.Int(1)), save(ctx, s, `{"x":3}`))
				}),
				stage(ctx, s, 3, func(s *rt.Strand) error { return errors.Join(st.Clear(ctx, s, at), save(ctx, s, `{"x":4}`)) }),
			)
		}
	}
	result, err := rt.Execute(t.Context(), program, rt.Options{})
	if err != nil || result.Err != nil {
		t.Fatal(err, result.Err)
	}
	want := []string{
		`"1":{"x":0} "2":{"x":1} "4":{"x":1.5} "3":{"id":"3"} "5":{"x":2}`,
		`"2":{"x":1} "4":{"x":1.5} "3":{"id":"3"} "5":{"x":2} "6":{"x":3}`,
		`"0":{"x":4}`,
	}
	for i := range want {
		if ends[i] != want[i] {
			t.Errorf("after stage %d:\n%s\nwant\n%s", i+1, ends[i], want[i])
		}
	}
}
