package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// repeated writes a request that a retry sends again: a loop around it and the
// steps up to the last retry.
func (b *body) repeated(out *expr.Code, n *flow.Node, last bool) (ended bool) {
	request := n.Step.(*plan.Request)
	around := &loop{step: request}
	for _, v := range n.Saved {
		name := b.flow.Name(v)
		before := b.Scope.New(name + "Before")
		around.setBack = append(around.setBack, j.Id(name).Op("=").Id(before))
		out.Add(j.Id(before).Op(":=").Id(name))
	}
	attempts := b.Scope.New("attempts")
	b.attempts[request] = attempts
	if request.IdempotencyKey != nil {
		key := b.Scope.New("idempotencyKey")
		b.keys[request] = key
		operand := b.idempotencyKey(request)
		out.Add(j.Id(key).Op(":=").Add(operand.Code(out)))
		if operand.Fallible {
			fault(out)
		}
	}
	inner := b.inner()
	inner.returns = last
	inner.loops = append(b.loops[:len(b.loops):len(b.loops)], around)
	var code expr.Code
	inside := inner.nodes(&code, n.Region)
	switch {
	case inside:
	case last:
		code.Add(j.Return(j.Nil()))
	default:
		code.Add(j.Break())
	}
	out.Add(j.Var().Id(attempts).Add(rtapi.Attempts.Qual()), around.statement(j.For().Block(code...)))
	return inside || last
}

// statement is the loop with its label, where something goes on with it from
// within another one.
func (l *loop) statement(loop *j.Statement) *j.Statement {
	if !l.used {
		return loop
	}
	return j.Id(l.label).Op(":").Line().Add(loop)
}

// again goes on with a loop around: the label stands behind continue only where
// another loop is nearer.
func (b *body) again(l *loop) *j.Statement {
	if b.loops[len(b.loops)-1] == l {
		return j.Continue()
	}
	if !l.used {
		l.used = true
		word := "again"
		if step, ok := l.step.(*plan.For); ok {
			word = "next" + names.Title(step.Var.Name)
		}
		l.label = names.Unique(word, func(name string) bool { return b.labels[name] })
		b.labels[l.label] = true
	}
	return j.Continue().Id(l.label)
}

// retry writes `retry { … }`.
func (b *body) retry(out *expr.Code, step *plan.RetryStep) {
	b.sendAgain(out, step, step.Request, step.Policy)
}

func (b *body) sendAgain(out *expr.Code, step plan.Step, request *plan.Request, p *plan.Retry) {
	var around *loop
	for _, l := range b.loops {
		if l.step == plan.Step(request) {
			around = l
		}
	}
	if around == nil {
		refuse("%s: this retry stands in another loop than its request", b.at(step.At()))
	}
	again := rtapi.AttemptsAgain.On(
		j.Id(b.attempts[request]), j.Id(b.ctx), j.Id(expr.Strand), b.pos(step.At()), b.policy(out, p),
	)
	check(out, again, false)
	out.Add(around.setBack...)
	out.Add(b.again(around))
}

// jump writes `jump A then retry` and `jump A then continue`.
func (b *body) jump(out *expr.Code, step *plan.Jump, last bool) (ended bool) {
	call := b.callOf(step.Span, step.Action)
	if step.Request == nil {
		return check(out, call, last)
	}
	check(out, call, false)
	b.sendAgain(out, step, step.Request, nil)
	return false
}

// A converter makes an operand that a method of the runtime makes something of:
// of the strand while the mission runs, of the run where it starts.
type converter func(what string, x plan.Expr) expr.Operand

// policy writes an rt.Retry with what makes numbers and waits of expressions.
func policy(w *expr.Writer, out *expr.Code, p *plan.Retry, whole, wait converter) *j.Statement {
	if p == nil {
		return composite(rtapi.Retry.Qual(), false)
	}
	var fields []rtapi.Symbol
	var operands []expr.Operand
	add := func(name rtapi.Symbol, o expr.Operand) {
		fields = append(fields, name)
		operands = append(operands, o)
	}
	if p.MaxAttempts != nil {
		add(rtapi.RetryMaxAttempts, countOf(whole, "maxAttempts", p.MaxAttempts))
	}
	switch {
	case p.Delay != nil:
		add(rtapi.RetryBackoff, fixed(rtapi.Constant.Qual()))
	case p.Backoff != "":
		add(rtapi.RetryBackoff, fixed(backoffs[p.Backoff].Qual()))
	}
	switch {
	case p.Delay != nil:
		add(rtapi.RetryInitialDelay, delayOf(wait, "delay", p.Delay))
	case p.InitialDelay != nil:
		add(rtapi.RetryInitialDelay, delayOf(wait, "initialDelay", p.InitialDelay))
	}
	switch {
	case p.MaxDelay != nil:
		add(rtapi.RetryMaxDelay, delayOf(wait, "maxDelay", p.MaxDelay))
	case p.Delay != nil && !isShort(p.Delay): // it is not to be cut
		add(rtapi.RetryMaxDelay, delayOf(wait, "delay", p.Delay))
	}
	codes := w.InOrder(out, operands...)
	literal := make([]field, len(fields))
	for i, name := range fields {
		literal[i] = field{name, codes[i]}
	}
	return composite(rtapi.Retry.Qual(), len(literal) > 2, literal...)
}

// defaultMaxDelay is the longest wait of a policy that says none: the runtime's
// rt.Defaults.MaxDelay, in milliseconds.
const defaultMaxDelay = 30_000

// isShort tells a wait that the default of the longest one does not cut.
func isShort(x plan.Expr) bool {
	ms, ok := literalInt(x)
	return ok && ms <= defaultMaxDelay
}

var backoffs = map[string]rtapi.Symbol{"exponential": rtapi.Exponential, "linear": rtapi.Linear, "constant": rtapi.Constant}

// countOf is a number of attempts.
func countOf(convert converter, what string, x plan.Expr) expr.Operand {
	if n, ok := literalInt(x); ok {
		return fixed(j.Lit(int(n)))
	}
	return convert(what, x)
}

// durationOf is a length of time.
func durationOf(convert converter, what string, x plan.Expr) expr.Operand {
	if ms, ok := literalInt(x); ok {
		return fixed(duration(ms))
	}
	return convert(what, x)
}

// delayOf is a length of time in a policy, in which none at all would be the
// default.
func delayOf(convert converter, what string, x plan.Expr) expr.Operand {
	switch ms, ok := literalInt(x); {
	case ok && ms == 0:
		return fixed(j.Qual("time", "Nanosecond"))
	case ok:
		return fixed(duration(ms))
	}
	return convert(what, x)
}

// policy writes an rt.Retry of a step.
func (b *body) policy(out *expr.Code, p *plan.Retry) *j.Statement {
	return policy(b.Writer, out, p, b.converter(rtapi.StrandWhole), b.converter(rtapi.StrandDelay))
}

// converter converts by a method of the strand, whose error the step has then.
func (b *body) converter(method rtapi.Symbol) converter {
	return func(what string, x plan.Expr) expr.Operand {
		o := b.Operand(x, what)
		value := o.Code
		o.Fallible = true
		o.Code = func(out *expr.Code) *j.Statement {
			return method.On(j.Id(expr.Strand), b.pos(x.At()), j.Lit(what), value(out))
		}
		return o
	}
}
