package fetch

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// A Since asks for what changed since the last successful sync (the language,
// §8): the request carries its checkpoint, once there is one. The checkpoint
// advances when all pages of the request came, the action that it belongs to
// succeeded, and what that stored is settled.
type Since struct {
	Param  string // that carries the checkpoint; "" is "since", where Header is "" too
	Header string // that carries it
	// Format is how a time is written: "iso" (or ""), "date", "unix", "unixMs",
	// "http", or a pattern as that of formatDate.
	Format string
	// Key names the checkpoint; "" is the mission's source, the method and the
	// URL with the request's own parameters.
	Key string
	// UpdateFrom is the path to the next checkpoint: in the first page that has
	// it, else in the records, of which the greatest counts. "" is the moment
	// at which the first page was asked for, by the server's clock where its
	// answers are dated; a time is never taken to be later than that.
	UpdateFrom string
}

const defaultSinceParam = "since"

// syncing is one request with a Since, from its start to its commit.
type syncing struct {
	src   *Source
	at    value.Pos
	since *Since
	key   string
	asked time.Time   // for the first page; zero before
	next  value.Value // what UpdateFrom gave so far
	told  bool        // by a page, not by its records
}

// LastSync is the value of `lastSync` in the request: its checkpoint, null the
// first time. Where its parameters hold that value, its Since wants a Key.
func (src *Source) LastSync(s *rt.Strand, at value.Pos, r Request) value.Value {
	v, err := src.checkpoints.get(src.syncKey(&r))
	if err != nil {
		s.Eval.Fail(at, "%v", err)
	}
	return v
}

func (src *Source) syncKey(r *Request) string {
	if r.Since != nil && r.Since.Key != "" {
		return r.Since.Key
	}
	var clean url.URL
	if _, err := src.address(r, &clean); err != nil {
		return ""
	}
	if src.query != "" {
		clean.RawQuery = strings.TrimSuffix(strings.TrimSuffix(clean.RawQuery, src.query), "&")
	}
	return src.name + " " + r.Method + " " + src.run.Redact(clean.String())
}

// beginSync puts the checkpoint into the request.
func (src *Source) beginSync(s *rt.Strand, at value.Pos, r *Request) (*syncing, error) {
	if r.Since == nil {
		return nil, nil
	}
	n := &syncing{src: src, at: at, since: r.Since, key: src.syncKey(r)}
	last, err := src.checkpoints.get(n.key)
	if err != nil {
		return nil, s.Fail(at, rt.CodeStore, "%v", err)
	}
	if last.IsNull() {
		return n, nil
	}
	text := n.format(s, last)
	if err := s.Fault(); err != nil {
		return nil, err
	}
	if r.Since.Header != "" {
		r.Headers = with(r.Headers, r.Since.Header, text)
	}
	if r.Since.Param != "" || r.Since.Header == "" {
		name := r.Since.Param
		if name == "" {
			name = defaultSinceParam
		}
		r.Params = with(r.Params, name, text)
	}
	return n, nil
}

func with(object value.Value, name string, v value.Value) value.Value {
	var b value.Builder
	b.Spread(object)
	b.Set(name, v)
	return b.Object()
}

// format writes the checkpoint as the API wants it. What is no time stands as
// it came.
func (n *syncing) format(s *rt.Strand, v value.Value) value.Value {
	text, _ := v.Text()
	t, err := time.Parse(time.RFC3339Nano, text)
	format := n.since.Format
	if format == "" && strings.EqualFold(n.since.Header, "If-Modified-Since") {
		format = "http"
	}
	if err != nil || format == "" {
		return v
	}
	t = t.UTC()
	switch format {
	case "iso":
		return value.String(t.Format(time.RFC3339Nano))
	case "date":
		return value.String(t.Format(time.DateOnly))
	case "unix":
		return value.Int(t.Unix())
	case "unixMs":
		return value.Int(t.UnixMilli())
	case "http":
		return value.String(t.Format(http.TimeFormat))
	}
	return s.FormatDate(n.at, v, value.String(format))
}

// saw takes note of a page.
func (n *syncing) saw(o *outcome, items []value.Value) {
	if n == nil {
		return
	}
	if n.asked.IsZero() { // the first page: what changes after it may be on none
		n.asked = o.asked().UTC()
	}
	if n.since.UpdateFrom == "" || n.told {
		return
	}
	if v := lookup(o.value, n.since.UpdateFrom); o.value.Kind() == value.KindObject && !v.IsNull() {
		n.next, n.told = v, true
		return
	}
	for _, item := range items {
		n.next = later(n.next, lookup(item, n.since.UpdateFrom))
	}
}

// checkpoint is the one that the request leaves: null where it leaves none. A
// time in it is never after the moment at which the first page was asked for:
// a record that changes while the pages come may be on one and not on another.
func (n *syncing) checkpoint() value.Value {
	asked := value.String(n.asked.Format(time.RFC3339Nano))
	if n.since.UpdateFrom == "" {
		return asked
	}
	if text, ok := n.next.Text(); ok {
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil && t.After(n.asked) {
			return asked
		}
	}
	return n.next
}

// later is the greater of two checkpoints; one that cannot be compared with the
// other gives way to the new one.
func later(a, b value.Value) value.Value {
	if a.IsNull() || b.IsNull() {
		if b.IsNull() {
			return a
		}
		return b
	}
	var eval value.Eval
	if less := eval.Less("", b, a); less && eval.EvalErr() == nil {
		return a
	}
	return b
}

// asked is when the request was asked for, by the server's clock where it dates
// its answers: never later than the moment at which it looked.
func (o *outcome) asked() time.Time {
	if date, err := http.ParseTime(o.header.Get("Date")); err == nil {
		return date.Add(-o.took)
	}
	return o.began
}

// done has the checkpoint advance when the action has succeeded.
func (n *syncing) done(s *rt.Strand) {
	if n == nil {
		return
	}
	if next := n.checkpoint(); !next.IsNull() {
		s.WhenDone(func(last bool) error { return n.src.checkpoints.set(n.key, next, last) })
	}
}

// settled makes a success with no content of an answer that says that nothing
// is new.
func (n *syncing) settled(o *outcome) *outcome {
	if n != nil && o.fault == nil && o.status == http.StatusNotModified {
		o.status, o.value = http.StatusNoContent, value.Null
	}
	return o
}

// itemsOf are the records of a response that is no page: its elements, or those
// of its only array.
func itemsOf(response value.Value) []value.Value {
	if response.Kind() == value.KindArray {
		return response.Elems()
	}
	var arrays [][]value.Value
	for _, field := range response.Fields() {
		if field.Kind() == value.KindArray {
			arrays = append(arrays, field.Elems())
		}
	}
	if len(arrays) != 1 {
		return nil
	}
	return slices.Clip(arrays[0])
}
