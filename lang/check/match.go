package check

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A matching is a match step around a step, within the same body.
type matching struct {
	// request is what a retry in a match of the response sends again; unclear
	// the place of one that makes it unclear which.
	request *plan.Request
	unclear source.Span
}

// match resolves the step `match [x] { … }`.
func (m *mission) match(w where, n *syntax.Match) {
	x := &plan.Match{Origin: m.origin(n, nil)}
	x.Text = "match"
	inner := w
	inner.match = &matching{}
	if n.Subject != nil {
		x.Text = "match " + shorten(m.oneLine(n.Subject.Span()))
		x.Response = m.isResponse(w, n.Subject)
		x.Subject = m.expr(w, n.Subject)
		x.Var = &plan.Var{Name: "subject", Kind: plan.RecordVar, Span: n.Subject.Span()}
		inner.record, inner.subject = x.Var, x.Var
	}
	if x.Response {
		inner.match.request, inner.match.unclear = nearestRequest(w.block)
		inner.asked = inner.match
		if steps := w.block.plan.Steps; len(steps) > 0 {
			if r, ok := steps[len(steps)-1].(*plan.Request); ok {
				r.Matched = true
			}
		}
	}
	judge := newArms(m)
	for _, a := range n.Arms {
		w := inner.inside()
		arm := plan.Arm{Span: a.Span(), Doc: texts(a.Doc())}
		arm.Pattern, arm.Guard = m.armHead(w, a.Pattern, a.Where, a.Cond, x.Response)
		if a.Body != nil {
			arm.Body = m.steps(w, a.Body, false)
		} else {
			arm.Body = &plan.Block{Span: a.Span()}
		}
		if judge.reached(a, arm.Pattern, arm.Guard) {
			x.Arms = append(x.Arms, arm)
		}
	}
	judge.end(n, len(n.Arms))
	w.add(x)
}
