package interpret

import (
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

// pages and since are the options of a request for all pages, or for what is new.

func (t *thread) pages(p *plan.Pages) *fetch.Pages {
	pages := &fetch.Pages{
		By: map[plan.Paging]fetch.Paging{
			plan.ByOffset: fetch.ByOffset, plan.ByPage: fetch.ByPage, plan.ByCursor: fetch.ByCursor, plan.ByLink: fetch.ByLink,
		}[p.By],
		Param: p.Param, Next: p.Next, Items: p.Items,
	}
	for _, option := range []struct {
		what string
		x    plan.Expr
		to   *int
	}{{"size", p.Size, &pages.Size}, {"maxPages", p.MaxPages, &pages.MaxPages}, {"parallel", p.Parallel, &pages.Parallel}} {
		if option.x != nil {
			*option.to = t.s.Whole(at(option.x.At()), option.what, t.eval(option.x))
			t.check()
		}
	}
	if p.Until != nil {
		until := t.function(p.Until)
		pages.Until = func(response, parameter value.Value) (holds bool) {
			defer t.settle()
			return until(response, parameter).Truthy()
		}
	}
	return pages
}

func (t *thread) since(s *plan.Since) *fetch.Since {
	since := &fetch.Since{Param: s.Param, Header: s.Header, Format: s.Format, UpdateFrom: s.UpdateFrom}
	if s.Key != nil {
		since.Key = t.eval(s.Key).String()
	}
	return since
}

// settle, deferred, leaves the failure of an expression with the strand, for a
// caller that looks there.
func (t *thread) settle() {
	if v := recover(); v != nil {
		if _, ok := v.(failed); !ok {
			panic(v)
		}
	}
}

// A listing is what a loop over pages goes through: the items of all pages that
// came, and what ended them, nil where it was the last page.
type listing struct {
	items []value.Value
	ended error
}

// allPages fetches the pages of a request, all of them before the loop over
// them begins: a mission that handles them one by one comes to the same.
func (t *thread) allPages(stream *fetch.Stream, loop *plan.For) listing {
	t.filter(stream, loop)
	var l listing
	for items := range stream.Pages(t.ctx, at(loop.In.At())) {
		l.items = append(l.items, items...)
	}
	l.ended = stream.Err()
	return l
}

// oneByOne runs the iterations of a plain loop between the pages that they come
// with: where a run has faults, these follow from places in the serial order, and
// a page that fails takes one.
func (t *thread) oneByOne(stream *fetch.Stream, loop *plan.For, iteration func(s *rt.Strand, item value.Value) error) error {
	t.filter(stream, loop)
	for item := range stream.Items(t.ctx, at(loop.In.At())) {
		if err := t.s.Check(t.ctx); err != nil {
			return err
		}
		if err := iteration(t.s, item); err != nil {
			return err
		}
	}
	return stream.Err()
}

// filter has the stream leave out what the loop does.
func (t *thread) filter(stream *fetch.Stream, loop *plan.For) {
	if loop.Where == nil {
		return
	}
	keep := t.lambda(loop.Where)
	stream.Where(at(loop.Where.Span), func(item value.Value) (kept value.Value) {
		defer t.settle()
		return keep(item)
	})
}

// err is what ended the pages. What fails behind a loop is later than what
// failed in it.
func (l listing) err(s *rt.Strand) error {
	if failure, ok := l.ended.(*rt.Failure); ok {
		return s.FailWith(failure.At, failure.Code, "%s", failure.Message)
	}
	return l.ended
}

// fieldPath is the path of the fields of a response that a loop goes through.
func fieldPath(x plan.Expr) string {
	var names []string
	for {
		m, ok := x.(*plan.Member)
		if !ok {
			return strings.Join(names, ".")
		}
		names = append([]string{m.Name}, names...)
		x = m.X
	}
}

// byPage are the loops that go page by page, by the requests whose pages they
// handle.
func byPage(m *plan.Mission) map[*plan.Request]*plan.For {
	loops := map[*plan.Request]*plan.For{}
	for _, a := range m.Actions {
		a.Body.Each(func(s plan.Step) {
			if loop, ok := s.(*plan.For); ok && loop.Pages != nil {
				loops[loop.Pages] = loop
			}
		})
	}
	return loops
}
