package check

import (
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
	vars    []string    // of an undeclared one, the variables in sight at its first mention
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
		hint := meant(kind, habitsOfStoreKinds, storeKinds)
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
	// Of a schema's name it is not said that a map has bound it too.
	if v := w.scope.lookup(name.Name); v != nil && !(v.Kind == plan.ShapeVar && m.isSchema(name.Name)) {
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
