package gen

import (
	"fmt"
	"slices"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// loop writes `for … { … }`. A loop whose failures are its own to settle gives
// each iteration a strand; one whose iterations run side by side also gives each
// a goroutine. Any other is a plain loop of Go, which counts its items where it
// stands in no other.
func (b *body) loop(out *expr.Code, n *flow.Node, step *plan.For, last bool) (ended bool) {
	front := len(*out)
	b.rounds = &rounds{before: b, held: make(map[plan.Expr]string)}
	defer func() { *out = slices.Insert(*out, front, b.rounds.lets...) }()
	switch {
	case step.Parallel:
		return b.parallel(out, n, step, last)
	case step.OnError == plan.ContinueLoop, step.OnError == plan.QueueItem, n.Body.Ends && !goesOn(n.Body):
		return b.settled(out, n, step, last)
	}
	return b.plain(out, n, step, last)
}

// goesOn tells whether some step of a block that control never comes to the end
// of goes on with the loop around it. A loop that always ends in its first round
// is none to those who read Go, nor to staticcheck.
func goesOn(block *flow.Block) bool {
	for _, n := range block.Nodes {
		if _, ok := n.Step.(*plan.Skip); ok {
			return true
		}
		for _, arm := range n.Arms {
			if goesOn(arm.Body) {
				return true
			}
		}
		if n.Region != nil && goesOn(n.Region) {
			return true
		}
	}
	return false
}

func (b *body) plain(out *expr.Code, n *flow.Node, step *plan.For, last bool) (ended bool) {
	var items *j.Statement
	switch {
	case step.Pages != nil:
		items = b.paged(out, rtapi.StreamItems, b.ctx, step)
	case n.Ahead != nil:
		items = b.aheadItems(out, n, step)
	default:
		items = b.items(out, step)
	}
	inner := b.eachRound()
	inner.returns = false
	inner.inPages = b.inPages || step.Pages != nil
	around := &loop{step: step}
	inner.loops = append(b.loops[:len(b.loops):len(b.loops)], around)
	inner.inLoop = true
	var code expr.Code
	check(&code, rtapi.StrandCheck.On(j.Id(expr.Strand), j.Id(b.ctx)), false)
	if n.Ahead != nil {
		inner.made(&code, n)
	}
	inner.nodes(&code, n.Body)
	counted := step.Pages != nil // its stream does
	if !counted && !b.inLoop {
		items, counted = rtapi.StrandEach.On(j.Id(expr.Strand), b.pos(step.Span), items), true
	}
	head := j.Range().Add(items)
	switch {
	case n.Item == nil:
	case counted:
		head = j.Id(b.flow.Name(n.Item)).Op(":=").Add(head)
	default:
		head = j.List(j.Id("_"), j.Id(b.flow.Name(n.Item))).Op(":=").Add(head)
	}
	out.Add(around.statement(j.For(head).Block(code...)))
	return b.endPages(out, step, last)
}

// paged writes what a loop goes through of the request before it, page by page:
// an iterator that the method of its stream gives.
func (b *body) paged(out *expr.Code, method rtapi.Symbol, ctx string, step *plan.For) *j.Statement {
	pages := b.pages[step.Pages]
	if step.Where != nil {
		out.Add(rtapi.StreamWhere.On(j.Id(pages), b.pos(step.Where.Span), b.where(step.Where)))
	}
	return method.On(j.Id(pages), j.Id(ctx), b.pos(step.In.At()))
}

// endPages writes the check of whether all pages came.
func (b *body) endPages(out *expr.Code, step *plan.For, last bool) (ended bool) {
	if step.Pages == nil {
		return false
	}
	return check(out, rtapi.StreamErr.On(j.Id(b.pages[step.Pages])), last)
}

// settled writes a sequential loop that goes on after failures.
func (b *body) settled(out *expr.Code, n *flow.Node, step *plan.For, last bool) (ended bool) {
	items := b.listed(out, step)
	settle := b.beginLoop(out, rtapi.StrandLoop, step)
	item := b.item(n)
	do := b.do(settle, item, n, step)
	out.Add(b.over(out, settle, b.ctx, item, items, step, j.If(j.Err().Op(":=").Add(do), j.Err().Op("!=").Nil()).Block(j.Return(j.Err()))))
	ended = check(out, rtapi.LoopEnd.On(j.Id(settle), j.Id(b.ctx), j.Nil()), last && step.Pages == nil)
	return b.endPages(out, step, last) || ended
}

// parallel writes a loop whose iterations run side by side.
func (b *body) parallel(out *expr.Code, n *flow.Node, step *plan.For, last bool) (ended bool) {
	items := b.listed(out, step)
	settle := b.beginLoop(out, rtapi.StrandParallelLoop, step)
	group := b.Scope.New("group")
	ctx := b.ctx // that the items come with
	if b.failsFast(step) {
		ctx = b.Scope.New("groupCtx")
		out.Add(j.List(j.Id(group), j.Id(ctx)).Op(":=").Qual(errgroupPath, "WithContext").Call(j.Id(b.ctx)).
			Comment("// no iteration starts after the first failure"))
	} else {
		out.Add(j.Id(group).Op(":=").New(j.Qual(errgroupPath, "Group")).
			Comment("// every iteration runs even if one fails"))
	}
	out.Add(j.Id(group).Dot("SetLimit").Call(b.width(step)))
	item := b.item(n)
	do := j.Return(b.do(settle, item, n, step))
	out.Add(b.over(out, settle, ctx, item, items, step, j.Id(group).Dot("Go").Call(j.Func().Params().Error().Block(do))))
	ended = check(out, rtapi.LoopEnd.On(j.Id(settle), j.Id(b.ctx), j.Id(group).Dot("Wait").Call()), last && step.Pages == nil)
	return b.endPages(out, step, last) || ended
}

// failsFast tells a parallel loop that the first failure ends.
func (b *body) failsFast(step *plan.For) bool {
	return step.OnError == plan.AbortLoop || step.OnError == plan.ByMode && b.mission.FailFast
}

// beginLoop writes what settles the iterations.
func (b *body) beginLoop(out *expr.Code, method rtapi.Symbol, step *plan.For) string {
	name := b.Scope.New("loop")
	onError := rtapi.KeepGoing
	switch {
	case step.OnError == plan.ContinueLoop, step.OnError == plan.QueueItem:
	case !step.Parallel, b.failsFast(step):
		onError = rtapi.FailLoop
	default:
		onError = rtapi.CollectFailures
	}
	begin := method.On(j.Id(expr.Strand), b.pos(step.Span), onError.Qual())
	if step.OnError == plan.QueueItem {
		begin = rtapi.LoopQueueTo.On(begin, member(b.members.stores[step.Queue]))
	}
	out.Add(j.Id(name).Op(":=").Add(begin))
	return name
}

// listed is items, of a loop that does not go page by page.
func (b *body) listed(out *expr.Code, step *plan.For) *j.Statement {
	if step.Pages != nil {
		return nil
	}
	return b.items(out, step)
}

// over writes the loop of Go over the items.
func (b *body) over(out *expr.Code, settle, ctx, item string, items *j.Statement, step *plan.For, each *j.Statement) *j.Statement {
	var over *j.Statement
	if step.Pages != nil {
		over = rtapi.LoopOverPages.On(j.Id(settle), j.Id(ctx), b.paged(out, rtapi.StreamPages, ctx, step))
	} else {
		over = rtapi.LoopOver.On(j.Id(settle), j.Id(ctx), items)
	}
	return j.For(j.List(j.Id("i"), j.Id(item)).Op(":=").Range().Add(over)).Block(each)
}

// item is what the item is called where the loop itself needs it.
func (b *body) item(n *flow.Node) string {
	if n.Item != nil {
		return b.flow.Name(n.Item)
	}
	return b.Scope.New("item")
}

// do writes one iteration on a strand of its own.
//
// In a parallel loop that the first failure ends it has a context of its own,
// which only the failure of an earlier one cancels.
func (b *body) do(settle, item string, n *flow.Node, step *plan.For) *j.Statement {
	inner := b.eachRound()
	inner.inPages = b.inPages || step.Pages != nil
	inner.returns, inner.loops, inner.labels, inner.inLoop = true, nil, make(map[string]bool), true
	method, params := rtapi.LoopDo, []j.Code{j.Id(expr.Strand).Op("*").Add(rtapi.Strand.Qual())}
	if step.Parallel && b.failsFast(step) {
		inner.ctx, method = "ctx", rtapi.LoopDoUntilFailure
		params = slices.Insert(params, 0, j.Code(j.Id("ctx").Qual("context", "Context")))
	}
	return method.On(j.Id(settle), j.Id(b.ctx), j.Id("i"), j.Id(item),
		j.Func().Params(params...).Error().Block(inner.function(n.Body)...))
}

// items writes what the loop goes through, as a []value.Value.
func (b *body) items(out *expr.Code, step *plan.For) *j.Statement {
	fallible := expr.Fallible(step.In)
	var items *j.Statement
	array, isArray := step.In.(*plan.Array)
	word := expr.Word(step.In)
	if word == "" {
		word = "items"
	}
	switch ref, isStore := step.In.(*plan.StoreRef); {
	case step.Where != nil:
		list := b.Scope.New("chosen")
		filter := rtapi.EvalFilter.On(j.Id(expr.Strand), b.pos(step.Where.Span), b.Value(out, step.In, "items"), b.where(step.Where))
		out.Add(j.Id(list).Op(":=").Add(filter))
		if fallible || !expr.IsList(step.In) || expr.Fallible(step.Where.Body) {
			fault(out)
		}
		return rtapi.ValueElems.On(j.Id(list))
	case isStore:
		return rtapi.StoreRecords.On(member(b.members.stores[ref.Store]), j.Id(expr.Strand))
	case isArray:
		wide := expr.Long(array.Span.Text())
		items = j.Index().Add(rtapi.Value.Qual()).Add(expr.List("{", "}", wide, b.Values(out, "item", array.Elems...)...))
		if wide && !fallible {
			list := b.Scope.New(names.Local(word))
			out.Add(j.Id(list).Op(":=").Add(items))
			items = j.Id(list)
		}
	case expr.IsList(step.In):
		items = rtapi.ValueElems.On(b.Value(out, step.In, "items"))
	default:
		fallible = true
		items = rtapi.StrandItems.On(j.Id(expr.Strand), b.pos(step.In.At()), b.Value(out, step.In, "items"))
	}
	if !fallible {
		return items
	}
	list := b.Scope.New(names.Local(word))
	out.Add(j.Id(list).Op(":=").Add(items))
	fault(out)
	return j.Id(list)
}

// width is how many iterations of a parallel loop run at once.
func (b *body) width(step *plan.For) *j.Statement {
	if step.Limit == nil {
		return b.concurrency(b.action)
	}
	return b.limit(step.Limit, "parallel", fmt.Sprintf("%s%sLimit", b.members.actions[b.action], names.Title(step.Var.Name)))
}
