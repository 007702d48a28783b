package gen

import (
	"slices"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/lang/plan"
)

// rounds are those of a loop. What comes to the same in each of them is
// evaluated once, in front of the loop.
type rounds struct {
	before *body // writes in front of the loop
	lets   expr.Code
	held   map[plan.Expr]string // the variables that they declare
}

// eachRound begins the block that is done in each round of the loop at hand.
func (b *body) eachRound() *body {
	inner := b.inner()
	inner.around = append(b.around[:len(b.around):len(b.around)], b.rounds)
	inner.Repeated, inner.Same = true, inner.same
	return inner
}

// where writes the condition of the loop at hand.
func (b *body) where(l *plan.Lambda) *j.Statement { return b.eachRound().Lambda(nil, l) }

// same declares what an expression comes to in front of the outermost loop in
// which it comes to the same.
func (b *body) same(scope *names.Scope, x plan.Expr, hint string) *j.Statement {
	for _, r := range b.around {
		if r.before.settles(x) {
			return j.Id(r.let(scope, x, hint))
		}
	}
	return nil
}

// settles tells whether all that the expression reads has its value in front of
// the loop: no round changes a variable from there.
func (b *body) settles(x plan.Expr) bool {
	settled := true
	expr.Reads(x, func(v *plan.Var) {
		held := b.flow.Holder(v)
		settled = settled && (held.Global || slices.Contains(b.declared, held))
	})
	return settled
}

func (r *rounds) let(scope *names.Scope, x plan.Expr, hint string) string {
	name, ok := r.held[x]
	if !ok {
		name = scope.Around(r.before.Scope, hint)
		r.held[x] = name
		if len(r.lets) == 0 { // behind the head of the loop
			r.lets.Add(comments("", "First what is the same in each round.")...)
		}
		r.before.Into(&r.lets, x, expr.Define(name))
	}
	return name
}
