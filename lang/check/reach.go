package check

import (
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// A callEdge is a `run A` or `jump A` in an action.
type callEdge struct {
	to *plan.Action
	at source.Span
}

// calls are the actions that the steps of an action run.
func calls(a *plan.Action) []callEdge {
	var edges []callEdge
	if a.Body == nil {
		return nil
	}
	a.Body.Each(func(s plan.Step) {
		switch s := s.(type) {
		case *plan.RunAction:
			edges = append(edges, callEdge{s.Action, s.Span})
		case *plan.Jump:
			edges = append(edges, callEdge{s.Action, s.Span})
		}
	})
	return edges
}

// reach leaves in the plan the actions that stages, run and jump reach, warns
// of the others, and reports cycles.
func (m *mission) reach() {
	reached := map[*plan.Action]bool{}
	var visit func(a *plan.Action)
	visit = func(a *plan.Action) {
		if reached[a] {
			return
		}
		reached[a] = true
		for _, edge := range calls(a) {
			visit(edge.to)
		}
	}
	for _, s := range m.named {
		for _, a := range s.Actions {
			visit(a)
		}
	}
	// Where no stage stands it is told that nothing runs, and a name that is
	// misspelt was meant for one of those that nothing reaches.
	known := len(m.named) > 0 && !m.astray
	for _, name := range m.actions.names {
		a, _ := m.actions.get(name)
		m.callCycle(a)
		switch {
		case reached[a]:
			m.plan.Actions = append(m.plan.Actions, a)
		case known && !m.damaged && m.decl.span.Contains(m.actions.at(name)): // others may come to a shared one
			m.report(codeUnreached, m.actions.at(name), "name it in the run line, or remove it", "nothing runs the action %q", name)
		}
	}
}

// callCycle reports the shortest way from an action back to itself, once for
// all actions on it.
func (m *mission) callCycle(start *plan.Action) {
	type step struct {
		edge callEdge
		from int // of the path's step before; -1 for the first
	}
	var queue []step
	seen := map[*plan.Action]bool{}
	push := func(a *plan.Action, from int) {
		for _, edge := range calls(a) {
			queue = append(queue, step{edge, from})
		}
	}
	push(start, -1)
	for i := 0; i < len(queue); i++ {
		to := queue[i].edge.to
		if to == start {
			var path []callEdge
			for j := i; j >= 0; j = queue[j].from {
				path = append(path, queue[j].edge)
			}
			slices.Reverse(path)
			m.tellCycle(start, path)
			return
		}
		if !seen[to] {
			seen[to] = true
			push(to, i)
		}
	}
}

func (m *mission) tellCycle(start *plan.Action, path []callEdge) {
	names := []string{start.Name}
	for _, edge := range path {
		if m.cyclic[edge.to] {
			return
		}
		names = append(names, edge.to.Name)
	}
	for _, edge := range path {
		m.cyclic[edge.to] = true
	}
	d := m.report(codeCallCycle, path[0].at, "", "actions run each other without an end: %s", strings.Join(names, " → "))
	for i, edge := range path[1:] {
		note(d, edge.at, "%s comes to %s here", names[i+1], edge.to.Name)
	}
}
