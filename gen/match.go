package gen

import (
	"slices"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// match writes a match step: an if where there is one arm to decide about, else
// a switch over conditions.
func (b *body) match(out *expr.Code, n *flow.Node, step *plan.Match, last bool) (ended bool) {
	b.subject(out, n, step)
	m := &matching{body: b, node: n, step: step, last: last, ended: true}
	arms := len(n.Arms)
	if m.total = arms > 0 && n.Arms[arms-1].Always(); m.total {
		arms-- // to decide about
	}
	path := b.Path(func() *j.Statement { return b.local(step.Var) })
	status := b.status(n)
	m.negated = arms == 1 && isSilent(n.Arms[0]) && !(m.total && isEmpty(n.Arms[1].Body))
	for _, arm := range n.Arms {
		m.arms = append(m.arms, path.Arm(arm.Plan.Pattern, arm.Plan.Guard, status, !m.negated))
		before := len(m.fallible) > 0 && m.fallible[len(m.fallible)-1]
		m.fallible = append(m.fallible, before || expr.Fallible(arm.Plan.Guard))
	}
	switch {
	case len(m.arms) == 0:
		out.Add(m.noFit())
	case arms == 0:
		code := m.arm(0, false)
		if m.declares {
			code = []j.Code{j.Block(code...)}
		}
		out.Add(code...)
	case arms == 1:
		m.choice(out)
	default:
		m.switchOver(out)
	}
	return m.ended && last || n.Ends()
}

// isSilent tells an arm that only says to go on, without a word of the author.
func isSilent(arm *flow.Arm) bool {
	return isEmpty(arm.Body) && len(arm.Plan.Doc) == 0 && len(arm.Body.Rest) == 0
}

// isEmpty tells a block that only says to go on.
func isEmpty(block *flow.Block) bool {
	for _, n := range block.Nodes {
		if _, ok := n.Step.(*plan.Continue); !ok {
			return false
		}
	}
	return true
}

// subject evaluates what a match looks at.
func (b *body) subject(out *expr.Code, n *flow.Node, step *plan.Match) {
	switch {
	case step.Subject == nil:
		return
	case n.Subject != nil:
		b.Into(out, step.Subject, expr.Define(b.flow.Name(step.Var)))
	case !n.UsesSubject:
		b.Discard(out, step.Subject)
	}
	if expr.Fallible(step.Subject) {
		fault(out)
	}
}

// status writes whether the answer of the request right before has a status; nil
// where the match is of something else.
func (b *body) status(n *flow.Node) func(int64) *j.Statement {
	if !n.Answered {
		return nil
	}
	answer := b.answer
	b.usesAnswered = true
	return func(status int64) *j.Statement {
		return j.Id("answered").Call(j.Id(answer), j.Lit(int(status)))
	}
}

// answered makes the function that a pattern asks for the status of an answer.
func (g *generator) answered() []j.Code {
	answer := j.Id("answer")
	code := j.Id("code")
	value := rtapi.AnswerValue.Of(answer.Clone())
	return append(lines(nil,
		"// answered tells whether the answer has the status: as the number that its body",
		"// has as its code, or else as its own.",
	), j.Func().Id("answered").Params(answer.Clone().Add(rtapi.Answer.Qual()), j.Id("status").Int()).Bool().Block(
		j.If(
			code.Clone().Op(":=").Add(g.expr.Get(value, "code")),
			rtapi.Is.Call(code.Clone(), j.Lit("number")),
		).Block(j.Return(rtapi.Equal.Call(code.Clone(), rtapi.Int.Call(j.Int64().Call(j.Id("status")))))),
		j.Return(rtapi.AnswerStatus.Of(answer.Clone()).Op("==").Id("status")),
	))
}

// matching is a match step in the making.
type matching struct {
	*body
	node     *flow.Node
	step     *plan.Match
	arms     []expr.Arm
	fallible []bool // whether a guard up to the arm can fail
	total    bool   // the last arm takes whatever comes
	negated  bool   // the condition of the one arm is written as its opposite
	last     bool
	declares bool // the arm that was written last declares something
	ended    bool // every arm so far has ended the function, or goes on elsewhere
}

// arm writes the body of an arm; checked tells that its guards' failures have
// been looked at.
func (m *matching) arm(i int, checked bool) []j.Code {
	return m.armIn(m.Scope.Block(), i, checked)
}

// armIn writes the arm into the block of the scope.
func (m *matching) armIn(scope *names.Scope, i int, checked bool) []j.Code {
	planned := m.node.Arms[i]
	inner := m.inner()
	inner.Writer = m.In(scope)
	inner.returns = m.last
	var code expr.Code
	if doc := planned.Plan.Doc; len(doc) > 0 {
		code.Add(comments(doc...)...)
	}
	if m.fallible[i] && !checked && !checksItself(planned.Body) {
		fault(&code)
	}
	for _, v := range planned.Binds {
		code.Add(j.Id(m.flow.Name(v)).Op(":=").Add(m.arms[i].Bound[v]()))
	}
	m.ended = inner.nodes(&code, planned.Body) && m.ended
	m.declares = !inner.Scope.Empty()
	return code
}

// checksItself tells a block that begins with a call of the runtime that looks
// at what has failed before it does anything.
func checksItself(block *flow.Block) bool {
	if len(block.Nodes) == 0 || len(block.Copies) > 0 {
		return false
	}
	switch block.Nodes[0].Step.(type) {
	case *plan.Request, *plan.Keep, *plan.QueueStep, *plan.Delete, *plan.Clear, *plan.Abort, *plan.RunAction, *plan.Jump, *plan.RetryStep:
		return true
	}
	return false
}

// noFit writes the failure of a match without an arm that fits.
func (m *matching) noFit() *j.Statement {
	if m.step.Subject == nil {
		return j.Return(rtapi.StrandNoCondition.On(j.Id(expr.Strand), m.pos(m.step.Span)))
	}
	return j.Return(rtapi.StrandNoMatch.On(j.Id(expr.Strand), m.pos(m.step.Span), m.local(m.step.Var)))
}

// choice writes a match with one arm to decide about.
func (m *matching) choice(out *expr.Code) {
	cond := m.arms[0].Cond
	checked := m.fallible[0] && (m.total || !m.negated && !checksItself(m.node.Arms[0].Body))
	if checked {
		fits := m.Scope.New("fits")
		out.Add(j.Id(fits).Op(":=").Add(cond))
		fault(out)
		cond = j.Id(fits)
	}
	then := m.arm(0, checked)
	ends := m.ended
	switch {
	case m.negated && m.total:
		out.Add(j.If(cond).Block(m.arm(1, checked)...))
	case m.negated:
		out.Add(j.If(cond).Block(m.noFit()))
	case m.total && isSilent(m.node.Arms[1]):
		m.ended = false
		out.Add(j.If(cond).Block(then...))
	case m.total:
		if ends && m.mayEnd(m.node.Arms[1].Body) {
			out.Add(j.If(cond).Block(then...), j.Line())
			out.Add(m.armIn(m.Scope, 1, checked)...)
			break
		}
		otherwise := m.arm(1, checked)
		if ends && !m.declares {
			out.Add(j.If(cond).Block(then...), j.Line())
			out.Add(otherwise...)
			break
		}
		out.Add(j.If(cond).Block(then...).Else().Block(otherwise...))
	case ends:
		out.Add(j.If(cond).Block(then...), m.noFit())
	default:
		out.Add(j.If(cond).Block(then...).Else().Block(m.noFit()))
	}
}

// mayEnd tells whether the block may stand without brackets at the end of the one
// around: nothing follows that could meet what it declares, and nothing before
// bears the names.
func (m *matching) mayEnd(block *flow.Block) bool {
	return m.tail && !slices.ContainsFunc(block.Declared(), func(v *plan.Var) bool { return m.Scope.Has(m.flow.Name(v)) })
}

// remark is what there is to say of an arm without code, on its case's own line:
// below it, gofmt would put it in line with the next case.
func remark(arm *flow.Arm) *j.Statement {
	words := slices.Clone(arm.Plan.Doc)
	for _, n := range arm.Body.Nodes {
		words = append(append(words, n.Step.Comment()...), n.Step.Head())
	}
	if words = append(words, arm.Body.Rest...); len(words) == 0 {
		return j.Null()
	}
	return j.Comment(comment(strings.Join(words, " ")))
}

// switchOver writes a match with several arms to decide about.
func (m *matching) switchOver(out *expr.Code) {
	var cases []j.Code
	for i, arm := range m.arms {
		code := m.arm(i, false)
		head := j.Default()
		if arm.Cond != nil {
			head = j.Case(arm.Cond)
		}
		if planned := m.node.Arms[i]; isEmpty(planned.Body) && !m.fallible[i] {
			cases = append(cases, head.Add(remark(planned)))
		} else {
			cases = append(cases, head.Block(code...))
		}
	}
	if !m.total {
		cases = append(cases, j.Default().Block(m.noFit()))
	}
	out.Add(j.Switch().Block(cases...))
}
