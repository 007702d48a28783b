package format

import "github.com/reqongen/reqongen/lang/syntax"

// file emits the declarations of a file and the comments behind the last.
func (b *builder) file(n *syntax.File) {
	before := -1
	for i, decl := range n.Decls {
		b.sep(separator{breaks: mustBreak, blanks: true, opens: i == 0})
		before = b.apart(before, decl)
		b.skipComma()
	}
	b.sep(separator{breaks: mustBreak, blanks: true, opens: len(n.Decls) == 0, closes: true})
	b.gap(len(b.text))
}

// apart emits a declaration, with a blank line before it where it or the one
// before it, whose group is given, takes lines. It gives its own group, -1 where
// it is none that a blank line parts from others.
func (b *builder) apart(before int, n syntax.Decl) (group int) {
	if !hasBody(n) {
		group = -1
	} else {
		group = len(b.ops)
	}
	s := &b.ops[b.sepAt].sep
	s.apart, s.before, s.after = !s.opens, before, group
	b.begin()
	b.decl(n)
	b.end()
	return group
}

func hasBody(n syntax.Decl) bool {
	switch n.(type) {
	case *syntax.Mission, *syntax.Action, *syntax.Schema, *syntax.Transform:
		return true
	}
	return false
}

func (b *builder) decl(n syntax.Decl) {
	switch n := n.(type) {
	case *syntax.Import:
		b.imports(n)
	case *syntax.Mission:
		b.token()
		b.word()
		b.space()
		before := -1
		b.list(list{pad: " ", breaks: mustBreak, block: true}, len(n.Decls), func(i int) { before = b.apart(before, n.Decls[i]) })
	case *syntax.Option:
		b.option(n)
	case *syntax.Schedule:
		b.schedule(n)
	case *syntax.Source:
		b.token()
		b.word()
		if n.From != nil {
			b.word()
			b.word()
		}
		b.options(n.Options)
	case *syntax.Store:
		b.store(n)
	case *syntax.Schema:
		b.token()
		b.word()
		b.space()
		b.properties(n.Fields)
	case *syntax.Transform:
		b.transform(n)
	case *syntax.Action:
		b.token()
		b.word()
		b.space()
		b.steps(n.Body)
	case *syntax.Run:
		b.run(n)
	case *syntax.Let:
		b.step(n)
	}
}

func (b *builder) imports(n *syntax.Import) {
	b.token()
	b.space()
	if n.Braced {
		b.list(list{pad: " ", comma: commaAlways}, len(n.Names), func(int) { b.token() })
	} else {
		b.token()
	}
	b.word()
	b.word()
}

// option emits `name: value`.
func (b *builder) option(n *syntax.Option) {
	b.token()
	b.token()
	b.space()
	b.expr(n.Value)
	if n.Parallel != nil {
		b.word()
		b.spaced(n.Parallel.Limit)
	}
	b.options(n.Options)
}

// options emits the options behind what they belong to, if there are any.
func (b *builder) options(n *syntax.Options) { b.optionList(braces, n) }

// tailOptions emits options that stay on their line while what they belong to can
// be broken.
func (b *builder) tailOptions(n *syntax.Options) {
	l := braces
	l.tail = true
	b.optionList(l, n)
}

func (b *builder) optionList(l list, n *syntax.Options) {
	if n != nil {
		b.space()
		b.list(l, len(n.List), func(i int) { b.option(n.List[i]) })
	}
}

func (b *builder) schedule(n *syntax.Schedule) {
	b.token()
	b.token()
	b.word()
	b.word()
	if n.Unit != nil {
		b.word()
	}
	b.options(n.Options)
}

func (b *builder) store(n *syntax.Store) {
	b.token()
	b.word()
	b.token()
	b.word()
	b.token() // (
	b.token()
	if n.Args != nil {
		b.comma(commaAlways)
		b.options(n.Args)
	}
	b.skipComma()
	b.token()
	b.options(n.Options)
}

func (b *builder) transform(n *syntax.Transform) {
	b.token()
	b.word()
	if n.Braced {
		b.space()
		b.list(list{pad: " ", breaks: mustBreak, block: true}, len(n.Variants), func(i int) { b.variant(n.Variants[i]) })
		return
	}
	v := n.Variants[0]
	if b.peek() == ":" {
		b.token()
		b.word()
	}
	b.target(v)
}

func (b *builder) variant(n *syntax.Variant) {
	b.token()
	b.token()
	b.token()
	if n.Where != nil {
		b.begin()
		b.indent()
		b.line()
		b.token()
		b.space()
		b.expr(n.Where)
		b.dedent()
		b.end()
	}
	b.target(n)
}

// target emits the arrow of a variant and what stands behind it.
func (b *builder) target(n *syntax.Variant) {
	b.word()
	b.word()
	b.space()
	b.list(braces, len(n.Fields.Items), func(i int) { b.objectItem(n.Fields.Items[i]) })
}

func (b *builder) run(n *syntax.Run) {
	b.token()
	b.space()
	b.begin()
	b.indent()
	for i, stage := range n.Stages {
		if i > 0 {
			b.line()
			b.token()
			b.space()
		}
		if stage.Group {
			b.list(brackets, len(stage.Actions), func(int) { b.token() })
		} else {
			b.token()
		}
		if stage.If != nil {
			b.word()
			b.space()
			b.expr(stage.If)
		}
	}
	b.dedent()
	b.end()
}
