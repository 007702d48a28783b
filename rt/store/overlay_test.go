package store

import (
	"context"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// What one line of sequential work writes to a key, time and again, is one
// change in the overlay: with its strand, in sequential loops whose iterations
// have strands of their own, and in parallel loops that are over. What runs
// beside it keeps changes of its own.
func TestOverlayStaysSmall(t *testing.T) {
	const at = "m.reqon:1:1"
	save := func(ctx context.Context, s *rt.Strand, st *Store, n int) error {
		record := value.NewShape("id", "n").Object(value.Int(1), value.Int(int64(n)))
		return st.Save(ctx, s, at, record, Options{Upsert: n%2 == 0})
	}
	action := func(ctx context.Context, s *rt.Strand, st *Store) error {
		for n := range 100 {
			if err := save(ctx, s, st, n); err != nil {
				return err
			}
		}
		sequential, parallel := s.Loop(at, rt.KeepGoing), s.ParallelLoop(at, rt.KeepGoing)
		for _, loop := range []*rt.Loop{sequential, parallel} {
			for i := range 100 {
				if err := loop.Do(ctx, i, value.Null, func(s *rt.Strand) error { return save(ctx, s, st, i) }); err != nil {
					return err
				}
			}
		}
		return save(ctx, s, st, 0)
	}
	changes := func(st *Store) int {
		n := st.overlay.changed.len()
		for _, h := range st.overlay.histories {
			n += h.root.size() - 1
		}
		return n
	}
	_, err := rt.Execute(t.Context(), &rt.Program{
		Mission: "M",
		Stages:  []rt.StagePlan{{Actions: []string{"A", "B"}, Group: true}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			st := New(run, "s")
			return func(ctx context.Context, s *rt.Strand) error {
				stage := s.Stage(1)
				for i, name := range []string{"A", "B"} {
					if err := stage.Run(ctx, name, func(ctx context.Context, s *rt.Strand) error { return action(ctx, s, st) }); err != nil {
						t.Error(err)
					}
					if got := changes(st); got != i+1 {
						t.Errorf("after %s the overlay holds %d changes", name, got)
					}
				}
				return stage.End(ctx, nil)
			}
		},
	}, rt.Options{})
	if err != nil {
		t.Fatal(err)
	}
}

func (n *link) size() int {
	if n == nil {
		return 0
	}
	return n.left.size() + 1 + n.right.size()
}
