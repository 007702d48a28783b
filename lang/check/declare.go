package check

import (
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// decls is what a file or a mission declares, each kind in written order.
type decls struct {
	missions   []*missionDecl
	sources    []*syntax.Source
	stores     []*syntax.Store
	actions    []*syntax.Action
	lets       []*syntax.Let
	runs       []*syntax.Run
	options    []*syntax.Option
	schemas    []*syntax.Schema
	transforms []*syntax.Transform
}

// A missionDecl is a mission, also one whose name could not be read.
type missionDecl struct {
	name syntax.Ident
	span source.Span
	doc  []*syntax.Comment
	list []syntax.Decl
}

// gather sorts declarations by their kind, and refuses those that are not
// compiled yet.
func (c *checker) gather(list []syntax.Decl) *decls {
	d := &decls{}
	for _, decl := range list {
		c.declare(d, decl)
	}
	return d
}

func (c *checker) declare(d *decls, decl syntax.Node) {
	switch n := decl.(type) {
	case *syntax.Mission:
		d.missions = append(d.missions, &missionDecl{n.Name, n.Span(), n.Doc(), n.Decls})
	case *syntax.Source:
		d.sources = append(d.sources, n)
	case *syntax.Store:
		d.stores = append(d.stores, n)
	case *syntax.Action:
		d.actions = append(d.actions, n)
	case *syntax.Let:
		d.lets = append(d.lets, n)
	case *syntax.Run:
		d.runs = append(d.runs, n)
	case *syntax.Option:
		d.options = append(d.options, n)
	case *syntax.Schema:
		d.schemas = append(d.schemas, n)
	case *syntax.Transform:
		d.transforms = append(d.transforms, n)
	case *syntax.Schedule:
		c.later(laterSchedule, n.Name.Span)
	case *syntax.Block: // of an action whose head could not be read
		d.actions = append(d.actions, &syntax.Action{Body: n})
	case *syntax.Bad:
		for _, inner := range n.Inner {
			c.declare(d, inner)
		}
	}
}

// A registry holds the declared things of one kind by their names, and knows
// the order in which they were declared.
type registry[T any] struct {
	kind  string // "action"
	names []string
	byKey map[string]entry[T]
}

type entry[T any] struct {
	thing T
	at    source.Span
}

func newRegistry[T any](kind string) *registry[T] {
	return &registry[T]{kind: kind, byKey: map[string]entry[T]{}}
}

// add enters a thing under its name. Where the name is taken it says so and
// gives false.
func (r *registry[T]) add(c *checker, name syntax.Ident, thing T) bool {
	if old, taken := r.byKey[name.Name]; taken {
		first, second := old.at, name.Span
		if second.Start().Compare(first.Start()) < 0 { // the file's, which come behind the mission's
			first, second = second, first
		}
		d := c.report(codeDuplicate, second, "", "the %s %q is declared twice", r.kind, name.Name)
		note(d, first, "%s is declared here", name.Name)
		return false
	}
	r.names = append(r.names, name.Name)
	r.byKey[name.Name] = entry[T]{thing, name.Span}
	return true
}

func (r *registry[T]) get(name string) (T, bool) {
	e, ok := r.byKey[name]
	return e.thing, ok
}

// at is where the name is declared.
func (r *registry[T]) at(name string) source.Span { return r.byKey[name].at }

// texts are the lines of the author's comments, without their marks.
func texts(comments []*syntax.Comment) []string {
	var lines []string
	for _, c := range comments {
		lines = append(lines, c.Lines()...)
	}
	return lines
}
