package flow

import (
	"slices"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/lang/plan"
)

// An Ahead is what a loop over the answer to the request before it does with each
// element before anything else can tell: its where, and the lets and maps that its
// body begins with. It is done while the answer comes, so that what is not chosen,
// and what only a map reads, is never there as a whole. A request and a loop have
// one where
//
//   - the request is of one page, no match or retry looks at it, and it asks for no
//     more than it is told to (since);
//   - the loop follows it, goes through its response or a field of that, one after
//     another, and fails with its first failure; and nothing else reads the response;
//   - what is done ahead gives the same whenever it is done: it calls no fickle
//     function, of stores it only looks up records, in such as the rest of the body
//     does not write, and it reads nothing that the request sets;
//   - the rest of the body reads one variable of what is done ahead, so that there is
//     one value to keep of each element.
//
// It changes nothing but when the work is done: where it fails, the element is kept
// as it is, and the loop does the work again in its own place.
type Ahead struct {
	Loop    *Node
	Request *plan.Request
	Path    []string  // of fields, from the response to the array
	Steps   *Block    // that are done ahead; the loop's Body has the rest
	Made    *plan.Var // what the rest reads of them
	Define  bool      // nothing else declares that
	Stores  bool      // they look up records
}

// readsAlone tells whether nothing but the loop's In reads the variable that it goes
// through, beside what is read behind the loop and in its body.
func readsAlone(step *plan.For, behind vars) bool {
	root, _ := origin(step.In)
	if root == nil || behind[root] {
		return false
	}
	alone := true
	if step.Where != nil {
		expr.Reads(step.Where, func(v *plan.Var) { alone = alone && v != root })
	}
	return alone
}

// origin is the variable that x is, or is a field of, and the path to it.
func origin(x plan.Expr) (*plan.Var, []string) {
	switch x := x.(type) {
	case *plan.VarRef:
		return x.Var, nil
	case *plan.Member:
		root, path := origin(x.X)
		return root, append(path, x.Name)
	}
	return nil, nil
}

// ahead finds what loops do ahead, in a block and those within, and has the
// requests read what that reads.
func (a *Action) ahead(b *Block) {
	for i, n := range b.Nodes {
		if i > 0 {
			a.begin(b.Nodes[i-1], n)
		}
		for _, inner := range n.blocks() {
			a.ahead(inner)
		}
	}
}

func (a *Action) begin(request, n *Node) {
	loop, ok := n.Step.(*plan.For)
	if !ok || !n.alone || n.Item == nil || n.Body.Ends || loop.Parallel || loop.Pages != nil || loop.OnError == plan.ContinueLoop || loop.OnError == plan.QueueItem {
		return
	}
	r, ok := request.Step.(*plan.Request)
	if !ok || request.Region != nil || r.Matched || r.Again || r.Pages != nil || r.Since != nil {
		return
	}
	root, path := origin(loop.In)
	if root != r.Sets.Response || root == nil {
		return
	}
	w := &early{action: a, loop: n, own: vars{n.Item: true}, stores: map[*plan.Store]bool{}}
	if loop.Where != nil && !w.expression(loop.Where, func(visit func(*plan.Var)) { expr.Reads(loop.Where, visit) }) {
		return
	}
	if !w.keeps(n.Body.Nodes) {
		return
	}
	most := 0
	for most < len(n.Body.Nodes) && w.step(n.Body.Nodes[most]) {
		most++
	}
	for ; most > 0; most-- {
		if made := w.made(most); made != nil {
			request.Ahead = &Ahead{Loop: n, Request: r, Path: path, Steps: &Block{Nodes: n.Body.Nodes[:most:most]}, Made: made, Stores: len(w.stores) > 0}
			n.Ahead = request.Ahead
			request.reads = append(request.reads, w.around...)
			return
		}
	}
}

// An early finds how much of a loop can be done ahead.
type early struct {
	action *Action
	loop   *Node
	own    vars                 // the item, and what the steps set
	set    []*plan.Var          // what they set, in order
	stores map[*plan.Store]bool // that they look up records in
	around []*plan.Var          // what they read of what is around the loop
}

// step tells whether a step can be done ahead, after those before it.
func (w *early) step(n *Node) bool {
	switch step := n.Step.(type) {
	case *plan.LetStep:
		if !w.pure(step.X) {
			return false
		}
	case *plan.Map:
		if step.Check != nil || !w.pure(step.X) {
			return false
		}
		for _, f := range step.Fields {
			if !w.pure(f.Value) {
				return false
			}
		}
		w.own[step.Record] = true
	default:
		return false
	}
	if !w.reads(n.reads) || !w.keeps(w.loop.Body.Nodes) {
		return false
	}
	for _, s := range n.Sets {
		w.own[s.Var] = true
		w.set = append(w.set, s.Var)
	}
	return true
}

// expression is pure and reads in one.
func (w *early) expression(x plan.Expr, reads func(func(*plan.Var))) bool {
	var list []*plan.Var
	reads(func(v *plan.Var) { list = append(list, v) })
	return w.pure(x) && w.reads(list)
}

// pure tells an expression that gives the same whenever it is evaluated, as long as
// nobody writes the stores that it looks up records in.
func (w *early) pure(x plan.Expr) bool {
	pure := true
	plan.Inspect(x, func(x plan.Expr) bool {
		switch x := x.(type) {
		case *plan.StoreRef, *plan.StoreEntries, *plan.Errors: // the records that are read of a store are counted
			pure = false
		case *plan.StoreGet:
			w.stores[x.Store] = true
		case *plan.Call:
			pure = pure && !x.Func.Fickle
		}
		return pure
	})
	return pure
}

// reads tells whether what is done ahead can read the variables.
func (w *early) reads(list []*plan.Var) bool {
	for _, v := range list {
		switch {
		case v.Global, w.own[v]:
		case v.Kind == plan.ResponseVar, v.Kind == plan.SourceVar, v.Kind == plan.RequestVar:
			return false
		case slices.ContainsFunc(w.loop.Body.Copies, func(c Copy) bool { return c.Var == v }):
			return false
		default:
			w.around = append(w.around, v)
		}
	}
	return true
}

// keeps tells whether the steps write none of the stores that are read.
func (w *early) keeps(nodes []*Node) bool {
	if len(w.stores) == 0 {
		return true
	}
	for _, n := range nodes {
		var to *plan.Store
		switch step := n.Step.(type) {
		case *plan.Keep:
			to = step.Store
		case *plan.QueueStep:
			to = step.Store
		case *plan.Delete:
			to = step.Store
		case *plan.Clear:
			to = step.Store
		case *plan.For:
			to = step.Queue
		case *plan.RunAction, *plan.Jump:
			return false
		}
		if w.stores[to] {
			return false
		}
		for _, b := range n.blocks() {
			if !w.keeps(b.Nodes) {
				return false
			}
		}
	}
	return true
}

// made is the one variable that the body reads of what its first steps set, behind
// them; nil where there is none, or several.
func (w *early) made(steps int) *plan.Var {
	read := vars{}
	mentions(w.action, w.loop.Body.Nodes[steps:], read)
	var made *plan.Var
	for v := range w.own {
		switch {
		case !read[w.action.Holder(v)]:
		case made != nil && w.action.Holder(made) != w.action.Holder(v):
			return nil
		case made == nil || slices.Contains(w.set, v):
			made = v
		}
	}
	for _, n := range w.loop.Body.Nodes[:steps] {
		for _, s := range n.Sets {
			if s.Var == made {
				return made
			}
		}
	}
	return nil
}

// mentions are the variables that steps and those within them read.
func mentions(a *Action, nodes []*Node, read vars) {
	for _, n := range nodes {
		for _, v := range n.reads {
			read[a.Holder(v)] = true
		}
		for _, b := range n.blocks() {
			mentions(a, b.Nodes, read)
		}
	}
}

// divide takes what is done ahead out of the loops' bodies, when all variables have
// their places.
func (b *Block) divide() {
	for i, n := range b.Nodes {
		for _, inner := range n.blocks() {
			inner.divide()
		}
		ahead := n.Ahead
		if ahead == nil || n != ahead.Loop {
			continue
		}
		for _, step := range ahead.Steps.Nodes {
			if s := step.sets(ahead.Made); s != nil {
				ahead.Define = ahead.Define || s.Declare
			}
		}
		if !ahead.Define && ahead.Made != n.Item { // it is declared around the loop
			b.Nodes[i-1].Ahead, n.Ahead = nil, nil
			continue
		}
		ahead.Steps.declared = n.Body.declared
		n.Body.Nodes = n.Body.Nodes[len(ahead.Steps.Nodes):]
	}
}
