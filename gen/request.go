package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// request writes a request: one that a match follows is asked, any other sent.
func (b *body) request(out *expr.Code, n *flow.Node, step *plan.Request, last bool) (ended bool) {
	b.members.used[step.Source] = true
	source := func() *j.Statement { return member(b.members.sources[step.Source]) }
	if n.Ahead != nil {
		b.ahead(out, step, n.Ahead)
	}
	request := b.synced(out, step).requestLiteral(out, step)
	if n.Request != nil {
		sent := b.Scope.New("sent")
		out.Add(j.Id(sent).Op(":=").Add(request))
		request = j.Id(sent)
	}
	method := rtapi.SourceSend
	if step.Matched {
		method = rtapi.SourceAsk
	}
	call := method.On(source(), j.Id(b.ctx), j.Id(expr.Strand), b.pos(step.Span), request.Clone())
	switch {
	case n.Loop != nil:
		pages := b.Scope.New("pages")
		b.pages[step] = pages
		out.Add(j.Id(pages).Op(":=").Add(rtapi.SourceStream.On(
			source(), j.Id(expr.Strand), b.pos(step.Span), request.Clone(), j.Lit(fieldPath(n.Loop.In)),
		)))
	case step.Matched && (n.Response != nil || n.Answered):
		b.answer = b.Scope.New("answer")
		b.receive(out, b.answer, true, call)
		if n.Response != nil {
			b.set(out, n.Response, rtapi.AnswerValue.Of(j.Id(b.answer)))
		}
	case n.Response != nil:
		b.receive(out, b.flow.Name(n.Response.Var), n.Response.Declare, call)
	case last && n.Source == nil && n.Request == nil:
		op := ":="
		if b.Scope.Has("err") {
			op = "="
		}
		b.Scope.Take("err")
		out.Add(j.List(j.Id("_"), j.Err()).Op(op).Add(call), j.Return(j.Err()))
		return true
	default:
		out.Add(j.If(j.List(j.Id("_"), j.Err()).Op(":=").Add(call), j.Err().Op("!=").Nil()).Block(j.Return(j.Err())))
	}
	if n.Source != nil {
		b.set(out, n.Source, rtapi.String.Call(j.Lit(step.Source.Name)))
	}
	if n.Request != nil {
		b.set(out, n.Request, rtapi.SourceDescribe.On(source(), request))
	}
	return false
}

// set gives a variable its value.
func (b *body) set(out *expr.Code, s *flow.Set, v *j.Statement) {
	op := "="
	if s.Declare {
		op = ":="
	}
	out.Add(j.Id(b.flow.Name(s.Var)).Op(op).Add(v))
}

// receive writes a call that gives a value and an error, and takes the value
// into the variable.
func (b *body) receive(out *expr.Code, name string, declare bool, call *j.Statement) {
	op, into := ":=", name
	switch {
	case declare, b.Scope.Has(name):
	case b.Scope.Has("err"):
		op = "="
	default: // both would be new here
		into = b.Scope.New("received")
	}
	if !declare && b.Scope.Has(name) && b.Scope.Has("err") {
		op = "="
	}
	b.Scope.Take("err")
	out.Add(
		j.List(j.Id(into), j.Err()).Op(op).Add(call),
		j.If(j.Err().Op("!=").Nil()).Block(j.Return(j.Err())),
	)
	if into != name {
		out.Add(j.Id(name).Op("=").Id(into))
	}
}

// requestLiteral writes the fetch.Request of a request.
func (b *body) requestLiteral(out *expr.Code, step *plan.Request) *j.Statement {
	fields := []rtapi.Symbol{rtapi.RequestMethod, rtapi.RequestPath}
	operands := []expr.Operand{fixed(j.Lit(step.Method)), b.path(step.Path)}
	add := func(name rtapi.Symbol, o expr.Operand) {
		fields = append(fields, name)
		operands = append(operands, o)
	}
	for _, option := range []struct {
		name rtapi.Symbol
		x    plan.Expr
		hint string
	}{
		{rtapi.RequestParams, step.Params, "params"},
		{rtapi.RequestBody, step.Body, "body"},
		{rtapi.RequestHeaders, step.Headers, "headers"},
	} {
		if option.x != nil {
			add(option.name, b.Operand(option.x, option.hint))
		}
	}
	if step.Timeout != nil {
		add(rtapi.RequestTimeout, durationOf(b.converter(rtapi.StrandDuration), "timeout", step.Timeout))
	}
	if step.Retry != nil {
		add(rtapi.RequestRetry, expr.Operand{Hint: "retry", Fallible: true, Code: func(out *expr.Code) *j.Statement {
			return j.Op("&").Add(b.policy(out, step.Retry))
		}})
	}
	if step.Allow != nil {
		add(rtapi.RequestAllow, b.statuses(step.Allow))
	}
	if field := b.inFlight(); field != "" {
		add(rtapi.RequestInFlight, fixed(member(field)))
	}
	if attempts, again := b.attempts[step]; again {
		add(rtapi.RequestOnce, fixed(rtapi.AttemptsOnce.On(j.Id(attempts))))
	}
	if step.Pages != nil {
		add(rtapi.RequestPages, b.pagesOf(step))
	}
	if step.Since != nil {
		add(rtapi.RequestSince, b.since(step))
	}
	if key, hoisted := b.keys[step]; hoisted {
		add(rtapi.RequestKey, fixed(j.Id(key)))
	} else if step.IdempotencyKey != nil {
		add(rtapi.RequestKey, b.idempotencyKey(step))
	}
	if view := b.views[step]; view != nil {
		hint, paths := b.members.actions[b.action], view.Paths()
		switch ahead, is := b.aheads[step]; {
		case is:
			seen := b.Package.SelectionOfEach(hint, paths, ahead.path)
			add(rtapi.RequestSeen, fixed(rtapi.AheadSeen.On(j.Id(ahead.name), seen)))
		case paths[0] != "":
			add(rtapi.RequestSeen, fixed(b.Package.Selection(hint, paths)))
		}
	}
	codes := b.InOrder(out, operands...)
	literal := make([]field, len(fields))
	for i, name := range fields {
		literal[i] = field{name, codes[i]}
	}
	return composite(rtapi.Request.Qual(), len(literal) > 2 || !isText(step.Path), literal...)
}

// fixed is an operand that is evaluated without effort.
func fixed(code *j.Statement) expr.Operand {
	return expr.Operand{Code: func(*expr.Code) *j.Statement { return code }}
}

// isText tells a string that is written out.
func isText(x plan.Expr) bool {
	lit, ok := x.(*plan.Literal)
	if !ok {
		return false
	}
	_, ok = lit.Value.(string)
	return ok
}

// path is a request's path: text whose values are escaped, or any expression.
func (b *body) path(x plan.Expr) expr.Operand {
	o := b.Operand(x, "path")
	if t, ok := x.(*plan.Template); ok {
		o.Code = func(out *expr.Code) *j.Statement { return b.Text(out, t) }
		return o
	}
	if isText(x) {
		return fixed(j.Lit(x.(*plan.Literal).Value))
	}
	value := o.Code
	o.Fallible = true
	o.Code = func(out *expr.Code) *j.Statement {
		return rtapi.Path.Call(j.Id(expr.Strand), b.pos(x.At()), value(out))
	}
	return o
}

// statuses is the option allow.
func (b *body) statuses(x plan.Expr) expr.Operand {
	if array, ok := x.(*plan.Array); ok {
		var list []j.Code
		for _, e := range array.Elems {
			if n, ok := literalInt(e); ok {
				list = append(list, j.Lit(int(n)))
			}
		}
		if len(list) == len(array.Elems) {
			return fixed(j.Index().Int().Values(list...))
		}
	}
	o := b.Operand(x, "allow")
	value := o.Code
	o.Fallible = true
	o.Code = func(out *expr.Code) *j.Statement {
		return rtapi.Statuses.Call(j.Id(expr.Strand), b.pos(x.At()), value(out))
	}
	return o
}
