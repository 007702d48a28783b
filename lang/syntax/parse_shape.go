package syntax

// schema reads what follows the word.
//
//	schema = "schema" Name "{" { ( "..." Name | property ) [,] } "}" .
func (p *parser) schema(start int, d doc) Decl {
	name, ok := p.grammar.name.read(p, usages["schema"])
	if !p.opensBehind(ok, usages["schema"]) {
		return p.bad(start, d)
	}
	n := &Schema{doc: d, Name: identOf(name.Name), Fields: p.properties("schema", true)}
	n.node = p.from(start)
	if !ok {
		return p.bad(start, d)
	}
	return n
}

// properties reads the fields of a schema or an object type; the "{" stands
// next.
func (p *parser) properties(what string, spread bool) []SchemaItem {
	if !p.enter() {
		return nil
	}
	defer p.leave()
	var items []SchemaItem
	p.braced(list{
		what: what,
		item: func() {
			var item SchemaItem
			if spread && p.is("...") {
				item = p.spread()
			} else {
				item = p.property()
			}
			if item != nil {
				items = append(items, item)
			}
		},
		over: p.braceForgotten,
	})
	return items
}

// spread reads `...Name`; nil where no name follows.
func (p *parser) spread() SchemaItem {
	start := p.cursor()
	p.next()
	t := p.peek()
	if t.Type != kindIdent {
		p.expected("the name of a schema", "")
		p.skip("}", p.startsField)
		return nil
	}
	p.next()
	n := &SchemaSpread{node: p.from(start), Base: p.ident(*t)}
	p.endOfField()
	return n
}

// property reads one field with its type; nil where there is none.
//
//	property = ( Name | String ) ":" type .
func (p *parser) property() SchemaItem {
	start := p.cursor()
	key, ok := p.key("a field, name: type")
	if !ok {
		p.skip("}", p.startsField)
		return nil
	}
	n := &SchemaField{Key: key}
	if p.is("?") && p.ahead(1).Value == ":" {
		p.errorAt(p.peek(), codeSeparator, "write "+key.Name+": type?", "the mark of an optional field stands behind its type")
		p.next()
	}
	if p.separator("a field is written name: type") {
		n.Type = p.typ()
	} else {
		n.Type = &Bad{node: p.from(p.cursor())}
	}
	n.node = p.from(start)
	p.endOfField()
	return n
}

// typ reads a type. Where none stands it reports that and gives a Bad.
//
//	type = term { "|" term } .
//	term = ( ( "string" | "number" | "int" | "decimal" | "boolean" | "date" | "array" | "object" | "any" | "null" )
//	         [ "in" signed ".." signed ] | Name | String | signed | "true" | "false"
//	       | "array" "<" type ">" | "[" type "]" | "{" { property [,] } "}" ) [ "?" ] .
func (p *parser) typ() Type {
	start := p.cursor()
	if !p.enter() {
		return &Bad{node: p.from(start)}
	}
	defer p.leave()
	first := p.term()
	if !p.is("|") && !(p.is("?") && p.ahead(1).Value == "|") {
		return p.maybe(start, first)
	}
	union := &UnionType{}
	for term, at := first, start; ; term = p.term() {
		if p.is("?") && p.ahead(1).Value == "|" {
			term = p.maybe(at, term)
		}
		union.Terms = append(union.Terms, term)
		if !p.accept("|") {
			break
		}
		at = p.cursor()
	}
	union.node = p.from(start)
	return p.maybe(start, union)
}

// maybe makes t optional if "?" stands next.
func (p *parser) maybe(start int, t Type) Type {
	if p.is("[") && p.onLine() {
		p.errorAt(p.peek(), codeUnexpected, "write [type] or array<type>", "the brackets of an array stand around the type")
		p.next()
		p.accept("]")
	}
	if !p.is("?") || !p.onLine() {
		return t
	}
	p.next()
	n := &OptionalType{Elem: t}
	n.node = p.from(start)
	return n
}

var basicTypes = wordSet("string number int decimal boolean date array object any null")

func (p *parser) term() Type {
	t, start := p.peek(), p.cursor()
	switch {
	case p.startsConstant():
		n := &LiteralType{Value: p.constant()}
		n.node = p.from(start)
		return n
	case t.Value == "true" || t.Value == "false":
		n := &LiteralType{Value: p.word(start)}
		n.node = p.from(start)
		return n
	case t.Value == "array" && p.ahead(1).Value == "<":
		p.next()
		return p.arrayType(start, ">")
	case t.Value == "[":
		return p.arrayType(start, "]")
	case t.Value == "{":
		n := &ObjectType{Fields: p.properties("type", false)}
		n.node = p.from(start)
		return n
	case basicTypes[t.Value]:
		return p.basicType(start)
	case t.Type == kindIdent && !p.startsOption():
		p.next()
		return &NamedType{node: p.from(start), Name: p.ident(*t)}
	}
	p.expected("a type, such as string, int or a schema's name", "")
	return &Bad{node: p.from(start)}
}

// arrayType reads what stands between brackets; the opening one stands next.
func (p *parser) arrayType(start int, closer string) Type {
	opener := p.cursor()
	p.next()
	n := &ArrayType{Elem: p.typ()}
	p.closeBracket(closer, "type", opener)
	n.node = p.from(start)
	return n
}

func (p *parser) basicType(start int) Type {
	n := &BasicType{Kind: p.ident(*p.next())}
	if p.is("in") && p.ahead(1).Value != ":" {
		const usage = "a range is written int in 1 .. 5"
		p.next()
		if n.Lo = p.bound(usage); n.Lo != nil {
			if !p.is("...") || p.ahead(1).Type != kindNumber {
				p.want("..", usage)
			} else {
				p.errorAt(p.next(), codeSeparator, usage, "a range has two points, not three")
			}
			n.Hi = p.bound(usage)
		}
		if n.Hi == nil {
			return &Bad{node: p.from(start)}
		}
	}
	n.node = p.from(start)
	return n
}

// bound reads one end of a range; nil where none stands.
func (p *parser) bound(usage string) Expr {
	if p.peek().Type != kindNumber && !p.startsSigned() {
		p.expected("a number", usage)
		return nil
	}
	return p.constant()
}

// transform reads what follows the word.
//
//	transform = "transform" Name ( [ ":" Name ] "->" Name fields | "{" { variant [,] } "}" ) .
func (p *parser) transform(start int, d doc) Decl {
	name, ok := p.grammar.name.read(p, usages["transform"])
	if !ok {
		return p.bad(start, d)
	}
	n := &Transform{doc: d, Name: identOf(name.Name)}
	if p.is("{") {
		n.Braced = true
		if !p.enter() {
			return p.bad(start, d)
		}
		defer p.leave()
		p.braced(list{
			what: "transform",
			item: func() {
				if v := p.variant(); v != nil {
					n.Variants = append(n.Variants, v)
				}
			},
			over: p.braceForgotten,
		})
		n.node = p.from(start)
		return n
	}
	at := p.cursor()
	s, ok := p.grammar.mapping.read(p, usages["transform"])
	if !p.opensBehind(ok, usages["transform"]) {
		return p.bad(start, d)
	}
	v := &Variant{From: optional(s.From), To: identOf(s.To), Fields: p.fields()}
	v.node = p.from(at)
	n.Variants = []*Variant{v}
	n.node = p.from(start)
	if !ok {
		return p.bad(start, d, v.Fields)
	}
	return n
}

// variant reads one variant of a transform; nil where it cannot be read.
//
//	variant = "(" ( Name | "_" ) ")" [ "where" expr ] "->" Name fields .
func (p *parser) variant() *Variant {
	start := p.cursor()
	s, ok := p.grammar.variant.read(p, usages["variant"])
	if !ok || !p.opens(usages["variant"]) {
		p.skip("}", func() bool { return p.is("(") && !p.onLine() })
		return nil
	}
	n := &Variant{Where: s.Where, To: identOf(s.To)}
	if from := optional(s.From); from.Name != "_" {
		n.From = from
	}
	n.Fields = p.fields()
	n.node = p.from(start)
	return n
}
