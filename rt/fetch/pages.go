package fetch

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
	previous []value.Value       // items of the page before
	shape    string              // what the first page was: its items' path, or one of the two below
	sync     *syncing            // of a request with since
	cut      bool                // the mission ended the pages where more would follow
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
	return p.src.newSending(p.s, p.at, p.r, out, faults)
}

// A page is what the pager gives, one after another.
type page struct {
	*outcome
	items []value.Value
	last  bool
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

// judge says what a page is to the request: its items, whether it is the last,
// and where the next one is. What no honest API does fails the step.
func (p *pager) judge(ctx context.Context, o *outcome, param value.Value) (page, error) {
	if !o.good() {
		return page{outcome: o, last: true}, nil
	}
	p.count++
	result := page{outcome: o}
	var wrong error
	result.items, wrong = p.items(o.value)
	if wrong == nil {
		wrong = p.plausible(result.items)
	}
	if wrong != nil {
		return page{}, p.fail(o, "%v", wrong)
	}
	p.sync.saw(o, result.items)
	result.last = len(result.items) == 0
	if p.p.Size > 0 && (p.p.By == ByOffset || p.p.By == ByPage) && len(result.items) < p.p.Size {
		result.last = true
	}
	if !result.last && p.p.Until != nil {
		result.last = p.p.Until(o.value, param)
		if err := p.s.Check(ctx); err != nil {
			return page{}, err
		}
	}
	if result.last {
		return result, nil
	}
	switch p.p.By {
	case ByCursor:
		p.param = lookup(o.value, p.p.Next)
		switch p.param.Kind() {
		case value.KindArray, value.KindObject:
			return page{}, p.fail(o, "the next cursor at %s is %s", p.p.Next, rt.Describe(p.param))
		}
		result.last = p.param.IsNull() || p.param.String() == "" || value.Equal(p.param, value.Bool(false))
		if !result.last && !p.first(p.param.String()) {
			return page{}, p.fail(o, "the API gives the cursor %s a second time: its pages would never end", rt.Brief(p.param))
		}
	case ByLink:
		link, err := nextLink(o)
		if err != nil {
			return page{}, p.fail(o, "%v", err)
		}
		if result.last = link == ""; !result.last && !p.first(link) {
			return page{}, p.fail(o, "the API gives the next link %s a second time: its pages would never end", p.src.run.Redact(link))
		}
		p.link = link
	default:
		p.param = p.after(param)
		if p.p.By == ByOffset && p.p.Size == 0 {
			n, _ := param.AsInt()
			p.param = value.Int(n + int64(len(result.items)))
		}
	}
	if result.last {
		return result, nil
	}
	switch {
	case p.p.MaxPages > 0 && p.count >= p.p.MaxPages:
		result.last, p.cut = true, true
		p.s.Warn(p.at, fmt.Sprintf("stopped after %d pages (maxPages); there are more", p.count))
	case p.p.MaxPages == 0 && p.count >= endless:
		return page{}, p.fail(o, "after %d pages there are still more; say maxPages where there can be so many", p.count)
	}
	return result, nil
}

// first tells whether a cursor or link comes for the first time. The copy lets
// the page go that it stands in.
func (p *pager) first(text string) bool {
	if _, again := p.seen[text]; again {
		return false
	}
	p.seen[strings.Clone(text)] = struct{}{}
	return true
}

func (p *pager) fail(o *outcome, format string, args ...any) error {
	return p.s.Fail(p.at, rt.CodePages, "%s %s: page %d: %s", p.r.Method, p.src.told(o.sent.url), p.count, fmt.Sprintf(format, args...))
}

// items finds the items of a page, in the place where the first page had them.
func (p *pager) items(response value.Value) ([]value.Value, error) {
	switch {
	case response.IsNull():
		return nil, nil
	case response.Kind() == value.KindArray:
		if p.shape != anArray && p.shape != noItemsAt {
			return nil, fmt.Errorf("an array came where its items are at %s", p.shape)
		}
		p.shape = anArray
		return response.Elems(), nil
	case p.shape == anArray:
		return nil, fmt.Errorf("%s came where the pages before were arrays", rt.Describe(response))
	case response.Kind() != value.KindObject:
		return nil, fmt.Errorf("a page is an array or an object, and this is %s", rt.Describe(response))
	}
	if p.shape == noItemsAt {
		var arrays []string
		empty := false
		for name, field := range response.Fields() {
			switch field.Kind() {
			case value.KindArray:
				arrays = append(arrays, name)
			case value.KindNull:
				empty = true
			}
		}
		switch {
		case len(arrays) > 1:
			return nil, fmt.Errorf("the arrays %s are in it: say which holds the items, items: %q", strings.Join(arrays, ", "), arrays[0])
		case len(arrays) == 1:
			p.shape = arrays[0]
		case empty: // as some APIs write no items at all
			return nil, nil
		default:
			return nil, fmt.Errorf("no array is in it that could hold the items: %s", rt.Brief(response))
		}
	}
	field := lookup(response, p.shape)
	switch field.Kind() {
	case value.KindArray:
		return field.Elems(), nil
	case value.KindNull:
		return nil, nil
	}
	return nil, fmt.Errorf("%s is no array but %s", p.shape, rt.Describe(field))
}

// plausible compares a page with what was asked for and with the one before.
func (p *pager) plausible(items []value.Value) error {
	if size := p.p.Size; size > 0 && len(items) > size && p.p.By == ByOffset {
		return fmt.Errorf("%d items came where a page has %d: pages would overlap; write the size that the API has", len(items), size)
	}
	// Scalars may well be the same on two pages; records never are.
	again := len(items) > 0 && items[0].Kind() == value.KindObject &&
		slices.EqualFunc(items, p.previous, value.Equal)
	p.previous = items
	if again {
		what := "the parameter " + p.p.Param
		if p.p.By == ByLink {
			what = "its own link"
		}
		return fmt.Errorf("the items are those of the page before: the API does not follow %s, and its pages would never end", what)
	}
	return nil
}

// lookup goes down a path of fields such as "meta.next". A field may have dots
// in its name.
func lookup(v value.Value, path string) value.Value {
	if field, found := v.Lookup(path); found {
		return field
	}
	name, rest, deeper := strings.Cut(path, ".")
	v, _ = v.Lookup(name)
	if !deeper {
		return v
	}
	return lookup(v, rest)
}

// replace is the object with another value at the path.
func replace(v value.Value, path string, with value.Value) value.Value {
	name, rest, deeper := strings.Cut(path, ".")
	if _, found := v.Lookup(path); found {
		name, deeper = path, false
	}
	if deeper {
		inner, _ := v.Lookup(name)
		with = replace(inner, rest, with)
	}
	var b value.Builder
	b.Spread(v)
	b.Set(name, with)
	return b.Object()
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

// nextLink is the URL of the Link header's rel="next" (RFC 8288), absolute; ""
// where there is none.
func nextLink(o *outcome) (string, error) {
	for _, header := range o.header.Values("Link") {
		for header != "" {
			_, rest, found := strings.Cut(header, "<")
			if !found {
				break
			}
			target, rest, found := strings.Cut(rest, ">")
			if !found {
				return "", fmt.Errorf("its Link header has a < without a >")
			}
			params := rest
			if i := strings.IndexByte(rest, '<'); i >= 0 {
				params = rest[:i]
			}
			header = rest[len(params):]
			if !isNext(params) {
				continue
			}
			u, err := o.sent.url.Parse(strings.TrimSpace(target))
			if err != nil || !isHTTP(u.Scheme) {
				return "", fmt.Errorf("its next link %q is no URL", target)
			}
			return u.String(), nil
		}
	}
	return "", nil
}

// isNext tells whether the parameters of a link have rel=next among them.
func isNext(params string) bool {
	for part := range strings.SplitSeq(params, ";") {
		key, relations, _ := strings.Cut(strings.TrimSpace(strings.TrimRight(part, ", ")), "=")
		if !strings.EqualFold(strings.TrimSpace(key), "rel") {
			continue
		}
		for relation := range strings.FieldsSeq(strings.Trim(relations, `" `)) {
			if strings.EqualFold(relation, "next") {
				return true
			}
		}
	}
	return false
}
