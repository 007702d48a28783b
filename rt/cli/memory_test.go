package cli

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestTuneMemory(t *testing.T) {
	limit := debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetMemoryLimit(limit) })
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		tuneMemory(func(asked string) (string, bool) { return "", asked == name })
		if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
			t.Errorf("where the environment says %s, the limit is %d", name, got)
		}
	}
	tuneMemory(func(string) (string, bool) { return "", false })
	if got := debug.SetMemoryLimit(-1); got < 64<<20 || got >= memory() {
		t.Errorf("the limit is %d of %d", got, memory())
	}
}
