package flow

import (
	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/lang/plan"
)

// lower makes the tree of blocks for steps.
func lower(b *plan.Block) *Block {
	block := &Block{}
	if b == nil {
		return block
	}
	block.Rest = b.Rest
	for _, step := range b.Steps {
		n := lowerStep(step)
		if m, ok := step.(*plan.Match); ok && len(block.Nodes) > 0 {
			before := block.Nodes[len(block.Nodes)-1]
			n.Answered = n.answers(before.Step, m)
			before.Answered = before.Answered || n.Answered
		}
		if loop, ok := step.(*plan.For); ok && loop.Pages != nil {
			block.Nodes[len(block.Nodes)-1].Loop = loop
		}
		block.Nodes = append(block.Nodes, n)
		if block.Ends = n.Ends(); block.Ends {
			break
		}
		if _, ok := step.(*plan.Continue); ok {
			break
		}
	}
	block.repeat()
	return block
}

func lowerStep(step plan.Step) *Node {
	n := &Node{Step: step}
	switch step := step.(type) {
	case *plan.For:
		n.Body = lower(step.Body)
	case *plan.Validate:
		fails := false
		for _, c := range step.Constraints {
			if holds, known := expr.Known(c.X); known && holds {
				continue
			}
			n.Checks = append(n.Checks, c)
			fails = fails || !c.Warning
		}
		if step.Or != nil && fails {
			n.Or = lower(step.Or)
		}
	case *plan.Match:
		for i := range step.Arms {
			arm := &step.Arms[i]
			if expr.Never(arm.Guard) {
				continue
			}
			n.Arms = append(n.Arms, &Arm{Plan: arm, Body: lower(arm.Body)})
			if n.Arms[len(n.Arms)-1].Always() {
				break
			}
		}
	}
	return n
}

// Always tells an arm that takes whatever comes.
func (a *Arm) Always() bool { return expr.Always(a.Plan.Pattern, a.Plan.Guard) }

// answers tells a match that asks for the status of what the request before it
// got.
func (n *Node) answers(before plan.Step, m *plan.Match) bool {
	request, ok := before.(*plan.Request)
	if !ok || !request.Matched || !m.Response {
		return false
	}
	for _, arm := range n.Arms {
		if expr.AsksStatus(arm.Plan.Pattern) {
			return true
		}
	}
	return false
}

// Ends tells a node behind which control never comes.
func (n *Node) Ends() bool {
	switch step := n.Step.(type) {
	case *plan.Abort, *plan.Skip, *plan.RetryStep:
		return true
	case *plan.Jump:
		return step.Request != nil
	case *plan.Match:
		for _, arm := range n.Arms {
			if !arm.Body.Ends {
				return false
			}
		}
		return true // no fit is a failure
	}
	return false
}

// repeat gathers each request that is sent again, with what follows it up to the
// last step that may do so, in a region. The last request comes first: what it
// repeats lies within what an earlier one does.
func (b *Block) repeat() {
	for i := len(b.Nodes) - 1; i >= 0; i-- {
		request, ok := b.Nodes[i].Step.(*plan.Request)
		if !ok {
			continue
		}
		last := -1
		for k := i + 1; k < len(b.Nodes); k++ {
			if b.Nodes[k].repeats(request) {
				last = k
			}
		}
		if last < 0 {
			continue
		}
		region := &Node{Step: request, Region: &Block{Nodes: append([]*Node(nil), b.Nodes[i:last+1]...)}}
		region.Region.Ends = b.Ends && last == len(b.Nodes)-1
		b.Nodes = append(append(b.Nodes[:i:i], region), b.Nodes[last+1:]...)
	}
}

// repeats tells whether the request is sent again from within n.
func (n *Node) repeats(request *plan.Request) bool {
	switch step := n.Step.(type) {
	case *plan.RetryStep:
		return step.Request == request
	case *plan.Jump:
		return step.Request == request
	}
	for _, b := range n.blocks() {
		for _, inner := range b.Nodes {
			if inner.repeats(request) {
				return true
			}
		}
	}
	return false
}

// blocks are the blocks within a node.
func (n *Node) blocks() []*Block {
	var list []*Block
	for _, b := range []*Block{n.Region, n.Body, n.Or} {
		if b != nil {
			list = append(list, b)
		}
	}
	for _, arm := range n.Arms {
		list = append(list, arm.Body)
	}
	return list
}

// link tells each block where it stands.
func (b *Block) link() {
	b.mentions = make(map[*plan.Var]bool)
	for i, n := range b.Nodes {
		for _, inner := range n.blocks() {
			inner.outer, inner.at, inner.depth = b, i, b.depth+1
			inner.link()
		}
	}
}
