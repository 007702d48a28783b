package serial_test

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/golden/internal/interpret"
	"github.com/reqongen/reqongen/golden/internal/random"
	"github.com/reqongen/reqongen/golden/serial"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

var (
	missions  = flag.Int("missions", 1000, "how many random missions TestSerial runs")
	shrinks   = flag.Bool("shrink", false, "make the first mission that differs as small as it still does, and stop there")
	firstSeed = flag.Uint64("seed", 1, "the seed of the first of them")
)

const (
	atOnce    = 200 // missions to a program
	schedules = 4   // that each runs on
)

// A mission is one that the compiler accepts, and that comes to its end.
type mission struct {
	seed   uint64
	text   string
	plan   *plan.Mission
	warned bool   // of W202 or W204
	serial string // what the serial run comes to
}

// read compiles the text and runs it serially; nil where the compiler does not
// accept it.
func read(t *testing.T, seed uint64, text string) *mission {
	result := lang.Check(source.NewFile("mission.reqon", text))
	if len(result.Missions) != 1 {
		return nil
	}
	m := &mission{seed: seed, text: text, plan: result.Missions[0]}
	m.warned = slices.ContainsFunc(result.Diagnostics, func(d diag.Diagnostic) bool { return d.Code == "W202" || d.Code == "W204" })
	m.serial = serial.Run(t, interpret.Program(m.plan, interpret.Memory), serial.Schedule{Chaos: m.chaos()})
	return m
}

// chaos is the seed of the faults in its runs: those of every other seed have
// some.
func (m *mission) chaos() uint64 { return m.seed % 2 * m.seed }

// differs is the first schedule that comes to something else than the serial
// run, counted from 1; 0 where none does.
func (m *mission) differs(told []string) int {
	return 1 + slices.IndexFunc(told, func(told string) bool { return told != m.serial })
}

// TestSerial runs random missions, and wants of those that the compiler does not
// warn of that every schedule comes to what the serial run does.
func TestSerial(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds programs of many packages")
	}
	var all, compared, warned, racy int
	for seed := *firstSeed; all < *missions; {
		var batch []*mission
		for n := min(atOnce, *missions-all); n > 0; seed++ {
			if m := read(t, seed, random.Parallel(seed)); m != nil {
				n, all = n-1, all+1
				if serial.Comparable(m.serial) {
					batch = append(batch, m)
				}
			}
		}
		compared += len(batch)
		for i, told := range outcomes(t, batch) {
			m := batch[i]
			schedule := m.differs(told)
			switch {
			case m.warned:
				warned++
				racy += min(schedule, 1)
			case schedule > 0:
				t.Errorf("seed %d on schedule %d (-serial +parallel):\n%s\nreplay: go test ./golden/serial -run TestSerial -missions 1 -seed %d", m.seed, schedule,
					cmp.Diff(strings.Split(m.serial, "\n"), strings.Split(told[schedule-1], "\n")), m.seed)
				if *shrinks {
					t.Errorf("the least of it that differs:\n%s", shrunk(t, m).text)
					return
				}
				t.Logf("%s", m.text)
			}
		}
	}
	never := compared - racy
	rate := 100 * float64(warned-racy) / float64(max(never, 1))
	t.Logf("%d missions, of which %d come to their end; of these the compiler warns of %d, and %d of those do differ; "+
		"of the %d that never do it warns of %d (%.1f %%)", all, compared, warned, racy, never, warned-racy, rate)
	if all >= 1000 && rate >= 15 {
		t.Error("it warns of too many that never differ")
	}
}

// shrunk takes steps and blocks out of the mission as long as it differs without
// them.
func shrunk(t *testing.T, m *mission) *mission {
	for {
		var smaller []*mission
		lines := strings.SplitAfter(m.text, "\n")
		for from := range lines {
			to := from + 1
			if opened := strings.TrimRight(lines[from], "\n"); strings.HasSuffix(opened, "{") {
				indent := opened[:len(opened)-len(strings.TrimLeft(opened, " "))]
				for to < len(lines) && !strings.HasPrefix(lines[to-1], indent+"}") {
					to++
				}
			}
			without := strings.Join(slices.Concat(lines[:from], lines[to:]), "")
			if less := read(t, m.seed, without); less != nil && !less.warned && serial.Comparable(less.serial) {
				smaller = append(smaller, less)
			}
		}
		least := m
		for i, told := range outcomes(t, smaller) {
			if len(smaller[i].text) < len(least.text) && smaller[i].differs(told) > 0 {
				least = smaller[i]
			}
		}
		if least == m {
			return m
		}
		m = least
	}
}
