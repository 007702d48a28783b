package effects

import (
	"maps"
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// globals are what all actions of a mission see.
type globals struct {
	mission *plan.Mission
	lets    map[*plan.Var]*Term
	envs    map[string]*Term
	rough   map[*plan.Action][]*Access
	failing map[*plan.Action]source.Span
}

func newGlobals(m *plan.Mission) *globals {
	g := &globals{mission: m, lets: map[*plan.Var]*Term{}, envs: map[string]*Term{}, rough: map[*plan.Action][]*Access{}, failing: map[*plan.Action]source.Span{}}
	w := g.walker(&Action{})
	for _, l := range m.Lets {
		g.lets[l.Var] = w.expr(l.X)
	}
	return g
}

// env is an environment variable: one value for the whole run.
func (g *globals) env(what string) *Term {
	if g.envs[what] == nil {
		g.envs[what] = &Term{Form: Atom, Text: what, size: 1}
	}
	return g.envs[what]
}

// maxCalls bounds how many calls of one action are followed.
const maxCalls = 400

// A walker goes through the steps of one action, as they come.
type walker struct {
	shared *globals
	out    *Action
	vars   map[*plan.Var]*Term
	// changed are the variables set since a block was entered that may not
	// run, with what they were before; nil outside of one.
	changed map[*plan.Var]*Term
	// facts are fields of values that an arm of a match has told: in the arm.
	facts   map[*Term][]Field
	loops   []*Loop
	calls   []Call
	left    int  // calls that may still be followed
	perhaps bool // in a block that may not run
}

func (g *globals) walker(out *Action) *walker {
	return &walker{shared: g, out: out, vars: map[*plan.Var]*Term{}, left: maxCalls}
}

func (w *walker) value(v *plan.Var) *Term {
	if t := w.vars[v]; t != nil {
		return t
	}
	if t := w.shared.lets[v]; t != nil {
		return t
	}
	return w.atom("the value of "+v.Name, w.loops)
}

func (w *walker) set(v *plan.Var, t *Term) {
	if v == nil {
		return
	}
	if w.changed != nil {
		if _, noted := w.changed[v]; !noted {
			w.changed[v] = w.vars[v]
		}
	}
	w.vars[v] = t
}

// action goes through the body of an action, with variables of its own.
func (w *walker) action(a *plan.Action) {
	w.block(a.Body)
}

func (w *walker) block(b *plan.Block) {
	for _, v := range b.Fresh {
		if v.Outer != nil {
			w.set(v, w.value(v.Outer))
		} else {
			w.set(v, null)
		}
	}
	for _, s := range b.Steps {
		w.step(s)
	}
}

// branches goes through blocks of which at most one runs. Behind them a
// variable has any of the values that those give it that come to their end; or
// the one from before, where it may be that none of them runs.
func (w *walker) branches(blocks []*plan.Block, bind func(i int), none bool) {
	type end map[*plan.Var]*Term
	var ends []end
	outer, perhaps := w.changed, w.perhaps
	for i, b := range blocks {
		w.changed = map[*plan.Var]*Term{}
		bind(i)
		w.perhaps = true
		w.block(b)
		w.perhaps = perhaps
		after := end{}
		for v, before := range w.changed {
			after[v] = w.vars[v]
			w.vars[v] = before
		}
		if !leaves(b) {
			ends = append(ends, after)
		}
	}
	w.changed = outer
	merged := map[*plan.Var][]*Term{}
	for _, after := range ends {
		for v := range after {
			merged[v] = nil
		}
	}
	for v := range merged {
		if none {
			merged[v] = append(merged[v], w.value(v))
		}
		for _, after := range ends {
			if t, ok := after[v]; ok {
				merged[v] = append(merged[v], t)
			} else {
				merged[v] = append(merged[v], w.value(v))
			}
		}
	}
	for v, list := range merged {
		w.set(v, w.choice(list))
	}
}

// leaves reports a block behind which nothing of what stands around it is
// reached, but by sending a request again.
func leaves(b *plan.Block) bool {
	if len(b.Steps) == 0 {
		return false
	}
	switch s := b.Steps[len(b.Steps)-1].(type) {
	case *plan.Abort, *plan.Skip, *plan.RetryStep:
		return true
	case *plan.Jump:
		return s.Request != nil
	case *plan.Match:
		for _, arm := range s.Arms {
			if !leaves(arm.Body) {
				return false
			}
		}
		return len(s.Arms) > 0
	}
	return false
}

func (w *walker) step(s plan.Step) {
	switch s := s.(type) {
	case *plan.Request:
		w.request(s)
	case *plan.For:
		w.loop(s)
	case *plan.Map:
		w.mapStep(s)
	case *plan.Apply:
		w.apply(s)
	case *plan.Validate:
		w.validate(s)
	case *plan.Keep:
		w.keep(s)
	case *plan.QueueStep:
		w.queue(s)
	case *plan.Match:
		w.match(s)
	case *plan.LetStep:
		w.set(s.Var, w.expr(s.X))
	case *plan.Delete:
		w.enter(&Access{Kind: Delete, Store: s.Store, Key: w.expr(s.Key), At: s.Key.At(), KeyText: s.Key.At().Text()})
	case *plan.Clear:
		w.enter(&Access{Kind: Clear, Store: s.Store, At: s.Span})
	case *plan.RunAction:
		w.run(s.Action, s.Span)
	case *plan.Jump:
		w.run(s.Action, s.Span)
	case *plan.Abort:
		w.out.Aborts = true
		w.expr(s.X)
	default:
		w.other(s)
	}
}

// other goes through a step that sets nothing; of one that this does not know
// yet it is not known what it sets.
func (w *walker) other(s plan.Step) {
	plan.Exprs(s, func(x plan.Expr) { w.expr(x) })
	for _, b := range plan.Blocks(s) {
		w.branches([]*plan.Block{b}, func(int) {}, true)
	}
	switch s.(type) {
	case *plan.Skip, *plan.Continue, *plan.RetryStep:
		return
	}
	for v := range w.vars {
		if v.Kind == plan.ResponseVar || v.Kind == plan.SourceVar || v.Kind == plan.RequestVar {
			w.set(v, w.atom(v.Name, w.loops))
		}
	}
}

// enter adds an access to those of the action.
func (w *walker) enter(a *Access) {
	a.Loops, a.Calls = w.loops, w.calls
	w.out.Accesses = append(w.out.Accesses, a)
}

func (w *walker) reads(s *plan.Store, key *Term, x plan.Expr) {
	w.enter(&Access{Kind: Read, Store: s, Key: key, At: x.At()})
}

// request takes an answer to vary with what is asked, and not with how long or
// how often: an API answers a request alike whatever came before it (the
// language, §6).
func (w *walker) request(s *plan.Request) {
	w.out.Requests = append(w.out.Requests, &Request{Step: s, Perhaps: w.perhaps, Loops: w.loops, Calls: w.calls})
	patience := []plan.Expr{s.Timeout}
	if s.Retry != nil {
		patience = append(patience, s.Retry.MaxAttempts, s.Retry.InitialDelay, s.Retry.MaxDelay, s.Retry.Delay)
	}
	var varies []*Loop
	plan.Exprs(s, func(x plan.Expr) {
		if t := w.expr(x); !slices.Contains(patience, x) {
			varies = union(varies, t.Varies)
		}
	})
	w.set(s.Sets.Response, w.atom("the response to "+s.Method+" "+s.Path.At().Text(), varies))
	w.set(s.Sets.Source, lit(s.Source.Name))
	w.set(s.Sets.Request, w.atom("the request "+s.Method+" "+s.Path.At().Text(), varies))
}

func (w *walker) loop(s *plan.For) {
	l := &Loop{For: s, Over: w.expr(s.In), Loops: w.loops, Calls: w.calls}
	varies := l.Over.Varies
	if s.Where != nil {
		w.lambda(s.Where, varies, "an element")
		l.Over = w.part(l.Over)
	}
	if s.Limit != nil {
		w.expr(s.Limit)
	}
	w.out.Loops = append(w.out.Loops, l)

	outer := w.loops
	w.loops = append(outer[:len(outer):len(outer)], l)
	l.Elem = w.atom(elementOf(s, l.Over), union(varies, []*Loop{l}))
	l.Elem.ElemOf = l
	l.Elem.Record = l.Over.Collection == Records || l.Over.Form == Array && allRecords(l.Over.Kids)
	w.set(s.Var, l.Elem)
	w.block(s.Body)
	w.loopFailures(s)
	w.loops = outer
}

// elementOf says what an element of a loop is.
func elementOf(s *plan.For, over *Term) string {
	switch over.Collection {
	case Records:
		return "the records of " + over.Store.Name
	case Pairs:
		if over.Store != nil {
			return "the entries of " + over.Store.Name
		}
	}
	return "the elements of " + s.In.At().Text()
}

func allRecords(list []*Term) bool {
	for _, t := range list {
		if t.Form != Object {
			return false
		}
	}
	return true
}

// run goes through an action that another one calls.
func (w *walker) run(a *plan.Action, at source.Span) {
	call := append(w.calls[:len(w.calls):len(w.calls)], Call{a, at})
	if w.left == 0 {
		w.rough(a, call)
		return
	}
	w.left--
	calls, vars, changed := w.calls, w.vars, w.changed
	w.calls, w.vars, w.changed = call, map[*plan.Var]*Term{}, nil
	w.action(a)
	w.calls, w.vars, w.changed = calls, vars, changed
}

func (w *walker) mapStep(s *plan.Map) {
	x := w.expr(s.X)
	if s.Check == nil {
		w.set(s.Record, x)
		x = w.object(s.Fields)
	}
	for _, v := range s.Sets {
		w.set(v, x)
	}
}

// apply gives, of a value that is surely an object, any of what the variants
// make of it.
func (w *walker) apply(s *plan.Apply) {
	x := w.expr(s.X)
	record := w.element(x)
	var made []*Term
	for _, v := range s.Transform.Variants {
		w.set(v.Record, record)
		w.expr(v.Guard)
		made = append(made, w.object(v.Fields))
	}
	result := w.atom("what "+s.Transform.Name+" makes", x.Varies)
	if record == x && len(made) > 0 {
		result = w.choice(made)
	}
	w.set(s.As, result)
	w.set(s.Response, result)
}

func (w *walker) validate(s *plan.Validate) {
	w.set(s.Var, w.expr(s.X))
	for _, c := range s.Constraints {
		w.expr(c.X)
		w.expr(c.Message)
	}
	if s.Or != nil {
		w.branches([]*plan.Block{s.Or}, func(int) {}, true)
	}
}

func (w *walker) match(s *plan.Match) {
	subject := w.expr(s.Subject)
	w.set(s.Var, subject)
	var blocks []*plan.Block
	for _, arm := range s.Arms {
		blocks = append(blocks, arm.Body)
	}
	outer := w.facts
	w.branches(blocks, func(i int) {
		w.facts = outer
		if s.Subject != nil {
			w.pattern(s.Arms[i].Pattern, subject)
			w.learn(s.Arms[i].Pattern, subject)
		}
		w.expr(s.Arms[i].Guard)
	}, len(blocks) == 0) // no arm that fits is an error
	w.facts = outer
}

// learn takes note of the fields that the subject has where the pattern fits:
// literals.
func (w *walker) learn(p plan.Pattern, subject *Term) {
	var fields []Field
	switch p := p.(type) {
	case *plan.Fields:
		for _, f := range p.Fields {
			if is, ok := f.Fit.(*plan.Equal); ok && !f.Status {
				fields = append(fields, Field{Name: f.Name, Value: w.literal(is.Value)})
			}
		}
	case *plan.SchemaPattern:
		if p.Array {
			return
		}
		for _, f := range p.Schema.Fields {
			if is := w.literalOf(f.Type); is != nil && !f.Optional {
				fields = append(fields, Field{Name: f.Name, Value: is})
			}
		}
	}
	if len(fields) == 0 || subject.Form == Null {
		return
	}
	w.facts = maps.Clone(w.facts)
	if w.facts == nil {
		w.facts = map[*Term][]Field{}
	}
	w.facts[subject] = append(fields, w.facts[subject]...)
}

// literalOf is what a type of literals alone lets through; nil for any other.
func (w *walker) literalOf(t plan.Type) *Term {
	switch t := t.(type) {
	case *plan.LiteralType:
		return w.literal(t.Value)
	case *plan.UnionType:
		var kids []*Term
		for _, term := range t.Terms {
			kid := w.literalOf(term)
			if kid == nil {
				return nil
			}
			kids = append(kids, kid)
		}
		return w.choice(kids)
	}
	return nil
}

func (w *walker) matchExpr(x *plan.MatchExpr) *Term {
	subject := null
	if x.Subject != nil {
		subject = w.expr(x.Subject)
		w.set(x.Var, subject)
	}
	var values []*Term
	for _, arm := range x.Arms {
		if x.Subject != nil {
			w.pattern(arm.Pattern, subject)
		}
		w.expr(arm.Guard)
		values = append(values, w.expr(arm.Value))
	}
	if len(values) == 0 {
		return null
	}
	return w.choice(values)
}

// pattern binds the names in a pattern to the parts of the subject.
func (w *walker) pattern(p plan.Pattern, subject *Term) {
	switch p := p.(type) {
	case *plan.Bind:
		w.set(p.Var, subject)
	case *plan.Elements:
		for i, e := range p.Elems {
			w.pattern(e, w.index(subject, w.literal(&plan.Literal{Value: int64(i)})))
		}
	case *plan.Fields:
		for _, f := range p.Fields {
			field := w.member(subject, f.Name)
			if f.Status { // it may be the status
				field = w.atom("the status", subject.Varies)
			}
			w.pattern(f.Fit, field)
		}
	}
}
