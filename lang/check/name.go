package check

import (
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// lost stands for an expression that could not be resolved. What is known of
// it is nothing, so that one mistake brings no others.
func lost(at source.Span) plan.Expr { return &plan.VarRef{Span: at, Var: &plan.Var{Kind: plan.LetVar}} }

// givenNames are the names of the language, §4, that mean something where
// nothing else bears them.
var givenNames = []string{"response", "source", "request", "errors", "lastSync", "env"}

func isGiven(name string) bool {
	for _, n := range givenNames {
		if n == name {
			return true
		}
	}
	return false
}

// name resolves a bare name: a variable, a store or a given name, in this
// order.
func (m *mission) name(w where, n *syntax.Name) plan.Expr {
	if v := w.scope.lookup(n.Name); v != nil {
		return m.variable(w, n, v)
	}
	if w.hidden.lookup(n.Name) != nil {
		m.notHere(w, n, "a variable")
		return lost(n.Span())
	}
	if s, ok := m.stores.get(n.Name); ok {
		if w.place == atStart || w.place == inLimit {
			m.notHere(w, n, "a store")
			return lost(n.Span())
		}
		if !s.read.IsValid() {
			s.read = n.Span()
		}
		return &plan.StoreRef{Span: n.Span(), Store: s.plan}
	}
	if isGiven(n.Name) {
		return m.given(w, n)
	}
	m.unknownName(w, n)
	return lost(n.Span())
}

func (m *mission) variable(w where, n *syntax.Name, v *plan.Var) plan.Expr {
	if v.Global {
		if w.needs != nil {
			*w.needs = append(*w.needs, v)
		}
		if w.place == inLimit {
			return m.inline(n, v)
		}
	}
	return &plan.VarRef{Span: n.Span(), Var: v}
}

// notHere reports a name that means something, but not at this place.
func (m *mission) notHere(w where, n *syntax.Name, what string) {
	why := ""
	switch w.place {
	case inStage:
		why = "the condition of a stage sees stores, errors, lets of the mission and env"
	case atStart:
		why = "this is evaluated when the mission starts: it sees lets of the mission and env"
	case inTransform:
		why = "a transform sees its record (.name), stores, errors, lets of the mission and env"
	case inLimit:
		why = "a limit is set when the mission starts: it is a number, or an expression over env"
	}
	m.report(codeNotHere, n.Span(), why, "%q cannot be read here: it is %s", n.Name, what)
}

// given resolves a given name.
func (m *mission) given(w where, n *syntax.Name) plan.Expr {
	at := n.Span()
	switch n.Name {
	case "env":
		m.report(codeEnv, at, `write env("NAME")`, "env wants the name of an environment variable")
		return lost(at)
	case "lastSync":
		return m.lastSync(w, at)
	case "errors":
		if w.place == atStart || w.place == inLimit {
			m.notHere(w, n, "what failed in the run")
			return lost(at)
		}
		return &plan.Errors{Span: at}
	}
	if w.body == nil {
		m.notHere(w, n, "what steps of an action give")
		return lost(at)
	}
	v := w.body.given.Response
	switch n.Name {
	case "source":
		v = w.body.given.Source
	case "request":
		v = w.body.given.Request
	}
	return &plan.VarRef{Span: at, Var: v}
}

// unknownName reports a name that nothing bears, as what it may be meant for.
func (m *mission) unknownName(w where, n *syntax.Name) {
	name := n.Ident()
	if m.told[name.Name] {
		return
	}
	if m.otherThing(name, "a value is wanted here") {
		return
	}
	known := append(w.scope.names(), m.stores.names...)
	if w.body != nil {
		known = append(known, givenNames[:4]...)
	}
	if f := builtin.Lookup(name.Name); f != nil {
		d := m.report(codeOtherThing, name.Span, "write "+f.Signature(), "%q is a function, and a value is wanted here", name.Name)
		if len(f.Params) == 1 && f.Params[0].Lambda == 0 {
			d.Hint = "write x => " + name.Name + "(x)"
		}
		return
	}
	d := m.unknown(codeName, "name", name, known)
	switch hint := habitsOfNames[name.Name]; {
	case d == nil:
	case hint != "":
		d.Hint = hint
	case m.explainOutOfSight(d, name.Name, name.Span):
	case d.Hint == "" && w.record != nil:
		d.Hint = "a field of the record is written ." + name.Name
	}
}

// explainOutOfSight adds to a problem with a name that a variable bears it where
// this place cannot see it: in another action, or in a block that has ended.
func (m *mission) explainOutOfSight(d *diag.Diagnostic, name string, at source.Span) bool {
	var binding syntax.Ident
	var in *syntax.Action
	m.eachAction(func(n *syntax.Action) {
		syntax.Walk(n, func(node syntax.Node) bool {
			if found := boundBy(node); found.Name == name && (in == nil || n.Span().Contains(at)) {
				binding, in = found, n
			}
			return true
		})
	})
	switch {
	case in == nil:
		return false
	case in.Span().Contains(at) && binding.Span.Start().Compare(at.Start()) > 0:
		d.Hint = "a variable is there from the step on that binds it"
		note(d, binding.Span, "%s is bound here", name)
	case in.Span().Contains(at):
		d.Hint = "variables live in the block that binds them, and that one ends before this"
		note(d, binding.Span, "%s is bound here", name)
	default:
		d.Hint = "variables live in their action; what is needed elsewhere goes through a store: store … -> name"
		note(d, binding.Span, "%s is a variable of %s", name, in.Name.Name)
	}
	return true
}

// boundBy is the name that a step binds, without those of patterns.
func boundBy(n syntax.Node) syntax.Ident {
	switch n := n.(type) {
	case *syntax.Let:
		return n.Name
	case *syntax.For:
		return n.Var
	case *syntax.Apply:
		if n.As != nil {
			return *n.As
		}
	}
	return syntax.Ident{}
}

// otherThing reports a name that an action, a source, a schema or a transform bears where
// something else is wanted; false where none does.
func (m *mission) otherThing(name syntax.Ident, wanted string) bool {
	what := m.elsewhere(name.Name)
	if what == "" {
		return false
	}
	hint, at := "", source.Span{}
	switch what {
	case "a source":
		hint, at = `a request goes to it: get `+name.Name+` "/path"`, m.sources.at(name.Name)
	case "an action":
		hint, at = "run "+name.Name+" runs it", m.actions.at(name.Name)
	case "a schema":
		hint, at = "a value is held against it: value is "+name.Name, m.schemas.at(name.Name)
	case "a transform":
		hint, at = "apply "+name.Name+" to value transforms one", m.transforms.at(name.Name)
	}
	d := m.report(codeOtherThing, name.Span, hint, "%q is %s, and %s", name.Name, what, wanted)
	note(d, at, "%s is declared here", name.Name)
	return true
}

// elsewhere says what else than a variable or a store bears the name, "" where
// nothing does.
func (m *mission) elsewhere(name string) string {
	if _, ok := m.sources.get(name); ok {
		return "a source"
	}
	if _, ok := m.actions.get(name); ok {
		return "an action"
	}
	if m.isSchema(name) {
		return "a schema"
	}
	if _, ok := m.transforms.get(name); ok {
		return "a transform"
	}
	return ""
}

// dot resolves `.name`: a field of the record.
func (m *mission) dot(w where, n *syntax.Dot) plan.Expr {
	v := w.record
	switch {
	case v != nil:
	case w.body != nil:
		v = w.body.given.Response
	default:
		why := "a leading dot is a field of the record, and here there is none"
		m.report(codeNotHere, n.Span(), why, "\".%s\" is a field of no record", n.Field.Name)
		return lost(n.Span())
	}
	record := &plan.VarRef{Span: n.Span(), Var: v}
	return &plan.Member{Span: n.Span(), X: record, Name: n.Field.Name}
}
