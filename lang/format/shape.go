package format

import "github.com/reqongen/reqongen/lang/syntax"

func (b *builder) pattern(n syntax.Pattern) {
	switch n := n.(type) {
	case *syntax.LiteralPattern:
		b.expr(n.Value)
	case *syntax.ArrayPattern:
		b.list(brackets, len(n.Elems), func(i int) { b.pattern(n.Elems[i]) })
	case *syntax.ObjectPattern:
		b.list(braces, len(n.Fields), func(i int) {
			field := n.Fields[i]
			b.token()
			if field.Value != nil {
				b.token()
				b.space()
				b.pattern(field.Value)
			}
		})
	default: // a name or _
		b.token()
	}
}

// properties emits the fields of a schema or an object type.
func (b *builder) properties(items []syntax.SchemaItem) {
	b.list(list{pad: " ", comma: commaFlat, stays: true}, len(items), func(i int) {
		switch item := items[i].(type) {
		case *syntax.SchemaField:
			b.token()
			b.token()
			b.space()
			b.typ(item.Type)
		case *syntax.SchemaSpread:
			b.token()
			b.token()
		}
	})
}

func (b *builder) typ(n syntax.Type) {
	switch n := n.(type) {
	case *syntax.BasicType:
		b.token()
		if n.Lo != nil {
			b.word()
			b.spaced(n.Lo)
			b.token()
			b.expr(n.Hi)
		}
	case *syntax.LiteralType:
		b.expr(n.Value)
	case *syntax.ArrayType:
		if b.peek() == "array" {
			b.token()
		}
		b.token()
		b.typ(n.Elem)
		b.token()
	case *syntax.ObjectType:
		b.properties(n.Fields)
	case *syntax.UnionType:
		b.begin()
		b.indent()
		for i, term := range n.Terms {
			if i > 0 {
				b.line()
				b.token()
				b.space()
			}
			b.typ(term)
		}
		b.dedent()
		b.end()
	case *syntax.OptionalType:
		b.typ(n.Elem)
		b.token()
	default: // a schema's name
		b.token()
	}
}
