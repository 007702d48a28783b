package cli

import (
	"bufio"
	"bytes"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
)

// unknownMemory is assumed where the system does not say.
const unknownMemory = 4 << 30

// tuneMemory says how the collector trades memory for time, unless the
// environment does: by what is live, and up to a soft limit, near which it works
// harder, so that a mission with large stores does not want memory that the
// machine does not have.
func tuneMemory(env func(string) (string, bool)) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		if _, set := env(name); set {
			return
		}
	}
	debug.SetMemoryLimit(memory() / 4 * 3)
	leaveRoom()
}

// leaveRoom has the collector leave the room that goes with what is live, from
// now on.
func leaveRoom() {
	debug.SetGCPercent(room(0))
	c := &collected{live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}, percent: room(0)}
	runtime.SetFinalizer(c, (*collected).again)
}

// A collected finds out that the collector has been through, as nothing refers
// to it.
type collected struct {
	live    []metrics.Sample
	percent int // that the collector has
}

// again sets the room that is left until the collector comes the next time.
func (c *collected) again() {
	metrics.Read(c.live)
	if percent := room(c.live[0].Value.Uint64()); percent != c.percent {
		c.percent = percent
		debug.SetGCPercent(percent)
	}
	runtime.SetFinalizer(c, (*collected).again)
}

// room is how much the heap may grow before the collector comes again, in
// percent of what is live. Go has 100 for all. A small heap is gone through in
// no time, and its room is most of what a small mission takes; a large one does
// not fit the processor's cache, and to go through it is dear. Measured, of
// missions that copy 1,000 pages, fan out over 20,000 requests, and join three
// stores of 100,000 records (processor time and peak memory):
//
//	percent   pages           fan-out         join
//	     50   -               480 ms 24 MiB   -
//	    100   170 ms 14 MiB   430 ms 28 MiB   440 ms 124 MiB
//	as here   210 ms 12 MiB   as with 50      380 ms 135 MiB
func room(live uint64) int {
	switch {
	case live < 12<<20:
		return 50
	case live < 24<<20:
		return 100
	}
	return 200
}

// memory is how many bytes this process may count on: those of the machine, or
// of its container where that is given fewer.
func memory() int64 {
	least := int64(math.MaxInt64)
	if data, err := os.ReadFile("/proc/meminfo"); err == nil {
		lines := bufio.NewScanner(bytes.NewReader(data))
		for lines.Scan() {
			if words := bytes.Fields(lines.Bytes()); len(words) >= 2 && string(words[0]) == "MemTotal:" {
				if kib, err := strconv.ParseInt(string(words[1]), 10, 64); err == nil {
					least = kib << 10
				}
				break
			}
		}
	}
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if limit, err := strconv.ParseInt(string(bytes.TrimSpace(data)), 10, 64); err == nil && limit > 0 {
			least = min(least, limit) // "max" is no limit
		}
	}
	if least == math.MaxInt64 {
		return unknownMemory
	}
	return least
}
