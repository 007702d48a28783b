package fetch

import (
	"context"
	"errors"
	"iter"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// A Stream is a request whose response is handled part by part, so that no more
// of it is in memory than a page. Its parts, one behind the other, are what
// Send would give at once.
//
//	pages := m.api.Stream(ctx, s, "m.reqon:3:5", fetch.Request{…}, "")
//	for part := range pages.Parts() {
//		if err := m.items.Save(ctx, s, "m.reqon:4:5", part, store.Options{…}); err != nil {
//			return err
//		}
//	}
//	if err := pages.Err(); err != nil {
//		return err
//	}
//
// It is used by the goroutine of its strand, and gone through once.
type Stream struct {
	ctx   context.Context
	src   *Source
	s     *rt.Strand
	at    value.Pos
	r     Request
	field string
	err   error
}

// Stream gives the response of a paginated request part by part; field is the
// path of the part of it that the mission uses, "" for all of it. Where that is
// the items, the parts are the items of each page; else there is one part. The
// request is sent when the parts are asked for.
func (src *Source) Stream(ctx context.Context, s *rt.Strand, at value.Pos, r Request, field string) *Stream {
	return &Stream{ctx: ctx, src: src, s: s, at: at, r: r, field: field}
}

// Err is what ended the parts, as Send's error; nil where all of them came, or
// the one who went through them stopped.
func (st *Stream) Err() error { return st.err }

// Parts goes through the response.
func (st *Stream) Parts() iter.Seq[value.Value] {
	return func(yield func(value.Value) bool) {
		st.err = st.run(yield)
	}
}

// Items goes through the elements of the response, each with its index in all
// of it, as a loop does: null has none, and what is no array fails.
func (st *Stream) Items() iter.Seq2[int, value.Value] {
	return func(yield func(int, value.Value) bool) {
		i := 0
		var wrong error
		st.err = st.run(func(part value.Value) bool {
			items := st.s.Items(st.at, part)
			if wrong = st.s.Fault(); wrong != nil {
				return false
			}
			for _, item := range items {
				if wrong = rt.StoppedBy(st.ctx); wrong != nil || !yield(i, item) {
					return false
				}
				i++
			}
			return true
		})
		if wrong != nil {
			st.err = wrong
		}
	}
}

var errStopped = errors.New("no more parts are wanted")

// run gives the parts, and ends without an error where no more are wanted.
func (st *Stream) run(yield func(value.Value) bool) error {
	src, r := st.src, &st.r
	if src.run.Options().DryRun || r.Pages == nil {
		v, err := src.Send(st.ctx, st.s, st.at, *r)
		if err == nil {
			yield(pathOf(v, st.field))
		}
		return err
	}
	out, sync, err := src.begin(st.ctx, st.s, st.at, r)
	if err != nil {
		return err
	}
	p := src.newPager(st.s, st.at, r)
	p.sync = sync
	var all []value.Value // of pages whose items are not what is wanted: one part in the end
	o, err := src.within(st.ctx, r, out, func(ctx context.Context) (*outcome, error) {
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
// settled by the first page.
func (st *Stream) parted(p *pager) bool {
	if st.field == "" {
		return p.shape == anArray
	}
	return st.field == p.shape
}

// pathOf is the part of a response at the path; all of it for "".
func pathOf(v value.Value, field string) value.Value {
	if field == "" {
		return v
	}
	return lookup(v, field)
}
