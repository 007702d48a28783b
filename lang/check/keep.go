package check

import (
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// keep resolves `store [each] x -> name { key, upsert, partial }`.
func (m *mission) keep(w where, n *syntax.Keep) {
	x := &plan.Keep{Origin: m.origin(n, optionsNode(n.Options)), Each: n.Each, X: m.expr(w, n.Value), Store: m.store(w, n.Store)}
	options := m.options(optionsOfKeep, n.Options)
	if o := options["key"]; o != nil {
		x.Key = m.key(w, o)
		m.fixedKey(x, o)
	}
	if o := options["upsert"]; o != nil {
		x.Upsert = m.truth(w, o)
	}
	if o := options["partial"]; o != nil {
		x.Partial = m.truth(w, o)
	}
	if x.Store != nil {
		w.add(x)
	}
}

// key resolves the key of a record, which is what a leading dot means in it.
func (m *mission) key(w where, o *syntax.Option) *plan.Lambda {
	key := m.about(w, o.Value)
	if l, ok := key.Body.(*plan.Literal); ok {
		if f, ok := l.Value.(float64); ok && f != float64(int64(f)) {
			m.report(codeOptionType, l.Span, "", "a key is a string, an integer or a boolean, not a fraction")
		}
	}
	return key
}

// fixedKey warns of the name of a field where its value is meant: every record
// would have the same key.
func (m *mission) fixedKey(x *plan.Keep, o *syntax.Option) {
	l, ok := x.Key.Body.(*plan.Literal)
	if !ok {
		return
	}
	name, ok := l.Value.(string)
	if ok && (name == "id" || name == "Id" || name == "ID" || name == "_id" || strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "ID")) {
		m.report(codeFixedKey, l.Span, "write ."+name, "every record would be kept under the one key %q", name)
	}
}

// truth resolves an option that is true or false.
func (m *mission) truth(w where, o *syntax.Option) plan.Expr {
	x := m.expr(w, o.Value)
	if l, ok := x.(*plan.Literal); ok && m.never(x, builtin.Bool|builtin.Null) {
		m.report(codeOptionType, x.At(), "", "%s is true or false, not %s", o.Name.Name, literalText(l))
	}
	return x
}

// queue resolves `queue name { item, key }`. Without an item it is the value
// that the match around it is about.
func (m *mission) queue(w where, n *syntax.Queue) {
	x := &plan.QueueStep{Origin: m.origin(n, optionsNode(n.Options)), Store: m.store(w, n.Store)}
	options := m.options(optionsOfQueue, n.Options)
	switch o := options["item"]; {
	case o != nil:
		x.Item = m.expr(w, o.Value)
	case w.subject != nil:
		x.Item = &plan.VarRef{Span: n.Span(), Var: w.subject}
	default:
		m.report(codeNoItem, n.Span(), "write queue "+n.Store.Name+" { item: … }",
			"it is not clear what to queue: this stands in no match of a value")
	}
	if o := options["key"]; o != nil {
		x.Key = m.key(w, o)
	}
	if x.Store != nil && x.Item != nil {
		w.add(x)
	}
}

// optionsNode is the options as a node, nil where there are none.
func optionsNode(o *syntax.Options) syntax.Node {
	if o == nil {
		return nil
	}
	return o
}
