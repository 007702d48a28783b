package check

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// loop resolves `for name in expr … { … }`.
func (m *mission) loop(w where, n *syntax.For) {
	x := &plan.For{Origin: m.origin(n, nil), In: m.expr(w, n.In), Var: &plan.Var{Name: n.Var.Name, Span: n.Var.Span}}
	if n.Body != nil {
		x.Text = m.before(n, n.Body)
	}
	if n.Where != nil {
		x.Where = m.loopFilter(w, n)
	}
	if n.Parallel != nil {
		x.Parallel = true
		if n.Parallel.Limit != nil {
			head := w.inside() // the item is not there yet, but it is no unknown name
			head.scope.set(n.Var.Name, x.Var)
			x.Limit = m.limit(head, n.Parallel.Limit, n.Parallel.Word.Name)
		}
	}
	m.onError(w, n, x)
	m.loopBody(w, n, x)
	w.add(x)
}

// loopFilter is the loop's where: its item bears the loop's name, and is the
// record.
func (m *mission) loopFilter(w where, n *syntax.For) *plan.Lambda {
	item := &plan.Var{Name: n.Var.Name, Kind: plan.ParamVar, Span: n.Var.Span}
	w = w.inside()
	w.scope.set(n.Var.Name, item)
	w.record = item
	return &plan.Lambda{Span: n.Where.Span(), Params: []*plan.Var{item}, Body: m.expr(w, n.Where)}
}

var onErrors = map[string]plan.OnError{"abort": plan.AbortLoop, "continue": plan.ContinueLoop, "queue": plan.QueueItem}

func (m *mission) onError(w where, n *syntax.For, x *plan.For) {
	if n.OnError == nil {
		return
	}
	x.OnError = onErrors[n.OnError.Action.Name]
	if n.OnError.Store != nil {
		x.Queue = m.store(w, *n.OnError.Store)
	}
}

func (m *mission) loopBody(w where, n *syntax.For, x *plan.For) {
	outer := w.body
	b := &body{outer: outer, scope: w.scope.inner(), given: outer.given}
	own := func(v *plan.Var) *plan.Var {
		inner := &plan.Var{Name: v.Name, Kind: v.Kind, Span: n.Span(), Outer: v}
		b.fresh = append(b.fresh, inner)
		return inner
	}
	sets := findSets(n.Body)
	if sets.response {
		b.given.Response = own(outer.given.Response)
		b.own.Response = b.given.Response
	}
	if sets.request {
		b.given.Source, b.given.Request = own(outer.given.Source), own(outer.given.Request)
		b.own.Source, b.own.Request = b.given.Source, b.given.Request
	}
	w.scope, w.body, w.block, w.match, w.asked = b.scope, b, nil, nil, nil
	x.Var = m.bind(w, n.Var, plan.LoopVar)
	if n.Body == nil {
		x.Body = &plan.Block{}
		return
	}
	x.Body = m.steps(w, n.Body, false)
	b.plan, b.loop = x.Body, x
	m.bodies = append(m.bodies, b)
}
