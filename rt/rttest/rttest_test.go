package rttest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ask sends one request and gives status, headers and body.
func ask(t *testing.T, s *Server, method, target, body string, headers ...string) (int, http.Header, string, error) {
	t.Helper()
	transport := s.Transport()
	defer transport.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := transport.RoundTrip(req)
	if err != nil {
		return 0, nil, "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header, string(text), err
}

const canned = `
# the list
GET /items
-> 200
X-Total: 2
[ { "id": 1 },
  { "id": 2 } ]
# pages
GET /items?page={n}&size=2
-> 200

[ {n} ]

GET /pricing?itemId={id}
-> 503 x2
Retry-After: 1
-> 200
{ "itemId": {id}, "price": {id}.50, "attempt": {attempt} }

GET /files/{path...}
-> 200
Content-Type: text/plain
path "{path}"

POST /echo?*
-> 201
{ "sent": {body}, "agent": "{header.User-Agent}" }

GET /me
Authorization: Bearer abc
-> 200
{ "name": "Ada" }

GET /me
-> 401

GET /many
-> 200
{ "items": [
  each n in 1..3: { "id": {n}, "name": "Item {n}" }
] }

DELETE /items/{id}
-> 204

GET /untyped
-> 200
Content-Type:
plain
`

func TestAnswers(t *testing.T) {
	s := Serve(MustParse(canned))
	defer s.Close()
	for _, tc := range []struct {
		method, target, body string
		headers              []string
		status               int
		want                 string
		wantType             string
	}{
		{"GET", "/items", "", nil, 200, "[ { \"id\": 1 },\n  { \"id\": 2 } ]", "application/json"},
		{"GET", "/items?size=2&page=7", "", nil, 200, "[ 7 ]", "application/json"},
		{"GET", "/items?page=7", "", nil, 404, "{\"error\":\"no canned answer\",\"request\":\"GET /items?page=7\"}\n", "application/json"},
		{"GET", "/pricing?itemId=3", "", nil, 503, "", ""},
		{"GET", "/pricing?itemId=4", "", nil, 503, "", ""},
		{"GET", "/pricing?itemId=3", "", nil, 503, "", ""},
		{"GET", "/pricing?itemId=3", "", nil, 200, `{ "itemId": 3, "price": 3.50, "attempt": 3 }`, "application/json"},
		{"GET", "/pricing?itemId=3", "", nil, 200, `{ "itemId": 3, "price": 3.50, "attempt": 4 }`, "application/json"},
		{"GET", "/files/a/b%20c", "", nil, 200, `path "a/b c"`, "text/plain"},
		{"POST", "/echo?x=1", `{"a":1}`, []string{"User-Agent", `the "tester"`}, 201, `{ "sent": {"a":1}, "agent": "the \"tester\"" }`, "application/json"},
		{"POST", "/echo", "", []string{"User-Agent", "t"}, 201, `{ "sent": null, "agent": "t" }`, "application/json"},
		{"GET", "/me", "", []string{"Authorization", "Bearer abc"}, 200, `{ "name": "Ada" }`, "application/json"},
		{"GET", "/me", "", []string{"Authorization", "Bearer x"}, 401, "", ""},
		{"GET", "/many", "", nil, 200, "{ \"items\": [\n{ \"id\": 1, \"name\": \"Item 1\" },\n{ \"id\": 2, \"name\": \"Item 2\" },\n{ \"id\": 3, \"name\": \"Item 3\" }\n] }", "application/json"},
		{"DELETE", "/items/9", "", nil, 204, "", ""},
		{"GET", "/untyped", "", nil, 200, "plain", ""},
	} {
		status, header, body, err := ask(t, s, tc.method, tc.target, tc.body, tc.headers...)
		if err != nil || status != tc.status || body != tc.want || header.Get("Content-Type") != tc.wantType {
			t.Errorf("%s %s: %d %q %q, %v; want %d %q %q", tc.method, tc.target, status, header.Get("Content-Type"), body, err,
				tc.status, tc.wantType, tc.want)
		}
	}
	if got := s.Requests().Unexpected().Lines(); !cmp.Equal(got, []string{"GET /items?page=7"}) {
		t.Errorf("unexpected: %q", got)
	}
	if got := s.Requests().To("/echo").Lines(); !cmp.Equal(got, []string{`POST /echo?x=1 {"a":1}`, "POST /echo"}) {
		t.Errorf("recorded: %q", got)
	}
}

func TestMistakes(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"get /items\n-> 200", `canned:1: a request line such as GET /items is wanted here, not "get /items"`},
		{"GET /items\n\n{}", "canned:2: GET /items has no answer; write a line such as -> 200 below it"},
		{"GET /items\n-> 20O", `canned:2: -> wants a status from 200 to 599, drop or hang, not "20O"`},
		{"GET /items\n-> 200 later 3s", `canned:2: "later" is not known here; x2, after, slow, together, cut and file are`},
		{"GET /items\n-> 200 after soon", `canned:2: time: invalid duration "soon"`},
		{"GET /items/{id}\n-> 200\n{ \"a\": {ID} }", "canned:3: the answer inserts {ID}, which GET /items/{id} does not name"},
		{"GET /items\n-> 200 file no-such-file.json", "canned:2: open no-such-file.json: no such file or directory"},
	} {
		_, err := Parse("canned", tc.text)
		if err == nil || err.Error() != tc.want {
			t.Errorf("%q:\n got %v\nwant %s", tc.text, err, tc.want)
		}
	}
}

func TestFaults(t *testing.T) {
	s := Serve(MustParse(`
GET /drop
-> drop
GET /cut
-> 200 cut
{ "long": "enough to be cut in two" }
`))
	defer s.Close()
	if _, _, _, err := ask(t, s, "GET", "/drop", ""); err == nil {
		t.Error("drop gave an answer")
	}
	status, _, body, err := ask(t, s, "GET", "/cut", "")
	if status != 200 || !errors.Is(err, io.ErrUnexpectedEOF) || body != `{ "long": "enough ` {
		t.Errorf("cut gave %d %q, %v", status, body, err)
	}
	if n := len(s.Requests()); n != 2 {
		t.Errorf("%d requests came; net/http sends a dropped one again", n)
	}
}

func TestHangNotesWhoGoes(t *testing.T) {
	s := Serve(MustParse("GET /hang\n-> hang"))
	defer s.Close()
	transport := s.Transport()
	defer transport.CloseIdleConnections()
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/hang", nil)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := transport.RoundTrip(req)
		done <- err
	}()
	if !s.Await(5*time.Second, func(all Requests) bool { return all.InFlight() == 1 }) {
		t.Fatal("the request never came")
	}
	left := time.Now()
	cancel()
	<-done
	if !s.Await(5*time.Second, func(all Requests) bool { return len(all.Gone()) == 1 && all.InFlight() == 0 }) {
		t.Fatal("the server did not notice")
	}
	if gone := s.Requests()[0].Gone.Sub(left); gone > 100*time.Millisecond {
		t.Errorf("noticed after %v", gone)
	}
}

func TestTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := ServeInMemory(MustParse(`
GET /gate/{n}
-> 200 together 3
{ "n": {n} }
`))
		var group sync.WaitGroup
		get := func(n int) {
			group.Go(func() {
				status, _, _, err := ask(t, s, "GET", fmt.Sprint("/gate/", n), "")
				want := 200
				if n == 4 {
					want = 504
				}
				if err != nil || status != want {
					t.Errorf("%d: %d, %v; want %d", n, status, err, want)
				}
			})
		}
		for n := range 3 {
			get(n + 1)
		}
		group.Wait()
		begin := time.Now()
		get(4) // nobody comes with it
		group.Wait()
		if took := time.Since(begin); took != meetTimeout {
			t.Errorf("gave up after %v", took)
		}
		if got := s.Requests().MaxInFlight(); got != 3 {
			t.Errorf("%d in flight at most", got)
		}
		s.Close()
	})
}

func TestSlowAndAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := ServeInMemory(MustParse(`
GET /x
-> 200 after 30ms slow 100ms
{ "a": "0123456789" }
`))
		_, _, body, err := ask(t, s, "GET", "/x", "")
		if err != nil || body != `{ "a": "0123456789" }` {
			t.Errorf("%q, %v", body, err)
		}
		r := s.Requests()[0]
		if took := r.Ended.Sub(r.Started); took != 130*time.Millisecond {
			t.Errorf("took %v", took)
		}
		s.Close()
	})
}

func TestMeasures(t *testing.T) {
	rs := Requests{
		{Path: "/a", arrived: 1, left: 4},
		{Path: "/b", arrived: 2, left: 3},
		{Path: "/a", arrived: 5, left: 7},
		{Path: "/c", arrived: 8},
		{Path: "/b", arrived: 9},
	}
	if got := rs.MaxInFlight(); got != 2 {
		t.Errorf("most in flight: %d", got)
	}
	if got := rs.InFlight(); got != 2 {
		t.Errorf("in flight: %d", got)
	}
	for _, tc := range []struct {
		a, b string
		want bool
	}{{"/a", "/b", true}, {"/a", "/c", false}, {"/b", "/c", true}, {"/a", "/a", false}} {
		if got := rs.To(tc.a).Overlap(rs.To(tc.b)); got != tc.want {
			t.Errorf("%s overlaps %s: %v", tc.a, tc.b, got)
		}
	}
}
