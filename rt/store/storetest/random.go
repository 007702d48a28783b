package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

type stepKind int

const (
	write      stepKind = iota
	look                // compares every way to read with the model
	loop                // a parallel one
	inLine              // a sequential loop with strands of its own
	firstFails          // a parallel loop that its first failure ends
	fails               // ends the iteration, which its loop queues in the store
)

type step struct {
	kind   stepKind
	ops    []store.Op
	bodies [][]step
}

// randomSteps is a body. Few keys, so that writes meet.
func randomSteps(rng *rand.Rand, depth, most int) []step {
	var steps []step
	for range 1 + rng.IntN(most) {
		switch n := rng.IntN(12); {
		case n < 3 && depth > 0:
			st := step{kind: loop}
			if rng.IntN(4) == 0 {
				st.kind = inLine
			} else if rng.IntN(3) == 0 {
				st.kind = firstFails
			}
			for range 1 + rng.IntN(5) {
				body := randomSteps(rng, depth-1, 4)
				switch {
				case st.kind == firstFails && rng.IntN(4) == 0:
					body = slices.Insert(body, rng.IntN(len(body)+1), step{kind: fails})
				case rng.IntN(8) == 0:
					body = append(body, step{kind: fails})
				}
				st.bodies = append(st.bodies, body)
			}
			steps = append(steps, st)
		case n < 5:
			steps = append(steps, step{kind: look})
		default:
			steps = append(steps, step{kind: write, ops: randomOps(rng)})
		}
	}
	return steps
}

func randomOps(rng *rand.Rand) []store.Op {
	switch rng.IntN(14) {
	case 0:
		return []store.Op{{Kind: store.Clear}}
	case 1, 2, 3:
		return []store.Op{{Kind: store.Delete, Key: randomKey(rng)}}
	}
	var ops []store.Op
	kind, keyless := store.Put, rng.IntN(6) == 0
	if !keyless && rng.IntN(2) == 0 {
		kind = store.Merge
	}
	n := 1
	if rng.IntN(4) == 0 {
		n += rng.IntN(3)
	}
	for range n {
		op := store.Op{Kind: kind, Keyless: keyless, Record: randomRecord(rng, 2)}
		if !keyless {
			op.Key = randomKey(rng)
		}
		ops = append(ops, op)
	}
	return ops
}

// randomKey has numbers among its keys, to be in the way of those that keyless
// records get.
func randomKey(rng *rand.Rand) string {
	return []string{"a", "b", "0", "3"}[rng.IntN(4)]
}

func randomRecord(rng *rand.Rand, depth int) value.Value {
	var b value.Builder
	for range rng.IntN(4) {
		v := value.Int(rng.Int64N(1000))
		switch {
		case depth > 0 && rng.IntN(2) == 0:
			v = randomRecord(rng, depth-1)
		case rng.IntN(5) == 0:
			v = value.Null
		}
		b.Set([]string{"x", "y", "z"}[rng.IntN(3)], v)
	}
	return b.Object()
}

// Random is a mission of up to three stages of up to three actions, with
// loops, parallel and sequential, in each other.
func Random(rng *rand.Rand) *Mission {
	m := &Mission{}
	for range 1 + rng.IntN(3) {
		var actions [][]step
		for range 1 + rng.IntN(3) {
			actions = append(actions, randomSteps(rng, 2, 6))
		}
		m.stages = append(m.stages, actions)
	}
	return m
}

// String shows the mission for a failing test.
func (m *Mission) String() string {
	var b strings.Builder
	var show func(steps []step, indent string)
	show = func(steps []step, indent string) {
		for i, st := range steps {
			fmt.Fprintf(&b, "%s%d ", indent, i)
			switch st.kind {
			case look:
				b.WriteString("look\n")
			case fails:
				b.WriteString("fails\n")
			case write:
				for _, op := range st.ops {
					name := []string{"put", "merge", "delete", "clear"}[op.Kind]
					fmt.Fprintf(&b, "%s %q %s  ", name, op.Key, op.Record)
				}
				b.WriteString("\n")
			default:
				fmt.Fprintf(&b, "%s\n", map[stepKind]string{loop: "parallel loop", inLine: "loop", firstFails: "parallel loop that its first failure ends"}[st.kind])
				for j, body := range st.bodies {
					fmt.Fprintf(&b, "%s  item %d\n", indent, j)
					show(body, indent+"    ")
				}
			}
		}
	}
	for i, actions := range m.stages {
		for j, steps := range actions {
			fmt.Fprintf(&b, "stage %d action %d\n", i, j)
			show(steps, "  ")
		}
	}
	return b.String()
}
