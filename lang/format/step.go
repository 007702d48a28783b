package format

import (
	"cmp"
	"slices"

	"github.com/reqongen/reqongen/lang/syntax"
)

// steps emits a block. Only a block of one step, which stands on the line of its
// brace, may stay on one line.
func (b *builder) steps(n *syntax.Block) {
	var items []syntax.Node
	for _, option := range n.Options {
		items = append(items, option)
	}
	for _, step := range n.Steps {
		items = append(items, step)
	}
	slices.SortStableFunc(items, func(x, y syntax.Node) int { return cmp.Compare(b.startOf(x), b.startOf(y)) })
	breaks := mayBreak
	if len(items) > 1 {
		breaks = mustBreak
	}
	b.list(list{pad: " ", breaks: breaks, stays: true, block: true}, len(items), func(i int) {
		switch item := items[i].(type) {
		case *syntax.Option:
			b.option(item)
		case syntax.Step:
			b.step(item)
		}
	})
}

// words emits n tokens behind a blank each.
func (b *builder) words(n int) {
	for range n {
		b.word()
	}
}

// spaced emits an expression behind a blank, if there is one.
func (b *builder) spaced(n syntax.Expr) {
	if n != nil {
		b.space()
		b.expr(n)
	}
}

func (b *builder) step(n syntax.Step) {
	b.token()
	switch n := n.(type) {
	case *syntax.Request:
		if n.Source != nil {
			b.word()
		}
		b.spaced(n.Path)
		if n.From != nil {
			b.words(2)
		}
		b.options(n.Options)
	case *syntax.CallStep:
		b.word()
		b.token()
		b.token()
		b.options(n.Options)
	case *syntax.For:
		b.loop(n)
	case *syntax.Map:
		b.spaced(n.Value)
		b.words(2)
		if n.Fields != nil {
			b.space()
			b.list(braces, len(n.Fields.Items), func(i int) { b.objectItem(n.Fields.Items[i]) })
		}
	case *syntax.Apply:
		b.words(2)
		b.spaced(n.To)
		if n.As != nil {
			b.words(2)
		}
	case *syntax.Validate:
		b.validate(n)
	case *syntax.Keep:
		if n.Each {
			b.word()
		}
		b.spaced(n.Value)
		b.words(2)
		b.tailOptions(n.Options)
	case *syntax.Match:
		b.spaced(n.Subject)
		b.space()
		b.list(list{pad: " ", breaks: mustBreak, block: true}, len(n.Arms), func(i int) { b.arm(n.Arms[i]) })
	case *syntax.Let:
		b.words(2)
		b.spaced(n.Value)
	case *syntax.Delete:
		b.word()
		b.token()
		b.expr(n.Key)
		b.token()
	case *syntax.Clear, *syntax.RunAction:
		b.word()
	case *syntax.Wait:
		b.spaced(n.For)
		b.options(n.Options)
	case *syntax.Abort:
		b.spaced(n.Message)
	case *syntax.Retry:
		b.options(n.Options)
	case *syntax.Queue:
		b.word()
		b.options(n.Options)
	case *syntax.Jump:
		b.word()
		if n.Then != nil {
			b.words(2)
		}
	}
}

// loop emits what follows the word.
func (b *builder) loop(n *syntax.For) {
	b.words(2)
	b.spaced(n.In)
	b.begin()
	b.indent()
	if n.Where != nil {
		b.line()
		b.token()
		b.spaced(n.Where)
	}
	if n.Parallel != nil {
		b.line()
		b.token()
		b.spaced(n.Parallel.Limit)
	}
	if n.OnError != nil {
		b.line()
		b.token()
		b.word()
		if n.OnError.Store != nil {
			b.word()
		}
	}
	b.dedent()
	b.end()
	b.space()
	b.steps(n.Body)
}

// validate emits what follows the word.
func (b *builder) validate(n *syntax.Validate) {
	b.spaced(n.Subject)
	b.space()
	b.list(list{pad: " ", comma: commaFlat, stays: true, block: true}, len(n.Constraints), func(i int) {
		c := n.Constraints[i]
		b.token()
		b.spaced(c.Cond)
		if c.Message != nil {
			b.token()
			b.word()
		}
		if c.Severity != nil {
			b.word()
			b.token()
			b.word()
		}
	})
	if n.Or != nil {
		b.word()
		b.space()
		b.steps(n.Or)
	}
}

// arm emits an arm of a match step.
func (b *builder) arm(n *syntax.Arm) {
	if n.Cond != nil {
		b.expr(n.Cond)
	} else {
		b.pattern(n.Pattern)
	}
	b.guard(n.Where)
	b.word()
	b.space()
	if n.Body.Braced {
		b.steps(n.Body)
	} else {
		b.step(n.Body.Steps[0])
	}
}

// guard emits the where of an arm, if there is one.
func (b *builder) guard(n syntax.Expr) {
	if n != nil {
		b.word()
		b.spaced(n)
	}
}
