package syntax

// request reads what follows the method.
//
//	request = ( "get" | "post" | "put" | "patch" | "delete" ) [ Name ] path [ "from" Name ] [ options ] .
func (p *parser) request(start int, d doc, method Ident) Step {
	n := &Request{doc: d, Method: method}
	if p.namesSource() {
		name := p.ident(*p.next())
		n.Source = &name
	}
	s, ok := p.grammar.request.read(p, usages[method.Name])
	if !ok {
		return p.bad(start, d)
	}
	n.Path = s.Path
	n.From = optional(s.From)
	n.Options = p.optionsHere()
	n.node = p.from(start)
	return n
}

// namesSource reports whether the name that stands next is a source: a string
// or another name follows it on its line, and that name goes not with an
// operator on.
func (p *parser) namesSource() bool {
	t, following := p.peek(), p.ahead(1)
	if t.Type != kindIdent || !p.onLine() || following.Pos.Line != t.Pos.Line {
		return false
	}
	switch following.Type {
	case kindString:
		return true
	case kindIdent:
		return t.Value != "if" && t.Value != "match" && t.Value != "not" && !(t.Value == "any" && following.Value == "of") &&
			following.Value != "from" && !infixWords[following.Value] && !operatorWords[following.Value]
	}
	return false
}

// path reads the path of a request: an expression, or a string alone, in which
// `{expr}` inserts a value.
//
//	path = String | expr .
func (p *parser) path() Expr {
	if p.peek().Type != kindString {
		return p.expr()
	}
	checkpoint := p.lex.MakeCheckpoint()
	t := *p.next()
	_, infix := p.infix()
	if infix || p.is("?") || p.is(".") || (p.is("[") || p.is("(")) && p.onLine() {
		p.lex.LoadCheckpoint(checkpoint)
		return p.expr()
	}
	return p.stringLit(t, true)
}

// call reads what follows the word.
//
//	call = "call" Name "." Name [ options ] .
func (p *parser) call(start int, d doc) Step {
	s, ok := p.grammar.call.read(p, usages["call"])
	if !ok {
		return p.bad(start, d)
	}
	n := &CallStep{doc: d, Source: identOf(s.Source), Operation: identOf(s.Operation)}
	n.Options = p.optionsHere()
	n.node = p.from(start)
	return n
}
