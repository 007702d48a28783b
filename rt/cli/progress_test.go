package cli

import (
	"bytes"
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// Where there is no terminal, a line tells every ten seconds of an action that
// it still runs, and none comes after its end.
func TestALongActionIsToldOf(t *testing.T) {
	clean(t)
	synctest.Test(t, func(t *testing.T) {
		var told bytes.Buffer
		c := &console{w: &told}
		f := &flags{logFormat: "text"}
		execute(t.Context(), mission(nil, nil, nil, func(ctx context.Context, _ *rt.Strand, _ *records) error {
			return rt.Sleep(ctx, 25*time.Second)
		}), f, &told, c)
		time.Sleep(time.Minute)
		want := "    0.00s  Merge started\n" +
			"   10.00s  Merge still running: 0 requests\n" +
			"   20.00s  Merge still running: 0 requests\n" +
			"   25.00s  Merge done in 25.0s: 0 requests, 0 records\n" +
			"Sync: done in 25.0s\n"
		wants(t, "standard error", told.String(), want)
	})
}
