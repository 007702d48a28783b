package syntax

// elements reads expressions with commas between them, in brackets; the opening
// one stands next.
//
//	array = "[" [ expr { "," expr } [ "," ] ] "]" .
func (p *parser) elements(closer, what string, element func() Expr) []Expr {
	opener := p.cursor()
	p.next()
	outer := p.mode
	p.mode = mode{}
	defer func() { p.mode = outer }()
	forgotten := func() bool {
		return p.eof() || p.is("}") || p.startsAction() || p.startsKnownStatement() || p.closesOuter()
	}
	var all []Expr
	for {
		if p.accept(closer) {
			return all
		}
		if forgotten() {
			p.missingClose(closer, what, opener)
			return all
		}
		p.brackets++
		all = append(all, element())
		p.brackets--
		switch {
		case p.accept(","), p.is(closer):
		case forgotten():
			p.missingClose(closer, what, opener)
			return all
		case p.startsOperand():
			p.errorAt(p.peek(), codeSeparator, `write "," between them`, "a comma is missing before %s", p.describe(p.peek()))
		default:
			p.expected(`"," or `+quoted(closer), p.operatorMeant())
			p.skip(closer, func() bool { return p.is(",") || p.startsKnownStatement() })
			if !p.accept(",") && !p.is(closer) {
				p.accept(closer)
				return all
			}
		}
	}
}

// closeBracket reads the bracket that closes the one with the token index
// opener, or reports that it is missing.
func (p *parser) closeBracket(closer, what string, opener int) {
	if p.accept(closer) {
		return
	}
	if p.eof() || !p.onLine() || p.is("}") || p.is(")") || p.is("]") {
		p.missingClose(closer, what, opener)
		return
	}
	p.expected(quoted(closer), p.operatorMeant())
	if closer == ">" {
		return
	}
	p.skip(closer, p.startsKnownStatement)
	p.accept(closer)
}

// fields reads the fields of a map or a variant; the "{" stands next.
func (p *parser) fields() *Fields {
	start := p.cursor()
	n := &Fields{Items: p.items("object")}
	n.node = p.from(start)
	return n
}

// items reads fields in braces; the "{" stands next.
//
//	object = "{" { ( "..." expr | ( Name | String ) ":" expr ) [,] } "}" .
//	fields = object .
func (p *parser) items(what string) []ObjectItem {
	if !p.enter() {
		return nil
	}
	defer p.leave()
	var items []ObjectItem
	p.braced(list{
		what: what,
		item: func() {
			if item := p.objectItem(); item != nil {
				items = append(items, item)
			}
		},
		over: func() bool { return p.is("->") || p.braceForgotten() },
	})
	return items
}

// objectItem reads a field or a spread; nil where there is none.
func (p *parser) objectItem() ObjectItem {
	start := p.cursor()
	if p.accept("...") {
		n := &Spread{Value: p.expr()}
		n.node = p.from(start)
		p.endOfField()
		return n
	}
	key, ok := p.key("a field, name: value")
	if !ok {
		p.skip("}", p.startsField)
		return nil
	}
	n := &Field{Key: key}
	switch {
	case p.is(","), p.is("}"), p.startsField():
		p.errorAt(p.previous(), codeSeparator, "write "+shorten(p.previous().Value)+": value", "the field %q has no value", shorten(key.Name))
		n.Value = p.badExpr(p.cursor())
	case p.separator("a field is written name: value"):
		n.Value = p.expr()
	default:
		n.Value = p.badExpr(p.cursor())
	}
	n.node = p.from(start)
	p.endOfField()
	return n
}
