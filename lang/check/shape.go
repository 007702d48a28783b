package check

import (
	"fmt"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// shaped warns where the fields of a map or a transform are not those that the
// schema wants; whether their values are is told where these are typed. At is where its name stands, what the thing that has the fields.
func (m *mission) shaped(s *plan.Schema, fields []plan.Field, at source.Span, what string) {
	given := map[string]bool{}
	spread := false
	for _, f := range fields {
		if f.Spread {
			spread = true
			continue
		}
		given[f.Name] = true
		if s.Field(f.Name) == nil {
			m.unknownField(s, f)
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
