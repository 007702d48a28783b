package rt

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/reqongen/reqongen/rt/value"
)

// A plain loop counts its items: those that it is done with, and, of pages, those
// that came. One that stands in it, here that of an action that it calls, is an
// inner one.
func TestPlainLoopsCount(t *testing.T) {
	items := []value.Value{value.Int(1), value.Int(2), value.Int(3)}
	wrong := errors.New("wrong")
	p := &Program{
		Stages: []StagePlan{{Actions: []string{"A"}}},
		Open: func(*Run) func(context.Context, *Strand) error {
			return func(ctx context.Context, s *Strand) error {
				return s.Stage(1).Only(ctx, "A", func(_ context.Context, s *Strand) error {
					called := func() {
						for range s.Each("t.reqon:9:1", items[:2]) {
						}
					}
					for range s.Each("t.reqon:2:1", items) {
						called()
					}
					called()
					for range s.EachOfPages("t.reqon:4:1", slices.Values([][]value.Value{items, items})) {
						if l := s.action.Loops()[1]; !l.More.Load() {
							t.Error("before the last page it is not told that there may be more")
						}
					}
					for item := range s.Each("t.reqon:6:1", items) {
						if value.Equal(item, items[1]) {
							return wrong
						}
					}
					return nil
				})
			}
		},
	}
	result, err := Execute(t.Context(), p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	type loop struct {
		at          value.Pos
		inner, more bool
		items, done int64
		most        int
	}
	var got []loop
	for _, l := range result.Stages[0].Actions[0].Loops() {
		got = append(got, loop{l.At, l.Inner, l.More.Load(), l.Items.Load(), l.Done.Load(), l.Most()})
	}
	want := []loop{
		{"t.reqon:2:1", false, false, 3, 3, 1},
		{"t.reqon:4:1", false, false, 6, 6, 1},
		{"t.reqon:6:1", false, false, 3, 1, 1},
		{"t.reqon:9:1", true, false, 8, 8, 1},
	}
	if !slices.Equal(got, want) {
		t.Errorf("the loops are %+v, want %+v", got, want)
	}
}
