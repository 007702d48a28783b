package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// validate writes `validate x { assume … } or { … }`.
func (b *body) validate(out *expr.Code, n *flow.Node, step *plan.Validate, last bool) (ended bool) {
	switch {
	case n.Subject != nil:
		b.Into(out, step.X, expr.Define(b.flow.Name(step.Var)))
	case !n.UsesSubject:
		b.Discard(out, step.X)
	}
	if expr.Fallible(step.X) {
		fault(out)
	}
	if len(n.Checks) == 0 {
		return false
	}
	name := b.Scope.New("check")
	fails := false
	var code expr.Code
	for _, c := range n.Checks {
		fails = fails || !c.Warning
		b.constraint(&code, name, c)
	}
	out.Add(j.Id(name).Op(":=").Add(rtapi.StrandValidate.On(j.Id(expr.Strand), b.pos(step.Span))))
	out.Add(code...)
	switch {
	case !fails:
	case n.Or == nil:
		return check(out, rtapi.ValidationErr.On(j.Id(name)), last)
	default:
		inner := b.inner()
		inner.returns = last
		var body expr.Code
		inner.nodes(&body, n.Or)
		out.Add(j.If(rtapi.ValidationFailed.On(j.Id(name))).Block(body...))
	}
	return false
}

// constraint writes `assume x : "message" severity: warning`.
func (b *body) constraint(out *expr.Code, name string, c *plan.Constraint) {
	var broken *j.Statement
	if expr.Fallible(c.X) {
		broken = j.Op("!").Add(rtapi.ValidationHolds.On(j.Id(name), b.Cond(out, c.X)))
	} else {
		broken = b.Not(out, c.X)
	}
	tell := rtapi.ValidationFail
	if c.Warning {
		tell = rtapi.ValidationWarn
	}
	var body expr.Code
	text := expr.Quoted(c.Text)
	if c.Message != nil {
		text = b.Once().Text(&body, c.Message)
	}
	args := []j.Code{b.pos(c.Span), text}
	for _, x := range expr.Seen(c.X) {
		args = append(args, composite(rtapi.Seen.Qual(), false,
			field{rtapi.SeenName, expr.Quoted(oneLine(x.At().Text()))}, field{rtapi.SeenValue, b.Value(&body, x, "seen")}))
	}
	body.Add(tell.On(j.Id(name), args...))
	out.Add(j.If(broken).Block(body...))
}
