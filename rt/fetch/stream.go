package fetch

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// A Stream is a request whose response is handled part by part, so that no more
// of it is in memory than a page. Its parts, one behind the other, are what
// Send would give at once.
//
//	pages := m.api.Stream(s, "m.reqon:3:5", fetch.Request{…}, "")
//	for item := range pages.Items(ctx, "m.reqon:4:5") {
//		…
//	}
//	if err := pages.Err(); err != nil {
//		return err
//	}
//
// It is used by the goroutine of its strand, and gone through once.
type Stream struct {
	src   *Source
	s     *rt.Strand
	at    value.Pos
	place rt.Place // of the request; its pages are asked for when the strand has gone on
	r     Request
	field string
	keep  func(value.Value) value.Value // nil: all of them
	where value.Pos                     // of keep
	err   error
}

// Stream gives the response of a paginated request part by part; field is the
// path of the part of it that the mission uses, "" for all of it. Where that is
// the items, the parts are the items of each page; else there is one part. The
// request is sent when the parts are asked for.
func (src *Source) Stream(s *rt.Strand, at value.Pos, r Request, field string) *Stream {
	return &Stream{src: src, s: s, at: at, place: s.Next(), r: r, field: field}
}

// Where leaves out, of what Items and Pages give, the items for which keep is
// not truthy; at is its place in the mission.
func (st *Stream) Where(at value.Pos, keep func(item value.Value) value.Value) {
	st.where, st.keep = at, keep
}

// Err is what ended the parts, as Send's error; nil where all of them came, or
// the one who went through them stopped.
func (st *Stream) Err() error { return st.err }

// Parts goes through the response.
func (st *Stream) Parts(ctx context.Context) iter.Seq[value.Value] {
	return func(yield func(value.Value) bool) {
		st.err = st.run(ctx, yield)
	}
}

// Pages goes through the elements of the response, a page's at a time, as the
// loop at that place does: null has none, and what is no array fails there.
func (st *Stream) Pages(ctx context.Context, at value.Pos) iter.Seq[[]value.Value] {
	return func(yield func([]value.Value) bool) {
		var wrong error
		st.err = st.run(ctx, func(part value.Value) bool {
			var items []value.Value
			if st.keep != nil {
				items = st.s.Filter(st.where, part, st.keep).Elems()
			} else {
				items = st.s.Items(at, part)
			}
			wrong = st.s.Fault()
			return wrong == nil && yield(items)
		})
		if wrong != nil {
			st.err = wrong
		}
	}
}

// Items goes through the elements of the response one by one. The page that they
// are of may go with them.
func (st *Stream) Items(ctx context.Context, at value.Pos) iter.Seq[value.Value] {
	return st.s.EachOfPages(at, st.Pages(ctx, at))
}

var errStopped = errors.New("no more parts are wanted")

// run gives the parts, and ends without an error where no more are wanted.
func (st *Stream) run(ctx context.Context, yield func(value.Value) bool) error {
	src, r := st.src, &st.r
	if src.run.Options().DryRun || r.Pages == nil {
		v, err := src.Send(ctx, st.s, st.at, *r)
		if err == nil {
			yield(pathOf(v, st.field))
		}
		return err
	}
	out, sync, err := src.begin(ctx, st.s, st.at, r)
	if err != nil {
		return err
	}
	p := src.newPager(st.s, st.at, r, st.place)
	p.sync = sync
	var all []value.Value // of pages whose items are not what is wanted: one part in the end
	o, err := src.within(ctx, r, out, func(ctx context.Context) (*outcome, error) {
		return p.through(ctx, func(items []value.Value) error {
			if !st.parted(p) {
				all = append(all, items...)
			} else if !yield(value.Array(items...)) {
				return errStopped
			}
			return nil
		})
	})
	switch {
	case errors.Is(err, errStopped):
		return nil
	case err != nil:
		return err
	case o.good():
		p.done()
		if st.parted(p) {
			return nil
		}
		o = p.join(o, all)
	}
	v, err := src.result(st.s, st.at, r, sync.settled(o))
	if err == nil {
		yield(pathOf(v, st.field))
	}
	return err
}

// parted tells whether the items of a page are a part of what is wanted. It is
// settled by the first page. A dot in the one array's name is none of the path.
func (st *Stream) parted(p *pager) bool {
	switch {
	case st.field == "":
		return p.shape == anArray
	case st.r.Pages.Items == "" && strings.Contains(p.shape, "."):
		return false
	}
	return st.field == p.shape
}

// pathOf is the part of a response at the path, as the mission reads it; all of
// it for "".
func pathOf(v value.Value, field string) value.Value {
	if field == "" {
		return v
	}
	for name := range strings.SplitSeq(field, ".") {
		v = v.Get(value.NewField(name))
	}
	return v
}
