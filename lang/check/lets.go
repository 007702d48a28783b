package check

import (
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A letDecl is a let of the mission or the file.
type letDecl struct {
	node  *syntax.Let
	plan  *plan.Let
	scope *scope
	needs []*plan.Var // the lets that it reads
	state letState
	// inlining is set while a limit takes its expression over.
	inlining bool
}

// A letState is how far the search for an order has come.
type letState int

const (
	unseen letState = iota
	open
	ordered
)

// declareLets binds the lets of the file, and within them those of the mission.
func (m *mission) declareLets() {
	file := (*scope)(nil).inner()
	m.globals = file.inner()
	m.bindLets(file, m.shared.lets)
	m.bindLets(m.globals, m.own.lets)
}

func (m *mission) bindLets(in *scope, nodes []*syntax.Let) {
	for _, n := range nodes {
		v := m.bind(where{scope: in}, n.Name, plan.LetVar)
		v.Global = true
		l := &letDecl{node: n, plan: &plan.Let{Span: n.Span(), Doc: texts(n.Doc()), Var: v}, scope: in}
		m.lets[v] = l
		m.letOrder = append(m.letOrder, l)
	}
}

// checkLets resolves the lets and puts them in an order in which each comes
// after those that it reads.
func (m *mission) checkLets() {
	for _, l := range m.letOrder {
		l.plan.X = m.expr(where{place: atStart, scope: l.scope, needs: &l.needs}, l.node.Value)
		m.secretLet(l.node.Name.Name, l.plan.X)
	}
	for _, l := range m.letOrder {
		m.orderLet(l, nil)
	}
}

func (m *mission) orderLet(l *letDecl, path []*letDecl) {
	path = append(path, l)
	switch l.state {
	case ordered:
		return
	case open:
		m.letCycle(path)
		return
	}
	l.state = open
	for _, v := range l.needs {
		m.orderLet(m.lets[v], path)
	}
	l.state = ordered
	m.plan.Lets = append(m.plan.Lets, l.plan)
}

// letCycle reports the lets from the first mention of the path's last one on.
func (m *mission) letCycle(path []*letDecl) {
	last := path[len(path)-1]
	start := 0
	for path[start] != last {
		start++
	}
	cycle := path[start:]
	var names []string
	for _, l := range cycle {
		names = append(names, l.node.Name.Name)
	}
	d := m.report(codeLetCycle, last.node.Name.Span, "", "this let needs itself: %s", strings.Join(names, " needs "))
	for _, l := range cycle[1 : len(cycle)-1] {
		note(d, l.node.Name.Span, "%s is bound here", l.node.Name.Name)
	}
}

// mostInlined bounds how many lets one limit takes in: each may read others
// several times.
const mostInlined = 100

// inline gives what a let stands for in a limit, which is set before the lets
// are evaluated: its expression over again, if that is one over env.
func (m *mission) inline(n *syntax.Name, v *plan.Var) plan.Expr {
	l := m.lets[v]
	if l.inlining {
		return lost(n.Span()) // a cycle, which is told
	}
	if m.inlined++; m.inlined > mostInlined {
		m.report(codeLimit, n.Span(), "write the number", "this limit takes in more than %d lets", mostInlined)
		return lost(n.Span())
	}
	l.inlining = true
	defer func() { l.inlining = false }()
	x := m.expr(where{place: inLimit, scope: l.scope}, l.node.Value)
	plan.Inspect(x, func(x plan.Expr) bool {
		call, ok := x.(*plan.Call)
		if ok && call.Func.Fickle {
			d := m.report(codeLimit, n.Span(), "write a number, or an expression over env",
				"a limit cannot follow %s, which gives something else each time", call.Func.Name)
			note(d, v.Span, "%s is bound here", n.Name)
		}
		return true
	})
	return x
}
