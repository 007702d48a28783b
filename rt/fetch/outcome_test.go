package fetch_test

import (
	"context"
	"regexp"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
)

// once is a policy that sends one attempt.
var once = &rt.Retry{MaxAttempts: 1}

// TestOutcomes is §8's paragraph "Outcome", line by line: what Send gives, and
// what Ask gives for the same answer.
func TestOutcomes(t *testing.T) {
	for _, tc := range []struct {
		name   string
		answer string // canned
		send   string // the response, or the failure behind its URL
		ask    string // the response; "" is that of send
		status int
	}{
		{"json", "-> 200\n{\"id\": 9007199254740993, \"b\": [1.50, null]}", `{"id":9007199254740993,"b":[1.5,null]}`, "", 200},
		{"created", "-> 201\n{\"a\": 1}", `{"a":1}`, "", 201},
		{"a kind of json", "-> 200\nContent-Type: application/vnd.api+json; charset=utf-8\n[1]", `[1]`, "", 200},
		{"byte order mark", "-> 200\n\ufeff{\"a\":1}", `{"a":1}`, "", 200},
		{"empty", "-> 200", `null`, "", 200},
		{"no content", "-> 204", `null`, "", 204},
		{"blank", "-> 200\nContent-Type: application/json\n\n   ", `null`, "", 200},
		{"text", "-> 200\nContent-Type: text/csv\nid,name\n1,Ada", `"id,name\n1,Ada"`, "", 200},
		{"text that looks like json", "-> 200\nContent-Type: text/plain\n[1]", `"[1]"`, "", 200},
		{"no content type, json", "-> 200\nContent-Type:\n[1]", `[1]`, "", 200},
		{"no content type, text", "-> 200\nContent-Type:\nhello", `"hello"`, "", 200},
		{
			"invalid json", "-> 200\n{\"a\": }", `200 OK with a body that cannot be read: invalid JSON at 1:7 (byte 6): '}' where a value is wanted`,
			`{"error":"invalid_json","code":0,"message":"200 OK with a body that cannot be read: invalid JSON at 1:7 (byte 6): '}' where a value is wanted"}`, 0,
		},
		{
			"no object", "-> 404\nContent-Type: text/plain\nno such item", `404 Not Found: no such item`,
			`{"error":"Not Found","code":404,"headers":{HEADERS},"body":"no such item"}`, 404,
		},
		{"no body", "-> 404", `404 Not Found`, `{"error":"Not Found","code":404,"headers":{HEADERS},"body":null}`, 404},
		{
			"an array", "-> 422\n[ { \"field\": \"name\" } ]", `422 Unprocessable Entity`,
			`{"error":"Unprocessable Entity","code":422,"headers":{HEADERS},"body":[{"field":"name"}]}`, 422,
		},
		{
			"an object", "-> 409\n{ \"conflict\": 7 }", `409 Conflict`,
			`{"conflict":7,"error":"Conflict","code":409,"headers":{HEADERS}}`, 409,
		},
		{
			"an object with a message", "-> 400\n{ \"message\": \"name is\\n missing\", \"headers\": 1 }", `400 Bad Request: name is missing`,
			`{"message":"name is\n missing","headers":1,"error":"name is\n missing","code":400}`, 400,
		},
		{
			"an object of its own", "-> 400\n{ \"error\": { \"message\": \"bad\" }, \"code\": \"E7\" }", `400 Bad Request: bad`,
			`{"error":{"message":"bad"},"code":"E7","headers":{HEADERS}}`, 400,
		},
		{
			"null fields", "-> 400\n{ \"error\": null, \"code\": null, \"x\": 1 }", `400 Bad Request`,
			`{"error":"Bad Request","code":400,"x":1,"headers":{HEADERS}}`, 400,
		},
		{
			"broken json of an error", "-> 400\n{ oh", `400 Bad Request: { oh`,
			`{"error":"Bad Request","code":400,"headers":{HEADERS},"body":"{ oh"}`, 400,
		},
		{
			"a page of html", "-> 502\nContent-Type: text/html\n<h1>Bad gateway</h1>", `502 Bad Gateway`,
			`{"error":"Bad Gateway","code":502,"headers":{HEADERS},"body":"<h1>Bad gateway</h1>"}`, 502,
		},
		{"not modified", "-> 304", `304 Not Modified`, `{"error":"Not Modified","code":304,"headers":{HEADERS},"body":null}`, 304},
		{"a status of its own", "-> 499", `499 Unknown Status`, `{"error":"Unknown Status","code":499,"headers":{HEADERS},"body":null}`, 499},
		{
			"dropped", "-> drop", `the connection was closed in the middle of the answer`,
			`{"error":"connection","code":0,"message":"the connection was closed in the middle of the answer"}`, 0,
		},
		{
			"cut", "-> 200 cut\n{ \"long\": \"enough\" }", `the connection was closed in the middle of the answer`,
			`{"error":"connection","code":0,"message":"the connection was closed in the middle of the answer"}`, 0,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			server := serve(t, "GET /x\n"+tc.answer)
			request := fetch.Request{Method: "GET", Path: "/x", Retry: once}
			response, failure := send(t, server, fetch.Config{}, request)
			if failure != "" {
				response = failure
			}
			want := tc.send
			if tc.ask != "" {
				want = "m.reqon:3:5: Fetch: GET " + server.URL + "/x: " + want
			}
			if response != want {
				t.Errorf("Send\n got %s\nwant %s", response, want)
			}

			var answer fetch.Answer
			result := against(t, server, rt.Options{}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) (err error) {
				answer, err = src.Ask(ctx, s, at, request)
				return err
			})
			if result.Status != rt.Done {
				t.Fatal(result.Err)
			}
			want = tc.ask
			if want == "" {
				want = tc.send
			}
			got := regexp.MustCompile(`"headers":\{[^}]+\}`).ReplaceAllString(asJSON(answer.Value), `"headers":{HEADERS}`)
			if got != want || answer.Status != tc.status {
				t.Errorf("Ask\n got %s, %d\nwant %s, %d", got, answer.Status, want, tc.status)
			}
		})
	}
}

func TestHeadersAsData(t *testing.T) {
	server := serve(t, "GET /x\n-> 404\nX-Many: a\nX-Many: b\nDate: today\n")
	response, failure := send(t, server, fetch.Config{}, fetch.Request{Method: "GET", Path: "/x", Allow: []int{404}})
	if want := `{"error":"Not Found","code":404,"headers":{"content-length":"0","date":"today","x-many":"a, b"},"body":null}`; response != want {
		t.Errorf("got %s%s\nwant %s", response, failure, want)
	}
}

func TestAllow(t *testing.T) {
	server := serve(t, "GET /x\n-> 404\n{ \"a\": 1 }\nGET /drop\n-> drop")
	response, failure := send(t, server, fetch.Config{}, fetch.Request{Method: "GET", Path: "/x", Allow: []int{410, 404}})
	if failure != "" || response[:8] != `{"a":1,"` {
		t.Errorf("allowed: %s%s", response, failure)
	}
	if _, failure = send(t, server, fetch.Config{}, fetch.Request{Method: "GET", Path: "/x", Allow: []int{410}}); failure == "" {
		t.Error("a status that is not allowed fails nothing")
	}
	if _, failure = send(t, server, fetch.Config{}, fetch.Request{Method: "GET", Path: "/drop", Allow: []int{0, 404}, Retry: once}); failure == "" {
		t.Error("allow took a transport failure")
	}
}

// TestFailureCode is what `errors` says in code.
func TestFailureCode(t *testing.T) {
	server := serve(t, "GET /x\n-> 418\nGET /drop\n-> drop\nGET /bad\n-> 200\n{")
	for path, want := range map[string]string{"/x": "418", "/drop": `"connection"`, "/bad": `"invalid_json"`} {
		result := against(t, server, rt.Options{}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: path, Retry: once})
			return err
		})
		if len(result.Failures) != 1 || asJSON(result.Failures[0].Code) != want {
			t.Errorf("%s: %v", path, result.Failures)
		}
	}
}
