package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

var pagings = map[plan.Paging]rtapi.Symbol{
	plan.ByOffset: rtapi.ByOffset, plan.ByPage: rtapi.ByPage, plan.ByCursor: rtapi.ByCursor, plan.ByLink: rtapi.ByLink,
}

// pagesOf is the option paginate, with until and items: a *fetch.Pages.
func (b *body) pagesOf(step *plan.Request) expr.Operand {
	p := step.Pages
	fields := []rtapi.Symbol{rtapi.PagesBy}
	operands := []expr.Operand{fixed(pagings[p.By].Qual())}
	add := func(name rtapi.Symbol, o expr.Operand) {
		fields = append(fields, name)
		operands = append(operands, o)
	}
	text := func(name rtapi.Symbol, text string) {
		if text != "" {
			add(name, fixed(j.Lit(text)))
		}
	}
	text(rtapi.PagesParam, p.Param)
	if p.Size != nil {
		add(rtapi.PagesSize, countOf(b.converter(rtapi.StrandWhole), "size", p.Size))
	}
	text(rtapi.PagesNext, p.Next)
	text(rtapi.PagesItems, p.Items)
	if p.MaxPages != nil {
		add(rtapi.PagesMaxPages, countOf(b.converter(rtapi.StrandWhole), "maxPages", p.MaxPages))
	}
	if p.Parallel != nil {
		add(rtapi.PagesParallel, fixed(b.limit(p.Parallel, "parallel", b.members.actions[b.action]+"Pages")))
	}
	if p.Until != nil {
		add(rtapi.PagesUntil, fixed(b.Predicate(p.Until)))
	}
	return pointer(b.Writer, "pages", rtapi.Pages, len(fields) > 4 || p.Until != nil, fields, operands)
}

// since is the option since: a *fetch.Since.
func (b *body) since(step *plan.Request) expr.Operand {
	s := step.Since
	var fields []rtapi.Symbol
	var operands []expr.Operand
	for _, option := range []struct {
		name rtapi.Symbol
		text string
	}{
		{rtapi.SinceParam, s.Param},
		{rtapi.SinceHeader, s.Header},
		{rtapi.SinceFormat, s.Format},
		{rtapi.SinceUpdateFrom, s.UpdateFrom},
	} {
		if option.text != "" {
			fields = append(fields, option.name)
			operands = append(operands, fixed(j.Lit(option.text)))
		}
	}
	if s.Key != nil {
		fields = append(fields, rtapi.SinceKey)
		operands = append(operands, b.text(s.Key, "key"))
	}
	return pointer(b.Writer, "since", rtapi.Since, len(fields) > 2, fields, operands)
}

// text is an operand that is a string of Go.
func (b *body) text(x plan.Expr, hint string) expr.Operand {
	o := b.Operand(x, hint)
	o.Code = func(out *expr.Code) *j.Statement { return b.Text(out, x) }
	return o
}

// pointer is the address of a struct literal.
func pointer(w *expr.Writer, hint string, typ rtapi.Symbol, wide bool, names []rtapi.Symbol, operands []expr.Operand) expr.Operand {
	o := expr.Operand{Hint: hint}
	for _, operand := range operands {
		o.Fallible = o.Fallible || operand.Fallible
		o.Statements = o.Statements || operand.Statements
	}
	o.Code = func(out *expr.Code) *j.Statement {
		codes := w.InOrder(out, operands...)
		fields := make([]field, len(names))
		for i, name := range names {
			fields[i] = field{name, codes[i]}
		}
		return j.Op("&").Add(composite(typ.Qual(), wide, fields...))
	}
	return o
}

// idempotencyKey is the option of that name, as a string of Go.
func (b *body) idempotencyKey(step *plan.Request) expr.Operand {
	x := step.IdempotencyKey
	if text, ok := x.(*plan.Literal); ok && isText(x) {
		return fixed(j.Lit(text.Value))
	}
	o := b.Operand(x, "idempotencyKey")
	value := o.Code
	o.Fallible = true
	o.Code = func(out *expr.Code) *j.Statement {
		return rtapi.IdempotencyKey.Call(j.Id(expr.Strand), b.pos(x.At()), value(out))
	}
	return o
}

// synced writes what the request's options read as lastSync, and gives a body
// that knows it.
func (b *body) synced(out *expr.Code, step *plan.Request) *body {
	read := false
	plan.Exprs(step, func(x plan.Expr) {
		expr.Reads(x, func(v *plan.Var) { read = read || v == step.LastSync })
	})
	if step.LastSync == nil || !read {
		return b
	}
	inner := *b
	name := b.Scope.New("lastSync")
	since := composite(rtapi.Since.Qual(), false, field{rtapi.SinceKey, b.Text(out, step.Since.Key)})
	request := composite(rtapi.Request.Qual(), false, field{rtapi.RequestSince, j.Op("&").Add(since)})
	out.Add(j.Id(name).Op(":=").Add(rtapi.SourceLastSync.On(
		member(b.members.sources[step.Source]), j.Id(expr.Strand), b.pos(step.Since.Span), request,
	)))
	inner.Writer = b.With(map[*plan.Var]func() *j.Statement{
		step.LastSync: func() *j.Statement { return j.Id(name) },
	})
	return &inner
}

// fieldPath is the path of the fields that a loop over pages goes through: of
// response.data.items it is data.items.
func fieldPath(x plan.Expr) string {
	m, ok := x.(*plan.Member)
	if !ok {
		return ""
	}
	if around := fieldPath(m.X); around != "" {
		return around + "." + m.Name
	}
	return m.Name
}
