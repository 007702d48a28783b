package check

import (
	"maps"
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
)

// live finds out which of the values that steps set are read, and where the
// variables that hold them begin. What it leaves in the plan is what Go wants to
// see declared, and nothing else (plan.Block.Fresh, plan.Given).
func (m *mission) live() {
	l := &liveness{bodies: map[*plan.Block]*body{}, begins: map[*plan.Var]bool{}, hoisted: map[*plan.Var]bool{}}
	for _, b := range m.bodies {
		l.bodies[b.plan] = b
	}
	for _, b := range m.bodies {
		if b.action != nil {
			l.begin(b, l.block(b.plan, varSet{}))
			l.declare(b, varSet{})
		}
	}
	for _, b := range m.bodies {
		b.settle(l)
	}
	m.markRead()
	for _, b := range m.bodies { // those within before those around
		b.finish()
	}
}

type varSet map[*plan.Var]bool

type liveness struct {
	bodies map[*plan.Block]*body
	// begins are variables of a body that something may read before a step
	// sets them: they begin with a value.
	begins map[*plan.Var]bool
	// hoisted are variables of a body that are read where no step that sets
	// them is in scope: they are declared at its head.
	hoisted map[*plan.Var]bool
}

// begin takes note of a body's own variables that are live at its head, and
// gives those around it that are.
func (l *liveness) begin(b *body, live varSet) varSet {
	for _, v := range b.fresh {
		if !live[v] {
			continue
		}
		l.begins[v] = true
		delete(live, v)
		if v.Outer != nil {
			live[v.Outer] = true
		}
	}
	return live
}

// block goes backwards through the steps, from the variables that are live
// behind them to those that are before them. A value that is not live where it
// is set is not set.
func (l *liveness) block(b *plan.Block, live varSet) varSet {
	live = maps.Clone(live)
	for i, s := range slices.Backward(b.Steps) {
		if loop, ok := s.(*plan.For); ok && i > 0 {
			l.pageByPage(b.Steps[i-1], loop, live)
		}
		live = l.step(s, live)
	}
	return live
}

func (l *liveness) step(s plan.Step, live varSet) varSet {
	if leaves(s) {
		live = varSet{}
	}
	switch s := s.(type) {
	case *plan.Request:
		for _, v := range []**plan.Var{&s.Sets.Response, &s.Sets.Source, &s.Sets.Request} {
			if !live[*v] {
				*v = nil
			} else {
				delete(live, *v)
			}
		}
	case *plan.Map:
		s.Sets = slices.DeleteFunc(s.Sets, func(v *plan.Var) bool { return !live[v] })
		for _, v := range s.Sets {
			delete(live, v)
		}
	case *plan.LetStep:
		delete(live, s.Var)
	case *plan.Apply:
		if !live[s.Response] {
			s.Response = nil
		}
		delete(live, s.Response)
		delete(live, s.As)
	case *plan.Validate:
		if s.Or != nil {
			maps.Copy(live, l.block(s.Or, live))
		}
	case *plan.For:
		within := l.block(s.Body, varSet{})
		if b := l.bodies[s.Body]; b != nil {
			within = l.begin(b, within)
		}
		maps.Copy(live, within)
	case *plan.Match:
		behind := live
		live = varSet{}
		for i := range s.Arms {
			maps.Copy(live, l.block(s.Arms[i].Body, behind))
		}
	}
	plan.Exprs(s, func(x plan.Expr) { reads(x, func(v *plan.Var) { live[v] = true }) })
	return live
}

func reads(x plan.Expr, visit func(*plan.Var)) {
	plan.Inspect(x, func(x plan.Expr) bool {
		if ref, ok := x.(*plan.VarRef); ok {
			visit(ref.Var)
		}
		return true
	})
}

// declare goes forwards through a body with the variables that are declared
// around it. A step that sets one declares it for the rest of its block.
func (l *liveness) declare(b *body, around varSet) {
	declared := maps.Clone(around)
	own := varSet{}
	for _, v := range b.fresh {
		own[v] = true
		if l.begins[v] {
			declared[v] = true
		}
	}
	l.declareIn(b.plan, declared, b.withOuter(own))
}

// withOuter are a body's own variables and those of the bodies around it.
func (b *body) withOuter(own varSet) varSet {
	for outer := b.outer; outer != nil; outer = outer.outer {
		for _, v := range outer.fresh {
			own[v] = true
		}
	}
	return own
}

func (l *liveness) declareIn(b *plan.Block, around, tracked varSet) {
	declared := maps.Clone(around)
	read := func(v *plan.Var) {
		if tracked[v] && !declared[v] {
			l.hoisted[v] = true
		}
	}
	for _, s := range b.Steps {
		plan.Exprs(s, func(x plan.Expr) { reads(x, read) })
		switch s := s.(type) {
		case *plan.Request:
			for _, v := range []*plan.Var{s.Sets.Response, s.Sets.Source, s.Sets.Request} {
				if v != nil {
					declared[v] = true
				}
			}
		case *plan.Map:
			for _, v := range s.Sets {
				declared[v] = true
			}
		case *plan.Apply:
			if s.Response != nil {
				declared[s.Response] = true
			}
		case *plan.Match, *plan.Validate:
			for _, inner := range plan.Blocks(s) {
				l.declareIn(inner, declared, tracked)
			}
		case *plan.For:
			inner := l.bodies[s.Body]
			if inner == nil {
				continue
			}
			for _, v := range inner.fresh {
				if l.begins[v] && v.Outer != nil {
					read(v.Outer)
				}
			}
			l.declare(inner, declared)
		}
	}
}

// settle gives the body's block the variables that it begins with.
func (b *body) settle(l *liveness) {
	for _, v := range b.fresh {
		if !l.begins[v] {
			v.Outer = nil
		}
		if l.begins[v] || l.hoisted[v] {
			b.plan.Fresh = append(b.plan.Fresh, v)
		}
	}
}

// markRead marks the variables that some expression of the plan reads.
func (m *mission) markRead() {
	m.plan.Exprs(func(x plan.Expr) { reads(x, func(v *plan.Var) { v.Read = true }) })
}

// finish hands what a body begins with on to where that comes from, and leaves
// out what nothing reads.
func (b *body) finish() {
	for _, v := range b.plan.Fresh {
		if v.Read && v.Outer != nil {
			v.Outer.Read = true
		}
	}
	b.plan.Fresh = slices.DeleteFunc(b.plan.Fresh, func(v *plan.Var) bool { return !v.Read })
	given := b.own
	for _, v := range []**plan.Var{&given.Response, &given.Source, &given.Request} {
		if *v != nil && !(*v).Read {
			*v = nil
		}
	}
	if b.loop != nil {
		b.loop.Given = given
	} else {
		b.action.Given = given
	}
}
