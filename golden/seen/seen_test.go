package seen_test

import (
	"flag"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/golden/internal/interpret"
	"github.com/reqongen/reqongen/golden/internal/random"
	"github.com/reqongen/reqongen/golden/seen"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/sight"
	"github.com/reqongen/reqongen/lang/source"
)

var (
	interpreted = flag.Int("interpreted", 1000, "how many random missions are interpreted")
	firstSeed   = flag.Uint64("seed", 1, "the seed of the first random mission")
	shrinks     = flag.Bool("shrink", false, "take away from the first mission that differs what it differs without")
)

// A mission is a random one that the compiler accepts.
type mission struct {
	seed uint64
	text string
	plan *plan.Mission
}

// read compiles the text; nil where the compiler does not accept it.
func read(seed uint64, text string) *mission {
	result := lang.Check(source.NewFile("mission.reqon", text))
	if len(result.Missions) != 1 {
		return nil
	}
	return &mission{seed, text, result.Missions[0]}
}

// missions are so many random ones that leave something of an answer out.
func missions(count int) iter.Seq[*mission] {
	return func(yield func(*mission) bool) {
		for seed := *firstSeed; count > 0; seed++ {
			m := read(seed, random.Parts(seed))
			if m == nil || !m.selects() {
				continue
			}
			if count--; !yield(m) {
				return
			}
		}
	}
}

// selects tells whether something of an answer to the mission is left out.
func (m *mission) selects() bool {
	for _, view := range sight.Of(m.plan) {
		if !slices.Contains(view.Paths(), "") {
			return true
		}
	}
	return false
}

// difference is where the first of two outcomes that differ do; "" where none do.
func difference(whole, selected []string) string {
	for i := range whole {
		if whole[i] != selected[i] {
			return fmt.Sprintf("with the answers %d:\n%s", i, cmp.Diff(strings.Split(whole[i], "\n"), strings.Split(selected[i], "\n")))
		}
	}
	return ""
}

func (m *mission) difference() string {
	whole, selected := interpret.Program(m.plan, interpret.Memory), interpret.Seeing(m.plan, interpret.Memory)
	return difference(seen.RunEach(whole, m.seed), seen.RunEach(selected, m.seed))
}

// TestInterpreted interprets random missions with all of each answer, and with
// what they see of it.
func TestInterpreted(t *testing.T) {
	for m := range missions(*interpreted) {
		diff := m.difference()
		if diff == "" {
			continue
		}
		t.Errorf("seed %d differs (-everything decoded +what is seen) %s\nreplay: go test ./golden/seen -run TestInterpreted -interpreted 1 -seed %d", m.seed, diff, m.seed)
		if *shrinks {
			m = shrunk(m)
			t.Fatalf("the least of it that differs:\n%s\n%s\n%s", m.text, m.difference(), sight.Text(m.plan, nil))
		}
	}
}

// shrunk takes steps and blocks out of the mission as long as it differs without
// them.
func shrunk(m *mission) *mission {
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
		if less := read(m.seed, without); less != nil && len(without) < len(m.text) && less.difference() != "" {
			return shrunk(less)
		}
	}
	return m
}

// TestAhead wants loops that begin while an answer comes to be common among the
// missions that are built.
func TestAhead(t *testing.T) {
	const count = 200
	begin := 0
	for m := range missions(count) {
		if len(gen.Ahead(m.plan)) > 0 {
			begin++
		}
	}
	if begin < count/4 {
		t.Errorf("%d of %d missions have a loop that begins while an answer comes", begin, count)
	}
}
