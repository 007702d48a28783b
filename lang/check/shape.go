package check

import (
	"cmp"
	"fmt"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// shaped warns where the fields of a map or a transform do not make what the
// schema wants. At is where its name stands, what the thing that has the fields.
func (m *mission) shaped(s *plan.Schema, fields []plan.Field, at source.Span, what string) {
	given := map[string]bool{}
	spread := false
	for _, f := range fields {
		if f.Spread {
			spread = true
			continue
		}
		given[f.Name] = true
		declared := s.Field(f.Name)
		if declared == nil {
			m.unknownField(s, f)
			continue
		}
		if !couldFit(declared, f.Value) {
			d := m.report(codeShapeType, f.Value.At(), "", "the field %q of %s is %s, not %s", f.Name, s.Name, m.typeText(declared), describe(f.Value))
			note(d, declared.Span, "%s is declared here", f.Name)
		}
	}
	if spread { // it may bring whatever is not written
		return
	}
	var missing []string
	for _, f := range s.Fields {
		if !f.Optional && !given[f.Name] {
			missing = append(missing, fmt.Sprintf("%q", f.Name))
		}
	}
	if len(missing) == 0 {
		return
	}
	d := m.report(codeShapeMissing, at, "", "%s wants %s, which this %s does not give", s.Name, joinAnd(missing), what)
	note(d, m.schemaAt(s), "%s is declared here", s.Name)
}

func (m *mission) unknownField(s *plan.Schema, f plan.Field) {
	names := make([]string, len(s.Fields))
	for i, field := range s.Fields {
		names[i] = field.Name
	}
	start := f.Span.Start().Offset()
	at := f.Span.File().Span(start, start+len(f.Name))
	if at.Text() != f.Name { // quoted
		at = firstLine(f.Span)
	}
	d := m.report(codeShapeField, at, didYouMean(f.Name, names), "%s has no field %q", s.Name, f.Name)
	note(d, m.schemaAt(s), "%s is declared here", s.Name)
}

// typeText is the type of a field as it is written.
func (m *mission) typeText(f *plan.SchemaField) string {
	text := m.oneLine(f.Type.At())
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

// couldFit reports whether an expression may give what the field takes.
func couldFit(f *plan.SchemaField, x plan.Expr) bool {
	if f.Optional && typeOf(x)&builtin.Null != 0 {
		return true
	}
	if l, ok := x.(*plan.Literal); ok {
		return literalFits(f.Type, l)
	}
	return typeOf(x)&kindsOf(f.Type) != 0
}

// kindsOf are the kinds that a value of the type can be of.
func kindsOf(t plan.Type) builtin.Type {
	switch t := t.(type) {
	case *plan.Basic:
		switch t.Name {
		case "string", "date":
			return builtin.String
		case "number", "int", "decimal":
			return builtin.Number
		case "boolean":
			return builtin.Bool
		case "array":
			return builtin.Array
		case "object":
			return builtin.Object
		case "null":
			return builtin.Null
		}
	case *plan.SchemaType, *plan.ObjectType:
		return builtin.Object
	case *plan.ArrayType:
		return builtin.Array
	case *plan.LiteralType:
		return typeOf(t.Value)
	case *plan.UnionType:
		var kinds builtin.Type
		for _, term := range t.Terms {
			kinds |= kindsOf(term)
		}
		return kinds
	}
	return builtin.Dynamic
}

// literalFits reports whether the type may take the value. Of text that is to
// be a date it says yes.
func literalFits(t plan.Type, l *plan.Literal) bool {
	switch t := t.(type) {
	case *plan.Basic:
		if typeOf(l)&kindsOf(t) == 0 {
			return false
		}
		if f, ok := l.Value.(float64); ok && t.Name == "int" && f != float64(int64(f)) {
			return false
		}
		return t.Lo == nil || compareNumbers(t.Lo, l) <= 0 && compareNumbers(l, t.Hi) <= 0
	case *plan.LiteralType:
		if isNumber(t.Value) && isNumber(l) {
			return compareNumbers(t.Value, l) == 0
		}
		return t.Value.Value == l.Value
	case *plan.UnionType:
		for _, term := range t.Terms {
			if literalFits(term, l) {
				return true
			}
		}
		return false
	}
	return typeOf(l)&kindsOf(t) != 0
}

// compareNumbers compares two literals that are numbers: exactly, where both are
// integers.
func compareNumbers(a, b *plan.Literal) int {
	i, ok1 := a.Value.(int64)
	j, ok2 := b.Value.(int64)
	if ok1 && ok2 {
		return cmp.Compare(i, j)
	}
	return cmp.Compare(asFloat(a), asFloat(b))
}

func asFloat(l *plan.Literal) float64 {
	switch v := l.Value.(type) {
	case int64:
		return float64(v)
	case uint64:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

func joinAnd(words []string) string {
	if len(words) < 2 {
		return joinOr(words)
	}
	last := len(words) - 1
	text := words[0]
	for _, w := range words[1:last] {
		text += ", " + w
	}
	return text + " and " + words[last]
}
