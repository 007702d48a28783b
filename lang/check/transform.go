package check

import (
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A transformDecl is a transform of the mission or the file.
type transformDecl struct {
	node *syntax.Transform
	plan *plan.Transform
	all  []*plan.Variant // those that are never reached, too
}

func (m *mission) declareTransforms() {
	each(m.own.transforms, m.shared.transforms, func(n *syntax.Transform) {
		t := &plan.Transform{Name: n.Name.Name, Span: n.Name.Span, Doc: texts(n.Doc())}
		m.transforms.add(m.checker, n.Name, &transformDecl{node: n, plan: t})
	})
}

func (m *mission) checkTransforms() {
	for _, name := range m.transforms.names {
		t, _ := m.transforms.get(name)
		if len(t.node.Variants) == 0 && !m.damaged {
			m.report(codeNoArms, t.node.Name.Span, "write (Schema) -> Shape { … } in its braces", "this transform has no variants, so that nothing fits")
		}
		judge := newArms(m)
		judge.what = "variant"
		for _, n := range t.node.Variants {
			v, fit := m.variant(n)
			t.all = append(t.all, v)
			if judge.reached(n, fit, v.Guard) {
				t.plan.Variants = append(t.plan.Variants, v)
			}
		}
	}
}

// variant resolves one variant of a transform; the pattern is what it fits.
func (m *mission) variant(n *syntax.Variant) (*plan.Variant, plan.Pattern) {
	v := &plan.Variant{Span: n.Span(), To: n.To.Name, Text: "(_)"}
	var fit plan.Pattern = &plan.Any{Span: n.Span()}
	at := n.Span()
	if n.From != nil {
		at = n.From.Span
		v.Text = "(" + n.From.Name + ")"
		fit = lostPattern
		if v.From = m.schemaOfType(*n.From); v.From != nil {
			fit = &plan.SchemaPattern{Span: at, Schema: v.From}
		}
	}
	v.Record = &plan.Var{Name: "record", Kind: plan.RecordVar, Span: at}
	w := where{place: inTransform, scope: m.globals.inner(), record: v.Record}
	if n.Where != nil {
		v.Guard = m.expr(w, n.Where)
		v.Text += " where " + shorten(m.oneLine(n.Where.Span()))
	}
	if n.Fields != nil {
		v.Fields = m.fields(w, n.Fields.Items)
	}
	if s, ok := m.schemas.get(n.To.Name); ok {
		v.Shape = s.plan
		m.shaped(s.plan, v.Fields, n.To.Span, "transform")
	}
	return v, fit
}

// apply resolves `apply Transform to x [as name]`.
func (m *mission) apply(w where, n *syntax.Apply) {
	x := &plan.Apply{Origin: m.origin(n, nil), X: m.expr(w, n.To), Response: w.body.given.Response}
	t, ok := m.transforms.get(n.Transform.Name)
	switch {
	case ok:
		x.Transform = t.plan
	case !m.otherThing(n.Transform, "a transform is wanted here"):
		if d := m.unknown(codeTransform, "transform", n.Transform, m.transforms.names); d != nil && d.Hint == "" {
			d.Hint = "declare it: transform " + n.Transform.Name + " -> Shape { … }"
		}
	}
	if n.As != nil {
		x.As = m.bind(w, *n.As, plan.LetVar)
	}
	if x.Transform != nil {
		w.add(x)
	}
}

// collectTransforms leaves in the plan the transforms that a step applies.
func (m *mission) collectTransforms() {
	used := map[*plan.Transform]bool{}
	for _, a := range m.plan.Actions {
		a.Body.Each(func(s plan.Step) {
			if apply, ok := s.(*plan.Apply); ok {
				used[apply.Transform] = true
			}
		})
	}
	for _, name := range m.transforms.names {
		if t, _ := m.transforms.get(name); used[t.plan] {
			m.plan.Transforms = append(m.plan.Transforms, t.plan)
		}
	}
}
