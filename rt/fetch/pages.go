package fetch

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Paging is how an API tells its pages apart.
type Paging int

const (
	ByOffset Paging = iota // the parameter is how many items to leave out; from 0 unless params say
	ByPage                 // the parameter is the page's number; from 1 unless params say
	ByCursor               // the parameter is what the page before said at the path Next
	ByLink                 // a page's Link header has the URL of the next
)

// Pages asks for all pages of a request (the language, §8). They end when Until
// holds, or with a page that has no items, fewer than Size (ByOffset, ByPage),
// or no next one (ByCursor, ByLink).
type Pages struct {
	By    Paging
	Param string // that says which page; none for ByLink
	Size  int    // items a page; 0 where it is not said: then ByOffset counts those that came
	Next  string // ByCursor: the path to the next cursor in a page, such as "meta.next"
	// Items is the path to the items in a page: the option items, else the
	// array that until measures; "" is the page itself where it is an array,
	// else its only array field.
	Items string
	// Until is asked after each page, on the strand's goroutine, with the
	// page's response and the parameter's value; nil never holds.
	Until func(response, parameter value.Value) bool
	// MaxPages ends the pages where more would follow, with a warning; 0 is
	// no limit that the mission writes. Then the 100,000th is an error: an API
	// whose pages never end.
	MaxPages int
	// Parallel is how many pages after the first are fetched side by side, for
	// ByOffset and ByPage; 0 is one after another.
	Parallel int
}

// endless is the page at which pages are taken never to end.
var endless = 100_000

// pager goes through the pages of one request.
type pager struct {
	src   *Source
	s     *rt.Strand
	at    value.Pos
	place rt.Place // of the request
	r     *Request
	p     *Pages
	asked uint64 // pages that were asked for
	count int    // pages so far

	param    value.Value         // of the next page
	link     string              // of the next page; "" is the request itself
	seen     map[string]struct{} // cursors and links that were followed
	previous page                // the one before
	shape    string              // what the first page was: its items' path, or one of the two below
	sync     *syncing            // of a request with since
	cut      bool                // the mission ended the pages where more would follow
	parts    *value.Selection    // what is decoded of a page, once their shape is known
	entire   bool                // that is all of its items
	blind    bool                // the parts tell no page from another
}

const (
	anArray   = "\x00array"
	noItemsAt = ""
)

func (src *Source) newPager(s *rt.Strand, at value.Pos, r *Request, place rt.Place) *pager {
	p := &pager{src: src, s: s, at: at, place: place, r: r, p: r.Pages, seen: map[string]struct{}{}}
	if r.Pages.Items != "" {
		p.shape = r.Pages.Items
	}
	p.param, _ = r.Params.Lookup(r.Pages.Param)
	if _, ok := p.param.AsInt(); !ok {
		switch r.Pages.By {
		case ByOffset:
			p.param = value.Int(0)
		case ByPage:
			p.param = value.Int(1)
		}
	}
	return p
}

// request is that of the next page.
func (p *pager) request(param value.Value) (*outgoing, error) {
	r := *p.r
	if p.link != "" {
		r.Path, r.Params = p.link, value.Null
	} else if p.p.By != ByLink && !param.IsNull() {
		var params value.Builder
		params.Spread(r.Params)
		params.Set(p.p.Param, param)
		r.Params = params.Object()
	}
	out, err := p.src.outgoing(&r)
	if err != nil {
		return nil, p.s.Fail(p.at, rt.CodeExpression, "%v", err)
	}
	return out, nil
}

// sending is the request for one more page. Its faults follow from the place of
// the request and the number of the page: they are the same whether the mission
// handles the pages all at once, or one by one with other work between them.
func (p *pager) sending(out *outgoing) *sending {
	var faults *chaos
	if seed := p.src.run.Options().Chaos; seed != 0 {
		faults = &chaos{p.place.Dice(seed + p.asked<<32)}
	}
	p.asked++
	n := p.src.newSending(p.s, p.at, p.r, out, faults)
	n.seen = p.seenOf()
	n.keeps = p.r.Seen != nil && !p.entire
	return n
}

// all calls f with each page in order, until one is the last or is no success.
func (p *pager) all(ctx context.Context, f func(page) error) error {
	side := p.p.Parallel
	if p.p.By != ByPage && (p.p.By != ByOffset || p.p.Size == 0) { // where the next one is, the page before tells
		side = 1
	}
	first, err := p.one(ctx)
	for err == nil {
		if err := f(first); err != nil || first.last {
			return err
		}
		if side > 1 {
			return p.sideBySide(ctx, side, f)
		}
		first, err = p.one(ctx)
	}
	return err
}

// one fetches the next page.
func (p *pager) one(ctx context.Context) (page, error) {
	param := p.param
	out, err := p.request(param)
	if err != nil {
		return page{}, err
	}
	if p.count == 0 && p.p.By == ByLink {
		p.first(out.url.String())
	}
	o, err := p.sending(out).carry(ctx)
	if err != nil {
		return page{}, err
	}
	return p.judge(ctx, o, param)
}

// sideBySide fetches that many pages at once, and judges them in their order.
// What was fetched beyond the last page is thrown away, whatever it was.
func (p *pager) sideBySide(ctx context.Context, side int, f func(page) error) (err error) {
	type coming struct {
		param value.Value
		done  chan struct{}
		o     *outcome
		err   error
	}
	inner, cancel := context.WithCancel(ctx)
	var group errgroup.Group
	defer func() {
		cancel()
		_ = group.Wait()
	}()
	var queue []*coming
	ahead := p.param
	for {
		for len(queue) < side {
			c := &coming{param: ahead, done: make(chan struct{})}
			out, err := p.request(ahead)
			if err != nil {
				return err
			}
			n := p.sending(out)
			group.Go(func() error {
				defer close(c.done)
				c.o, c.err = n.carry(inner)
				return nil
			})
			queue = append(queue, c)
			ahead = p.after(ahead)
		}
		c := queue[0]
		queue = queue[1:]
		<-c.done
		if c.err != nil {
			return c.err
		}
		p.param = c.param
		next, err := p.judge(ctx, c.o, c.param)
		if err != nil {
			return err
		}
		if err := f(next); err != nil || next.last {
			return err
		}
	}
}

// after is the parameter of the page behind the one with that parameter.
func (p *pager) after(param value.Value) value.Value {
	n, _ := param.AsInt()
	if p.p.By == ByOffset {
		return value.Int(n + int64(p.p.Size))
	}
	return value.Int(n + 1)
}

// joined fetches all pages and joins them to one response.
func (p *pager) joined(ctx context.Context) (*outcome, error) {
	var all []value.Value
	o, err := p.through(ctx, func(items []value.Value) error {
		all = append(all, items...)
		return nil
	})
	if err != nil || !o.good() {
		return o, err
	}
	p.done()
	return p.join(o, all), nil
}

// done lets the checkpoint advance, where no page was left out.
func (p *pager) done() {
	if !p.cut {
		p.sync.done(p.s)
	}
}

// through calls f with the items of each page. The outcome is that of the last
// page that has a response, or the first that is no success; a status that is
// data ends the pages behind the first.
func (p *pager) through(ctx context.Context, f func(items []value.Value) error) (*outcome, error) {
	var last *outcome
	err := p.all(ctx, func(next page) error {
		switch {
		case next.good():
			if last == nil || !next.value.IsNull() {
				last = next.outcome
			}
			return f(next.items)
		case last == nil || next.fault != nil || !slices.Contains(p.r.Allow, next.status):
			last = next.outcome
		}
		return nil
	})
	return last, err
}

// join is the response of all pages: their arrays; or the last page's object,
// with the items of all in the place of its own.
func (p *pager) join(last *outcome, all []value.Value) *outcome {
	o := *last
	switch {
	case last.value.Kind() == value.KindObject && p.shape != noItemsAt && p.shape != anArray:
		o.value = replace(last.value, p.shape, value.Array(all...))
	case last.value.Kind() == value.KindObject, p.shape == noItemsAt:
	default:
		o.value = value.Array(all...)
	}
	return &o
}
