package format

import (
	"github.com/reqongen/reqongen/lang/syntax"
)

var (
	braces    = list{pad: " ", comma: commaAlways, stays: true}
	brackets  = list{comma: commaAlways, stays: true}
	arguments = list{comma: commaAlways}
)

// expr emits an expression with the brackets that the author put around it.
func (b *builder) expr(n syntax.Expr) {
	if b.bracketed(n) {
		b.token()
		b.expr(n)
		b.token()
		return
	}
	switch n := n.(type) {
	case *syntax.Array:
		b.elements(brackets, n.Elems)
	case *syntax.Object:
		b.list(braces, len(n.Items), func(i int) { b.objectItem(n.Items[i]) })
	case *syntax.Dot:
		b.token()
		b.token()
	case *syntax.Member:
		b.expr(n.X)
		b.token()
		b.token()
	case *syntax.Index:
		b.expr(n.X)
		b.token()
		b.expr(n.Index)
		b.token()
	case *syntax.Unary:
		b.token()
		if n.Op == syntax.OpNot {
			b.space()
		}
		b.expr(n.X)
	case *syntax.Cond:
		b.cond(n)
	case *syntax.Lambda:
		b.lambda(n)
	case *syntax.MatchExpr:
		b.token()
		b.spaced(n.Subject)
		b.space()
		b.list(braces, len(n.Arms), func(i int) { b.choice(n.Arms[i]) })
	case *syntax.AnyOf:
		b.token()
		b.word()
		b.spaced(n.X)
		b.guard(n.Where)
	case *syntax.Call:
		if n.Form == syntax.PipeCall {
			b.chain(n)
		} else {
			b.call(n)
		}
	case *syntax.Named:
		b.token()
		b.token()
		b.spaced(n.Value)
	case *syntax.Binary, *syntax.Is, *syntax.Where:
		b.chain(n)
	default: // a name or a literal
		b.token()
	}
}

// bracketed reports whether brackets around n stand next, which belong to no
// node.
func (b *builder) bracketed(n syntax.Expr) bool {
	return b.tokens[b.at].Start().Offset() < b.startOf(n)
}

func (b *builder) objectItem(n syntax.ObjectItem) {
	switch n := n.(type) {
	case *syntax.Field:
		b.token()
		b.token()
		b.spaced(n.Value)
	case *syntax.Spread:
		b.token()
		b.expr(n.Value)
	}
}

func (b *builder) call(n *syntax.Call) {
	args := n.Args
	if n.Form == syntax.MethodCall {
		b.expr(n.Args[0])
		b.token()
		args = n.Args[1:]
	}
	b.token()
	b.arguments(args)
}

// arguments emits arguments in brackets. Where the last is an object, an array
// or the like, and the only one, its lines are the call's.
func (b *builder) arguments(args []syntax.Expr) {
	if !hugs(args) {
		b.elements(arguments, args)
		return
	}
	b.flatElements(args)
}

// flatElements emits expressions in brackets between which no line is broken.
func (b *builder) flatElements(all []syntax.Expr) {
	b.token()
	for i, n := range all {
		if i > 0 {
			b.space()
		}
		b.expr(n)
		if i < len(all)-1 {
			b.comma(commaAlways)
		}
	}
	b.skipComma()
	b.token()
}

func hugs(args []syntax.Expr) bool {
	if len(args) == 0 {
		return false
	}
	for _, arg := range args[:len(args)-1] {
		if hasLines(arg) {
			return false
		}
		switch arg.(type) {
		case *syntax.Name, *syntax.Dot, *syntax.Member, *syntax.Number, *syntax.String, *syntax.Bool, *syntax.Null:
		default:
			return false
		}
	}
	return hasLines(args[len(args)-1])
}

// hasLines reports whether an expression ends in a bracket around its lines.
func hasLines(n syntax.Expr) bool {
	switch n := n.(type) {
	case *syntax.Array:
		return len(n.Elems) > 0
	case *syntax.Object:
		return len(n.Items) > 0
	case *syntax.MatchExpr:
		return true
	case *syntax.Lambda:
		return hasLines(n.Body)
	}
	return false
}

// elements emits expressions in brackets.
func (b *builder) elements(l list, all []syntax.Expr) {
	for _, n := range all {
		if beginsLikeStep(n) {
			b.flatElements(all)
			return
		}
	}
	b.list(l, len(all), func(i int) { b.expr(all[i]) })
}

// beginsLikeStep reports whether an expression would be read as a step if it
// began a line.
func beginsLikeStep(n syntax.Expr) bool {
	for {
		switch x := n.(type) {
		case *syntax.Name:
			switch x.Name {
			case "continue", "skip", "abort", "retry", "wait", "pause", "run":
				return true
			}
			return false
		case *syntax.Binary:
			n = x.X
		case *syntax.Is:
			n = x.X
		case *syntax.Where:
			n = x.X
		case *syntax.Member:
			n = x.X
		case *syntax.Index:
			n = x.X
		case *syntax.Cond:
			if !x.Ternary {
				return false
			}
			n = x.If
		case *syntax.Call:
			if x.Form == syntax.PlainCall {
				return false
			}
			n = x.Args[0]
		default:
			return false
		}
	}
}

// chain emits operands with operators between them. Those of one kind are broken
// together, before each operator.
func (b *builder) chain(n syntax.Expr) {
	b.begin()
	b.indent()
	b.links(n, kindOf(n))
	b.dedent()
	b.end()
}

// links emits the operands of a chain of that kind from the left.
func (b *builder) links(n syntax.Expr, kind chainKind) {
	if kindOf(n) != kind || b.bracketed(n) {
		b.expr(n)
		return
	}
	breaks := mayBreak
	if kind == noChain {
		breaks = neverBreak
	}
	switch n := n.(type) {
	case *syntax.Binary:
		b.link(n.X, kind)
		if n.Op == syntax.OpMinus {
			breaks = neverBreak // a line that begins with "-" may begin an arm
		}
		if n.Op == syntax.OpRange && tight(n.X) && tight(n.Y) {
			b.token()
			b.expr(n.Y)
			return
		}
		b.sep(separator{flat: " ", breaks: breaks})
		b.token()
		b.spaced(n.Y)
	case *syntax.Where:
		b.link(n.X, kind)
		b.sep(separator{flat: " ", breaks: breaks})
		b.token()
		b.spaced(n.Cond)
	case *syntax.Is:
		b.link(n.X, kind)
		b.words(2)
	case *syntax.Call:
		b.link(n.Args[0], kind)
		b.sep(separator{flat: " ", breaks: breaks})
		b.token()
		b.word()
		b.arguments(n.Args[1:])
	}
}

// tight reports whether a range of n is written without blanks.
func tight(n syntax.Expr) bool {
	switch n := n.(type) {
	case *syntax.Number, *syntax.Name:
		return true
	case *syntax.Unary:
		return n.Op != syntax.OpNot && tight(n.X)
	}
	return false
}

// link emits the left side of an operator.
func (b *builder) link(n syntax.Expr, kind chainKind) {
	if kind == noChain {
		b.expr(n)
		return
	}
	b.links(n, kind)
}

// A chainKind is what operators have in common that are broken together.
type chainKind int

const (
	noChain chainKind = iota
	sumChain
	andChain
	orChain
	defaultChain
	pipeChain
)

func kindOf(n syntax.Expr) chainKind {
	switch n := n.(type) {
	case *syntax.Binary:
		switch n.Op {
		case syntax.OpPlus, syntax.OpMinus:
			return sumChain
		case syntax.OpAnd:
			return andChain
		case syntax.OpOr:
			return orChain
		case syntax.OpCoalesce:
			return defaultChain
		}
	case *syntax.Where:
		return pipeChain
	case *syntax.Call:
		if n.Form == syntax.PipeCall {
			return pipeChain
		}
	}
	return noChain
}

// cond emits a choice. An else that is a choice goes on with it.
func (b *builder) cond(n *syntax.Cond) {
	b.begin()
	b.indent()
	if n.Ternary {
		b.ternary(n)
	} else {
		b.choose(n)
	}
	b.dedent()
	b.end()
}

func (b *builder) ternary(n *syntax.Cond) {
	b.expr(n.If)
	b.line()
	b.token()
	b.spaced(n.Then)
	b.line()
	b.token()
	b.space()
	if other, ok := n.Else.(*syntax.Cond); ok && other.Ternary && !b.bracketed(other) {
		b.ternary(other)
	} else {
		b.expr(n.Else)
	}
}

func (b *builder) choose(n *syntax.Cond) {
	b.begin()
	b.token()
	b.spaced(n.If)
	b.line()
	b.token()
	b.spaced(n.Then)
	b.end()
	b.line()
	b.token()
	b.space()
	if other, ok := n.Else.(*syntax.Cond); ok && !other.Ternary && !b.bracketed(other) {
		b.choose(other)
	} else {
		b.expr(n.Else)
	}
}

func (b *builder) lambda(n *syntax.Lambda) {
	if b.peek() == "(" {
		b.token()
		for i := range n.Params {
			if i > 0 {
				b.comma(commaAlways)
				b.space()
			}
			b.token()
		}
		b.token()
	} else {
		b.token()
	}
	b.word()
	b.spaced(n.Body)
}

// choice emits an arm of a match that gives a value.
func (b *builder) choice(n *syntax.MatchArm) {
	if n.Cond != nil {
		b.expr(n.Cond)
	} else {
		b.pattern(n.Pattern)
	}
	b.guard(n.Where)
	b.word()
	b.spaced(n.Value)
}
