package check

import (
	"slices"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// findUndeclared makes memory stores of the names that a step writes or a loop
// goes through and that nothing else defines (the language, §4).
func (m *mission) findUndeclared() {
	find := &storeFinder{}
	m.eachAction(func(n *syntax.Action) { find.block(n.Body, nil) })
	for _, f := range find.found {
		m.undeclared(f)
	}
}

// undeclared enters a name that is used as a store, if nothing else defines it.
func (m *mission) undeclared(f storeName) {
	name, write := f.name, f.write
	if s, ok := m.stores.get(name.Name); ok {
		if write && !s.written.IsValid() {
			s.written = name.Span
		}
		return
	}
	if m.told[name.Name] || name.Name == "" || m.elsewhere(name.Name) != "" || m.globals.lookup(name.Name) != nil {
		return
	}
	if isGiven(name.Name) && !(write && name.Name == "errors") {
		return // a store of that name hides `errors`, by the word of §4
	}
	use := &storeUse{plan: &plan.Store{Name: name.Name, Label: name.Name, Span: name.Span}, vars: f.vars.names()}
	if write {
		use.written = name.Span
	}
	m.stores.add(m.checker, name, use)
}

// A storeFinder looks through actions for names that are used as stores. It
// knows which names are variables where a step stands.
type storeFinder struct{ found []storeName }

type storeName struct {
	name  syntax.Ident
	write bool   // else a loop goes through it
	vars  *bound // what means something else there
}

// bound is a chain of names that mean something else than a store. The name
// that a map gives its result is one only where no store bears it.
type bound struct {
	outer *bound
	name  string
	shape bool
}

func (b *bound) with(name string) *bound { return &bound{outer: b, name: name} }

func (b *bound) has(name string, shapes bool) bool {
	for ; b != nil; b = b.outer {
		if b.name == name && (shapes || !b.shape) {
			return true
		}
	}
	return false
}

func (b *bound) names() []string {
	var all []string
	for ; b != nil; b = b.outer {
		all = append(all, b.name)
	}
	return all
}

// write enters the store that a step writes. Where a variable bears the name,
// the step is reported unless another one makes it a store's.
func (f *storeFinder) write(name syntax.Ident, vars *bound) {
	if !vars.has(name.Name, false) {
		f.found = append(f.found, storeName{name, true, vars})
	}
}

// block goes through the steps. Names that they bind are bound for those after
// them.
func (f *storeFinder) block(b *syntax.Block, vars *bound) {
	if b == nil {
		return
	}
	for _, step := range b.Steps {
		vars = f.step(step, vars)
	}
}

func (f *storeFinder) step(step syntax.Step, vars *bound) *bound {
	switch n := step.(type) {
	case *syntax.Let:
		return vars.with(n.Name.Name)
	case *syntax.Map:
		return &bound{vars, n.Shape.Name, true}
	case *syntax.Apply:
		if n.As != nil {
			return vars.with(n.As.Name)
		}
	case *syntax.Keep:
		f.write(n.Store, vars)
	case *syntax.Queue:
		f.write(n.Store, vars)
	case *syntax.For:
		if name, ok := n.In.(*syntax.Name); ok && !vars.has(name.Name, true) {
			f.found = append(f.found, storeName{name.Ident(), false, vars})
		}
		if n.OnError != nil && n.OnError.Store != nil {
			f.write(*n.OnError.Store, vars)
		}
		f.block(n.Body, vars.with(n.Var.Name))
	case *syntax.Match:
		for _, arm := range n.Arms {
			f.block(arm.Body, withPattern(vars, arm.Pattern))
		}
	case *syntax.Validate:
		f.block(n.Or, vars)
	case *syntax.Bad:
		for _, inner := range n.Inner {
			if b, ok := inner.(*syntax.Block); ok {
				f.block(b, vars)
			}
		}
	}
	return vars
}

func withPattern(vars *bound, p syntax.Pattern) *bound {
	syntax.Walk(p, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.NamePattern:
			vars = vars.with(n.Name)
		case *syntax.FieldPattern:
			if n.Value == nil {
				vars = vars.with(n.Key.Name)
			}
		}
		return true
	})
	return vars
}

// tellUndeclared notes each undeclared store, and warns of those that are read
// and never written.
func (m *mission) tellUndeclared() {
	for _, name := range m.stores.names {
		use, _ := m.stores.get(name)
		if use.plan.Declared {
			continue
		}
		hint := declareStore(name)
		switch written, read := use.written.IsValid(), use.read.IsValid(); {
		case !read:
			if near := didYouMean(name, m.neverWritten()); near != "" {
				hint += "; or " + near
			}
		case !written:
			if d := m.tellNeverWritten(name, use); d.Hint != "" {
				hint = "" // it is another name that is meant
			}
		}
		m.report(codeUndeclared, use.plan.Span, hint, "%q is not declared; it is a memory store", name)
	}
}

// tellNeverWritten warns of an undeclared store that is read and never written,
// as what its name may be meant for.
func (m *mission) tellNeverWritten(name string, use *storeUse) *diag.Diagnostic {
	known := append(slices.Concat(use.vars, m.stores.names), givenNames[:4]...)
	d := m.report(codeNeverWritten, use.read, didYouMean(name, known),
		"%q is read here, and nothing in the mission writes it", name)
	m.explainOutOfSight(d, name, use.read)
	return d
}

// neverWritten are the stores that are read and that no step writes.
func (m *mission) neverWritten() []string {
	var names []string
	for _, name := range m.stores.names {
		if use, _ := m.stores.get(name); use.read.IsValid() && !use.written.IsValid() {
			names = append(names, name)
		}
	}
	return names
}
