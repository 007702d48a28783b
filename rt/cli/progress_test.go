package cli

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Where there is no terminal, a line tells every ten seconds of an action that
// it still runs and how far it is, and none comes after its end.
func TestALongActionIsToldOf(t *testing.T) {
	clean(t)
	synctest.Test(t, func(t *testing.T) {
		var told bytes.Buffer
		c := &console{w: &told}
		f := &flags{logFormat: "text"}
		execute(t.Context(), mission(nil, nil, nil, func(ctx context.Context, s *rt.Strand, _ *records) error {
			pages := slices.Values([][]value.Value{make([]value.Value, 3), make([]value.Value, 2)})
			for range s.EachOfPages("sync.reqon:3:5", pages) {
				if err := rt.Sleep(ctx, 4100*time.Millisecond); err != nil {
					return err
				}
			}
			for range s.Each("sync.reqon:4:5", make([]value.Value, 4)) {
				if err := rt.Sleep(ctx, 4100*time.Millisecond); err != nil {
					return err
				}
			}
			return nil
		}), f, &told, c)
		time.Sleep(time.Minute)
		want := "    0.00s  Merge started\n" +
			"   10.00s  Merge still running: 0 requests, 2 items\n" + // more pages may come
			"   20.00s  Merge still running: 0 requests, 4 items\n" +
			"   30.00s  Merge still running: 0 requests, 7 of 9 items\n" +
			"   36.90s  Merge done in 36.9s: 0 requests, 0 records\n" +
			"Sync: done in 36.9s\n"
		wants(t, "standard error", told.String(), want)
	})
}
