package check

import (
	"fmt"

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
		m.bareStatus(w, n.Subject, arm.Pattern)
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

// bareStatus warns of the status of a failed request as a pattern, where the
// request has ended its step with it: its answer becomes a value only where a
// match step of exactly `response` is the next step, or allow says so (the
// language, §8).
func (m *mission) bareStatus(w where, subject syntax.Expr, p plan.Pattern) {
	equal, ok := p.(*plan.Equal)
	if !ok {
		return
	}
	status, _ := equal.Value.Value.(int64)
	if status < 400 || status > 599 || !equal.Status && !isStatusField(subject) {
		return
	}
	request, _ := nearestRequest(w.block)
	if request == nil || request.Matched || request.Allow != nil {
		return
	}
	d := m.report(codeNoStatus, p.At(), fmt.Sprintf("write match response { %d -> … } as the step behind the request, or allow: [%d] in its options", status, status),
		"a request that is answered with %d has failed before this is asked", status)
	note(d, firstLine(request.Span), "this is the request")
}

// isStatusField reports what other languages call the status of an answer.
func isStatusField(x syntax.Expr) bool {
	member, ok := x.(*syntax.Member)
	return ok && syntax.IsName(member.X, "response") && (member.Field.Name == "status" || member.Field.Name == "statusCode")
}
