package gen

import (
	"fmt"
	"slices"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// actions makes actions.go: a method for each action, and what their expressions
// want at the top of the package.
func (g *generator) actions() []j.Code {
	var code []j.Code
	for _, a := range g.mission.Actions {
		if len(code) > 0 {
			code = append(code, j.Line())
		}
		code = append(code, g.action(a)...)
	}
	return code
}

// declarations are what the expressions of the package need at its top.
func (g *generator) declarations() []j.Code {
	var code []j.Code
	if g.usesAnswered {
		code = append(code, j.Line())
		code = append(code, g.answered()...)
	}
	for _, d := range g.expr.Declarations() {
		code = append(code, j.Line())
		code = append(code, d...)
	}
	return code
}

func (g *generator) action(a *plan.Action) []j.Code {
	found := g.flows[a]
	name := g.members.actions[a]
	b := &body{
		generator: g, action: a, flow: found, ctx: "ctx", returns: true, labels: make(map[string]bool),
		attempts: make(map[*plan.Request]string), keys: make(map[*plan.Request]string), pages: make(map[*plan.Request]string),
		aheads: make(map[*plan.Request]ahead),
	}
	b.Writer = g.writer(g.names.Function(found.Names...), b.local)
	doc := append([]string{comment(fmt.Sprintf("%s is the action %s.", name, a.Name))}, apart(a.Doc)...)
	method := j.Func().Params(j.Id("m").Op("*").Id("mission")).Id(name).Params(
		j.Id("ctx").Qual("context", "Context"), j.Id(expr.Strand).Op("*").Add(rtapi.Strand.Qual()),
	).Error().Block(b.function(found.Body)...)
	if g.limited(a) {
		g.concurrency(a) // which the run is told
	}
	return append(lines(nil, doc...), method)
}

// writer writes expressions in a method of the mission.
func (g *generator) writer(scope *names.Scope, local func(*plan.Var) *j.Statement) *expr.Writer {
	run := func() *j.Statement {
		g.members.run = true
		return member("run")
	}
	return &expr.Writer{
		Package: g.expr, Scope: scope, Pos: g.pos,
		Var: func(v *plan.Var) *j.Statement {
			if v.Global {
				return member(g.members.lets[v])
			}
			return local(v)
		},
		Store:   func(s *plan.Store) *j.Statement { return member(g.members.stores[s]) },
		Setting: g.setting,
		Env:     func(name string) *j.Statement { return rtapi.RunEnv.On(run(), j.Lit(name)) },
		Errors:  func() *j.Statement { return rtapi.RunErrors.On(run(), j.Id(expr.Strand)) },
	}
}

func member(name string) *j.Statement { return j.Id("m").Dot(name) }

// setting is the field that holds the value of ${NAME}, read when the mission
// starts.
func (g *generator) setting(name string) *j.Statement {
	field, ok := g.members.settings[name]
	if !ok {
		field = g.members.names.Add(strings.ReplaceAll(strings.ToLower(name), "_", "-"), "Setting") // userName
		g.members.settings[name] = field
		g.members.settingOrder = append(g.members.settingOrder, name)
	}
	return member(field)
}

// A body writes the steps of one block of an action.
type body struct {
	*generator
	*expr.Writer
	action *plan.Action
	flow   *flow.Action

	ctx      string // what the context is called here
	returns  bool   // behind the block's last step the function returns nil
	tail     bool   // the step at hand is the block's last one
	loops    []*loop
	labels   map[string]bool // of the function
	attempts map[*plan.Request]string
	keys     map[*plan.Request]string // the idempotency keys of those that a retry sends again
	pages    map[*plan.Request]string // those that a loop goes through page by page
	aheads   map[*plan.Request]ahead  // what is done while their answers come
	sticky   bool                     // what fails the strand knows: no step looks

	declared []*plan.Var // what may be read here, but for what an expression binds
	around   []*rounds   // those of the loops around, the outermost first
	rounds   *rounds     // those of the loop at hand

	inLoop  bool // within any loop of the action
	inPages bool // within a loop that goes page by page: what is kept is kept without its page

	answer string // the answer of the request right before, where the next step looks at it
}

// A loop is a `for` of Go around a block, within the same function of Go.
type loop struct {
	step    plan.Step // the loop of the mission, or the request that it repeats
	label   string
	used    bool
	setBack []j.Code // what a retry does before it goes on
}

// local is the Go variable that holds the value of a variable.
func (b *body) local(v *plan.Var) *j.Statement {
	if held := b.flow.Holder(v); held.Global {
		return member(b.members.lets[held])
	}
	name := b.flow.Name(v)
	if name == "" {
		refuse("gen: nothing binds the variable %s that is read in the action %s", v.Name, b.action.Name)
	}
	return j.Id(name)
}

// inner begins a block within b's.
func (b *body) inner() *body {
	inner := *b
	inner.Writer = b.In(b.Scope.Block())
	inner.answer = ""
	return &inner
}

// function writes a block that is all of a function's body.
func (b *body) function(block *flow.Block) []j.Code {
	var out expr.Code
	if !b.nodes(&out, block) {
		if len(block.Rest) > 0 || len(out) > 1 {
			out.Add(j.Line())
		}
		out.Add(j.Return(j.Nil()))
	}
	return out
}

// nodes writes what a block holds.
func (b *body) nodes(out *expr.Code, block *flow.Block) (ended bool) {
	for _, v := range block.Declared() {
		b.Scope.Take(b.flow.Name(v))
		b.declared = append(b.declared[:len(b.declared):len(b.declared)], v)
	}
	for _, c := range block.Copies {
		out.Add(j.Id(b.flow.Name(c.Var)).Op(":=").Add(b.Var(c.From)))
	}
	for i, n := range block.Nodes {
		b.tail = i == len(block.Nodes)-1
		last := b.returns && b.tail
		if i > 0 || !b.isRepeated(n) { // which is told in front of the loop
			if len(*out) > 0 {
				out.Add(j.Line())
			}
			out.Add(b.heading(n)...)
		}
		ended = b.node(out, n, last)
	}
	if len(block.Rest) > 0 {
		if len(*out) > 0 {
			out.Add(j.Line())
		}
		out.Add(comments(block.Rest...)...)
	}
	return ended || block.Ends
}

// isRepeated tells the request that the loop around it repeats.
func (b *body) isRepeated(n *flow.Node) bool {
	return len(b.loops) > 0 && n.Region == nil && b.loops[len(b.loops)-1].step == n.Step
}

// node writes one step. Where it is the last one before the function returns it
// may return itself, and then tells so.
func (b *body) node(out *expr.Code, n *flow.Node, last bool) (ended bool) {
	if n.Dropped {
		return false
	}
	for _, v := range n.Declare {
		out.Add(j.Var().Id(b.flow.Name(v)).Add(rtapi.Value.Qual()))
	}
	if n.Region != nil {
		return b.repeated(out, n, last)
	}
	return b.step(out, n, last)
}

// heading is the author's comment above a step, and the step as it is written.
func (b *body) heading(n *flow.Node) []j.Code {
	text := slices.Clone(n.Step.Comment())
	if head := n.Step.Head(); head != "" {
		if len(text) > 0 {
			text = append(text, "")
		}
		if n.Dropped {
			head += " (nothing reads it)"
		}
		text = append(text, head)
	}
	if n.Loop != nil {
		text = append(text, "", "Page by page: the loop below takes the items as they come.")
	}
	if n.Ahead != nil && n.Ahead.Loop != n {
		text = append(text, "", "While the answer comes, each element is made what the loop below makes of it.")
	}
	return comments(text...)
}

func (b *body) step(out *expr.Code, n *flow.Node, last bool) (ended bool) {
	switch step := n.Step.(type) {
	case *plan.Request:
		return b.request(out, n, step, last)
	case *plan.For:
		return b.loop(out, n, step, last)
	case *plan.Map:
		b.mapped(out, n, step)
	case *plan.Match:
		return b.match(out, n, step, last)
	case *plan.LetStep:
		b.let(out, n, step)
	case *plan.Apply:
		b.apply(out, n, step)
	case *plan.Validate:
		return b.validate(out, n, step, last)
	case *plan.Keep:
		return b.keep(out, step, last)
	case *plan.QueueStep:
		return b.queue(out, step, last)
	case *plan.Delete:
		return b.delete(out, step, last)
	case *plan.Clear:
		return b.clear(out, step, last)
	case *plan.RunAction:
		return b.run(out, step, last)
	case *plan.Jump:
		return b.jump(out, step, last)
	case *plan.RetryStep:
		b.retry(out, step)
	case *plan.Abort:
		b.abort(out, step)
	case *plan.Skip:
		b.skip(out)
	case *plan.Continue: // what follows the match comes next anyway
	default:
		refuse("gen: no code for a step of type %T", step)
	}
	return false
}

// check writes a call of the runtime that gives an error.
func check(out *expr.Code, call *j.Statement, last bool) (ended bool) {
	if last {
		out.Add(j.Return(call))
		return true
	}
	out.Add(j.If(j.Err().Op(":=").Add(call), j.Err().Op("!=").Nil()).Block(j.Return(j.Err())))
	return false
}

// fault writes the check for what an expression has failed with.
func fault(out *expr.Code) {
	check(out, rtapi.StrandFault.On(j.Id(expr.Strand)), false)
}
