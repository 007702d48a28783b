package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch/wire"
	"github.com/reqongen/reqongen/rt/value"
)

// A Request is one that a mission sends.
type Request struct {
	Method string // in upper case
	// Path is joined to the source's base, or a URL that is used as it stands.
	// Values in it are escaped (Segment, Query).
	Path    string
	Params  value.Value   // an object, or null
	Body    value.Value   // null is none
	Headers value.Value   // an object, or null
	Timeout time.Duration // of one attempt; 0 is the source's
	Within  time.Duration // of the whole step: its attempts, the waits between them, its pages; 0 is no limit
	// Retry is the policy that is written on the request; its zero fields are
	// the source's. nil is the source's for get, put and delete, and one
	// attempt for post and patch.
	Retry *rt.Retry
	Allow []int // statuses that are data
	// InFlight is held by each attempt while it is in flight, and by nothing
	// else; nil is no limit.
	InFlight *semaphore.Weighted
	Once     bool   // one attempt: a retry step sends it
	Since    *Since // only what changed; nil is everything
	// IdempotencyKey goes in the header of that name, the same one in all
	// attempts (see IdempotencyKey); "" is none.
	IdempotencyKey string
	// Seen is what the mission looks at of the answer to a success: the rest is
	// not kept. nil is everything. It serves neither Pages nor Since, which
	// look for themselves.
	Seen  *value.Selection
	Pages *Pages // all of them are the response; nil is a request of one page
}

// outgoing is a request as it goes over the wire.
type outgoing struct {
	method string
	url    url.URL
	header http.Header
	head   *wire.Head // the header made ready; nil where it is not yet
	shared *heading   // whose header it is; nil where it is its own
	host   string     // "" is the URL's
	body   []byte
	bearer bool // it carries the access token of the moment
}

// outgoing makes the request; an error says what the mission gave it wrong.
func (src *Source) outgoing(r *Request) (*outgoing, error) {
	out := &outgoing{method: r.Method}
	own, err := src.address(r, &out.url)
	if err != nil {
		return nil, err
	}
	kept := &src.foreign
	if own {
		kept = &src.own
	}
	h, err := kept.of(r.Headers, !r.Body.IsNull())
	if err != nil {
		return nil, err
	}
	out.header, out.head, out.shared, out.host = h.header, h.head, h, h.host
	out.bearer = own && src.tokens != nil && !h.authorized
	if r.IdempotencyKey != "" {
		out.alone()
		if err := setHeader(out.header, "Idempotency-Key", r.IdempotencyKey); err != nil {
			return nil, fmt.Errorf("the request %w", err)
		}
	} else if !src.conns.shares {
		out.alone()
	}
	if !r.Body.IsNull() {
		if out.body, err = encodeBody(r.Body, out.header.Get("Content-Type")); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// alone gives the request a header of its own, to be changed.
func (out *outgoing) alone() {
	out.header, out.head, out.shared = maps.Clone(out.header), nil, nil
}

// authorize puts an access token into the header; false where none can carry it.
func (out *outgoing) authorize(token string) bool {
	if out.shared == nil {
		out.alone() // an attempt that was given up may still be reading it
		return setHeader(out.header, "Authorization", "Bearer "+token) == nil
	}
	h := out.shared.with(token)
	if h == nil {
		return false
	}
	out.header, out.head = h.header, h.head
	return true
}

// address fills in the URL that the request goes to, and tells whether that is
// the base's origin.
func (src *Source) address(r *Request, u *url.URL) (own bool, err error) {
	encoded, err := encodeParams(r.Params)
	if err != nil {
		return false, err
	}
	text, _, _ := strings.Cut(r.Path, "#")
	text, query, _ := strings.Cut(text, "?")
	query = mergeQuery(escape(query), r.Params, encoded)
	if src.base.parsed.Host != "" {
		if known, ok := src.base.joined(text); ok {
			*u = known
			u.RawQuery = src.withKey(joinQuery(src.base.query, query))
			return true, nil
		}
	}
	if isAbsolute(r.Path) {
		if _, found := userOf(text); found {
			return false, errors.New("the URL holds a user name; a source with auth: basic sends one")
		}
		front, path := splitOrigin(text)
		text = front + escape(path)
	} else {
		text = src.base.join(escape(text))
		query = joinQuery(src.base.query, query)
	}
	parsed, err := url.Parse(text)
	var parse *url.Error
	switch {
	case errors.As(err, &parse):
		return false, fmt.Errorf("the path %s cannot stand in a URL: %w", rt.Brief(value.String(r.Path)), parse.Err)
	case !isHTTP(parsed.Scheme) || parsed.Hostname() == "":
		return false, fmt.Errorf("the URL %s wants http:// or https:// and a host", rt.Brief(value.String(r.Path)))
	}
	if own = originOf(parsed) == src.base.origin; own {
		query = src.withKey(query)
	}
	*u = *parsed
	u.RawQuery = query
	return own, nil
}

// withKey adds the API key that goes in the query, where there is one.
func (src *Source) withKey(query string) string {
	if src.query == "" {
		return query
	}
	return joinQuery(withoutKey(query, src.query), src.query)
}

// request is one attempt's request of net/http, but for its context.
func (out *outgoing) request() http.Request {
	req := http.Request{
		Method: out.method, URL: &out.url, Header: out.header, Host: out.host,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if out.body != nil {
		req.ContentLength = int64(len(out.body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(out.body)), nil }
		req.Body, _ = req.GetBody()
	}
	return req
}

// maxURL is how many characters of a URL a message shows.
const maxURL = 200

// told is the URL as it may be shown: without secrets, cut where it is long.
func (src *Source) told(u *url.URL) string {
	return cut(src.run.Redact(u.String()), maxURL)
}

// cut keeps the first characters of a text.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

var requestShape = value.NewShape("method", "url", "params", "body")

// Describe is the value of `request` after the request was sent: { method, url,
// params, body }. The URL is without secrets.
func (src *Source) Describe(r Request) value.Value {
	shown := ""
	var u url.URL
	if _, err := src.address(&r, &u); err == nil {
		shown = src.run.Redact(u.String())
	}
	return requestShape.Object(value.String(r.Method), value.String(shown), r.Params, r.Body)
}

func sortedKeys(headers http.Header) []string { return slices.Sorted(maps.Keys(headers)) }
