package check

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A scope binds names to variables. The outermost is the file's lets, then the
// mission's; a block, a loop, an arm and a function of values each have one.
type scope struct {
	outer *scope
	vars  map[string]*plan.Var
	order []string
}

func (s *scope) inner() *scope { return &scope{outer: s, vars: map[string]*plan.Var{}} }

// lookup finds the innermost variable of that name, nil where there is none.
func (s *scope) lookup(name string) *plan.Var {
	for ; s != nil; s = s.outer {
		if v := s.vars[name]; v != nil {
			return v
		}
	}
	return nil
}

func (s *scope) set(name string, v *plan.Var) {
	if s.vars[name] == nil {
		s.order = append(s.order, name)
	}
	s.vars[name] = v
}

// names are all names bound here and around, the innermost first.
func (s *scope) names() []string {
	var all []string
	for ; s != nil; s = s.outer {
		all = append(all, s.order...)
	}
	return all
}

// A place says which names mean something where an expression stands.
type place int

const (
	inAction place = iota
	// inStage is the condition of a stage: stores, errors, lets, env.
	inStage
	// atStart is what is evaluated once, when the mission starts: lets of the
	// mission and options of sources. It sees lets and env.
	atStart
	// inTransform is a guard or a field of a transform: the record, stores,
	// errors, lets, env.
	inTransform
	// inLimit is a limit: it sees env, and lets that see nothing else.
	inLimit
)

// A where is the surroundings of an expression or a step. It is passed by
// value: whoever changes it changes it for what stands within.
type where struct {
	place  place
	scope  *scope
	record *plan.Var // what a leading dot means; nil: the response
	body   *body     // nil outside actions
	block  *block    // nil outside actions
	// match is the innermost match step of this body, asked the innermost one
	// whose subject is the response; nil where there is none.
	match, asked *matching
	// subject is the value of the innermost match of one, of any body; nil
	// where there is none.
	subject *plan.Var

	// hidden holds the variables around a place that does not see them, so
	// that a message can say so.
	hidden *scope
	// sync is the sync of the request around an expression; nil outside of one.
	sync *syncing
	// needs gathers the lets that an expression reads, where someone asks.
	needs *[]*plan.Var
}

// inside is the surroundings with a scope of their own.
func (w where) inside() where {
	w.scope = w.scope.inner()
	return w
}

// A body is that of an action or a loop: what the values of response, source,
// request and of a map last for.
type body struct {
	outer *body // of the loop's surroundings; nil for an action
	scope *scope
	plan  *plan.Block
	// given are the variables that response, source and request mean in it: its
	// own, or where it sets none those around it.
	given plan.Given
	own   plan.Given
	// fresh are the variables that are its own, without those that its steps
	// bind: live.go says with which the body must begin.
	fresh  []*plan.Var
	loop   *plan.For    // nil for an action
	action *plan.Action // nil for a loop
}

func (b *body) isLoop() bool { return b.outer != nil }

// A block is one that steps are added to.
type block struct {
	outer *block // within the same body; nil for the body's own
	plan  *plan.Block
}

// bind makes a variable in the scope of w. A second one of that name in the
// same scope is an error; one that hides something is noted.
func (m *mission) bind(w where, name syntax.Ident, kind plan.VarKind) *plan.Var {
	v := &plan.Var{Name: name.Name, Kind: kind, Span: name.Span}
	m.owners[v] = w.body
	if name.Name == "" || name.Name == "_" {
		return v
	}
	// A copy that the body begins with, and the name of a map, make room.
	if old := w.scope.vars[name.Name]; old != nil && old.Outer == nil && old.Kind != plan.ShapeVar {
		d := m.report(codeBoundTwice, name.Span, "take another name", "%q is bound twice in the same block", name.Name)
		note(d, old.Span, "%s is bound here", name.Name)
		return v
	}
	m.noteShadow(w, name)
	w.scope.set(name.Name, v)
	return v
}

// noteShadow tells what a new variable of that name hides.
func (m *mission) noteShadow(w where, name syntax.Ident) {
	hides := func(what string, at source.Span, verb string) {
		d := m.report(codeShadows, name.Span, "", "%q hides %s of the same name", name.Name, what)
		note(d, at, "%s is %s here", name.Name, verb)
	}
	if old := w.scope.lookup(name.Name); old != nil {
		if old.Kind != plan.ShapeVar {
			hides("a variable", old.Span, "bound")
		}
		return
	}
	if s, ok := m.stores.get(name.Name); ok {
		if !s.plan.Declared && !s.written.IsValid() {
			return // it is this variable that another place means: tellNeverWritten
		}
		hides("the store", s.plan.Span, s.begins())
		return
	}
	if isGiven(name.Name) {
		m.report(codeShadows, name.Span, "", "%q hides what the language gives under this name", name.Name)
	}
}
