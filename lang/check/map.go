package check

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// mapStep resolves `map x -> Shape { … }`. Its object becomes, until the end of
// the body that it stands in, the response, the variable x and the name Shape
// (the language, §7).
func (m *mission) mapStep(w where, n *syntax.Map) {
	x := &plan.Map{Origin: m.origin(n, nil), X: m.expr(w, n.Value), Shape: n.Shape.Name}
	x.Record = &plan.Var{Name: "record", Kind: plan.RecordVar, Span: n.Value.Span()}
	if n.Fields == nil {
		m.bareMap(w, n, x)
		return
	}
	x.Text = m.headline(n, n.Fields)
	inner := w
	inner.record = x.Record
	x.Fields = m.fields(inner, n.Fields.Items)
	if s, ok := m.schemas.get(n.Shape.Name); ok {
		m.shaped(s.plan, x.Fields, n.Shape.Span, "map")
	}

	x.Sets = append(x.Sets, w.body.given.Response)
	if name, ok := n.Value.(*syntax.Name); ok {
		if v := w.scope.lookup(name.Name); v != nil {
			x.Sets = append(x.Sets, m.rebind(w, v))
		}
	}
	if v := m.shape(w, n.Shape); v != nil {
		x.Sets = append(x.Sets, v)
	}
	w.add(x)
}

// bareMap resolves `map x -> Shape`: x stays what it is, and has to fit.
func (m *mission) bareMap(w where, n *syntax.Map, x *plan.Map) {
	s, ok := m.schemas.get(n.Shape.Name)
	if !ok {
		if d := m.unknown(codeKind, "schema", n.Shape, m.schemas.names); d != nil && d.Hint == "" {
			d.Hint = "a map without fields checks a value against a schema; to make one, write the fields: { ...item, name: value }"
		}
		return
	}
	x.Check = s.plan
	if ref, ok := x.X.(*plan.VarRef); !ok || ref.Var != w.body.given.Response {
		x.Sets = append(x.Sets, w.body.given.Response)
	}
	if v := m.shape(w, n.Shape); v != nil {
		x.Sets = append(x.Sets, v)
	}
	w.add(x)
}

// rebind gives the variable that a map of v sets: v itself where it was bound
// in the same body, else a copy of it that the body begins with, so that it
// keeps its value outside.
func (m *mission) rebind(w where, v *plan.Var) *plan.Var {
	if m.owners[v] == w.body {
		return v
	}
	fresh := &plan.Var{Name: v.Name, Kind: v.Kind, Span: v.Span, Outer: v}
	m.owners[fresh] = w.body
	w.body.scope.set(v.Name, fresh)
	w.body.fresh = append(w.body.fresh, fresh)
	return fresh
}

// shape gives the variable of the name behind the arrow, nil where something
// else bears it.
func (m *mission) shape(w where, name syntax.Ident) *plan.Var {
	v := w.scope.lookup(name.Name)
	switch {
	case v != nil && v.Kind == plan.ShapeVar:
		return m.rebind(w, v)
	case v != nil, m.otherwiseBorne(name.Name):
		return nil
	}
	v = &plan.Var{Name: name.Name, Kind: plan.ShapeVar, Span: name.Span}
	m.owners[v] = w.body
	w.body.scope.set(name.Name, v)
	w.body.fresh = append(w.body.fresh, v)
	return v
}

func (m *mission) otherwiseBorne(name string) bool {
	_, store := m.stores.get(name)
	if store || isGiven(name) {
		return true
	}
	what := m.elsewhere(name)
	return what != "" && what != "a schema" // its own
}
