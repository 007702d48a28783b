package cli

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

func TestTuneMemory(t *testing.T) {
	limit, percent := debug.SetMemoryLimit(math.MaxInt64), debug.SetGCPercent(100)
	t.Cleanup(func() {
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	})
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		tuneMemory(func(asked string) (string, bool) { return "", asked == name })
		if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
			t.Errorf("where the environment says %s, the limit is %d", name, got)
		}
	}
	if got := percentNow(); got != 100 {
		t.Errorf("where the environment says it, the collector leaves %d %%", got)
	}
	tuneMemory(func(string) (string, bool) { return "", false })
	if got := debug.SetMemoryLimit(-1); got < 64<<20 || got >= memory() {
		t.Errorf("the limit is %d of %d", got, memory())
	}
}

// TestRoom wants the room to follow what is live, up and down.
func TestRoom(t *testing.T) {
	percent := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(percent) })
	follows := func(want int) {
		t.Helper()
		for end := time.Now().Add(time.Minute); percentNow() != want; runtime.GC() { // until the finalizer has run
			if time.Now().After(end) {
				t.Fatalf("the collector leaves %d %%, want %d %%", percentNow(), want)
			}
		}
	}
	leaveRoom()
	var live [][]byte
	for range 40 {
		live = append(live, make([]byte, 1<<20))
	}
	follows(200)
	runtime.KeepAlive(live)
	live = make([][]byte, 0, 18)
	for range 18 {
		live = append(live, make([]byte, 1<<20))
	}
	follows(100)
	runtime.KeepAlive(live)
}

// percentNow is the room that the collector leaves.
func percentNow() int {
	now := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(now)
	return int(now[0].Value.Uint64())
}
