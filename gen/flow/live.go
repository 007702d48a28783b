package flow

import (
	"maps"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/lang/plan"
)

// vars is a set of variables.
type vars map[*plan.Var]bool

// An analysis finds out which values of variables are read. It goes backwards
// and needs no second round: a loop's body sets no variable from around it, and
// a retry starts over with the values of the first time.
type analysis struct {
	action *Action
	set    vars // variables that some step sets and something reads
	apart  vars // variables whose value outlives the one that they could stand for
}

// block gives what is read from the head of b on, where out is read behind it.
func (a *analysis) block(b *Block, out vars) vars {
	in := maps.Clone(out)
	for i := len(b.Nodes) - 1; i >= 0; i-- {
		in = a.node(b.Nodes[i], in)
	}
	return in
}

// node takes what is read behind n over and gives what is read before it.
func (a *analysis) node(n *Node, live vars) vars {
	switch step := n.Step.(type) {
	case *plan.Request:
		if n.Region != nil {
			live = a.block(n.Region, live)
			if step.IdempotencyKey != nil { // in front of the region: it is the same one each time
				expr.Reads(step.IdempotencyKey, a.reader(n, live))
			}
			n.headLive = maps.Clone(live)
			return live
		}
		n.Response = a.setOf(step.Sets.Response, live)
		n.Source = a.setOf(step.Sets.Source, live)
		n.Request = a.setOf(step.Sets.Request, live)
		for _, v := range []*plan.Var{step.Sets.Response, step.Sets.Source, step.Sets.Request} {
			delete(live, v)
		}
		a.reads(n, live)
		for _, s := range []*Set{n.Response, n.Source, n.Request} {
			s.seeBefore(live)
		}
	case *plan.For:
		a.loop(n, step, live)
	case *plan.Map:
		a.mapped(n, step, live)
	case *plan.Match:
		a.match(n, step, live)
	case *plan.Validate:
		a.validate(n, step, live)
	case *plan.Apply:
		for _, v := range []*plan.Var{step.As, step.Response} {
			if set := a.setOf(v, live); set != nil {
				n.Sets = append(n.Sets, set)
			}
		}
		delete(live, step.As)
		delete(live, step.Response)
		a.reads(n, live)
		for _, set := range n.Sets {
			set.seeBefore(live)
		}
	case *plan.LetStep:
		set := a.setOf(step.Var, live)
		delete(live, step.Var)
		if set == nil {
			n.Dropped = !expr.Fallible(step.X)
			expr.DiscardReads(step.X, a.reader(n, live))
			break
		}
		n.Sets = []*Set{set}
		expr.Reads(step.X, a.reader(n, live))
		set.seeBefore(live)
	default:
		if n.Ends() {
			clear(live)
		}
		a.reads(n, live)
	}
	return live
}

// reads notes what all expressions of a step read.
func (a *analysis) reads(n *Node, live vars) {
	plan.Exprs(n.Step, func(x plan.Expr) { expr.Reads(x, a.reader(n, live)) })
}

func (a *analysis) reader(n *Node, live vars) func(*plan.Var) {
	return func(v *plan.Var) {
		if v.Global || v.Kind == plan.SyncVar { // which the request itself holds
			return
		}
		n.reads = append(n.reads, v)
		live[v] = true
	}
}

// setOf is the set of a variable, nil where nothing reads the value.
func (a *analysis) setOf(v *plan.Var, live vars) *Set {
	if v == nil || !live[v] {
		return nil
	}
	a.set[v] = true
	for w := range live { // whoever stands for v and is still read keeps its value
		for u := a.action.stands[w]; u != nil; u = a.action.stands[u] {
			if u == v {
				a.apart[w] = true
			}
		}
	}
	return &Set{Var: v}
}

func (s *Set) seeBefore(live vars) {
	if s != nil {
		s.before = live[s.Var]
	}
}

// stand makes v stand for the variable that x is; false where x is anything else.
func (a *analysis) stand(v *plan.Var, x plan.Expr) bool {
	ref, ok := x.(*plan.VarRef)
	if ok {
		a.action.stands[v] = ref.Var
	}
	return ok
}

func (a *analysis) loop(n *Node, step *plan.For, live vars) {
	within := a.block(n.Body, vars{})
	if within[step.Var] {
		n.Item = step.Var
	}
	delete(within, step.Var)
	a.copies(n.Body, step.Body.Fresh, step.Given, within, a.reader(n, live))
	maps.Copy(live, within)
	n.alone = readsAlone(step, live)
	if step.Pages == nil {
		expr.Reads(step.In, a.reader(n, live))
	}
	if step.Where != nil {
		expr.Reads(step.Where, a.reader(n, live))
	}
}

// copies settles the variables that a body begins with: one that the body sets
// becomes a copy, one that it only reads is the variable around it.
func (a *analysis) copies(body *Block, fresh []*plan.Var, given plan.Given, within vars, read func(*plan.Var)) {
	for _, v := range append([]*plan.Var{given.Response, given.Source, given.Request}, fresh...) {
		if v == nil || !within[v] || v.Outer == nil {
			continue
		}
		delete(within, v)
		read(v.Outer)
		if a.set[v] {
			body.Copies = append(body.Copies, Copy{v, v.Outer})
		} else {
			a.action.stands[v] = v.Outer
		}
	}
}

// Made is what a map gives: the object that its fields make, or what it checks.
func Made(step *plan.Map) plan.Expr {
	if step.Check != nil {
		return &plan.VarRef{Span: step.X.At(), Var: step.Record}
	}
	return &plan.Object{Span: step.Span, Fields: step.Fields}
}

func (a *analysis) mapped(n *Node, step *plan.Map, live vars) {
	for _, v := range step.Sets {
		if set := a.setOf(v, live); set != nil {
			n.Sets = append(n.Sets, set)
		}
	}
	for _, v := range step.Sets {
		delete(live, v)
	}
	reads := expr.Reads
	if len(n.Sets) == 0 {
		reads = expr.DiscardReads
	}
	made := Made(step)
	reads(made, a.reader(n, live))
	if step.Check != nil {
		live[step.Record] = true
	}
	switch {
	case step.Record == nil || !live[step.Record]:
		expr.DiscardReads(step.X, a.reader(n, live))
	case a.stand(step.Record, step.X):
		n.UsesSubject = true
		expr.Reads(step.X, a.reader(n, live))
	default:
		n.UsesSubject = true
		n.Subject = &Set{Var: step.Record, Declare: true}
		a.action.words[step.Record] = expr.Word(step.X)
		expr.Reads(step.X, a.reader(n, live))
	}
	delete(live, step.Record)
	n.Dropped = len(n.Sets) == 0 && step.Check == nil && !expr.Fallible(made) && !expr.Fallible(step.X)
	for _, set := range n.Sets {
		set.seeBefore(live)
	}
}

func (a *analysis) validate(n *Node, step *plan.Validate, live vars) {
	stands := a.stand(step.Var, step.X)
	if n.Or != nil {
		maps.Copy(live, a.block(n.Or, live))
	}
	for _, c := range n.Checks {
		for _, x := range []plan.Expr{c.X, c.Message} {
			if x != nil {
				expr.Reads(x, a.reader(n, live))
			}
		}
	}
	n.UsesSubject = live[step.Var]
	delete(live, step.Var)
	if !n.UsesSubject {
		expr.DiscardReads(step.X, a.reader(n, live))
		return
	}
	expr.Reads(step.X, a.reader(n, live))
	if !stands || a.apart[step.Var] {
		delete(a.action.stands, step.Var)
		n.Subject = &Set{Var: step.Var, Declare: true}
		a.action.words[step.Var] = expr.Word(step.X)
	}
}

func (a *analysis) match(n *Node, step *plan.Match, out vars) {
	stands := step.Subject != nil && a.stand(step.Var, step.Subject)
	after := maps.Clone(out)
	clear(out)
	live, open := out, true
	for _, arm := range n.Arms {
		within := a.block(arm.Body, after)
		uses, bound := expr.ArmReads(arm.Plan.Pattern, arm.Plan.Guard, n.Answered, func(visit func(*plan.Var)) {
			for v := range within {
				visit(v)
			}
		}, step.Var, func(v *plan.Var) {
			if !v.Global {
				live[v] = true
			}
		})
		n.UsesSubject = n.UsesSubject || uses
		expr.Bound(arm.Plan.Pattern, func(v *plan.Var) { // in the order of the pattern
			for _, read := range bound {
				if v == read {
					arm.Binds = append(arm.Binds, v)
				}
			}
		})
		if arm.Plan.Guard != nil {
			expr.Reads(arm.Plan.Guard, func(v *plan.Var) {
				if !v.Global && v != step.Var && live[v] {
					n.reads = append(n.reads, v)
				}
			})
		}
		if arm.Always() {
			open = false
		}
	}
	if step.Subject == nil {
		return
	}
	n.UsesSubject = n.UsesSubject || open
	if !n.UsesSubject {
		expr.DiscardReads(step.Subject, a.reader(n, live))
		return
	}
	expr.Reads(step.Subject, a.reader(n, live))
	if !stands || a.apart[step.Var] {
		delete(a.action.stands, step.Var)
		n.Subject = &Set{Var: step.Var, Declare: true}
		a.action.words[step.Var] = expr.Word(step.Subject)
	}
}
