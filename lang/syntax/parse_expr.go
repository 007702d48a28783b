package syntax

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/reqongen/reqongen/lang/source"
)

// How tightly the operators bind, the loosest first.
const (
	bindWhere = iota + 1
	bindPipe
	bindCoalesce
	bindOr
	bindAnd
	bindNot
	bindCompare
	bindRange
	bindAdd
	bindMul
)

// An infix is an operator as it stands in the text.
type infix struct {
	op     Op
	bind   int
	tokens int
	meant  string // what another language's operator is called here; "" for Reqon's own
	not    bool   // `not in` and its like
}

// The words and signs between two operands; those of Op stand for themselves.
const (
	opWhere Op = "where"
	opIs    Op = "is"
	opPipe  Op = "|"
)

var infixes = map[string]infix{
	"where": {op: opWhere, bind: bindWhere},
	"|":     {op: opPipe, bind: bindPipe},
	"??":    {op: OpCoalesce, bind: bindCoalesce},
	"or":    {op: OpOr, bind: bindOr},
	"and":   {op: OpAnd, bind: bindAnd},
	"==":    {op: OpEq, bind: bindCompare},
	"!=":    {op: OpNotEq, bind: bindCompare},
	"<":     {op: OpLess, bind: bindCompare},
	"<=":    {op: OpLessEq, bind: bindCompare},
	">":     {op: OpGreater, bind: bindCompare},
	">=":    {op: OpGreaterEq, bind: bindCompare},
	"is":    {op: opIs, bind: bindCompare},
	"in":    {op: OpIn, bind: bindCompare},

	"contains":   {op: OpContains, bind: bindCompare},
	"startsWith": {op: OpStartsWith, bind: bindCompare},
	"endsWith":   {op: OpEndsWith, bind: bindCompare},

	"..": {op: OpRange, bind: bindRange},
	"+":  {op: OpPlus, bind: bindAdd},
	"-":  {op: OpMinus, bind: bindAdd},
	"*":  {op: OpMul, bind: bindMul},
	"/":  {op: OpDiv, bind: bindMul},
	"%":  {op: OpMod, bind: bindMul},

	"||":  {op: OpOr, bind: bindOr, meant: "or"},
	"&&":  {op: OpAnd, bind: bindAnd, meant: "and"},
	"===": {op: OpEq, bind: bindCompare, meant: "=="},
	"!==": {op: OpNotEq, bind: bindCompare, meant: "!="},
	"&":   {op: OpAnd, bind: bindAnd, meant: "and"},
	"=":   {op: OpEq, bind: bindCompare, meant: "=="},
}

// expr reads an expression. Where none stands it reports that and gives a Bad.
//
//	expr    = lambda | ternary .
//	ternary = where [ "?" expr ":" expr ] .
func (p *parser) expr() Expr {
	if !p.enter() {
		return p.badExpr(p.cursor())
	}
	defer p.leave()
	start := p.cursor()
	x := p.binary(bindWhere)
	if !p.is("?") {
		return x
	}
	return p.ternary(start, x)
}

func (p *parser) badExpr(start int) Expr { return &Bad{node: p.from(start)} }

// inside reads an expression in brackets, where every mode is off.
func (p *parser) inside() Expr {
	outer := p.mode
	p.mode = mode{}
	p.brackets++
	x := p.expr()
	p.brackets--
	p.mode = outer
	return x
}

func (p *parser) ternary(start int, cond Expr) Expr {
	question := p.next()
	n := &Cond{Ternary: true, If: cond}
	n.Then = p.expr()
	if p.is(":") {
		p.next()
		n.Else = p.expr()
	} else {
		hint := "a choice is written condition ? value : other"
		if dot, ok := n.Then.(*Dot); ok && dot.span.Start().Offset() == end(question) {
			hint = "write . instead of ?. : a member of null is null"
		}
		p.expected(`":"`, hint)
		n.Else = p.badExpr(p.cursor())
	}
	n.node = p.from(start)
	return n
}

// lambdaParams gives the number of tokens that the parameters and the arrow of
// a function take if one stands next; otherwise 0.
func (p *parser) lambdaParams() int {
	if p.peek().Type == kindIdent && p.ahead(1).Value == "=>" {
		return 2
	}
	if !p.is("(") {
		return 0
	}
	n := 1
	for p.ahead(n).Type == kindIdent {
		n++
		if p.ahead(n).Value != "," {
			break
		}
		n++
	}
	if p.ahead(n).Value == ")" && p.ahead(n+1).Value == "=>" {
		return n + 2
	}
	return 0
}

// lambda reads a function whose parameters and arrow take that many tokens. How
// many parameters there may be is the checker's to say.
//
//	lambda = ( Name | "(" [ Name { "," Name } ] ")" ) "=>" expr .
func (p *parser) lambda(start, tokens int) Expr {
	n := &Lambda{}
	for range tokens {
		if t := p.next(); t.Type == kindIdent {
			n.Params = append(n.Params, p.ident(*t))
		}
	}
	n.Body = p.expr()
	n.node = p.from(start)
	return n
}

// binary reads operands and the operators between them that bind at least as
// tightly as bind.
//
//	where   = pipe { "where" pipe } .
//	pipe    = default { "|" Name arguments { suffix } } .
//	default = or { "??" or } .
//	or      = and { "or" and } .
//	and     = not { "and" not } .
//	not     = { "not" } compare .
//	compare = range { ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "contains" | "startsWith" | "endsWith" ) range
//	        | "is" Name } .
//	range   = sum { ".." sum } .
//	sum     = product { ( "+" | "-" ) product } .
//	product = unary { ( "*" | "/" | "%" ) unary } .
func (p *parser) binary(bind int) Expr {
	start := p.cursor()
	x := p.unary()
	for links := 1; ; links++ {
		in, ok := p.infix()
		if !ok || in.bind < bind {
			return x
		}
		if links > maxChain {
			p.tooDeep("this expression has more than %d operators in a row", maxChain)
			return p.badExpr(start)
		}
		x = p.link(start, x, in)
	}
}

// infix gives the operator that stands next, if it goes on with the expression
// before it.
func (p *parser) infix() (infix, bool) {
	t := p.peek()
	in, ok := infixes[t.Value]
	in.tokens = 1
	switch {
	case t.Value == "not" && p.onLine(): // x not in y
		in, ok = infixes[p.ahead(1).Value]
		in.tokens, in.not = 2, true
		return in, ok && in.bind == bindCompare
	case !ok:
		return in, false
	case t.Type == kindIdent && p.ahead(1).Value == ":": // the next option
		return in, false
	case in.op == opWhere && p.mode.noWhere:
		return in, false
	case in.op == OpMinus && p.mode.arms && !p.onLine(): // the next arm
		return in, false
	case t.Value == "=" && !p.onLine():
		return in, false
	case t.Value == "<" && p.ahead(1).Value == ">" && p.touches(1):
		in = infix{op: OpNotEq, bind: bindCompare, tokens: 2, meant: "!="}
	}
	return in, true
}

// link reads the operator in and what stands behind it; x stands before it.
func (p *parser) link(start int, x Expr, in infix) Expr {
	t := p.peek()
	span := p.tokenSpan(t)
	p.next()
	if in.tokens == 2 {
		span = span.To(p.tokenSpan(p.next()))
	}
	if in.meant != "" {
		p.mistaken(t, span, in.meant)
	}
	if in.not {
		p.errorAt(t, codeOperator, "write not (… "+string(in.op)+" …)", `"not" stands before the whole comparison, not inside it`)
	}
	switch in.op {
	case opPipe:
		return p.pipe(start, x)
	case opIs:
		return p.isKind(start, x)
	case opWhere:
		n := &Where{X: x, Cond: p.binary(in.bind + 1)}
		n.node = p.from(start)
		return n
	}
	n := &Binary{Op: in.op, OpSpan: span, X: x, Y: p.binary(in.bind + 1)}
	n.node = p.from(start)
	if !in.not {
		return n
	}
	return &Unary{node: n.node, Op: OpNot, OpSpan: p.tokenSpan(t), X: n}
}

// mistaken reports another language's operator.
func (p *parser) mistaken(t *lexer.Token, span source.Span, meant string) {
	p.errorAt(t, codeOperator, "write "+quoted(meant), "Reqon has no operator %q", span.Text())
}

// pipe reads the call behind "|". Members behind it are members of what it
// gives.
func (p *parser) pipe(start int, x Expr) Expr {
	const usage = "a pipe leads to a call: list | filter(.total > 0)"
	t := p.peek()
	if t.Type != kindIdent || !p.onLine() && p.startsKnownStatement() {
		p.expected("a function's name", usage)
		return p.badExpr(start)
	}
	p.next()
	n := &Call{Form: PipeCall, Func: p.ident(*t), Args: []Expr{x}}
	if p.is("(") && p.onLine() {
		p.arguments(n)
	} else {
		p.expected(`"("`, usage)
	}
	n.node = p.from(start)
	return p.postfix(start, n)
}

// isKind reads the name behind "is".
func (p *parser) isKind(start int, x Expr) Expr {
	t := p.peek()
	if t.Value == "not" {
		p.errorAt(t, codeOperator, "write not (… is …)", `"not" stands before the whole comparison, not inside it`)
		p.next()
		t = p.peek()
	}
	if t.Type != kindIdent {
		p.expected("a kind of value, such as string, or a schema's name", "")
		return p.badExpr(start)
	}
	p.next()
	n := &Is{X: x, What: p.ident(*t)}
	n.node = p.from(start)
	return n
}

// unary reads an operand with the signs before it.
//
//	unary = { "-" | "+" } postfix .
func (p *parser) unary() Expr {
	t, start := p.peek(), p.cursor()
	op, bind := OpNot, bindCompare
	switch t.Value {
	case "not":
	case "!":
		p.mistaken(t, p.tokenSpan(t), "not")
	case "-", "+":
		op, bind = Op(t.Value), 0
	default:
		return p.postfix(start, p.operand())
	}
	if !p.enter() {
		return p.badExpr(start)
	}
	defer p.leave()
	p.next()
	n := &Unary{Op: op, OpSpan: p.tokenSpan(t)}
	if bind == 0 {
		n.X = p.unary()
	} else {
		n.X = p.binary(bind)
	}
	n.node = p.from(start)
	return n
}

// postfix reads the members, elements and calls behind x.
//
//	postfix   = operand { suffix } .
//	suffix    = "." Name [ arguments ] | "[" expr "]" .
//	arguments = "(" [ argument { "," argument } [ "," ] ] ")" .
func (p *parser) postfix(start int, x Expr) Expr {
	for links := 1; ; links++ {
		switch {
		case p.is(".") && !(p.mode.arms && !p.onLine()):
			x = p.member(start, x)
		case p.is("[") && p.onLine():
			opener := p.cursor()
			p.next()
			n := &Index{X: x, Index: p.inside()}
			p.closeBracket("]", "index", opener)
			n.node = p.from(start)
			x = n
		case p.is("(") && p.onLine():
			x = p.callOf(start, x)
		default:
			return x
		}
		if links > maxChain {
			p.tooDeep("this expression has more than %d members in a row", maxChain)
			return p.badExpr(start)
		}
	}
}

// member reads ".name", a method call where brackets follow.
func (p *parser) member(start int, x Expr) Expr {
	p.next()
	t := p.peek()
	if t.Type != kindIdent || !p.onLine() {
		hint := ""
		if t.Type == kindString {
			hint = "write [" + shorten(t.Value) + "]"
		}
		p.expected("a field's name", hint)
		return p.badExpr(start)
	}
	p.next()
	if p.is("(") && p.onLine() {
		n := &Call{Form: MethodCall, Func: p.ident(*t), Args: []Expr{x}}
		p.arguments(n)
		n.node = p.from(start)
		return n
	}
	n := &Member{X: x, Field: p.ident(*t)}
	n.node = p.from(start)
	return n
}

// callOf reads the arguments behind x, which should be a name.
func (p *parser) callOf(start int, x Expr) Expr {
	n := &Call{Form: PlainCall}
	name, ok := x.(*Name)
	if ok {
		n.Func = name.Ident()
	} else {
		p.errorAt(p.peek(), codeUnexpected, "", "only a function's name can be called")
	}
	p.arguments(n)
	n.node = p.from(start)
	if !ok {
		return p.badExpr(start)
	}
	return n
}

// arguments reads the arguments in brackets; the "(" stands next.
func (p *parser) arguments(n *Call) {
	n.Args = append(n.Args, p.elements(")", "call", p.callArgument)...)
}

// callArgument reads one argument, which may have a name.
//
//	argument  = [ Name ":" ] expr .
func (p *parser) callArgument() Expr {
	if p.peek().Type != kindIdent || p.ahead(1).Value != ":" {
		return p.expr()
	}
	start := p.cursor()
	n := &Named{Name: p.ident(*p.next())}
	p.next()
	n.Value = p.expr()
	n.node = p.from(start)
	return n
}
