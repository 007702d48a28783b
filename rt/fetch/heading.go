package fetch

import (
	"maps"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/reqongen/reqongen/rt/fetch/wire"
	"github.com/reqongen/reqongen/rt/value"
)

// A heading is headers that many requests share. Nothing of it is changed once
// it is there.
type heading struct {
	header     http.Header
	head       *wire.Head // header made ready; nil where that is left to the one request that has it
	host       string     // the header Host; "" is the URL's
	authorized bool       // the request brings its own Authorization

	// What came to the headers of the source.
	given []string // the request's but for null, names and texts in turn
	body  bool     // the content type of a body
	token string   // an access token

	bearing atomic.Pointer[heading] // the same with the last access token
}

// headings are those of the requests to an origin. The requests of a loop have
// the same headers again and again. The first that come are kept, for those made
// of values may never come again.
type headings struct {
	base heading
	more [8]atomic.Pointer[heading]
}

// of is the heading of a request with those headers, which may be null, and
// with a body or without. The error tells which header cannot be sent.
func (hs *headings) of(headers value.Value, body bool) (*heading, error) {
	if headers.IsNull() && !body {
		return &hs.base, nil
	}
	free := -1
	for i := range hs.more {
		known := hs.more[i].Load()
		if known == nil {
			free = i
			break
		}
		if known.body == body && known.has(headers) {
			return known, nil
		}
	}
	h := &heading{header: maps.Clone(hs.base.header), body: body}
	if !headers.IsNull() {
		if err := addHeaders(h.header, headers); err != nil {
			return nil, err
		}
		h.host, h.authorized = h.header.Get("Host"), h.header.Get("Authorization") != ""
	}
	if body && h.header.Get("Content-Type") == "" {
		h.header["Content-Type"] = []string{typeJSON}
	}
	if free >= 0 {
		for name, field := range headers.Fields() {
			if !field.IsNull() {
				h.given = append(h.given, name, strings.Clone(field.String()))
			}
		}
		h.head = wire.Prepare(h.header)
		hs.more[free].CompareAndSwap(nil, h)
	}
	return h, nil
}

// has tells whether it was made of those headers.
func (h *heading) has(headers value.Value) bool {
	if !headers.IsNull() && headers.Kind() != value.KindObject {
		return false
	}
	left := h.given
	for name, field := range headers.Fields() {
		switch field.Kind() {
		case value.KindNull: // leaves the header as it is
			continue
		case value.KindArray, value.KindObject:
			return false
		}
		if len(left) == 0 || left[0] != name || left[1] != field.String() {
			return false
		}
		left = left[2:]
	}
	return len(left) == 0
}

// with is the heading with an access token besides; nil where no header can
// carry that.
func (h *heading) with(token string) *heading {
	if known := h.bearing.Load(); known != nil && known.token == token {
		return known
	}
	b := &heading{header: maps.Clone(h.header), token: token}
	if setHeader(b.header, "Authorization", "Bearer "+token) != nil {
		return nil
	}
	b.head = wire.Prepare(b.header)
	h.bearing.Store(b)
	return b
}
