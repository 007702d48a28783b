package fetch_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

const echo = `
* /{path...}?*
-> 200
1
`

// TestTarget is what path, base and params come to in the request's line.
func TestTarget(t *testing.T) {
	for _, tc := range []struct{ base, path, params, want string }{
		{"", "/items", "", "/items"},
		{"", "items", "", "/items"},
		{"", "//items", "", "/items"},
		{"", "", "", "/"},
		{"/", "/items", "", "/items"},
		{"/v1", "/items", "", "/v1/items"},
		{"/v1/", "items/", "", "/v1/items/"},
		{"/v1//", "//items", "", "/v1/items"},
		{"/v1", "", "", "/v1"},
		{"/v1", "?a=1", "", "/v1?a=1"},
		{"/v1?key=k", "/items", "", "/v1/items?key=k"},
		{"/v1?key=k", "/items?a=1", `{"b": 2}`, "/v1/items?key=k&a=1&b=2"},
		{"", "/items/a%2Fb", "", "/items/a%2Fb"},
		{"", "/items/a b/é", "", "/items/a%20b/%C3%A9"},
		{"", "/größe/{x}/a%2Fb", "", "/gr%C3%B6%C3%9Fe/%7Bx%7D/a%2Fb"},
		{"/größe a", "/a%2Fb", "", "/gr%C3%B6%C3%9Fe%20a/a%2Fb"},
		{"/größe a", "/items", "", "/gr%C3%B6%C3%9Fe%20a/items"},
		{"/a%2Fb", "items/~a.b_c-d//e", "", "/a%2Fb/items/~a.b_c-d//e"},
		{"/a%2Fb", "//", `{"a": 1}`, "/a%2Fb/?a=1"},
		{"?key=k", "/", "", "/?key=k"},
		{"", "/a/../b/./c", "", "/a/../b/./c"},
		{"", "/items?q=a b\"é", "", "/items?q=a%20b%22%C3%A9"},
		{"", "/items#part", "", "/items"},
		{"", "/x:y", "", "/x:y"},
		{"", "/x", `{}`, "/x"},
		{"", "/x", `{"a": 1, "b": "x y&z=é+", "c": true, "d": null, "e": 1.5, "f": 9007199254740993}`, "/x?a=1&b=x+y%26z%3D%C3%A9%2B&c=true&e=1.5&f=9007199254740993"},
		{"", "/x", `{"ids": [3, "four", null, false], "none": []}`, "/x?ids=3&ids=four&ids=false"},
		{"", "/x", `{"a b": ""}`, "/x?a+b="},
		{"", "/x?page=1&size=10", `{"page": 2}`, "/x?size=10&page=2"},
		{"", "/x?a%20b=1&c", `{"a b": 2}`, "/x?c&a+b=2"},
		{"", "/x?a=1", `{"a": null}`, "/x?a=1"},
		{"", "/x?", "", "/x"},
	} {
		server := serve(t, echo)
		_, failure := send(t, server, fetch.Config{Base: server.URL + tc.base}, fetch.Request{Method: "GET", Path: tc.path, Params: parse(t, tc.params)})
		if got := server.Requests().Lines(); failure != "" || !cmp.Equal(got, []string{"GET " + tc.want}) {
			t.Errorf("base %q, path %q, params %s: %q %s; want %s", tc.base, tc.path, tc.params, got, failure, tc.want)
		}
	}
}

// TestBody is what body and headers come to.
func TestBody(t *testing.T) {
	source := []fetch.Header{{Name: "X-Source", Value: "s"}, {Name: "accept", Value: "text/csv"}}
	for _, tc := range []struct {
		body, headers string
		want          string // the body
		wantHeaders   string // those that are looked at
	}{
		{"", "", "", "X-Source=s Accept=text/csv User-Agent=reqongen"},
		{`{"id": 9007199254740993, "b": [null]}`, "", `{"id":9007199254740993,"b":[null]}`, "Content-Type=application/json"},
		{`"text"`, "", `"text"`, "Content-Type=application/json"},
		{`"text"`, `{"Content-Type": "application/json"}`, `"text"`, "Content-Type=application/json"},
		{`"<a/>"`, `{"content-type": "application/xml"}`, `<a/>`, "Content-Type=application/xml"},
		{`7`, `{"content-type": "text/plain"}`, `7`, "Content-Type=text/plain"},
		{`{"a": 1}`, `{"content-type": "application/merge-patch+json"}`, `{"a":1}`, "Content-Type=application/merge-patch+json"},
		{`{"a": "x y", "b": [1, 2]}`, `{"content-type": "application/x-www-form-urlencoded"}`, `a=x+y&b=1&b=2`, "Content-Type=application/x-www-form-urlencoded"},
		{"", `{"X-Source": "mine", "X-Number": 3, "X-Yes": true, "User-Agent": null}`, "", "X-Source=mine X-Number=3 X-Yes=true User-Agent=reqongen"},
		{"", `{"Host": "other.example"}`, "", "Host=other.example"},
	} {
		server := serve(t, echo)
		_, failure := send(t, server, fetch.Config{Headers: source}, fetch.Request{
			Method: "POST", Path: "/x", Body: parse(t, tc.body), Headers: parse(t, tc.headers),
		})
		if failure != "" {
			t.Errorf("%s %s: %s", tc.body, tc.headers, failure)
			continue
		}
		came := server.Requests()[0]
		if came.Body != tc.want {
			t.Errorf("%s %s: the body %q; want %q", tc.body, tc.headers, came.Body, tc.want)
		}
		for want := range strings.FieldsSeq(tc.wantHeaders) {
			name, text, _ := strings.Cut(want, "=")
			got := strings.Join(came.Header[name], "|")
			if name == "Host" {
				got = came.Host
			}
			if got != text {
				t.Errorf("%s %s: the header %s is %q; want %q", tc.body, tc.headers, name, got, text)
			}
		}
	}
}

// TestMistakes are requests that cannot be sent: the step fails, nothing goes
// out.
func TestMistakes(t *testing.T) {
	for _, tc := range []struct {
		path                  string
		params, body, headers string
		want                  string
	}{
		{path: "/x", params: `[1]`, want: `params want an object, and this is an array`},
		{path: "/x", params: `{"a": {"b": 1}}`, want: `the parameter a wants text, a number, a boolean or an array of these, and holds an object`},
		{path: "/x", params: `{"a": [[1]]}`, want: `the parameter a wants text, a number, a boolean or an array of these, and holds an array`},
		{path: "/x", headers: `"X: y"`, want: `headers want an object, and this is the string "X: y"`},
		{path: "/x", headers: `{"X-A": ["y"]}`, want: `the header X-A wants text, and this is an array`},
		{path: "/x", headers: `{"X-A": "y\r\nX-Admin: true"}`, want: `the request has a header X-A with a line break or another control character in it`},
		{path: "/x", headers: `{"X-A: y\r\nX-Admin": "true"}`, want: `the request has a header named "X-A: y\r\nX-Admin", which is no name of a header`},
		{path: "/x", headers: `{"": "true"}`, want: `the request has a header named "", which is no name of a header`},
		{path: "/x", body: `[1]`, headers: `{"Content-Type": "text/xml"}`, want: `a body of the content type "text/xml" wants text, and this is an array`},
		{path: "/x%zz", want: `the path "/x%zz" cannot stand in a URL: invalid URL escape "%zz"`},
		{path: "ftp://example.com/x", want: `the URL "ftp://example.com/x" wants http:// or https:// and a host`},
		{path: "https:///x", want: `the URL "https:///x" wants http:// or https:// and a host`},
		{path: "https://ada:lovelace@example.com/x", want: `the URL holds a user name; a source with auth: basic sends one`},
	} {
		server := serve(t, echo)
		_, failure := send(t, server, fetch.Config{}, fetch.Request{
			Method: "POST", Path: tc.path, Params: parse(t, tc.params), Body: parse(t, tc.body), Headers: parse(t, tc.headers),
		})
		if want := "m.reqon:3:5: Fetch: " + tc.want; failure != want || len(server.Requests()) != 0 {
			t.Errorf("%d requests\n got %s\nwant %s", len(server.Requests()), failure, want)
		}
	}
}

// TestPathCannotEndTheLine: what an expression puts in a path stays there.
func TestPathCannotEndTheLine(t *testing.T) {
	for _, mark := range []string{"/", "?"} {
		testPathCannotEndTheLine(t, mark)
	}
}

func testPathCannotEndTheLine(t *testing.T, mark string) {
	server := serve(t, echo)
	send(t, server, fetch.Config{}, fetch.Request{Method: "GET", Path: "/x" + mark + "a=1 HTTP/1.1\r\nX-Admin: true\r\n\r\nGET /y"})
	came := server.Requests()
	if want := "GET /x" + mark + "a=1%20HTTP/1.1%0D%0AX-Admin:%20true%0D%0A%0D%0AGET%20/y"; len(came) != 1 || came[0].String() != want || came[0].Header.Get("X-Admin") != "" {
		t.Errorf("%q", came.Lines())
	}
}

func TestInsertions(t *testing.T) {
	type insert func(*rt.Strand, value.Pos, value.Value) string
	for _, tc := range []struct {
		name  string
		f     insert
		v     string
		want  string
		fault string
	}{
		{"segment", fetch.Segment, `"a/b c?d#e%é"`, "a%2Fb%20c%3Fd%23e%25%C3%A9", ""},
		{"segment", fetch.Segment, `9007199254740993`, "9007199254740993", ""},
		{"segment", fetch.Segment, `false`, "false", ""},
		{"segment", fetch.Segment, `0`, "0", ""},
		{"segment", fetch.Segment, `null`, "", "the path wants text or a number here, and this is null"},
		{"segment", fetch.Segment, `""`, "", `the path wants text or a number here, and this is the string ""`},
		{"segment", fetch.Segment, `{"a": 1}`, "", "the path wants text or a number here, and this is an object"},
		{"segment", fetch.Segment, `".."`, "", `the path wants a value here that is one segment, and this is the string ".."`},
		{"query", fetch.Query, `"a&b=c d+é"`, "a%26b%3Dc+d%2B%C3%A9", ""},
		{"query", fetch.Query, `".."`, "..", ""},
		{"query", fetch.Query, `[]`, "", "the path wants text or a number here, and this is an array"},
		{"path", fetch.Path, `"/a/b?c=d"`, "/a/b?c=d", ""},
		{"path", fetch.Path, `7`, "", "a path wants text, and this is the number 7"},
	} {
		var s rt.Strand
		got := tc.f(&s, at, parse(t, tc.v))
		fault := ""
		if err := s.EvalErr(); err != nil {
			fault = err.Msg
		}
		if got != tc.want || fault != tc.fault {
			t.Errorf("%s of %s: %q, %q; want %q, %q", tc.name, tc.v, got, fault, tc.want, tc.fault)
		}
	}
}

func TestStatuses(t *testing.T) {
	var s rt.Strand
	for text, want := range map[string][]int{`[404, 410.0]`: {404, 410}, `404`: {404}, `[]`: {}} {
		if got := fetch.Statuses(&s, at, parse(t, text)); !cmp.Equal(got, want) || s.EvalErr() != nil {
			t.Errorf("%s: %v, %v", text, got, s.EvalErr())
		}
	}
	for _, text := range []string{`["404"]`, `[404, 4]`, `null`, `{}`} {
		var s rt.Strand
		fetch.Statuses(&s, at, parse(t, text))
		if s.EvalErr() == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

// TestRequestValue is what the mission reads as `request`.
func TestRequestValue(t *testing.T) {
	server := serve(t, echo)
	var got value.Value
	options := rt.Options{Credentials: map[string]rt.Credential{"Api": {Type: "api_key", APIKey: "s3cret/key", Query: "key"}}}
	against(t, server, options, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		r := fetch.Request{Method: "POST", Path: "/x?a=1", Params: parse(t, `{"b": 2}`), Body: parse(t, `{"c": 3}`)}
		got = src.Describe(r)
		_, err := src.Send(ctx, s, at, r)
		return err
	})
	want := `{"method":"POST","url":"` + server.URL + `/x?a=1&b=2&key=[redacted]","params":{"b":2},"body":{"c":3}}`
	if asJSON(got) != want {
		t.Errorf("got %s\nwant %s", asJSON(got), want)
	}
	if came := server.Requests()[0].Query; came != "a=1&b=2&key=s3cret%2Fkey" {
		t.Errorf("sent %s", came)
	}
}

func TestDryRun(t *testing.T) {
	server := serve(t, echo)
	var seen events
	options := rt.Options{DryRun: true, Observer: &seen, Credentials: map[string]rt.Credential{"Api": {APIKey: "s3cret", Query: "key"}}}
	result := against(t, server, options, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		v, err := src.Send(ctx, s, at, fetch.Request{Method: "POST", Path: "/x", Params: parse(t, `{"a": 1}`), Body: parse(t, `{"b": "s3cret"}`)})
		if !v.IsNull() || err != nil {
			t.Errorf("%s, %v", asJSON(v), err)
		}
		answer, err := src.Ask(ctx, s, at, fetch.Request{Method: "GET", Path: "/y"})
		if !answer.Value.IsNull() || answer.Status != 200 || err != nil {
			t.Errorf("%+v, %v", answer, err)
		}
		return nil
	})
	action := result.Stages[0].Actions[0]
	told := of[rt.WouldSend](&seen)
	for i, want := range []rt.WouldSend{
		{Action: action, At: at, Method: "POST", URL: server.URL + "/x?a=1&key=[redacted]", Body: `{"b":"[redacted]"}`},
		{Action: action, At: at, Method: "GET", URL: server.URL + "/y?key=[redacted]"},
	} {
		if i >= len(told) || told[i] != want {
			t.Errorf("told %+v; want %+v", told, want)
		}
	}
	if n := len(server.Requests()); n != 0 || action.Requests.Load() != 0 {
		t.Errorf("%d requests were sent, %d counted", n, action.Requests.Load())
	}
}
