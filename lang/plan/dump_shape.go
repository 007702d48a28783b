package plan

import (
	"fmt"
	"strings"
)

func (d *dumper) schema(s *Schema) { d.line("schema %s %s", s.Name, d.schemaFields(s.Fields)) }

func (d *dumper) schemaFields(fields []*SchemaField) string {
	if len(fields) == 0 {
		return "{}"
	}
	var texts []string
	for _, f := range fields {
		text := f.Name + ": " + d.typ(f.Type)
		if f.Optional {
			text += "?"
		}
		texts = append(texts, text)
	}
	return "{ " + strings.Join(texts, ", ") + " }"
}

func (d *dumper) typ(t Type) string {
	switch t := t.(type) {
	case *Basic:
		if t.Lo != nil {
			return t.Name + " in " + d.expr(t.Lo) + " .. " + d.expr(t.Hi)
		}
		return t.Name
	case *SchemaType:
		return t.Schema.Name
	case *LiteralType:
		return d.expr(t.Value)
	case *ArrayType:
		return "[" + d.typ(t.Elem) + "]"
	case *ObjectType:
		return d.schemaFields(t.Fields)
	case *UnionType:
		var terms []string
		for _, term := range t.Terms {
			terms = append(terms, d.typ(term))
		}
		return "(" + strings.Join(terms, " | ") + ")"
	}
	return fmt.Sprintf("%T", t)
}

func (d *dumper) transform(t *Transform) {
	d.line("transform %s", t.Name)
	d.indent++
	for _, v := range t.Variants {
		from := "_"
		if v.From != nil {
			from = v.From.Name
		}
		if v.Guard != nil {
			from += " where " + d.expr(v.Guard)
		}
		d.line("%s as %s -> %s %s", from, d.bind(v.Record), v.To, d.fields(v.Fields))
	}
	d.indent--
}

func (d *dumper) validate(s *Validate) {
	d.line("validate %s as %s", d.expr(s.X), d.bind(s.Var))
	d.indent++
	for _, c := range s.Constraints {
		text := "assume " + d.expr(c.X)
		if c.Message != nil {
			text += " : " + d.expr(c.Message)
		}
		if c.Warning {
			text += " warning"
		}
		d.line("%s", text)
	}
	if s.Or != nil {
		d.line("or")
		d.block(s.Or)
	}
	d.indent--
}
