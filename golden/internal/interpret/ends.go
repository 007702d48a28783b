package interpret

import (
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/lang/plan"
)

// endless are the loops whose body always ends before its end, and never with
// the next iteration. The compiler has their iterations settled one by one, which
// takes places in the serial order: faults follow from those.
func endless(m *plan.Mission) map[*plan.For]bool {
	found := map[*plan.For]bool{}
	for _, a := range m.Actions {
		blocks := []*flow.Block{flow.Analyze(a).Body}
		for len(blocks) > 0 {
			b := blocks[0]
			blocks = blocks[1:]
			for _, n := range b.Nodes {
				if loop, ok := n.Step.(*plan.For); ok && n.Body != nil && n.Body.Ends && !skips(n.Body) {
					found[loop] = true
				}
				blocks = append(blocks, within(n)...)
			}
		}
	}
	return found
}

// skips tells whether some step of a block goes on with the loop around it.
func skips(b *flow.Block) bool {
	for _, n := range b.Nodes {
		if _, ok := n.Step.(*plan.Skip); ok {
			return true
		}
		if _, ok := n.Step.(*plan.For); ok {
			continue
		}
		for _, inner := range within(n) {
			if skips(inner) {
				return true
			}
		}
	}
	return false
}

func within(n *flow.Node) []*flow.Block {
	var blocks []*flow.Block
	for _, b := range []*flow.Block{n.Region, n.Body, n.Or} {
		if b != nil {
			blocks = append(blocks, b)
		}
	}
	for _, arm := range n.Arms {
		blocks = append(blocks, arm.Body)
	}
	return blocks
}
