package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// mapped writes `map x -> Shape { … }`.
func (b *body) mapped(out *expr.Code, n *flow.Node, step *plan.Map) {
	b.record(out, n, step)
	made := flow.Made(step)
	if step.Check != nil {
		if expr.Fallible(step.X) {
			fault(out)
		}
		schemas := b.expr.Schemas()
		out.Add(j.If(j.Op("!").Add(schemas.Fits(step.Check)).Call(b.local(step.Record))).Block(j.Return(
			rtapi.StrandMisfit.On(j.Id(expr.Strand), b.pos(step.Span), j.Lit(step.Check.Name), b.local(step.Record), schemas.Why(step.Check)),
		)))
		b.give(out, n.Sets, made, step.Shape)
		return
	}
	b.give(out, n.Sets, made, step.Shape)
	if !b.sticky && (expr.Fallible(step.X) || expr.Fallible(made)) {
		fault(out)
	}
}

// record writes what a map evaluates of what it maps.
func (b *body) record(out *expr.Code, n *flow.Node, step *plan.Map) {
	switch {
	case n.Subject != nil:
		b.Into(out, step.X, expr.Define(b.flow.Name(step.Record)))
	case !n.UsesSubject:
		b.Discard(out, step.X)
	}
}

// let writes `let name = x`.
func (b *body) let(out *expr.Code, n *flow.Node, step *plan.LetStep) {
	b.give(out, n.Sets, step.X, step.Var.Name)
	if !b.sticky && expr.Fallible(step.X) {
		fault(out)
	}
}

// give evaluates an expression for the variables that it sets; what comes first
// of them gives the value to the others.
func (b *body) give(out *expr.Code, sets []*flow.Set, x plan.Expr, hint string) {
	if len(sets) == 0 {
		b.Discard(out, x)
		return
	}
	first := b.flow.Name(sets[0].Var)
	object, isObject := x.(*plan.Object)
	switch {
	case isObject:
		b.set(out, sets[0], b.Object(out, object, hint))
	case sets[0].Declare:
		b.Into(out, x, expr.Define(first))
	default:
		b.Into(out, x, expr.Assign(first))
	}
	b.share(out, sets, first)
}

// setAll gives one value to variables.
func (b *body) setAll(out *expr.Code, sets []*flow.Set, v *j.Statement) {
	b.set(out, sets[0], v)
	b.share(out, sets, b.flow.Name(sets[0].Var))
}

// share gives the value of the first variable to the others.
func (b *body) share(out *expr.Code, sets []*flow.Set, first string) {
	for _, s := range sets[1:] {
		b.set(out, s, j.Id(first))
	}
}
