package cli

import (
	"bufio"
	"bytes"
	"math"
	"os"
	"runtime/debug"
	"strconv"
)

// A mission allocates fast and lives for seconds: decoded answers come and go,
// and the stores grow. A heap of up to three times what is live, in place of
// twice, takes most of the collector's time off the fan-out mission; five times
// takes off little more, for half as much memory again. The soft limit keeps a
// mission with large stores from paying for that with memory that the machine
// does not have.
const (
	gcPercent     = 200
	unknownMemory = 4 << 30 // assumed where the system does not say
)

// tuneMemory sets how the garbage collector trades memory for time, unless the
// environment does.
func tuneMemory(env func(string) (string, bool)) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		if _, set := env(name); set {
			return
		}
	}
	debug.SetGCPercent(gcPercent)
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
