package sight

import (
	"maps"

	"github.com/reqongen/reqongen/lang/plan"
)

// Of gives, for each request of the mission whose answer is read, what can be
// seen of it.
func Of(m *plan.Mission) map[*plan.Request]*View {
	w := &walker{views: make(map[*plan.Request]*View)}
	for _, a := range m.Actions {
		w.block(a.Body, make(bindings))
	}
	return w.views
}

type walker struct {
	views map[*plan.Request]*View
}

// Bindings are where the values of variables come from, at one moment.
type bindings map[*plan.Var]places

// join takes in what the variables may be by another way, and reports whether
// that is news.
func (b bindings) join(other bindings) (news bool) {
	for v, p := range other {
		joined := b[v].with(p)
		news = news || len(joined) > len(b[v])
		b[v] = joined
	}
	return news
}

func (b bindings) set(v *plan.Var, p places) {
	if v != nil {
		b[v] = p
	}
}

// repeated walks a block that may run again after its end, or from its middle:
// its variables then begin as any round before left them.
func (w *walker) repeated(block *plan.Block, at bindings) {
	begin := maps.Clone(at)
	for {
		clear(at)
		at.join(begin)
		w.steps(block, at)
		if !begin.join(at) {
			return
		}
	}
}

func (w *walker) block(block *plan.Block, at bindings) {
	for _, v := range block.Fresh {
		at[v] = nil
		if v.Outer != nil {
			at[v] = at[v.Outer]
		}
	}
	for _, s := range block.Steps {
		if r, ok := s.(*plan.Request); ok && r.Again {
			w.repeated(block, at)
			return
		}
	}
	w.steps(block, at)
}

func (w *walker) steps(block *plan.Block, at bindings) {
	for _, s := range block.Steps {
		w.step(s, at)
	}
}

func (w *walker) step(s plan.Step, at bindings) {
	switch s := s.(type) {
	case *plan.Request:
		w.useAll(s, at)
		w.request(s, at)
	case *plan.For:
		w.loop(s, at)
	case *plan.Map:
		w.mapping(s, at)
	case *plan.Match:
		w.match(s, at)
	case *plan.LetStep:
		at.set(s.Var, w.eval(s.X, at))
	case *plan.Keep:
		w.use(s.X, at)
		if s.Key != nil {
			w.use(s.Key, at)
		}
	case *plan.Apply:
		w.use(s.X, at)
		at.set(s.As, nil)
		at.set(s.Response, nil)
	case *plan.Validate:
		w.use(s.X, at)
		at.set(s.Var, nil)
		w.useAll(s, at)
		for _, c := range s.Constraints {
			w.told(c.X, at)
		}
		if s.Or != nil {
			other := maps.Clone(at)
			w.block(s.Or, other)
			at.join(other)
		}
	default:
		w.useAll(s, at)
		for _, inner := range plan.Blocks(s) {
			other := maps.Clone(at)
			w.block(inner, other)
			at.join(other)
		}
	}
}

// useAll takes everything that the step's own expressions look at as seen.
func (w *walker) useAll(s plan.Step, at bindings) {
	plan.Exprs(s, func(x plan.Expr) { w.use(x, at) })
}

// told takes what a constraint that does not hold tells as seen: the variables
// that it looks at, and the fields of them.
func (w *walker) told(x plan.Expr, at bindings) {
	plan.Inspect(x, func(part plan.Expr) bool {
		root := part
		for {
			if m, ok := root.(*plan.Member); ok {
				root = m.X
			} else if i, ok := root.(*plan.Index); ok {
				root = i.X
			} else {
				break
			}
		}
		if _, ok := root.(*plan.VarRef); !ok {
			return true
		}
		w.use(part, at)
		if i, ok := part.(*plan.Index); ok {
			w.told(i.Key, at)
		}
		return false
	})
}

func (w *walker) request(s *plan.Request, at bindings) {
	at.set(s.Sets.Source, nil)
	at.set(s.Sets.Request, nil)
	if s.Sets.Response == nil {
		return
	}
	if s.Pages == nil && s.Since != nil && s.Since.UpdateFrom != "" { // the runtime looks for the records itself
		at[s.Sets.Response] = nil
		return
	}
	view := w.views[s]
	if view == nil {
		view = new(View)
		w.views[s] = view
	}
	if s.Pages != nil && s.Pages.Until != nil {
		w.lambda(s.Pages.Until, at, places{view})
	}
	at[s.Sets.Response] = places{view}
}

func (w *walker) loop(s *plan.For, at bindings) {
	items := w.eval(s.In, at)
	elements := items.elements()
	if s.Where != nil {
		w.lambda(s.Where, at, elements)
	}
	if s.Limit != nil {
		w.use(s.Limit, at)
	}
	if s.OnError == plan.ContinueLoop || s.OnError == plan.QueueItem { // `errors` have the item
		elements.whole(s.Span)
	}
	inside := maps.Clone(at)
	for {
		round := maps.Clone(inside)
		round[s.Var] = elements
		w.block(s.Body, round)
		if !inside.join(round) {
			break
		}
	}
	at.join(inside)
}

func (w *walker) mapping(s *plan.Map, at bindings) {
	if s.Fields == nil {
		w.use(s.X, at) // it goes on as it is, or is told where it does not fit
	} else {
		at.set(s.Record, w.eval(s.X, at))
		for _, f := range s.Fields {
			w.use(f.Value, at)
		}
	}
	for _, v := range s.Sets {
		at[v] = nil
	}
}

func (w *walker) match(s *plan.Match, at bindings) {
	var subject places
	if s.Subject != nil {
		subject = w.eval(s.Subject, at)
	}
	at.set(s.Var, subject)
	catchAll := false
	after := make(bindings)
	for i := range s.Arms {
		arm := &s.Arms[i]
		inside := maps.Clone(at)
		w.pattern(arm.Pattern, subject, inside)
		if arm.Guard != nil {
			w.use(arm.Guard, inside)
		}
		catchAll = catchAll || takesAll(arm.Pattern, arm.Guard)
		w.block(arm.Body, inside)
		after.join(inside)
	}
	if !catchAll {
		subject.whole(s.Span) // the failure tells what no arm fits
	}
	at.join(after)
}

func takesAll(p plan.Pattern, guard plan.Expr) bool {
	switch p.(type) {
	case *plan.Any, *plan.Bind:
		return guard == nil
	}
	return false
}

func (w *walker) pattern(p plan.Pattern, subject places, at bindings) {
	switch p := p.(type) {
	case nil, *plan.Any:
	case *plan.Bind:
		at[p.Var] = subject
	case *plan.Equal:
		subject.seen()
		if p.Status { // unless the answer has a code of its own
			subject.field("code").seen()
		}
	case *plan.Elements:
		subject.seen()
		subject.count()
		elements := subject.elements()
		for _, e := range p.Elems {
			w.pattern(e, elements, at)
		}
	case *plan.Fields:
		subject.seen()
		for _, f := range p.Fields {
			field := subject.field(f.Name)
			field.seen()
			w.pattern(f.Fit, field, at)
		}
	default:
		subject.whole(p.At())
	}
}
