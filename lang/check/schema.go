package check

import (
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
	"github.com/reqongen/reqongen/lang/types"
)

// A schemaDecl is a schema of the mission or the file.
type schemaDecl struct {
	node  *syntax.Schema
	plan  *plan.Schema
	state letState // how far its fields are gathered
}

// typeWords are the types that need no declaration.
var typeWords = []string{"string", "number", "int", "decimal", "boolean", "date", "array", "object", "any", "null"}

func (m *mission) declareSchemas() {
	each(m.own.schemas, m.shared.schemas, func(n *syntax.Schema) {
		for _, word := range typeWords {
			if n.Name.Name == word {
				m.report(codeTypeName, n.Name.Span, "take another name", "a schema cannot be called %q: this is a type of the language", word)
				return
			}
		}
		s := &plan.Schema{Name: n.Name.Name, Span: n.Span(), Doc: texts(n.Doc())}
		m.schemas.add(m.checker, n.Name, &schemaDecl{node: n, plan: s})
	})
}

func (m *mission) checkSchemas() {
	for _, name := range m.schemas.names {
		decl, _ := m.schemas.get(name)
		m.schemaFields(decl, nil)
	}
}

// schemaFields gathers the fields of a schema, those of its bases before it.
// The path are the schemas that take it in.
func (m *mission) schemaFields(decl *schemaDecl, path []*schemaDecl) {
	path = append(path, decl)
	switch decl.state {
	case ordered:
		return
	case open:
		m.schemaCycle(path)
		return
	}
	decl.state = open
	own := map[string]syntax.Ident{}
	for _, item := range decl.node.Fields {
		switch n := item.(type) {
		case *syntax.SchemaSpread:
			base, ok := m.schemas.get(n.Base.Name)
			if !ok {
				if d := m.unknown(codeKind, "schema", n.Base, m.schemas.names); d != nil && d.Hint == "" {
					d.Hint = declareSchema(n.Base.Name)
				}
				continue
			}
			m.schemaFields(base, path)
			for _, f := range base.plan.Fields {
				if _, hidden := own[f.Name]; !hidden {
					decl.plan.Fields = withField(decl.plan.Fields, f)
				}
			}
		case *syntax.SchemaField:
			if m.fieldOnce(own, n) {
				decl.plan.Fields = withField(decl.plan.Fields, m.schemaField(n))
			}
		}
	}
	decl.state = ordered
}

// withField puts a field in the place of that of its name, or behind all.
func withField(fields []*plan.SchemaField, f *plan.SchemaField) []*plan.SchemaField {
	for i := range fields {
		if fields[i].Name == f.Name {
			fields[i] = f
			return fields
		}
	}
	return append(fields, f)
}

// fieldOnce reports a field that stands among the same fields before.
func (m *mission) fieldOnce(seen map[string]syntax.Ident, n *syntax.SchemaField) bool {
	old, twice := seen[n.Key.Name]
	if twice {
		d := m.report(codeDuplicate, n.Key.Span, "", "the field %q is declared twice", n.Key.Name)
		note(d, old.Span, "%s is declared here too", n.Key.Name)
		return false
	}
	seen[n.Key.Name] = n.Key
	return true
}

// schemaCycle reports the schemas from the first mention of the path's last one
// on.
func (m *mission) schemaCycle(path []*schemaDecl) {
	last := path[len(path)-1]
	start := 0
	for path[start] != last {
		start++
	}
	cycle := path[start:]
	names := make([]string, len(cycle))
	for i, s := range cycle {
		names[i] = s.node.Name.Name
	}
	d := m.report(codeSchemaCycle, last.node.Name.Span, "a schema may have itself as the type of a field, not as its base",
		"this schema takes itself in: %s", strings.Join(names, " takes in "))
	for _, s := range cycle[1 : len(cycle)-1] {
		note(d, s.node.Name.Span, "%s is declared here", s.node.Name.Name)
	}
}

func (m *mission) schemaField(n *syntax.SchemaField) *plan.SchemaField {
	f := &plan.SchemaField{Span: n.Span(), Name: n.Key.Name}
	t := n.Type
	if optional, ok := t.(*syntax.OptionalType); ok {
		f.Optional = true
		t = optional.Elem
	}
	f.Type = m.typ(t)
	return f
}

// typ resolves a type.
func (m *mission) typ(t syntax.Type) plan.Type {
	switch n := t.(type) {
	case *syntax.BasicType:
		return m.basic(n)
	case *syntax.NamedType:
		if s := m.schemaOfType(n.Name); s != nil {
			return &plan.SchemaType{Span: n.Span(), Schema: s}
		}
	case *syntax.LiteralType:
		return &plan.LiteralType{Span: n.Span(), Value: m.constant(n.Value)}
	case *syntax.ArrayType:
		return &plan.ArrayType{Span: n.Span(), Elem: m.typ(n.Elem)}
	case *syntax.ObjectType:
		x := &plan.ObjectType{Span: n.Span()}
		seen := map[string]syntax.Ident{}
		for _, item := range n.Fields {
			if f, ok := item.(*syntax.SchemaField); ok && m.fieldOnce(seen, f) {
				x.Fields = append(x.Fields, m.schemaField(f))
			}
		}
		return x
	case *syntax.UnionType:
		x := &plan.UnionType{Span: n.Span()}
		for _, term := range n.Terms {
			x.Terms = append(x.Terms, m.typ(term))
		}
		return x
	case *syntax.OptionalType:
		null := &plan.Basic{Span: n.Span(), Name: "null"}
		return &plan.UnionType{Span: n.Span(), Terms: []plan.Type{m.typ(n.Elem), null}}
	}
	return &plan.Basic{Span: t.Span(), Name: "any"} // what could not be read or resolved, which is told
}

func (m *mission) basic(n *syntax.BasicType) plan.Type {
	x := &plan.Basic{Span: n.Span(), Name: n.Kind.Name}
	if n.Lo == nil {
		return x
	}
	x.Lo, x.Hi = m.constant(n.Lo), m.constant(n.Hi)
	switch x.Name {
	case "number", "int", "decimal":
	default:
		m.report(codeRange, n.Span(), "", "a range bounds a number, an int or a decimal, not a %s", x.Name)
	}
	if types.Compare(x.Lo, x.Hi) > 0 {
		m.report(codeRange, n.Span(), "write the smaller one first", "no number is in %s .. %s", n.Lo.Span().Text(), n.Hi.Span().Text())
	}
	return x
}

// schemaOfType finds the schema of that name; nil where there is none, which it
// says.
func (m *mission) schemaOfType(name syntax.Ident) *plan.Schema {
	if s, ok := m.schemas.get(name.Name); ok {
		return s.plan
	}
	known := append(append([]string{}, typeWords...), m.schemas.names...)
	if d := m.unknown(codeKind, "type or schema", name, known); d != nil {
		if hint := meant(name.Name, habitsOfKinds, known); hint != "" {
			d.Hint = hint
		} else {
			d.Hint = declareSchema(name.Name)
		}
	}
	return nil
}

func declareSchema(name string) string { return "declare it: schema " + name + " { … }" }

func (m *mission) isSchema(name string) bool {
	_, ok := m.schemas.get(name)
	return ok
}

// schemaWanted finds the schema of a name that only a schema could bear: in a
// pattern, or behind `is`. Where there is none it says so and gives nil.
func (m *mission) schemaWanted(name syntax.Ident, pattern bool) *plan.Schema {
	if s, ok := m.schemas.get(name.Name); ok {
		return s.plan
	}
	what, known, habits := "kind of value or schema", append(append([]string{}, kinds...), m.schemas.names...), habitsOfKinds
	if pattern {
		what, known, habits = "schema", m.schemas.names, nil
	}
	if d := m.unknown(codeKind, what, name, known); d != nil {
		if hint := meant(name.Name, habits, known); hint != "" {
			d.Hint = hint
		} else if pattern {
			d.Hint = "a name that takes whatever is there begins with a small letter; a string is quoted"
		}
	}
	return nil
}

// collectSchemas leaves in the plan the schemas that a value is held against,
// with those that their fields name.
func (m *mission) collectSchemas() {
	used := map[*plan.Schema]bool{}
	var use func(s *plan.Schema)
	use = func(s *plan.Schema) {
		if s == nil || used[s] {
			return
		}
		used[s] = true
		for _, f := range s.Fields {
			schemasIn(f.Type, use)
		}
	}
	var inPattern func(p plan.Pattern)
	inPattern = func(p plan.Pattern) {
		switch p := p.(type) {
		case *plan.SchemaPattern:
			use(p.Schema)
		case *plan.Elements:
			for _, e := range p.Elems {
				inPattern(e)
			}
		case *plan.Fields:
			for _, f := range p.Fields {
				inPattern(f.Fit)
			}
		}
	}
	m.plan.Exprs(func(x plan.Expr) {
		plan.Inspect(x, func(x plan.Expr) bool {
			switch x := x.(type) {
			case *plan.Is:
				use(x.Schema)
			case *plan.MatchExpr:
				for _, arm := range x.Arms {
					inPattern(arm.Pattern)
				}
			}
			return true
		})
	})
	for _, t := range m.plan.Transforms {
		for _, v := range t.Variants {
			use(v.From)
		}
	}
	for _, a := range m.plan.Actions {
		a.Body.Each(func(s plan.Step) {
			switch s := s.(type) {
			case *plan.Map:
				use(s.Check)
			case *plan.Match:
				for _, arm := range s.Arms {
					inPattern(arm.Pattern)
				}
			}
		})
	}
	for _, name := range m.schemas.names {
		if s, _ := m.schemas.get(name); used[s.plan] {
			m.plan.Schemas = append(m.plan.Schemas, s.plan)
		}
	}
}

// schemasIn calls visit for each schema that a type names.
func schemasIn(t plan.Type, visit func(*plan.Schema)) {
	switch t := t.(type) {
	case *plan.SchemaType:
		visit(t.Schema)
	case *plan.ArrayType:
		schemasIn(t.Elem, visit)
	case *plan.ObjectType:
		for _, f := range t.Fields {
			schemasIn(f.Type, visit)
		}
	case *plan.UnionType:
		for _, term := range t.Terms {
			schemasIn(term, visit)
		}
	}
}

// schemaAt is where a schema bears its name.
func (m *mission) schemaAt(s *plan.Schema) source.Span { return m.schemas.at(s.Name) }
