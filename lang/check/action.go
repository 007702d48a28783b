package check

import (
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

func (m *mission) checkActions() {
	done := map[*plan.Action]bool{}
	m.eachAction(func(n *syntax.Action) {
		a, _ := m.actions.get(n.Name.Name)
		if a == nil || done[a] { // nameless, or declared twice
			a = &plan.Action{Name: n.Name.Name}
		}
		done[a] = true
		m.checkAction(n, a)
	})
}

func (m *mission) checkAction(n *syntax.Action, a *plan.Action) {
	sets := findSets(n.Body)
	given := plan.Given{
		Response: &plan.Var{Name: "response", Kind: plan.ResponseVar, Span: a.Span},
		Source:   &plan.Var{Name: "source", Kind: plan.SourceVar, Span: a.Span},
		Request:  &plan.Var{Name: "request", Kind: plan.RequestVar, Span: a.Span},
	}
	b := &body{scope: m.globals.inner(), given: given, own: given, action: a}
	if !sets.response {
		b.own.Response = nil
	}
	if !sets.request {
		b.own.Source, b.own.Request = nil, nil
	}
	w := where{place: inAction, scope: b.scope, body: b}
	if n.Body == nil {
		a.Body = &plan.Block{}
		return
	}
	a.Body = m.steps(w, n.Body, true)
	b.plan = a.Body
	b.fresh = append([]*plan.Var{given.Response, given.Source, given.Request}, b.fresh...)
	m.bodies = append(m.bodies, b)
	m.concurrency(w, n, a)
}

// width is how many iterations of a parallel loop, or pages of a request, there
// may be at once; nil is what the action says.
func width(s plan.Step) (limit plan.Expr, parallel bool) {
	switch s := s.(type) {
	case *plan.For:
		return s.Limit, s.Parallel
	case *plan.Request:
		if s.Pages != nil && s.Pages.Parallel != nil {
			return s.Pages.Parallel, true
		}
	}
	return nil, false
}

// concurrency is the action's limit: as written, else the largest of its
// parallel loops and pages (the language, §6).
func (m *mission) concurrency(w where, n *syntax.Action, a *plan.Action) {
	options := m.optionList(optionsOfAction, m.atTop(n.Body))
	if o := options["concurrency"]; o != nil {
		a.Concurrency = m.limit(w, o.Value, "concurrency")
		return
	}
	var most int64
	var computed []plan.Expr
	a.Body.Each(func(s plan.Step) {
		limit, parallel := width(s)
		if !parallel {
			return
		}
		switch limit := limit.(type) {
		case nil:
			most = max(most, 10)
		case *plan.Literal:
			if n, ok := limit.Value.(int64); ok {
				most = max(most, n)
			}
		default:
			computed = append(computed, limit)
		}
	})
	at := n.Name.Span
	switch {
	case len(computed) == 0 && most > 0:
		a.Concurrency = &plan.Literal{Span: at, Value: most}
	case len(computed) == 1 && most == 0:
		a.Concurrency = computed[0]
	case len(computed) > 0:
		a.Concurrency = largest(at, most, computed)
	}
}

// largest is the greatest of limits that are known when the mission starts.
// What the environment gives is text.
func largest(at source.Span, known int64, computed []plan.Expr) plan.Expr {
	var args []plan.Expr
	if known > 0 {
		args = append(args, &plan.Literal{Span: at, Value: known})
	}
	for _, x := range computed {
		args = append(args, &plan.Call{Span: x.At(), Func: builtin.Lookup("toNumber"), Args: []plan.Expr{x}})
	}
	return &plan.Call{Span: at, Func: builtin.Lookup("max").Several, Args: args}
}

// sets tells which given variables the steps of a body set, without those of
// the loops in it.
type sets struct{ response, request bool }

func findSets(b *syntax.Block) sets {
	var s sets
	if b == nil {
		return s
	}
	syntax.Walk(b, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.For:
			return false
		case *syntax.Request:
			s.response, s.request = true, true
		case *syntax.Map, *syntax.Apply:
			s.response = true
		}
		return true
	})
	return s
}

// steps resolves the steps of a block. Those behind one that never comes back
// are checked and left out. The block may have options, or not.
func (m *mission) steps(w where, n *syntax.Block, options bool) *plan.Block {
	p := &plan.Block{Span: n.Span(), Rest: texts(n.Rest)}
	w.block = &block{outer: w.block, plan: p}
	if !options {
		m.optionsAside(n.Options)
	}
	stopped := false
	for _, s := range n.Steps {
		m.step(w, s)
		steps := w.block.plan.Steps
		if !stopped && len(steps) > 0 && stops(steps[len(steps)-1]) {
			stopped = true
			w.block = &block{outer: w.block, plan: &plan.Block{}}
			m.tellNeverReached(n, s, steps[len(steps)-1])
		}
	}
	return p
}

// tellNeverReached warns of the first step behind one that never comes back.
func (m *mission) tellNeverReached(n *syntax.Block, last syntax.Step, end plan.Step) {
	for i, s := range n.Steps {
		if s == last && i+1 < len(n.Steps) {
			d := m.report(codeNeverReached, firstLine(n.Steps[i+1].Span()), "", "this step is never reached")
			note(d, firstLine(end.At()), "nothing goes on behind this one")
		}
	}
}

// firstLine is a place without the lines behind its first.
func firstLine(at source.Span) source.Span {
	text := at.Text()
	for i := range text {
		if text[i] == '\n' || text[i] == '\r' {
			start := at.Start().Offset()
			return at.File().Span(start, start+i)
		}
	}
	return at
}

// step resolves a step and adds it to the block of w.
func (m *mission) step(w where, s syntax.Step) {
	switch n := s.(type) {
	case *syntax.Request:
		m.request(w, n)
	case *syntax.For:
		m.loop(w, n)
	case *syntax.Map:
		m.mapStep(w, n)
	case *syntax.Keep:
		m.keep(w, n)
	case *syntax.Match:
		m.match(w, n)
	case *syntax.Let:
		m.let(w, n)
	case *syntax.Delete:
		if store := m.store(w, n.Store); store != nil {
			w.add(&plan.Delete{Origin: m.origin(n, nil), Store: store, Key: m.expr(w, n.Key)})
		} else {
			m.expr(w, n.Key)
		}
	case *syntax.Clear:
		if store := m.store(w, n.Store); store != nil {
			w.add(&plan.Clear{Origin: m.origin(n, nil), Store: store})
		}
	case *syntax.Abort:
		x := &plan.Abort{Origin: m.origin(n, nil)}
		if n.Message != nil {
			x.X = m.expr(w, n.Message)
		}
		w.add(x)
	case *syntax.Skip:
		w.add(&plan.Skip{Origin: m.origin(n, nil)})
	case *syntax.Continue:
		m.continues(w, n)
	case *syntax.Retry:
		m.retry(w, n)
	case *syntax.Queue:
		m.queue(w, n)
	case *syntax.Jump:
		m.jump(w, n)
	case *syntax.RunAction:
		if a := m.action(n.Action); a != nil {
			w.add(&plan.RunAction{Origin: m.origin(n, nil), Action: a})
		}
	case *syntax.CallStep:
		m.later(laterCall, headOf(n, "call"))
	case *syntax.Apply:
		m.apply(w, n)
	case *syntax.Validate:
		m.validate(w, n)
	case *syntax.Wait:
		if n.Word.Name == "pause" {
			m.later(laterPause, n.Word.Span)
		} else {
			m.later(laterWait, n.Word.Span)
		}
	case *syntax.Bad:
		for _, inner := range n.Inner {
			if b, ok := inner.(*syntax.Block); ok {
				m.steps(w.aside(), b, true) // what it is a block of is not known
			}
		}
	}
}

// add puts a step behind those of the block.
func (w where) add(s plan.Step) { w.block.plan.Steps = append(w.block.plan.Steps, s) }

// aside is for steps that are checked and do not come into the plan.
func (w where) aside() where {
	w = w.inside()
	w.match = &matching{} // whatever it is, a continue in it is no second mistake
	w.block = &block{outer: w.block, plan: &plan.Block{}}
	return w
}

// origin is what every step has. Its text ends before the braces where it would
// be long.
func (m *mission) origin(n syntax.Step, braces syntax.Node) plan.Origin {
	return plan.Origin{Span: n.Span(), Doc: texts(n.Doc()), Text: m.headline(n, braces)}
}

func (m *mission) let(w where, n *syntax.Let) {
	x := m.expr(w, n.Value)
	m.secretLet(n.Name.Name, x)
	w.add(&plan.LetStep{Origin: m.origin(n, nil), Var: m.bind(w, n.Name, plan.LetVar), X: x})
}
