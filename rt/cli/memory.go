package cli

import (
	"bufio"
	"bytes"
	"math"
	"os"
	"runtime/debug"
	"strconv"
)

// The collector's target is Go's own, a heap of twice what is live. Measured, of
// missions that fan out over 20,000 requests, process 100,000 records, join
// three stores of 100,000, and copy 1,000 pages (processor time, peak memory):
//
//	target    fan-out          process          join             pages
//	    50    644 ms 33 MiB    319 ms  98 MiB   660 ms 122 MiB   392 ms 13 MiB
//	    75    615 ms 35 MiB    304 ms 117 MiB     -              327 ms 14 MiB
//	   100    560 ms 36 MiB    285 ms  98 MiB   510 ms 137 MiB   323 ms 15 MiB
//	   150      -              269 ms 116 MiB   506 ms 140 MiB     -
//	   200    478 ms 42 MiB    245 ms 130 MiB   464 ms 154 MiB   297 ms 19 MiB
//
// unknownMemory is assumed where the system does not say.
const unknownMemory = 4 << 30

// tuneMemory sets a soft limit, unless the environment says how the collector
// trades memory for time: near the limit it works harder, so that a mission
// with large stores does not want memory that the machine does not have.
func tuneMemory(env func(string) (string, bool)) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		if _, set := env(name); set {
			return
		}
	}
	debug.SetMemoryLimit(memory() / 4 * 3)
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
