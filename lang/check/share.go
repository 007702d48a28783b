package check

import (
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// tellMissions reports missions that cannot become packages side by side, and
// those in files that only contribute to others. It gives the rest.
func (c *checker) tellMissions(all []*missionDecl) []*missionDecl {
	root := c.unit.Files[0].Source
	var list []*missionDecl
	for _, m := range all {
		if m.span.File() != root {
			c.report(codeMissionPlace, firstLine(m.span), "move it to "+root.Name(),
				"this file belongs to the folder of %s, and holds a mission of its own", root.Name())
			continue
		}
		for _, other := range list {
			name, old := m.name.Name, other.name.Name
			switch {
			case name == "" || !strings.EqualFold(name, old):
				continue
			case name == old:
				d := c.report(codeDuplicate, m.name.Span, "", "the mission %q is declared twice", name)
				note(d, other.name.Span, "%s is declared here", name)
			default:
				d := c.report(codeDuplicate, m.name.Span, "rename one of them",
					"the missions %q and %q differ only in case, and each becomes a folder", old, name)
				note(d, other.name.Span, "%s is declared here", old)
			}
			break
		}
		list = append(list, m)
	}
	return list
}

// share says which actions of the file each mission is checked with: those that
// it comes to. What no mission comes to is checked with the first.
func share(missions []*mission) {
	taken := map[string]bool{}
	for _, m := range missions {
		m.shares = m.comesTo()
		for name := range m.shares {
			taken[name] = true
		}
	}
	for _, n := range missions[0].shared.actions {
		if !taken[n.Name.Name] {
			missions[0].shares[n.Name.Name] = true
		}
	}
}

// comesTo are the names of the file's actions that the mission's run line and
// its own actions come to.
func (m *mission) comesTo() map[string]bool {
	found := map[string]bool{}
	var visit func(name string)
	walk := func(b *syntax.Block) {
		if b == nil {
			return
		}
		syntax.Walk(b, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.RunAction:
				visit(n.Action.Name)
			case *syntax.Jump:
				visit(n.Action.Name)
			}
			return true
		})
	}
	visit = func(name string) {
		if found[name] {
			return
		}
		for _, n := range m.shared.actions {
			if n.Name.Name == name {
				found[name] = true
				walk(n.Body)
			}
		}
	}
	for _, n := range m.own.actions {
		walk(n.Body)
	}
	for _, n := range m.own.runs {
		for _, s := range n.Stages {
			for _, name := range s.Actions {
				visit(name.Name)
			}
		}
	}
	if len(m.own.runs) == 0 && len(m.own.actions) == 0 {
		for _, n := range m.shared.actions {
			visit(n.Name.Name)
		}
	}
	return found
}

// eachAction calls visit for the mission's own actions, then for those of the
// file that it is checked with.
func (m *mission) eachAction(visit func(*syntax.Action)) {
	for _, n := range m.own.actions {
		visit(n)
	}
	for _, n := range m.shared.actions {
		if m.shares[n.Name.Name] {
			visit(n)
		}
	}
}

// collectLets leaves the mission's own lets in the plan, and of the file's those
// that it reads: another one's may want a setting that this mission does not.
func (m *mission) collectLets() {
	all := m.plan.Lets
	m.plan.Lets = nil
	used := varSet{}
	mark := func(x plan.Expr) { reads(x, func(v *plan.Var) { used[v] = true }) }
	m.plan.Exprs(mark)
	kept := make([]bool, len(all))
	for i := len(all) - 1; i >= 0; i-- { // each stands behind those that it reads
		if l := all[i]; used[l.Var] || m.decl.span.Contains(l.Span) {
			kept[i] = true
			mark(l.X)
		}
	}
	for i, l := range all {
		if kept[i] {
			m.plan.Lets = append(m.plan.Lets, l)
		}
	}
}
