package fetch

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// A page is what the pager gives, one after another.
type page struct {
	*outcome
	items []value.Value
	last  bool
	whole bool // all of its items is decoded
}

// judge says what a page is to the request: its items, whether it is the last,
// and where the next one is. What no honest API does fails the step.
func (p *pager) judge(ctx context.Context, o *outcome, param value.Value) (page, error) {
	if !o.good() {
		return page{outcome: o, last: true}, nil
	}
	p.count++
	result := page{outcome: o, whole: o.seen == nil || p.entire}
	var wrong error
	result.items, wrong = p.items(o.value)
	if wrong == nil {
		wrong = p.plausible(result)
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
	return p.s.Fail(p.at, rt.CodePages, "%s %s: page %d: %s", p.r.Method, p.src.told(&o.sent.url), p.count, fmt.Sprintf(format, args...))
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
func (p *pager) plausible(next page) error {
	if size := p.p.Size; size > 0 && len(next.items) > size && p.p.By == ByOffset {
		return fmt.Errorf("%d items came where a page has %d: pages would overlap; write the size that the API has", len(next.items), size)
	}
	again := p.again(next)
	if p.previous.outcome != nil && p.previous.reply != nil {
		p.previous.reply.release()
	}
	if p.previous = next; again {
		what := "the parameter " + p.p.Param
		if p.p.By == ByLink {
			what = "its own link"
		}
		return fmt.Errorf("the items are those of the page before: the API does not follow %s, and its pages would never end", what)
	}
	return nil
}

// again tells whether a page has the items of the one before. Scalars may well
// be the same on two pages; records never are. Where the parts of them that are
// seen are the same, the whole says it.
func (p *pager) again(next page) bool {
	before := p.previous
	if len(next.items) == 0 || len(next.items) != len(before.items) {
		return false
	}
	counted := !next.whole && next.items[0].IsNull()
	p.blind = p.blind || counted
	if !counted && next.items[0].Kind() != value.KindObject {
		return false
	}
	if next.whole == before.whole {
		same := slices.EqualFunc(next.items, before.items, value.Equal)
		if next.whole || !same {
			return same
		}
	}
	items := p.wholeItems(next)
	return items[0].Kind() == value.KindObject && slices.EqualFunc(items, p.wholeItems(before), value.Equal)
}

// wholeItems are the items of a page, with what is not seen of them.
func (p *pager) wholeItems(of page) []value.Value {
	if of.whole {
		return of.items
	}
	v, _ := of.reply.decode(nil)
	items, _ := p.items(v)
	return items
}

// seenOf is what is decoded of the next page: what the mission sees, and what
// tells the items and the page behind it. Where the first page has its items,
// only all of it tells.
func (p *pager) seenOf() *value.Selection {
	if p.r.Seen == nil || p.shape == noItemsAt || p.blind {
		return nil
	}
	if p.parts == nil {
		items := []string{p.shape, "[]"}
		if p.shape == anArray {
			items = items[1:]
		}
		ways := [][]string{items}
		if p.p.Next != "" {
			ways = append(ways, []string{p.p.Next})
		}
		if since := p.r.Since; since != nil && since.UpdateFrom != "" {
			ways = append(ways, []string{since.UpdateFrom}, append(slices.Clip(items), since.UpdateFrom))
		}
		p.parts = p.r.Seen.And(ways...)
		p.entire = p.parts.Whole(p.shape) || p.shape == anArray && p.parts.Whole("[]")
	}
	return p.parts
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
