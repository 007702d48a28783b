package store

import (
	"fmt"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// A Store is records under keys. Its methods may be called from all strands of
// its run at once.
type Store struct {
	name   string
	keeper Keeper // nil: what it holds ends with the process
	table  table

	mu      sync.Mutex // guards overlay, and what readers borrow of the table
	overlay overlay
	pending atomic.Bool // the overlay is not empty
}

// New makes an empty store on the run. Its name is for messages and results.
func New(run *rt.Run, name string) *Store {
	st := &Store{name: name}
	run.Open(st)
	return st
}

// Redo carries out what an earlier run did, in its serial order, before this
// one begins.
func (st *Store) Redo(op Op) { st.table.do(op) }

// Keep puts a keeper behind the store, to be told what is written from now on.
func (st *Store) Keep(k Keeper) {
	st.keeper = k
	st.table.isChanged = false
}

// Name is the name that the store was made with.
func (st *Store) Name() string { return st.name }

// Snapshot is the records in order. No strand may be working.
func (st *Store) Snapshot() []value.Value {
	st.settle()
	return st.table.listing()
}

// All is the records in order, each under its key, but for those that get one
// when the stage ends. No strand may be working.
func (st *Store) All() iter.Seq2[string, value.Value] {
	return func(yield func(string, value.Value) bool) {
		for e, record := range st.table.all() {
			if e != nil && !yield(e.key, record) {
				return
			}
		}
	}
}

// Settle ends a stage: records without a key get one, and the keeper is told
// all records if something was written. No strand may be working.
func (st *Store) Settle() error {
	st.settle()
	if len(st.table.unkeyed) > 0 {
		st.table.do(Op{Kind: Number})
	}
	if st.keeper == nil || !st.table.isChanged {
		return nil
	}
	if err := st.keeper.Replace(st.All()); err != nil {
		return fmt.Errorf("store %s: %w", st.name, err)
	}
	st.table.isChanged = false
	return nil
}

// Undo has the keeper know that nothing was written at the places from the one
// up to before the other: in a parallel loop, all of whose iterations have ended.
func (st *Store) Undo(from, before rt.Place) error {
	if st.keeper == nil {
		return nil
	}
	if err := st.keeper.Undo(from, before); err != nil {
		return fmt.Errorf("store %s: %w", st.name, err)
	}
	return nil
}

// Close settles the store for the last time and lets its keeper go.
func (st *Store) Close() error {
	err := st.Settle()
	if st.keeper == nil {
		return err
	}
	if closed := st.keeper.Close(); err == nil && closed != nil {
		err = fmt.Errorf("store %s: %w", st.name, closed)
	}
	return err
}

// settle writes what parallel work has left into the table. Its caller is the
// only one at work.
func (st *Store) settle() {
	if !st.pending.Load() {
		return
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.overlay.settle(&st.table)
	st.pending.Store(false)
}

// put is write of a single op that no keeper is told and that nothing takes
// back: most writes are that.
func (st *Store) put(s *rt.Strand, op Op) {
	if !s.Parallel() {
		s.Pass(1)
		st.settle()
		st.table.do(op)
		return
	}
	place := s.Next()
	st.mu.Lock()
	defer st.mu.Unlock()
	if !st.pending.Load() {
		st.pending.Store(true)
	}
	st.overlay.do(&st.table, op, place)
}

// write carries out ops of a strand, at least one, that follow one another. It
// comes back when the keeper has them.
func (st *Store) write(s *rt.Strand, ops []Op) error {
	alone := !s.Parallel()
	placed := !alone || st.keeper != nil // else nobody asks for the place
	var place rt.Place
	if placed {
		place = s.Next()
	} else {
		s.Pass(len(ops))
	}
	if st.keeper != nil {
		if err := st.keeper.Write(place, ops); err != nil {
			return err
		}
	}
	if alone {
		st.settle()
	} else {
		st.mu.Lock()
		defer st.mu.Unlock()
		st.pending.Store(true)
		if s.OnTrial() {
			keyless := len(st.overlay.unkeyed)
			s.OnUndo(st, func(from, before rt.Place) {
				st.mu.Lock()
				defer st.mu.Unlock()
				st.overlay.undo(&st.table, ops, keyless, from, before)
			})
		}
	}
	for i, op := range ops {
		if placed && i > 0 {
			place = s.Next()
		}
		if alone {
			st.table.do(op)
		} else {
			st.overlay.do(&st.table, op, place)
		}
	}
	return nil
}
