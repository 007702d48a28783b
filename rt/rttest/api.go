package rttest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// An API answers requests as canned (the package's doc has the format). It is
// an http.Handler, and may be asked by many at once.
type API struct {
	entries []*entry

	mu    sync.Mutex
	asked map[string]int // how often a request came, by method and URL
	gates map[int]*gate  // where answers with together wait, by their number
}

// entry is a request line and the answers to it.
type entry struct {
	at       string // file:line
	method   string
	target   string
	path     *regexp.Regexp // of the escaped path
	anyQuery bool
	query    map[string][]*regexp.Regexp
	names    []string // that the path and the query give
	wants    []header
	answers  []*answer
}

type header struct{ name, value string }

type answer struct {
	status   int
	fault    fault
	times    int
	after    time.Duration
	slow     time.Duration
	together int
	headers  []header
	body     string
}

type fault int

const (
	none fault = iota
	drop       // closes the connection within the header
	hang       // never answers
	cut        // closes the connection within the body
)

func newAPI() *API { return &API{asked: map[string]int{}, gates: map[int]*gate{}} }

// Reset forgets what was asked: every sequence of answers begins anew.
func (a *API) Reset() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.asked)
}

// ServeHTTP gives the next answer of the first entry that fits.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e, given := a.find(r)
	if e == nil {
		if rec, ok := w.(*recorder); ok {
			rec.unexpected()
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "no canned answer", "request": r.Method + " " + r.URL.RequestURI()})
		return
	}
	attempt := a.count(r)
	given["attempt"] = strconv.Itoa(attempt)
	e.answer(attempt).serve(a, w, r, given)
}

func (a *API) find(r *http.Request) (*entry, map[string]string) {
	for _, e := range a.entries {
		if given, ok := e.fits(r); ok {
			return e, given
		}
	}
	return nil, nil
}

// count gives the number of this same request, from 1.
func (a *API) count(r *http.Request) int {
	key := r.Method + " " + r.URL.RequestURI()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked[key]++
	return a.asked[key]
}

// fits tells whether the entry answers the request, and what its names stand
// for.
func (e *entry) fits(r *http.Request) (map[string]string, bool) {
	if e.method != "*" && e.method != r.Method {
		return nil, false
	}
	for _, h := range e.wants {
		if r.Header.Get(h.name) != h.value {
			return nil, false
		}
	}
	given := map[string]string{}
	if !capture(e.path, r.URL.EscapedPath(), url.PathUnescape, given) {
		return nil, false
	}
	if e.anyQuery {
		return given, true
	}
	query := r.URL.Query()
	if len(query) != len(e.query) {
		return nil, false
	}
	for key, values := range query {
		if len(values) != len(e.query[key]) {
			return nil, false
		}
		for i, re := range e.query[key] {
			if !capture(re, values[i], nil, given) {
				return nil, false
			}
		}
	}
	return given, true
}

func capture(re *regexp.Regexp, text string, unescape func(string) (string, error), given map[string]string) bool {
	m := re.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	for i, name := range re.SubexpNames() {
		if name == "" {
			continue
		}
		given[name] = m[i]
		if unescape != nil {
			if plain, err := unescape(m[i]); err == nil {
				given[name] = plain
			}
		}
	}
	return true
}

// answer is that to the nth same request.
func (e *entry) answer(n int) *answer {
	for _, a := range e.answers {
		if n -= a.times; n <= 0 {
			return a
		}
	}
	return e.answers[len(e.answers)-1]
}

func (a *answer) serve(api *API, w http.ResponseWriter, r *http.Request, given map[string]string) {
	if a.together > 0 && !api.meet(r, a.together) {
		http.Error(w, fmt.Sprintf("fewer than %d requests came together", a.together), http.StatusGatewayTimeout)
		return
	}
	if !pause(r, a.after) {
		return
	}
	switch a.fault {
	case hang:
		<-r.Context().Done()
		return
	case drop:
		hangUp(w)
		return
	}
	asJSON := !slices.ContainsFunc(a.headers, func(h header) bool {
		return h.name == "Content-Type" && !strings.Contains(h.value, "json")
	})
	body := []byte(expand(a.body, r, given, asJSON))
	if len(body) > 0 {
		w.Header()["Content-Type"] = []string{"application/json"}
	}
	for _, h := range a.headers {
		if h.name == "Content-Type" {
			w.Header()[h.name] = nil
			if h.value == "" {
				continue
			}
		}
		w.Header().Add(h.name, insert(h.value, r, given, false))
	}
	if a.status != http.StatusNoContent && a.status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.status)
	if a.fault == cut {
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler) // closes the connection
	}
	a.send(w, r, body)
}

// pieces is how many a slow body is sent in.
const pieces = 10

func (a *answer) send(w http.ResponseWriter, r *http.Request, body []byte) {
	if a.slow == 0 {
		_, _ = w.Write(body)
		return
	}
	for i := range pieces {
		if !pause(r, a.slow/pieces) {
			return
		}
		_, _ = w.Write(body[len(body)*i/pieces : len(body)*(i+1)/pieces])
		if i < pieces-1 {
			_ = http.NewResponseController(w).Flush()
		}
	}
}

// pause waits, and reports false where the client goes meanwhile.
func pause(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// hangUp sends the beginning of a header and closes the connection.
func hangUp(w http.ResponseWriter) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_, _ = buffer.WriteString("HTTP/1.1 200 OK\r\n")
	_ = buffer.Flush()
	_ = conn.Close()
}

// gate holds requests until a number of them has come.
type gate struct {
	waiting int
	open    chan struct{}
}

// meetTimeout is how long a request waits for the others that it is to come
// together with.
const meetTimeout = 5 * time.Second

// meet waits until n requests have come here, and reports whether they have.
func (a *API) meet(r *http.Request, n int) bool {
	a.mu.Lock()
	g := a.gates[n]
	if g == nil {
		g = &gate{open: make(chan struct{})}
		a.gates[n] = g
	}
	g.waiting++
	if g.waiting == n {
		delete(a.gates, n)
		close(g.open)
	}
	a.mu.Unlock()

	timer := time.NewTimer(meetTimeout)
	defer timer.Stop()
	select {
	case <-g.open:
		return true
	case <-timer.C:
	case <-r.Context().Done():
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case <-g.open:
		return true // the last one came at this very moment
	default:
		g.waiting--
		return false
	}
}

var eachLine = regexp.MustCompile(`(?m)^[ \t]*each ([A-Za-z_][A-Za-z0-9_]*) in (\S+?)\.\.(\S+): (.*)$`)

// expand is a body with its each lines and names filled in.
func expand(body string, r *http.Request, given map[string]string, asJSON bool) string {
	if !strings.Contains(body, "{") && !strings.Contains(body, "each ") {
		return body
	}
	body = eachLine.ReplaceAllStringFunc(body, func(line string) string {
		m := eachLine.FindStringSubmatch(line)
		from, _ := strconv.Atoi(insert(m[2], r, given, false))
		to, _ := strconv.Atoi(insert(m[3], r, given, false))
		var lines []string
		for n := from; n <= to; n++ {
			lines = append(lines, strings.ReplaceAll(m[4], "{"+m[1]+"}", strconv.Itoa(n)))
		}
		return strings.Join(lines, ",\n")
	})
	return insert(body, r, given, asJSON)
}

// insert fills in the names; as JSON, what stands for one is escaped the way it
// is inside of quotes.
func insert(text string, r *http.Request, given map[string]string, asJSON bool) string {
	if !strings.Contains(text, "{") {
		return text
	}
	return placeholder.ReplaceAllStringFunc(text, func(m string) string {
		name := m[1 : len(m)-1]
		value, ok := given[name]
		switch {
		case ok:
		case name == "body":
			return requestBody(r)
		case name == "base":
			return "http://" + r.Host
		case strings.HasPrefix(name, "header."):
			value = r.Header.Get(strings.TrimPrefix(name, "header."))
		default:
			return m
		}
		if asJSON {
			quoted, _ := json.Marshal(value)
			value = string(quoted[1 : len(quoted)-1])
		}
		return value
	})
}
