package rttest

import (
	"bytes"
	"compress/gzip"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A Fault is a way in which an API, or the network before it, goes wrong.
type Fault struct {
	Name string
	// Once tells that the request is answered well when it is sent again.
	Once bool
	// Code is what the step fails with, where it fails for every client that
	// does what it should: as text, such as "timeout" or "404"; "" is none.
	// PagesCode is the same for a page of several.
	Code, PagesCode string

	network error                                                    // in place of an answer
	serve   func(w http.ResponseWriter, r *http.Request, a answered) // in place of the API's own
}

// answered is what the API would have answered.
type answered struct {
	status int
	header http.Header
	body   []byte
	n      int // how often the request came, from 1
}

func (a answered) write(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// Faulty serves the API behind it, but for the requests that the fault hits.
type Faulty struct {
	API   http.Handler
	Fault Fault
	Hits  func(r *http.Request) bool

	mu     sync.Mutex
	came   map[string]int
	leaked []string
	struck int
}

// Struck is how often the fault hit.
func (f *Faulty) Struck() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.struck
}

func (f *Faulty) strikes() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.struck++
}

// Elsewhere is the host that a fault redirects to. It answers as the API does,
// and notes what credentials it is sent.
const Elsewhere = "elsewhere.test"

// Leaked are the credentials that reached another host.
func (f *Faulty) Leaked() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.leaked
}

func (f *Faulty) count(key string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.came == nil {
		f.came = map[string]int{}
	}
	f.came[key]++
	return f.came[key]
}

// ServeHTTP answers with the fault where it hits.
func (f *Faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	elsewhere := r.Host == Elsewhere
	if elsewhere {
		f.mu.Lock()
		for _, name := range []string{"Authorization", "Cookie", "X-Api-Key"} {
			if text := r.Header.Get(name); text != "" {
				f.leaked = append(f.leaked, name+": "+text)
			}
		}
		f.mu.Unlock()
	}
	if f.Fault.serve == nil || elsewhere || !f.Hits(r) {
		f.API.ServeHTTP(w, r)
		return
	}
	n := f.count("served " + r.URL.String())
	if f.Fault.Once && n > 1 {
		f.API.ServeHTTP(w, r)
		return
	}
	f.strikes()
	own := httptest.NewRecorder()
	f.API.ServeHTTP(own, r)
	f.Fault.serve(w, r, answered{own.Code, own.Header(), own.Body.Bytes(), n})
}

// RoundTripper is the network before the API: it fails where the fault is of the
// network, and the next one has the rest.
func (f *Faulty) RoundTripper(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if f.Fault.network != nil && f.Hits(r) && (f.count("sent "+r.URL.String()) == 1 || !f.Fault.Once) {
			f.strikes()
			return nil, f.Fault.network
		}
		return next.RoundTrip(r)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Faults are all kinds. A client is expected to make three attempts of 30
// seconds, to take 64 MiB at most, and to wait as long as it is told to, but
// not minutes.
func Faults() []Fault {
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	return []Fault{
		{Name: "refuse", Code: "connection", network: refused},
		{Name: "refuse once", Once: true, network: refused},
		{Name: "DNS error", Code: "connection", network: &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "canned.test", IsNotFound: true}}},
		{Name: "TLS error", Code: "connection", network: x509.UnknownAuthorityError{}},
		{Name: "HTTP/2 GOAWAY", Once: true, network: errors.New("http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR, debug=\"\"")},

		{Name: "reset before the answer", Code: "connection", serve: raw("")},
		{Name: "reset within the header", Code: "connection", serve: raw("HTTP/1.1 200 OK\r\nContent-Ty")},
		{Name: "reset within the body", Code: "connection", serve: raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"id\": ")},
		{Name: "reset within the body once", Once: true, serve: raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"id\": ")},
		{Name: "reset after the body", serve: func(w http.ResponseWriter, _ *http.Request, a answered) {
			sendRaw(w, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(a.body), a.body))
		}},
		{Name: "no HTTP", Code: "connection", serve: raw("SSH-2.0-OpenSSH_9.9\r\n")},
		{Name: "black hole", Code: "timeout", serve: func(_ http.ResponseWriter, r *http.Request, _ answered) { <-r.Context().Done() }},
		{Name: "slow headers", Code: "timeout", serve: func(w http.ResponseWriter, r *http.Request, a answered) {
			if pause(r, time.Minute) {
				a.write(w)
			}
		}},
		{Name: "slow body", Code: "timeout", serve: func(w http.ResponseWriter, r *http.Request, a answered) {
			(&answer{slow: time.Minute}).send(w, r, a.body)
		}},
		{Name: "truncated chunk", Code: "connection", serve: raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"id\": ")},
		{Name: "length too long", Code: "connection", serve: func(w http.ResponseWriter, _ *http.Request, a answered) {
			sendRaw(w, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(a.body)+1, a.body))
		}},
		{Name: "length too short", Code: "invalid_json", serve: func(w http.ResponseWriter, _ *http.Request, a answered) {
			sendRaw(w, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(a.body)-1, a.body))
		}},

		{Name: "bad gzip", Code: "connection", serve: encoded("gzip", []byte("this is no gzip"))},
		{Name: "gzip bomb", Code: "too_large", serve: encoded("gzip", bomb())},
		{Name: "said to be too large", Code: "too_large", serve: raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000000000\r\n\r\n[")},
		{Name: "invalid UTF-8", serve: inserted(`"x": "` + "\xff\xfe" + `", `)},
		{Name: "HTML as JSON", Code: "invalid_json", serve: body("application/json", "<html><body>Sorry</body></html>")},
		{Name: "empty 200", serve: body("application/json", "")},
		{Name: "204", serve: status(http.StatusNoContent, "", "")},
		{Name: "huge number", serve: inserted(`"x": ` + strings.Repeat("9", 400) + `, `), Code: "invalid_json"},
		{Name: "deep nesting", Code: "invalid_json", serve: inserted(`"x": ` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `, `)},
		{Name: "duplicate key", serve: inserted(`"id": 1, "id": 2, `)},

		{Name: "redirect loop", Code: "302", serve: func(w http.ResponseWriter, r *http.Request, _ answered) {
			w.Header().Set("Location", r.URL.String())
			w.WriteHeader(http.StatusFound)
		}},
		{Name: "cross-host redirect with credentials", serve: func(w http.ResponseWriter, r *http.Request, _ answered) {
			w.Header().Set("Location", "http://"+Elsewhere+r.URL.String())
			w.WriteHeader(http.StatusTemporaryRedirect)
		}},
		{Name: "401 once", Once: true, serve: status(http.StatusUnauthorized, "", "")},
		{Name: "401 always", Code: "401", serve: status(http.StatusUnauthorized, "", "")},
		{Name: "403", Code: "403", serve: status(http.StatusForbidden, "", "")},
		{Name: "404", Code: "404", serve: status(http.StatusNotFound, "", "")},
		{Name: "409", Code: "409", serve: status(http.StatusConflict, "", "")},
		{Name: "413", Code: "413", serve: status(http.StatusRequestEntityTooLarge, "", "")},
		{Name: "429 with seconds", Once: true, serve: status(http.StatusTooManyRequests, "Retry-After", "7")},
		{Name: "429 with a date", Once: true, serve: func(w http.ResponseWriter, r *http.Request, a answered) {
			status(http.StatusTooManyRequests, "Retry-After", time.Now().Add(7*time.Second).UTC().Format(http.TimeFormat))(w, r, a)
		}},
		{Name: "429 with negative seconds", Once: true, serve: status(http.StatusTooManyRequests, "Retry-After", "-7")},
		{Name: "429 with absurd seconds", Once: true, serve: status(http.StatusTooManyRequests, "Retry-After", "99999999999999999999")},
		{Name: "429 without Retry-After", Once: true, serve: status(http.StatusTooManyRequests, "", "")},
		{Name: "429 always", Code: "429", serve: status(http.StatusTooManyRequests, "", "")},
		{Name: "500", Code: "500", serve: status(http.StatusInternalServerError, "", "")},
		{Name: "503 then fine", Once: true, serve: status(http.StatusServiceUnavailable, "", "")},
		{Name: "clock jump", Once: true, serve: func(w http.ResponseWriter, r *http.Request, a answered) {
			there := time.Now().Add(10 * 365 * 24 * time.Hour).UTC() // by its clock
			w.Header().Set("Date", there.Format(http.TimeFormat))
			status(http.StatusServiceUnavailable, "Retry-After", there.Add(2*time.Second).Format(http.TimeFormat))(w, r, a)
		}},

		{Name: "endless next page", PagesCode: "pagination", serve: func(w http.ResponseWriter, r *http.Request, _ answered) {
			at, _ := strconv.Atoi(r.URL.Query().Get("after"))
			body("application/json", fmt.Sprintf(`{"records": [{"id": %d}], "next": %d}`, at, at+1))(w, r, answered{})
		}},
		{Name: "repeated cursor", PagesCode: "pagination", serve: func(w http.ResponseWriter, r *http.Request, _ answered) {
			after := r.URL.Query().Get("after")
			body("application/json", fmt.Sprintf(`{"records": [{"id": "after %s"}], "next": %q}`, after, "again"))(w, r, answered{})
		}},
		{Name: "object where an array was", PagesCode: "pagination", serve: body("application/json", `{"records": {"id": 1}, "next": 3}`)},
	}
}

// raw sends the text on the connection and closes it.
func raw(text string) func(http.ResponseWriter, *http.Request, answered) {
	return func(w http.ResponseWriter, _ *http.Request, _ answered) { sendRaw(w, text) }
}

func sendRaw(w http.ResponseWriter, text string) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_, _ = buffer.WriteString(text)
	_ = buffer.Flush()
	_ = conn.Close()
}

func status(code int, name, text string) func(http.ResponseWriter, *http.Request, answered) {
	return func(w http.ResponseWriter, _ *http.Request, _ answered) {
		if name != "" {
			w.Header().Set(name, text)
		}
		w.WriteHeader(code)
	}
}

func body(contentType, text string) func(http.ResponseWriter, *http.Request, answered) {
	return func(w http.ResponseWriter, _ *http.Request, _ answered) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(text))
	}
}

// inserted puts a field before those of the object that the API answers.
func inserted(field string) func(http.ResponseWriter, *http.Request, answered) {
	return func(w http.ResponseWriter, r *http.Request, a answered) {
		body("application/json", strings.Replace(string(a.body), "{", "{"+field, 1))(w, r, a)
	}
}

func encoded(encoding string, data []byte) func(http.ResponseWriter, *http.Request, answered) {
	return func(w http.ResponseWriter, _ *http.Request, _ answered) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", encoding)
		_, _ = w.Write(data)
	}
}

// bomb is 65 MiB of spaces, packed.
var bomb = sync.OnceValue(func() []byte {
	var packed bytes.Buffer
	packer, _ := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	for range 65 {
		_, _ = packer.Write(spaces)
	}
	_ = packer.Close()
	return packed.Bytes()
})
