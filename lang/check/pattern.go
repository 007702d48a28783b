package check

import (
	"unicode"
	"unicode/utf8"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
	"github.com/reqongen/reqongen/lang/types"
)

// pattern resolves a pattern and binds its names in the scope of w. Where it is
// held against the response, status lets a number fit the answer's status too.
func (m *mission) pattern(w where, p syntax.Pattern, status bool) plan.Pattern {
	switch n := p.(type) {
	case *syntax.LiteralPattern:
		value := m.constant(n.Value)
		if text, ok := n.Value.(*syntax.String); ok {
			if _, ok := text.Const(); !ok {
				return lostPattern // which is told
			}
		}
		return &plan.Equal{Span: n.Span(), Value: value, Status: status && types.IsNumber(value)}
	case *syntax.NamePattern:
		return m.namePattern(w, n)
	case *syntax.ArrayPattern:
		if s := m.arrayOfSchema(w, n); s != nil {
			return s
		}
		x := &plan.Elements{Span: n.Span()}
		for _, e := range n.Elems {
			x.Elems = append(x.Elems, m.pattern(w, e, false))
		}
		return x
	case *syntax.ObjectPattern:
		return m.objectPattern(w, n, status)
	case *syntax.Wildcard:
		return &plan.Any{Span: n.Span()}
	}
	return lostPattern // Bad, which the parser has told
}

// lostPattern stands for a pattern that could not be resolved. Nothing is known
// of what fits it.
var lostPattern = &plan.Fields{}

// namePattern is a name for whatever is there, or a schema's.
func (m *mission) namePattern(w where, n *syntax.NamePattern) plan.Pattern {
	if m.namesSchema(n.Name) {
		if s := m.schemaWanted(n.Ident(), true); s != nil {
			return &plan.SchemaPattern{Span: n.Span(), Schema: s}
		}
		return lostPattern
	}
	return &plan.Bind{Span: n.Span(), Var: m.bind(w, n.Ident(), plan.PatternVar)}
}

// namesSchema reports a name that in a pattern is a schema's, declared or not.
func (m *mission) namesSchema(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return m.isSchema(name) || unicode.IsUpper(first)
}

// arrayOfSchema is [Name], an array of values of that shape, however many; nil
// where the pattern is another one.
func (m *mission) arrayOfSchema(w where, n *syntax.ArrayPattern) plan.Pattern {
	if len(n.Elems) != 1 {
		return nil
	}
	name, ok := n.Elems[0].(*syntax.NamePattern)
	if !ok || !m.namesSchema(name.Name) {
		return nil
	}
	p := m.namePattern(w, name)
	if s, ok := p.(*plan.SchemaPattern); ok {
		s.Span, s.Array = n.Span(), true
	}
	return p
}

func (m *mission) objectPattern(w where, n *syntax.ObjectPattern, status bool) plan.Pattern {
	x := &plan.Fields{Span: n.Span()}
	seen := map[string]syntax.Ident{}
	for _, f := range n.Fields {
		if old, twice := seen[f.Key.Name]; twice {
			d := m.report(codeDuplicate, f.Key.Span, "", "the field %q stands twice in the pattern", f.Key.Name)
			note(d, old.Span, "%s stands here too", f.Key.Name)
		}
		seen[f.Key.Name] = f.Key
		field := plan.FieldPattern{Span: f.Span(), Name: f.Key.Name}
		switch {
		case f.Value != nil:
			field.Fit = m.pattern(w, f.Value, false)
		case f.Key.Quoted:
			field.Fit = &plan.Any{Span: f.Span()} // "a-b" can name no variable
		default:
			field.Fit = &plan.Bind{Span: f.Span(), Var: m.bind(w, f.Key, plan.PatternVar)}
		}
		if equal, ok := field.Fit.(*plan.Equal); ok && status && f.Key.Name == "code" {
			field.Status = types.IsNumber(equal.Value)
		}
		x.Fields = append(x.Fields, field)
	}
	return x
}

// matchExpr is `match x { pattern => value … }`.
func (m *mission) matchExpr(w where, n *syntax.MatchExpr) plan.Expr {
	x := &plan.MatchExpr{Span: n.Span()}
	status := false
	if n.Subject != nil {
		status = m.isResponse(w, n.Subject)
		x.Subject = m.expr(w, n.Subject)
		x.Var = &plan.Var{Name: "subject", Kind: plan.RecordVar, Span: n.Subject.Span()}
		w.record = x.Var
	}
	judge := newArms(m)
	for _, a := range n.Arms {
		inner := w.inside()
		arm := plan.ExprArm{Span: a.Span()}
		arm.Pattern, arm.Guard = m.armHead(inner, a.Pattern, a.Where, a.Cond, status)
		m.bareStatus(w, n.Subject, arm.Pattern)
		arm.Value = m.expr(inner, a.Value)
		if judge.reached(a, arm.Pattern, arm.Guard) {
			x.Arms = append(x.Arms, arm)
		}
	}
	judge.end(n, len(n.Arms))
	if len(x.Arms) == 0 {
		return lost(n.Span())
	}
	return x
}

// armHead resolves what stands before the arrow: a pattern with its guard, or a
// condition.
func (m *mission) armHead(w where, p syntax.Pattern, guard, cond syntax.Expr, status bool) (plan.Pattern, plan.Expr) {
	if p == nil {
		return nil, m.expr(w, cond)
	}
	fit := m.pattern(w, p, status)
	if guard == nil {
		return fit, nil
	}
	return fit, m.expr(w, guard)
}

// isResponse reports whether an expression is exactly `response`, the given
// one.
func (m *mission) isResponse(w where, e syntax.Expr) bool {
	if !syntax.IsName(e, "response") || w.body == nil || w.scope.lookup("response") != nil {
		return false
	}
	_, store := m.stores.get("response")
	return !store
}
