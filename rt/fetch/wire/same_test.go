package wire

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A script is what a server does on its connections, one after another: on each
// it answers as many requests as it has answers.
type script [][]answer

// An answer is what comes for one request.
type answer struct {
	text string
	then end
}

type end int

const (
	stay  end = iota // for the next request
	leave            // close the connection
	reset            // in a way that loses what the client has not read
)

// A step is a request of the client, and what came of it.
type step struct {
	Method, Header, Body string
}

type result struct {
	Status       int
	Proto        string
	Header       http.Header
	Trailer      http.Header
	Length       int64
	Uncompressed bool
	Body         string
	Failed       string // how it failed, in the classes that callers tell apart
}

// play answers as the script says and keeps what came, connection by connection.
func play(t *testing.T, s script) (u *url.URL, seen func() []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var came []string
	var all sync.WaitGroup
	var open []net.Conn
	all.Go(func() {
		for i := 0; ; i++ {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, c)
			mu.Unlock()
			all.Go(func() {
				defer c.Close()
				var raw bytes.Buffer
				in := bufio.NewReader(io.TeeReader(c, &raw))
				var answers []answer
				if i < len(s) {
					answers = s[i]
				}
				for n := 0; ; n++ {
					raw.Reset()
					r, err := http.ReadRequest(in)
					if err != nil {
						return // before the client said anything more
					}
					_, _ = io.Copy(io.Discard, r.Body)
					mu.Lock()
					came = append(came, fmt.Sprintf("connection %d: %s", i+1, strings.ReplaceAll(raw.String(), listener.Addr().String(), "HOST")))
					mu.Unlock()
					if n >= len(answers) {
						return
					}
					_, _ = io.WriteString(c, answers[n].text)
					switch answers[n].then {
					case leave:
						return
					case reset:
						_ = c.(*net.TCPConn).SetLinger(0)
						return
					}
				}
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		mu.Lock()
		for _, c := range open {
			_ = c.Close()
		}
		mu.Unlock()
		all.Wait()
	})
	u, _ = url.Parse("http://" + listener.Addr().String() + "/a%2Fb/c?x=1&y=%20")
	return u, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), came...)
	}
}

func headerOf(text string) http.Header {
	h := http.Header{"User-Agent": {"test"}, "Accept": {"application/json"}}
	for line := range strings.SplitSeq(text, "\n") {
		if name, v, found := strings.Cut(line, ": "); found {
			h[name] = append(h[name], v)
		}
	}
	return h
}

func settings() *http.Transport {
	return &http.Transport{DialContext: (&net.Dialer{}).DialContext, MaxIdleConnsPerHost: 10, IdleConnTimeout: time.Minute}
}

// ours sends by a Transport, and fails the test where that is for net/http.
func ours(t *testing.T, u *url.URL, steps []step) []result {
	tr := New(settings())
	defer tr.Close()
	var results []result
	for _, s := range steps {
		r := &Request{Method: s.Method, URL: u, Head: Prepare(headerOf(s.Header))}
		if s.Body != "" {
			r.Body = []byte(s.Body)
		}
		response, err := tr.Do(t.Context(), time.Time{}, r)
		if errors.Is(err, ErrNotMine) {
			t.Fatal("the request is not taken")
		}
		results = append(results, resultOf(response, err))
	}
	return results
}

func theirs(t *testing.T, u *url.URL, steps []step) []result {
	tr := settings()
	defer tr.CloseIdleConnections()
	var results []result
	for _, s := range steps {
		var body io.Reader
		if s.Body != "" {
			body = strings.NewReader(s.Body)
		}
		r, err := http.NewRequestWithContext(t.Context(), s.Method, u.String(), body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = headerOf(s.Header)
		results = append(results, resultOf(tr.RoundTrip(r)))
	}
	return results
}

func resultOf(response *http.Response, err error) result {
	if err != nil {
		return result{Failed: class(err)}
	}
	r := result{Status: response.StatusCode, Proto: response.Proto, Header: response.Header, Length: response.ContentLength, Uncompressed: response.Uncompressed}
	if response.StatusCode == http.StatusSwitchingProtocols {
		_ = response.Body.Close()
		return r
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.Failed = "body: " + class(err)
	}
	_ = response.Body.Close()
	r.Body, r.Trailer = string(body), response.Trailer
	return r
}

func class(err error) string {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "in the middle"
	case errors.Is(err, io.EOF):
		return "without an answer"
	}
	return "failed"
}

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.String()
}

func lengthy(header, body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s", header, len(body), body)
}

// TestSame sends the same to the same servers through net/http and through a
// Transport: what comes back is the same, and so is what the server sees, byte
// for byte and connection by connection.
func TestSame(t *testing.T) {
	ok := lengthy("Content-Type: text/plain\r\n", "hello")
	get, post := step{Method: "GET"}, step{Method: "POST", Body: `{"a":1}`}
	chunked := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
	for name, test := range map[string]struct {
		script script
		steps  []step
	}{
		"kept alive": {script{{{text: ok}, {text: ok}, {text: ok}}}, []step{get, post, get}},
		"methods": {
			script{{{text: ok}, {text: ok}, {text: ok}, {text: ok}, {text: ok}, {text: ok}}},
			[]step{{Method: "PUT"}, {Method: "PATCH"}, {Method: "POST"}, {Method: "DELETE"}, {Method: "DELETE", Body: "x"}, {Method: "GET", Body: "x"}},
		},
		"headers": {
			script{{{text: ok}}},
			[]step{{Method: "GET", Header: "X-B: 2\nX-A: 1\nX-A: 3\nAuthorization: Bearer é\nX-Empty: "}},
		},
		"chunked":            {script{{{text: chunked + "\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"}, {text: ok}}}, []step{get, get}},
		"trailers":           {script{{{text: chunked + "Trailer: X-Sum\r\n\r\n1\r\na\r\n0\r\nX-Sum: 7\r\n\r\n"}, {text: ok}}}, []step{get, get}},
		"chunked, cut":       {script{{{chunked + "\r\n3\r\nabc\r\n5\r\nde", leave}}}, []step{get}},
		"chunked, malformed": {script{{{chunked + "\r\nnumber\r\nabc\r\n", leave}}}, []step{get}},
		"until the end":      {script{{{"HTTP/1.1 200 OK\r\n\r\nuntil the end", leave}}, {{text: ok}}}, []step{get, get}},
		"closed as said":     {script{{{lengthy("Connection: close\r\n", "x"), stay}}, {{text: ok}}}, []step{get, get}},
		"HTTP/1.0":           {script{{{"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", stay}}, {{text: ok}}}, []step{get, get}},
		"HTTP/1.0, kept": {
			script{{{"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx", stay}, {text: ok}}},
			[]step{get, get},
		},
		"no body": {
			script{{
				{text: "HTTP/1.1 204 No Content\r\n\r\n"},
				{text: "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n"},
				{text: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"},
				{text: ok},
			}},
			[]step{get, get, post, get},
		},
		"interim": {script{{{text: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok}, {text: ok}}}, []step{post, get}},
		"interim without end": {
			script{{{strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: "+strings.Repeat("x", 1<<16)+"\r\n\r\n", 161), leave}}},
			[]step{get},
		},
		"another protocol": {script{{{"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nxyz", stay}}, {{text: ok}}}, []step{get, get}},
		"packed":           {script{{{text: lengthy("Content-Encoding: gzip\r\n", zipped("hello"))}, {text: ok}}}, []step{get, get}},
		"packed, chunked": {
			script{{{text: chunked + "Content-Encoding: GZIP\r\n\r\n" + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(zipped("hello")), zipped("hello"))}, {text: ok}}},
			[]step{get, get},
		},
		"packed, as asked":     {script{{{text: lengthy("Content-Encoding: gzip\r\n", zipped("hello"))}}}, []step{{Method: "GET", Header: "Accept-Encoding: gzip"}}},
		"a part":               {script{{{text: lengthy("Content-Encoding: gzip\r\n", zipped("hello"))}}}, []step{{Method: "GET", Header: "Range: bytes=0-1"}}},
		"packed, not really":   {script{{{text: lengthy("Content-Encoding: gzip\r\n", "hello")}}, {{text: ok}}}, []step{get, get}},
		"packed, cut":          {script{{{text: lengthy("Content-Encoding: gzip\r\n", zipped("hello")[:15])}}}, []step{get}},
		"packed, empty":        {script{{{text: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"}, {text: ok}}}, []step{get, get}},
		"said without asking":  {script{{{text: ok + ok}}, {{text: ok}}}, []step{get, get}},
		"a body cut":           {script{{{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", leave}}, {{text: ok}}}, []step{get, get}},
		"a body reset":         {script{{{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", reset}}}, []step{post}},
		"headers cut":          {script{{{"HTTP/1.1 200 OK\r\nContent-Le", leave}}}, []step{get}},
		"headers cut, reused":  {script{{{text: ok}, {"HTTP/1.1 2", leave}}}, []step{get, get}},
		"no HTTP":              {script{{{"SSH-2.0-OpenSSH\r\n", leave}}}, []step{get}},
		"a malformed header":   {script{{{"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", leave}}}, []step{get}},
		"two lengths":          {script{{{"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", leave}}}, []step{get}},
		"length and chunks":    {script{{{chunked + "Content-Length: 2\r\n\r\n1\r\na\r\n0\r\n\r\n", stay}, {text: ok}}}, []step{get}},
		"headers too long":     {script{{{"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 10<<20+5000) + "\r\n\r\n", leave}}}, []step{get}},
		"gone at once":         {script{{{"", leave}}, {{text: ok}}}, []step{get}},
		"gone at once, reset":  {script{{{"", reset}}, {{text: ok}}}, []step{post}},
		"dead, a GET":          {script{{{text: ok}, {"", leave}}, {{text: ok}}}, []step{get, get}},
		"dead by reset, a GET": {script{{{text: ok}, {"", reset}}, {{text: ok}}}, []step{get, get}},
		"dead, a POST":         {script{{{text: ok}, {"", leave}}, {{text: ok}}}, []step{get, post}},
		"dead, a PUT":          {script{{{text: ok}, {"", leave}}, {{text: ok}}}, []step{get, {Method: "PUT", Body: "x"}}},
		"dead, a DELETE":       {script{{{text: ok}, {"", leave}}, {{text: ok}}}, []step{get, {Method: "DELETE"}}},
		"dead, a POST with a key": {
			script{{{text: ok}, {"", leave}}, {{text: ok}}},
			[]step{get, {Method: "POST", Body: "x", Header: "Idempotency-Key: 7"}},
		},
		"dead twice":  {script{{{text: ok}, {"", leave}}, {{"", leave}}, {{text: ok}}}, []step{get, get}},
		"early leave": {script{{{"HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno", leave}}}, []step{{Method: "POST", Body: strings.Repeat("x", maxBody)}}},
	} {
		t.Run(name, func(t *testing.T) {
			u, seenOurs := play(t, test.script)
			got := ours(t, u, test.steps)
			v, seenTheirs := play(t, test.script)
			want := theirs(t, v, test.steps)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("not as net/http has it (-net/http +ours):\n%s", d)
			}
			if d := cmp.Diff(seenTheirs(), seenOurs()); d != "" {
				t.Errorf("the server saw (-net/http +ours):\n%s", d)
			}
		})
	}
}

// TestNotMine: what net/http would refuse, mend or do in another way is left to
// it before a connection is opened.
func TestNotMine(t *testing.T) {
	type request struct {
		Request
		header http.Header
	}
	plain := func() (*Transport, *request) {
		u, _ := url.Parse("http://127.0.0.1:1/")
		return New(&http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("dialled")
		}}), &request{Request{Method: "GET", URL: u}, headerOf("")}
	}
	at := func(text string) func(*Transport, *request) {
		return func(_ *Transport, r *request) { r.URL, _ = url.Parse(text) }
	}
	header := func(name, v string) func(*Transport, *request) {
		return func(_ *Transport, r *request) { r.header[name] = []string{v} }
	}
	for name, change := range map[string]func(*Transport, *request){
		"over TLS":               at("https://127.0.0.1:1/"),
		"a host not ASCII":       at("http://b\u00fccher.example/"),
		"a host with a zone":     at("http://[fe80::1%25eth0]/"),
		"an empty port":          at("http://example.com:/"),
		"no host":                at("http:///x"),
		"a method":               func(_ *Transport, r *request) { r.Method = "HEAD" },
		"an opaque URL":          func(_ *Transport, r *request) { r.URL.Opaque = "//x/y" },
		"a query with a break":   func(_ *Transport, r *request) { r.URL.RawQuery = "a=\r\nX: y" },
		"a host header":          func(_ *Transport, r *request) { r.Host = "a/b" },
		"an upgrade":             header("Upgrade", "websocket"),
		"Connection":             header("Connection", "close"),
		"Expect":                 header("Expect", "100-continue"),
		"Transfer-Encoding":      header("Transfer-Encoding", "chunked"),
		"a break in a header":    header("X", "a\r\nY: b"),
		"a space behind a value": header("X", "a "),
		"a header's name":        header("X Y", "a"),
		"no user agent":          func(_ *Transport, r *request) { delete(r.header, "User-Agent") },
		"an empty user agent":    header("User-Agent", ""),
		"a long body":            func(_ *Transport, r *request) { r.Body = make([]byte, maxBody+1) },
		"an empty body":          func(_ *Transport, r *request) { r.Body = []byte{} },
		"through a proxy": func(t *Transport, _ *request) {
			t.beside.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "127.0.0.1:2"})
		},
	} {
		tr, r := plain()
		change(tr, r)
		r.Head = Prepare(r.header)
		if _, err := tr.Do(t.Context(), time.Time{}, &r.Request); !errors.Is(err, ErrNotMine) {
			t.Errorf("%s: %v", name, err)
		}
	}
	tr, r := plain()
	r.Head = Prepare(r.header)
	if _, err := tr.Do(t.Context(), time.Time{}, &r.Request); err == nil || err.Error() != "dialled" {
		t.Errorf("the plain one: %v", err)
	}
}
