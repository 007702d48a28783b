package wire

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxBody is how long a body is that a socket takes up at once. A longer one is
// written while its answer may come already, which wants two goroutines.
const maxBody = 16 << 10

// plain tells whether the request is of those that are ours: it can go out as
// it is, and means no more than it says.
func (r *Request) plain() bool {
	switch r.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		return false
	}
	if len(r.Body) > maxBody || r.Body != nil && len(r.Body) == 0 || r.URL.Opaque != "" || r.Host != "" && !isHost(r.Host) || !isPrintable(r.URL.RawQuery) {
		return false
	}
	agent := false
	for name, values := range r.Header {
		switch name {
		case "Connection", "Upgrade", "Expect", "Te", "Trailer", "Transfer-Encoding", "Content-Length", "Keep-Alive", "Proxy-Connection":
			return false
		case "User-Agent":
			agent = len(values) > 0 && values[0] != ""
		}
		if !isName(name) {
			return false
		}
		for _, v := range values {
			if !isValue(v) {
				return false
			}
		}
	}
	return agent
}

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

// repeats tells whether the request may be done twice, as net/http sees it.
func (r *Request) repeats() bool {
	if r.Method == http.MethodGet {
		return true
	}
	_, key := r.Header["Idempotency-Key"]
	_, extension := r.Header["X-Idempotency-Key"]
	return key || extension
}

// zips tells whether the answer may come packed without anyone but us noticing.
func (r *Request) zips() bool {
	_, encoding := r.Header["Accept-Encoding"]
	_, part := r.Header["Range"]
	return !encoding && !part
}

// appendTo writes the request, in the bytes of net/http.
func (r *Request) appendTo(b []byte) []byte {
	b = append(b, r.Method...)
	b = append(b, ' ')
	b = append(b, r.URL.RequestURI()...)
	b = append(b, " HTTP/1.1\r\nHost: "...)
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	b = append(b, host...)
	b = append(b, "\r\nUser-Agent: "...)
	b = append(b, r.Header["User-Agent"][0]...)
	b = append(b, "\r\n"...)
	if len(r.Body) > 0 || r.Method != http.MethodGet && r.Method != http.MethodDelete {
		b = append(b, "Content-Length: "...)
		b = strconv.AppendInt(b, int64(len(r.Body)), 10)
		b = append(b, "\r\n"...)
	}
	var room [16]string
	names := room[:0]
	for name := range r.Header {
		if name != "Host" && name != "User-Agent" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range r.Header[name] {
			b = append(b, name...)
			b = append(b, ": "...)
			b = append(b, v...)
			b = append(b, "\r\n"...)
		}
	}
	if r.zips() {
		b = append(b, "Accept-Encoding: gzip\r\n"...)
	}
	b = append(b, "\r\n"...)
	return append(b, r.Body...)
}
