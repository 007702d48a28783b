package store_test

import (
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/memory"
	"github.com/reqongen/reqongen/rt/store/storetest"
)

var (
	missions  = flag.Int("missions", 1500, "how many random missions the tests of the serial order run")
	firstSeed = flag.Uint64("seed", 0, "the seed of the first of them")
)

func openMemory(run *rt.Run) *store.Store { return memory.Open(run, "s") }

// TestSerialOrder runs random missions whose strands take turns at random, and
// compares whatever they read on the way, and what is left, with the model:
// the writes made so far, in the serial order.
func TestSerialOrder(t *testing.T) {
	for i := range *missions {
		seed := *firstSeed + uint64(i)
		rng := rand.New(rand.NewPCG(seed, 1))
		m := storetest.Random(rng)
		m.Turns = rng
		if err := m.Run(openMemory, rt.Options{}); err != nil {
			t.Fatal(err)
		}
		if len(m.Problems) > 0 {
			t.Fatalf("%s\n%s\nreplay: go test ./rt/store -run 'TestSerialOrder$' -missions 1 -seed %d", m.Problems[0], m, seed)
		}
	}
}

// TestSerialOrderOnAllCores does the same without turns: reads may see
// anything, but what is left is what the serial run leaves.
func TestSerialOrderOnAllCores(t *testing.T) {
	for i := range *missions / 3 {
		seed := *firstSeed + uint64(i)
		m := storetest.Random(rand.New(rand.NewPCG(seed, 2)))
		if err := m.Run(openMemory, rt.Options{}); err != nil {
			t.Fatal(err)
		}
		if len(m.Problems) > 0 {
			t.Fatalf("%s\n%s\nreplay: go test ./rt/store -race -run 'TestSerialOrderOnAllCores$' -count 100 -missions 3 -seed %d", m.Problems[0], m, seed)
		}
	}
}
