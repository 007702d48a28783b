package check

import (
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// leaves reports a step that nothing comes back from to what stands behind it,
// nor to what stands behind the match around it.
func leaves(s plan.Step) bool {
	switch s := s.(type) {
	case *plan.Abort, *plan.Skip, *plan.RetryStep:
		return true
	case *plan.Jump:
		return s.Request != nil
	case *plan.Match:
		for _, arm := range s.Arms {
			if !blockLeaves(arm.Body) {
				return false
			}
		}
		return len(s.Arms) > 0
	}
	return false
}

func blockLeaves(b *plan.Block) bool { return len(b.Steps) > 0 && leaves(b.Steps[len(b.Steps)-1]) }

// stops reports a step behind which no step of the same block is reached.
func stops(s plan.Step) bool {
	if _, ok := s.(*plan.Continue); ok {
		return true
	}
	return leaves(s)
}

func (m *mission) continues(w where, n *syntax.Continue) {
	if w.match == nil {
		m.report(codeNoMatch, n.Span(), "skip goes on with the next item; without a loop it ends the action",
			"continue stands in no match of this %s", w.body.what())
		return
	}
	w.add(&plan.Continue{Origin: m.origin(n, nil)})
}

func (b *body) what() string {
	if b.isLoop() {
		return "loop"
	}
	return "action"
}

// retry resolves `retry { … }`.
func (m *mission) retry(w where, n *syntax.Retry) {
	x := &plan.RetryStep{Origin: m.origin(n, optionsNode(n.Options))}
	if n.Options != nil {
		x.Policy = m.policy(w, n.Options)
	}
	if x.Request = m.target(w, headOf(n, "retry")); x.Request != nil {
		w.add(x)
	}
}

// jump resolves `jump A then retry|continue`; without then it goes on.
func (m *mission) jump(w where, n *syntax.Jump) {
	x := &plan.Jump{Origin: m.origin(n, nil), Action: m.action(n.Action)}
	if n.Then != nil && n.Then.Name == "retry" {
		if x.Request = m.target(w, n.Then.Span); x.Request == nil {
			return
		}
	}
	if x.Action != nil {
		w.add(x)
	}
}

// markAgain marks the requests that a step of the plan sends again. Steps that
// are never reached have none to mark.
func (m *mission) markAgain() {
	for _, a := range m.plan.Actions {
		a.Body.Each(func(s plan.Step) {
			switch s := s.(type) {
			case *plan.RetryStep:
				s.Request.Again = true
			case *plan.Jump:
				if s.Request != nil {
					s.Request.Again = true
				}
			}
		})
	}
}

// target finds the request that a retry sends again: in a match of the response
// the one that it looks at, elsewhere the nearest before it in the same body.
func (m *mission) target(w where, at source.Span) *plan.Request {
	request, unclear := nearestRequest(w.block)
	if w.asked != nil {
		request, unclear = w.asked.request, w.asked.unclear
	}
	switch {
	case request != nil:
		return request
	case unclear.IsValid():
		d := m.report(codeUnclear, at, "write the retry in a match of its own, right behind the request",
			"it is not clear which request to send again: one stands in a block that may not have run")
		note(d, firstLine(unclear), "this one may have been the last")
	default:
		m.report(codeNoRequest, at, "retry sends the request before it again, within the same loop body or action",
			"there is no request in this %s that could be sent again", w.body.what())
	}
	return nil
}

// nearestRequest finds the request that was surely the last one when the end of
// the block, as far as it is known, is reached. Where one of several may have
// been, it gives the place of one that stands in an arm.
func nearestRequest(b *block) (*plan.Request, source.Span) {
	for ; b != nil; b = b.outer {
		for _, s := range slices.Backward(b.plan.Steps) {
			switch s := s.(type) {
			case *plan.Request:
				return s, source.Span{}
			case *plan.Match, *plan.Validate:
				if at := requestIn(s); at.IsValid() {
					return nil, at
				}
			}
		}
	}
	return nil, source.Span{}
}

// requestIn finds a request in the arms of a match, or in the or of a validate,
// that go on behind it.
func requestIn(s plan.Step) source.Span {
	for _, block := range plan.Blocks(s) {
		if blockLeaves(block) {
			continue
		}
		for _, step := range block.Steps {
			switch step := step.(type) {
			case *plan.Request:
				return step.Span
			case *plan.Match, *plan.Validate:
				if at := requestIn(step); at.IsValid() {
					return at
				}
			}
		}
	}
	return source.Span{}
}
