package check

import (
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A mission is one mission under check, with what its file shares with it.
type mission struct {
	*checker
	decl   *missionDecl
	own    *decls // of the mission
	shared *decls // of the files around it
	// shares are the names of the shared actions that are checked with it.
	shares map[string]bool
	plan   *plan.Mission

	sources    *registry[*plan.Source]
	stores     *registry[*storeUse]
	actions    *registry[*plan.Action]
	schemas    *registry[*schemaDecl]
	transforms *registry[*transformDecl]
	lets       map[*plan.Var]*letDecl
	letOrder   []*letDecl // the file's first
	globals    *scope     // the lets of the mission, around them those of the file

	named    []*plan.Stage         // of all run lines, a second one too
	astray   bool                  // a run line, a run or a jump names an action that there is not
	inlined  int                   // lets that the limit at hand has taken in
	implicit *plan.Source          // named default, made when a request wants it
	cyclic   map[*plan.Action]bool // on a cycle that is told

	// owners says in which body a variable was bound; none for a let of the
	// mission or the file.
	owners map[*plan.Var]*body
	// bodies are those of all actions and loops, each after those within it.
	bodies []*body
}

func newMission(c *checker, shared *decls, decl *missionDecl) *mission {
	m := &mission{
		checker:    c,
		decl:       decl,
		own:        c.gather(decl.list),
		shared:     shared,
		plan:       &plan.Mission{Name: decl.name.Name, File: decl.span.File(), Span: decl.span, Doc: texts(decl.doc)},
		sources:    newRegistry[*plan.Source]("source"),
		stores:     newRegistry[*storeUse]("store"),
		actions:    newRegistry[*plan.Action]("action"),
		schemas:    newRegistry[*schemaDecl]("schema"),
		transforms: newRegistry[*transformDecl]("transform"),
		lets:       map[*plan.Var]*letDecl{},
		owners:     map[*plan.Var]*body{},
		cyclic:     map[*plan.Action]bool{},
	}
	for _, nested := range m.own.missions {
		c.tellWords(nested.span) // the parser has said that it cannot stand here
	}
	return m
}

// check makes the plan; the passes are those of the package's doc.
func (m *mission) check() {
	m.declareSources()
	m.declareStores()
	m.declareActions()
	m.declareSchemas()
	m.declareTransforms()
	m.declareLets()
	m.findUndeclared()

	m.checkSchemas()
	m.checkLets()
	m.checkSources()
	m.checkTransforms()
	m.checkActions()
	m.checkOptions()
	m.checkRun()
	m.checkTypes()

	m.tellUndeclared()
	m.reach()
	m.markAgain()
	m.collectSources()
	m.collectTransforms()
	m.collectSchemas()
	m.collectLets()
	m.live()
	m.collectStores()
	m.collectSettings()
}

// each calls visit for the mission's own things of a kind, then for the file's.
func each[T any](own, shared []T, visit func(T)) {
	for _, t := range own {
		visit(t)
	}
	for _, t := range shared {
		visit(t)
	}
}

func (m *mission) declareActions() {
	each(m.own.actions, m.shared.actions, func(n *syntax.Action) {
		if n.Name.Name != "" {
			m.actions.add(m.checker, n.Name, &plan.Action{Name: n.Name.Name, Span: n.Span(), Doc: texts(n.Doc())})
		}
	})
}

// action finds the action of that name, nil where there is none, which it
// says.
func (m *mission) action(name syntax.Ident) *plan.Action {
	if a, ok := m.actions.get(name.Name); ok {
		return a
	}
	m.astray = true
	if s, ok := m.stores.get(name.Name); ok {
		d := m.report(codeOtherThing, name.Span, "", "%q is a store, and an action is wanted here", name.Name)
		note(d, s.plan.Span, "%s is %s here", name.Name, s.begins())
		return nil
	}
	m.unknown(codeAction, "action", name, m.actions.names)
	return nil
}

// collectSettings notes the environment variables in the order of their first
// mention in the text.
func (m *mission) collectSettings() {
	settings, envs := newMentions(m.inOrder), newMentions(m.inOrder)
	visit := func(x plan.Expr) bool {
		switch x := x.(type) {
		case *plan.EnvText:
			settings.add(x.Name, x.Span)
		case *plan.EnvCall:
			envs.add(x.Name, x.Span)
		}
		return true
	}
	m.plan.Exprs(func(x plan.Expr) { plan.Inspect(x, visit) })
	m.plan.Settings, m.plan.Envs = settings.list(), envs.list()
}

// mentions gathers names with the place where each stands first.
type mentions struct {
	first map[string]source.Span
	order func(a, b source.Span) int
}

func newMentions(order func(a, b source.Span) int) mentions {
	return mentions{map[string]source.Span{}, order}
}

func (f mentions) add(name string, at source.Span) {
	if old, ok := f.first[name]; !ok || f.order(at, old) < 0 {
		f.first[name] = at
	}
}

func (f mentions) list() []*plan.Setting {
	var list []*plan.Setting
	for name, at := range f.first {
		list = append(list, &plan.Setting{Name: name, Span: at})
	}
	slices.SortFunc(list, func(a, b *plan.Setting) int { return f.order(a.Span, b.Span) })
	return list
}
