package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// A Mission is a random pipeline over one store, and the model of what the
// store went through. It runs through rt.Execute, with the calls that
// generated code makes.
type Mission struct {
	// Turns makes its strands take turns as drawn from it, and compares
	// whatever they read on the way with the model. Without it they run as the
	// machine schedules them, and what is left at the end is compared.
	Turns *rand.Rand
	// Written is called after each write while nothing else happens; it needs
	// Turns.
	Written func(m *Model)

	// Model is what the store went through so far.
	Model Model
	// Problems are the differences found.
	Problems []string

	stages [][][]step // the steps of each action
	baton  *baton     // of Turns
	store  *store.Store
	mu     sync.Mutex // guards Model where there are no turns
	held   []held
}

// Run executes the mission on the store that open makes.
func (m *Mission) Run(open func(*rt.Run) *store.Store, options rt.Options) error {
	if m.Turns != nil {
		m.baton = &baton{rng: m.Turns, running: 1}
	}
	program := &rt.Program{Mission: "Random"}
	for i, actions := range m.stages {
		plan := rt.StagePlan{Group: true}
		for j := range actions {
			plan.Actions = append(plan.Actions, fmt.Sprintf("S%dA%d", i+1, j+1))
		}
		program.Stages = append(program.Stages, plan)
	}
	program.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		m.store = open(run)
		return m.pipeline
	}
	result, err := rt.Execute(context.Background(), program, options)
	if err != nil {
		return err
	}
	var want []value.Value
	for _, r := range m.Model.Before(nil) {
		want = append(want, r.Value)
	}
	m.compare(nil, "records at the end", list(result.Stores[0].Records), list(want))
	var serial Model
	for i, actions := range m.stages {
		for j, steps := range actions {
			serialBody(&serial, steps, []int{i, j})
		}
		serial.Write([]int{i, len(actions)}, store.Op{Kind: store.Number})
	}
	m.compare(nil, "writes", fmt.Sprint(m.Model.Paths()), fmt.Sprint(serial.Paths()))
	for _, h := range m.held {
		m.compare(h.path, "records, looked at again at the end", list(h.records), h.text)
	}
	return result.Err
}

// serialBody notes the writes of a body where one thing is done after another,
// and tells whether it comes to its end.
func serialBody(m *Model, steps []step, path []int) bool {
	for i, st := range steps {
		path := append(slices.Clone(path), i)
		switch st.kind {
		case write:
			m.Write(path, st.ops...)
		case fails:
			return false
		case loop, inLine, firstFails:
			for j, body := range st.bodies {
				item := append(slices.Clone(path), j)
				switch done := serialBody(m, body, item); {
				case done:
				case st.kind == firstFails:
					return false
				default:
					m.Write(append(item, queuedAt), store.Op{})
				}
			}
		}
	}
	return true
}

func (m *Mission) pipeline(ctx context.Context, s *rt.Strand) error {
	for i, actions := range m.stages {
		stage := s.Stage(i + 1)
		group := new(errgroup.Group)
		family := m.family(len(actions))
		for j, steps := range actions {
			group.Go(func() error {
				defer family.done()
				return stage.Settle(ctx, fmt.Sprintf("S%dA%d", i+1, j+1), func(ctx context.Context, s *rt.Strand) error {
					return m.body(ctx, s, steps, []int{i, j})
				})
			})
		}
		if err := stage.End(ctx, group.Wait()); err != nil {
			return err
		}
		m.Model.Write([]int{i, len(actions)}, store.Op{Kind: store.Number})
		m.look(s, []int{i, len(actions) + 1})
	}
	return nil
}

func (m *Mission) body(ctx context.Context, s *rt.Strand, steps []step, path []int) error {
	for i, st := range steps {
		path := append(slices.Clone(path), i)
		if m.baton != nil {
			m.baton.take(path)
		}
		if err := rt.StoppedBy(ctx); err != nil {
			return err
		}
		switch st.kind {
		case write:
			if err := m.write(ctx, s, st.ops, path); err != nil {
				return err
			}
		case look:
			m.look(s, path)
		case fails:
			return errors.New("planned")
		case firstFails:
			if err := m.untilFailure(ctx, s, st, path); err != nil {
				return err
			}
		case loop, inLine:
			if err := m.loop(ctx, s, st, path); err != nil {
				return err
			}
		}
	}
	return nil
}

// queuedAt is the place of the write that a loop makes for a failed iteration:
// after all of its steps.
const queuedAt = 1000

func (m *Mission) loop(ctx context.Context, s *rt.Strand, st step, path []int) error {
	items := make([]value.Value, len(st.bodies))
	for i := range items {
		items[i] = value.Int(int64(i))
	}
	do := func(l *rt.Loop, i int) error {
		return l.Do(ctx, i, items[i], func(s *rt.Strand) error {
			return m.body(ctx, s, st.bodies[i], append(slices.Clone(path), i))
		})
	}
	queue := queuer{m, path}
	if st.kind == inLine {
		l := s.Loop("m.reqon:1:1", rt.KeepGoing).QueueTo(queue)
		for i := range items {
			if err := do(l, i); err != nil {
				return l.End(ctx, err)
			}
		}
		return l.End(ctx, nil)
	}
	l := s.ParallelLoop("m.reqon:1:1", rt.KeepGoing).QueueTo(queue)
	group := new(errgroup.Group)
	family := m.family(len(items))
	for i := range l.Over(ctx, items) {
		group.Go(func() error {
			defer family.done()
			return do(l, i)
		})
	}
	return l.End(ctx, group.Wait())
}

func (m *Mission) untilFailure(ctx context.Context, s *rt.Strand, st step, path []int) error {
	l := s.ParallelLoop("m.reqon:1:1", rt.FailLoop)
	group := new(errgroup.Group)
	family := m.family(len(st.bodies))
	first := len(st.bodies)
	// All of them start, as the family wants it: late ones end at once.
	for i := range st.bodies {
		group.Go(func() error {
			defer family.done()
			err := l.DoUntilFailure(ctx, i, value.Int(int64(i)), func(ctx context.Context, s *rt.Strand) error {
				return m.body(ctx, s, st.bodies[i], append(slices.Clone(path), i))
			})
			if err != nil && !rt.IsCancelled(err) {
				m.mu.Lock()
				first = min(first, i)
				m.mu.Unlock()
			}
			return err
		})
	}
	failed := group.Wait()
	if rt.StoppedBy(ctx) == nil {
		m.mu.Lock()
		m.Model.Undo(path, first)
		m.mu.Unlock()
	}
	err := l.End(ctx, failed)
	m.written()
	return err
}

func (m *Mission) family(n int) interface{ done() } {
	if m.baton == nil {
		return alone{}
	}
	return m.baton.family(n)
}

type alone struct{}

func (alone) done() {}

// A queuer is the store of `onError queue` and tells the model of it.
type queuer struct {
	*Mission
	path []int
}

func (q queuer) Append(ctx context.Context, s *rt.Strand, at value.Pos, record value.Value) error {
	item, _ := record.Lookup("item")
	i, _ := item.AsInt()
	path := append(slices.Clone(q.path), int(i), queuedAt)
	if q.baton != nil {
		q.baton.take(path)
	}
	if err := rt.StoppedBy(ctx); err != nil { // as the store says, which writes nothing then
		return err
	}
	q.mu.Lock()
	q.Model.Write(path, store.Op{Keyless: true, Record: record})
	q.mu.Unlock()
	err := q.store.Append(ctx, s, at, record)
	q.written()
	return err
}

// write does the ops.
func (m *Mission) write(ctx context.Context, s *rt.Strand, ops []store.Op, path []int) error {
	m.mu.Lock()
	m.Model.Write(path, ops...)
	m.mu.Unlock()
	err := Do(ctx, s, m.store, ops)
	m.written()
	return err
}

func (m *Mission) written() {
	if m.Written != nil {
		m.Written(&m.Model)
	}
}

// Do does ops, all of one kind, the way that one step of a mission does:
// through Save, Delete or Clear.
func Do(ctx context.Context, s *rt.Strand, st *store.Store, ops []store.Op) error {
	const at = "m.reqon:1:1"
	op := ops[0]
	switch op.Kind {
	case store.Clear:
		return st.Clear(ctx, s, at)
	case store.Delete:
		return st.Delete(ctx, s, at, value.String(op.Key))
	}
	o := store.Options{Upsert: op.Kind == store.Merge}
	next := 0
	if !op.Keyless {
		o.Key = func(value.Value) value.Value {
			next++
			return value.String(ops[next-1].Key)
		}
	}
	v := op.Record
	if len(ops) > 1 {
		records := make([]value.Value, len(ops))
		for i, op := range ops {
			records[i] = op.Record
		}
		v = value.Array(records...)
	}
	return st.Save(ctx, s, at, v, o)
}
