package check

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// validate resolves `validate [x] { assume … } [or { … }]`. What it validates is
// the record in its constraints and in the or, and what a queue there stores.
func (m *mission) validate(w where, n *syntax.Validate) {
	x := &plan.Validate{Origin: m.origin(n, nil)}
	x.Text = "validate"
	at := headOf(n, "validate")
	if n.Subject != nil {
		x.Text += " " + shorten(m.oneLine(n.Subject.Span()))
		x.X = m.expr(w, n.Subject)
		at = n.Subject.Span()
	} else {
		x.X = &plan.VarRef{Span: at, Var: w.body.given.Response}
	}
	x.Var = &plan.Var{Name: "subject", Kind: plan.RecordVar, Span: at}
	inner := w.inside()
	inner.record = x.Var
	fails := false
	for _, a := range n.Constraints {
		c := m.constraint(inner, a)
		fails = fails || !c.Warning
		x.Constraints = append(x.Constraints, c)
	}
	if len(n.Constraints) == 0 && !m.damaged {
		m.report(codeNoConstraints, headOf(n, "validate"), "write assume .name != null", "this validate has no constraints")
	}
	if n.Or != nil {
		if len(n.Constraints) > 0 && !fails {
			m.report(codeNeverReached, firstLine(n.Or.Span()), "", "this block is never reached: every constraint is only a warning")
		}
		inner.subject = x.Var
		inner.match = &matching{} // a continue goes on behind the validate
		x.Or = m.steps(inner.inside(), n.Or, false)
	}
	w.add(x)
}

func (m *mission) constraint(w where, n *syntax.Assume) *plan.Constraint {
	c := &plan.Constraint{Span: n.Span(), X: m.expr(w, n.Cond), Text: shorten(m.oneLine(n.Cond.Span()))}
	if n.Message != nil {
		c.Message = m.text(w, n.Message, false)
	}
	c.Warning = n.Severity != nil && n.Severity.Name == "warning"
	return c
}
