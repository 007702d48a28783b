package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// run writes `run A`.
func (b *body) run(out *expr.Code, step *plan.RunAction, last bool) (ended bool) {
	return check(out, b.callOf(step.Span, step.Action), last)
}

// callOf calls an action inline.
func (b *body) callOf(at source.Span, a *plan.Action) *j.Statement {
	return rtapi.StrandCall.On(j.Id(expr.Strand), j.Id(b.ctx), b.pos(at), member(b.members.actions[a]))
}

// abort writes `abort x`.
func (b *body) abort(out *expr.Code, step *plan.Abort) {
	message := rtapi.Null.Qual()
	if step.X != nil {
		message = b.Once().Value(out, step.X, "message")
	}
	out.Add(j.Return(rtapi.StrandAbort.On(j.Id(expr.Strand), b.pos(step.Span), message)))
}

// skip goes on with the next item, and ends the action where there is no loop.
func (b *body) skip(out *expr.Code) {
	for i := len(b.loops) - 1; i >= 0; i-- {
		if _, ok := b.loops[i].step.(*plan.For); ok {
			out.Add(b.again(b.loops[i]))
			return
		}
	}
	out.Add(j.Return(j.Nil()))
}
