package gen

import (
	"slices"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// ahead is a *rt.Ahead: what the variable is called, and the path to the array.
type ahead struct {
	name string
	path []string
}

// ahead writes what a loop does while the answer to its request comes: a
// *rt.Ahead, whose functions both the answer and the loop call.
func (b *body) ahead(out *expr.Code, request *plan.Request, a *flow.Ahead) {
	front := len(*out)
	b.rounds = &rounds{before: b, held: make(map[plan.Expr]string)}
	defer func() { *out = slices.Insert(*out, front, b.rounds.lets...) }()
	loop := a.Loop.Step.(*plan.For)
	fields := []field{{rtapi.AheadStrand, j.Id(expr.Strand)}}
	if loop.Where != nil {
		fields = append(fields, field{rtapi.AheadWhere, b.where(loop.Where)})
	}
	item := b.flow.Name(a.Loop.Item)
	fields = append(fields, field{rtapi.AheadMake, j.Func().Params(j.Id(item).Add(rtapi.Value.Qual())).Add(rtapi.Value.Qual()).
		Block(b.makes(item, a)...)})
	if a.Stores {
		fields = append(fields, field{rtapi.AheadStores, j.True()})
	}
	name := b.Scope.New("ahead")
	b.aheads[request] = ahead{name, a.Path}
	out.Add(j.Id(name).Op(":=").Op("&").Add(composite(rtapi.Ahead.Qual(), true, fields...)))
}

// makes writes the steps that are done ahead, as the body of a function of the
// item. What fails in them the strand knows.
func (b *body) makes(item string, a *flow.Ahead) []j.Code {
	inner := b.eachRound()
	inner.Scope.Take(item)
	inner.returns, inner.sticky, inner.inLoop = false, true, true
	steps := *a.Steps
	last := steps.Nodes[len(steps.Nodes)-1]
	gives := len(last.Sets) == 1 && last.Sets[0].Var == a.Made && len(last.Declare) == 0
	if gives {
		steps.Nodes = steps.Nodes[:len(steps.Nodes)-1]
	}
	var code expr.Code
	inner.nodes(&code, &steps)
	if len(code) > 0 {
		code.Add(j.Line())
	}
	if !gives {
		code.Add(j.Return(j.Id(b.flow.Name(a.Made))))
		return code
	}
	code.Add(inner.heading(last)...)
	switch step := last.Step.(type) {
	case *plan.Map:
		inner.record(&code, last, step)
		inner.Into(&code, flow.Made(step), expr.Return(step.Shape))
	case *plan.LetStep:
		inner.Into(&code, step.X, expr.Return(step.Var.Name))
	}
	return code
}

// aheadItems writes what the loop goes through: what is there of the elements.
func (b *body) aheadItems(out *expr.Code, n *flow.Node, step *plan.For) *j.Statement {
	at, word := b.pos(step.In.At()), expr.Word(step.In)
	switch {
	case step.Where != nil:
		at, word = b.pos(step.Where.Span), "chosen"
	case word == "":
		word = "items"
	}
	items := rtapi.AheadItems.On(j.Id(b.aheadOf(n)), at, b.Value(out, step.In, "items"))
	list := b.Scope.New(names.Local(word))
	out.Add(j.Id(list).Op(":=").Add(items))
	fault(out)
	return j.Id(list)
}

// made writes what the loop's body takes of what was done ahead.
func (b *body) made(out *expr.Code, n *flow.Node) {
	var text []string
	fallible := false
	for _, s := range n.Ahead.Steps.Nodes {
		text = append(text, s.Step.Head())
		switch step := s.Step.(type) {
		case *plan.Map:
			fallible = fallible || expr.Fallible(step.X) || expr.Fallible(flow.Made(step))
		case *plan.LetStep:
			fallible = fallible || expr.Fallible(step.X)
		}
	}
	op := "="
	if n.Ahead.Define {
		op = ":="
	}
	name := b.aheadOf(n)
	out.Add(j.Line())
	out.Add(comments(append(text, "", "Done while the answer came, unless it failed.")...)...)
	out.Add(j.Id(b.flow.Name(n.Ahead.Made)).Op(op).Add(rtapi.AheadMade.On(j.Id(name), j.Id(b.flow.Name(n.Item)))))
	if fallible {
		fault(out)
	}
}

// aheadOf is what the Ahead of a loop is called.
func (b *body) aheadOf(n *flow.Node) string { return b.aheads[n.Ahead.Request].name }

// Ahead gives the loops that begin while the answers to the requests before them
// come.
func Ahead(m *plan.Mission) map[*plan.Request]*plan.For {
	loops := make(map[*plan.Request]*plan.For)
	for _, a := range m.Actions {
		flow.Analyze(a).Body.Each(func(n *flow.Node) {
			if a := n.Ahead; a != nil {
				loops[a.Request] = a.Loop.Step.(*plan.For)
			}
		})
	}
	return loops
}
