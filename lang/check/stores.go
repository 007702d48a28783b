package check

import (
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A storeUse is a store with what the mission does to it.
type storeUse struct {
	plan    *plan.Store
	own     bool        // declared in the mission, not in the file around it
	written source.Span // where it is written first; no span where it never is
	read    source.Span // likewise
}

// begins says how the store comes into being at its place.
func (s *storeUse) begins() string {
	if s.plan.Declared {
		return "declared"
	}
	return "used"
}

var storeKinds = []string{"memory", "file"}

var laterStoreKinds = []string{"sql", "postgrest", "nosql"}

func (m *mission) declareStores() {
	files := map[string]*plan.Store{}
	each(m.own.stores, m.shared.stores, func(n *syntax.Store) {
		s := &plan.Store{Name: n.Name.Name, Span: n.Name.Span, Doc: texts(n.Doc()), Declared: true}
		if !m.stores.add(m.checker, n.Name, &storeUse{plan: s, own: m.decl.span.Contains(n.Span())}) {
			return
		}
		m.storeKind(n, s)
		m.storeLabel(n, s, files)
		m.options(optionsOfStore, n.Args)
		m.options(optionsOfStore, n.Options)
	})
}

func (m *mission) storeKind(n *syntax.Store, s *plan.Store) {
	switch kind := n.Kind.Name; {
	case kind == "memory":
	case kind == "file":
		s.Kind = plan.File
	case isLater(kind, laterStoreKinds):
		m.later(laterWords[kind], n.Kind.Span)
	default:
		known := append(slices.Clone(storeKinds), laterStoreKinds...)
		hint := meant(kind, habitsOfStoreKinds, known)
		if hint == "" {
			hint = `write memory("` + s.Name + `") or file("` + s.Name + `")`
		}
		m.report(codeWord, n.Kind.Span, hint, "unknown kind of store %q", kind)
	}
}

// storeLabel judges the name inside the brackets: for a file it becomes part
// of a file's name.
func (m *mission) storeLabel(n *syntax.Store, s *plan.Store, files map[string]*plan.Store) {
	s.Label = s.Name
	if n.Target == nil {
		return
	}
	at := n.Target.Span()
	label, ok := n.Target.Const()
	if !ok {
		m.report(codeLabel, at, "", "the name of a store is fixed text")
		return
	}
	s.Label = label
	if s.Kind != plan.File {
		return
	}
	if label == "" || label == "." || label == ".." || strings.ContainsAny(label, "/\\:*?\"<>|\x00\n\r\t") {
		m.report(codeLabel, at, "the folder is given with --state-dir when the mission runs",
			"%q cannot name a file in the state folder", label)
		return
	}
	key := strings.ToLower(label) // some file systems do not tell the two apart
	if old := files[key]; old != nil {
		d := m.report(codeSameFile, at, "give each a name of its own", "two stores would be kept in the same file, %s.json", label)
		note(d, old.Span, "%s is the other one", old.Name)
		return
	}
	files[key] = s
}

// store finds the store of that name for a step that names one; nil where there
// is none, which it says.
func (m *mission) store(w where, name syntax.Ident) *plan.Store {
	if s, ok := m.stores.get(name.Name); ok {
		return s.plan
	}
	if v := w.scope.lookup(name.Name); v != nil {
		d := m.report(codeOtherThing, name.Span, "", "%q is a variable, and a store is wanted here", name.Name)
		note(d, v.Span, "%s is bound here", name.Name)
		return nil
	}
	if m.otherThing(name, "a store is wanted here") {
		return nil
	}
	if d := m.unknown(codeStore, "store", name, m.stores.names); d != nil && d.Hint == "" {
		d.Hint = declareStore(name.Name)
	}
	return nil
}

func declareStore(name string) string {
	return "declare it: store " + name + `: memory("` + name + `")`
}

// findUndeclared makes memory stores of the names that a step writes or a loop
// goes through and that nothing else defines (the language, §4).
func (m *mission) findUndeclared() {
	find := &storeFinder{}
	each(m.own.actions, m.shared.actions, func(n *syntax.Action) { find.block(n.Body, nil) })
	for _, f := range find.found {
		m.undeclared(f.name, f.write)
	}
}

// undeclared enters a name that is used as a store, if nothing else defines it.
func (m *mission) undeclared(name syntax.Ident, write bool) {
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
	use := &storeUse{plan: &plan.Store{Name: name.Name, Label: name.Name, Span: name.Span}}
	if write {
		use.written = name.Span
	}
	m.stores.add(m.checker, name, use)
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
	return ""
}

func (m *mission) isSchema(name string) bool {
	return m.own.schemas[name].IsValid() || m.shared.schemas[name].IsValid()
}

// A storeFinder looks through actions for names that are used as stores. It
// knows which names are variables where a step stands.
type storeFinder struct{ found []storeName }

type storeName struct {
	name  syntax.Ident
	write bool // else a loop goes through it
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

// write enters the store that a step writes. Where a variable bears the name,
// the step is reported unless another one makes it a store's.
func (f *storeFinder) write(name syntax.Ident, vars *bound) {
	if !vars.has(name.Name, false) {
		f.found = append(f.found, storeName{name, true})
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
			f.found = append(f.found, storeName{name.Ident(), false})
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
		d := m.report(codeUndeclared, use.plan.Span, declareStore(name), "%q is not declared; it is a memory store", name)
		switch written, read := use.written.IsValid(), use.read.IsValid(); {
		case !read:
			if near := didYouMean(name, m.neverWritten()); near != "" {
				d.Hint += "; or " + near
			}
		case !written:
			m.report(codeNeverWritten, use.read, didYouMean(name, m.stores.names),
				"%q is read here, and nothing in the mission writes it", name)
		}
	}
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

// collectStores leaves the mission's own stores in the plan, and of the file's
// and the undeclared ones those that something uses.
func (m *mission) collectStores() {
	used := map[*plan.Store]bool{}
	m.plan.Exprs(func(x plan.Expr) {
		plan.Inspect(x, func(x plan.Expr) bool {
			switch x := x.(type) {
			case *plan.StoreRef:
				used[x.Store] = true
			case *plan.StoreGet:
				used[x.Store] = true
			case *plan.StoreEntries:
				used[x.Store] = true
			}
			return true
		})
	})
	for _, a := range m.plan.Actions {
		a.Body.Each(func(s plan.Step) {
			switch s := s.(type) {
			case *plan.Keep:
				used[s.Store] = true
			case *plan.Delete:
				used[s.Store] = true
			case *plan.Clear:
				used[s.Store] = true
			case *plan.QueueStep:
				used[s.Store] = true
			case *plan.For:
				used[s.Queue] = true
			}
		})
	}
	for _, name := range m.stores.names { // the declared ones come first
		if use, _ := m.stores.get(name); use.own || used[use.plan] {
			m.plan.Stores = append(m.plan.Stores, use.plan)
		}
	}
}
