package wire

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxBody is how long a body is that a socket takes up at once. A longer one is
// written while its answer may come already, which wants two goroutines.
const maxBody = 16 << 10

// A Head is headers made ready to be sent, by any number of requests at once.
type Head struct {
	plain   bool   // nothing in them wants net/http
	zips    bool   // the answer may come packed without anyone but us noticing
	repeats bool   // a request with them may be done twice, as net/http sees it
	agent   string // goes first
	lines   []byte // the others in their order
}

// Prepare makes headers ready. Their names are in the canonical form.
func Prepare(header http.Header) *Head {
	h := &Head{plain: true, zips: true}
	var lines bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(header)) {
		values := header[name]
		switch name {
		case "Connection", "Upgrade", "Expect", "Te", "Trailer", "Transfer-Encoding", "Content-Length", "Keep-Alive", "Proxy-Connection":
			h.plain = false
		case "Idempotency-Key", "X-Idempotency-Key":
			h.repeats = true
		case "Accept-Encoding", "Range":
			h.zips = false
		}
		h.plain = h.plain && isName(name) && !slices.ContainsFunc(values, func(v string) bool { return !isValue(v) })
		switch {
		case name == "User-Agent" && len(values) > 0:
			h.agent = values[0]
		case name == "User-Agent", name == "Host":
		default:
			for _, v := range values {
				lines.WriteString(name + ": " + v + "\r\n")
			}
		}
	}
	h.lines = lines.Bytes()
	h.plain = h.plain && h.agent != "" // net/http sends one of its own then
	return h
}

// plain tells whether the request is of those that are ours: it can go out as
// it is, and means no more than it says.
func (r *Request) plain() bool {
	switch r.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		return false
	}
	hasBody := len(r.Body) > 0 || r.Body == nil // net/http sends an empty one in chunks
	return r.Head.plain && hasBody && len(r.Body) <= maxBody && r.URL.Opaque == "" && isPrintable(r.URL.RawQuery) && isHost(r.Host)
}

// repeats tells whether the request may be done twice, as net/http sees it.
func (r *Request) repeats() bool { return r.Method == http.MethodGet || r.Head.repeats }

func isHost(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune("/\\?#@%\"<>^`{|},;=", r)
	})
}

func isPrintable(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// isName tells a name in its canonical form, of letters, digits and hyphens.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return s != ""
}

// isValue tells a value that goes out as it is.
func isValue(s string) bool {
	if s != "" && (s[0] == ' ' || s[0] == '\t' || s[len(s)-1] == ' ' || s[len(s)-1] == '\t') {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\t' || s[i] == 0x7f {
			return false
		}
	}
	return true
}

// appendTo writes the request, in the bytes of net/http.
func (r *Request) appendTo(b []byte) []byte {
	b = append(b, r.Method...)
	b = append(b, ' ')
	path := r.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	b = append(b, path...)
	if r.URL.ForceQuery || r.URL.RawQuery != "" {
		b = append(b, '?')
		b = append(b, r.URL.RawQuery...)
	}
	b = append(b, " HTTP/1.1\r\nHost: "...)
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	b = append(b, host...)
	b = append(b, "\r\nUser-Agent: "...)
	b = append(b, r.Head.agent...)
	b = append(b, "\r\n"...)
	if len(r.Body) > 0 || r.Method != http.MethodGet && r.Method != http.MethodDelete {
		b = append(b, "Content-Length: "...)
		b = strconv.AppendInt(b, int64(len(r.Body)), 10)
		b = append(b, "\r\n"...)
	}
	b = append(b, r.Head.lines...)
	if r.Head.zips {
		b = append(b, "Accept-Encoding: gzip\r\n"...)
	}
	b = append(b, "\r\n"...)
	return append(b, r.Body...)
}
