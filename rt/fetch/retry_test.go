package fetch_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
)

// every is a policy that waits two seconds between three attempts.
var every = rt.Retry{Backoff: rt.Constant, InitialDelay: 2 * time.Second}

// TestRetry sends one request under a fake clock: how many came to the server,
// and how long it took to the moment.
func TestRetry(t *testing.T) {
	const s = time.Second
	for _, tc := range []struct {
		name    string
		method  string
		canned  string // answers
		source  rt.Retry
		request fetch.Request
		came    int
		took    time.Duration
		want    string // the response, or the end of the failure
	}{
		{"get", "GET", "-> 503 x2\n-> 200\n1", every, fetch.Request{}, 3, 4 * s, "1"},
		{"get, used up", "GET", "-> 503", every, fetch.Request{}, 3, 4 * s, "503 Service Unavailable after 3 attempts"},
		{"put", "PUT", "-> 500", every, fetch.Request{}, 3, 4 * s, "500 Internal Server Error after 3 attempts"},
		{"delete", "DELETE", "-> 429", every, fetch.Request{}, 3, 4 * s, "429 Too Many Requests after 3 attempts"},
		{"request timeout", "GET", "-> 408\n-> 200\n1", every, fetch.Request{}, 2, 2 * s, "1"},
		{"not implemented", "GET", "-> 501", every, fetch.Request{}, 3, 4 * s, "501 Not Implemented after 3 attempts"},
		{"post", "POST", "-> 503", every, fetch.Request{}, 1, 0, "503 Service Unavailable"},
		{"patch", "PATCH", "-> 503", every, fetch.Request{}, 1, 0, "503 Service Unavailable"},
		{"post, as it says", "POST", "-> 503\n-> 200\n1", every, fetch.Request{Retry: &rt.Retry{}}, 2, 2 * s, "1"},
		{"patch, as it says", "PATCH", "-> 503", every, fetch.Request{Retry: &rt.Retry{MaxAttempts: 2}}, 2, 2 * s, "503 Service Unavailable after 2 attempts"},
		{"request over source", "GET", "-> 503", every, fetch.Request{Retry: &rt.Retry{MaxAttempts: 4, InitialDelay: s}}, 4, 3 * s, "503 Service Unavailable after 4 attempts"},
		{"linear", "GET", "-> 503", rt.Retry{Backoff: rt.Linear, InitialDelay: s, MaxDelay: 1, MaxAttempts: 2}, fetch.Request{}, 2, 1, "503 Service Unavailable after 2 attempts"},
		{"once", "GET", "-> 503", every, fetch.Request{Once: true}, 1, 0, "503 Service Unavailable"},
		{"once over its policy", "POST", "-> 503", every, fetch.Request{Once: true, Retry: &rt.Retry{}}, 1, 0, "503 Service Unavailable"},
		{"not found", "GET", "-> 404", every, fetch.Request{}, 1, 0, "404 Not Found"},
		{"invalid json", "GET", "-> 200\n{", every, fetch.Request{}, 1, 0, "end of document where a key is wanted"},
		{"dropped", "GET", "-> drop x2\n-> 200\n1", every, fetch.Request{}, 3, 4 * s, "1"},
		{"cut", "GET", "-> 200 cut\n[1, 2]\n-> 200\n1", every, fetch.Request{}, 2, 2 * s, "1"},
		{"seconds", "GET", "-> 503\nRetry-After: 7\n-> 200\n1", every, fetch.Request{}, 2, 7 * s, "1"},
		{"no seconds", "GET", "-> 503\nRetry-After: 0\n-> 200\n1", every, fetch.Request{}, 2, 0, "1"},
		{"too many seconds", "GET", "-> 503\nRetry-After: 120\n-> 200\n1", every, fetch.Request{}, 2, 30 * s, "1"},
		{"up to maxDelay", "GET", "-> 429\nRetry-After: 120\n-> 200\n1", rt.Retry{MaxDelay: 90 * s}, fetch.Request{}, 2, 90 * s, "1"},
		{"a date", "GET", "-> 503\nRetry-After: Sat, 01 Jan 2000 00:00:10 GMT\n-> 200\n1", every, fetch.Request{}, 2, 10 * s, "1"},
		{"negative seconds", "GET", "-> 503\nRetry-After: -5\n-> 200\n1", every, fetch.Request{}, 2, 2 * s, "1"},
		{"absurd seconds", "GET", "-> 503\nRetry-After: 99999999999999999999\n-> 200\n1", every, fetch.Request{}, 2, 30 * s, "1"},
		{"more seconds than a time holds", "GET", "-> 503\nRetry-After: 1e999\n-> 200\n1", every, fetch.Request{}, 2, 30 * s, "1"},
		{"half a second", "GET", "-> 503\nRetry-After: 0.5\n-> 200\n1", every, fetch.Request{}, 2, s / 2, "1"},
		{"a date by the server's clock", "GET", "-> 503\nDate: Sat, 01 Jan 2022 00:00:00 GMT\nRetry-After: Sat, 01 Jan 2022 00:00:07 GMT\n-> 200\n1", every, fetch.Request{}, 2, 7 * s, "1"},
		{"what came before", "GET", "-> drop\n-> 429\n-> 503", every, fetch.Request{}, 3, 4 * s, "503 Service Unavailable after 3 attempts (before: the connection was closed in the middle of the answer; 429 Too Many Requests)"},
		{"the whole step's time", "GET", "-> hang", every, fetch.Request{Timeout: 3 * s, Within: 7 * s}, 2, 7 * s, "not done within 7s"},
		{"a date that was", "GET", "-> 503\nRetry-After: Fri, 31 Dec 1999 00:00:00 GMT\n-> 200\n1", every, fetch.Request{}, 2, 0, "1"},
		{"neither", "GET", "-> 503\nRetry-After: soon\n-> 200\n1", every, fetch.Request{}, 2, 2 * s, "1"},
		{"no answer", "GET", "-> hang", every, fetch.Request{Timeout: 3 * s}, 3, 13 * s, "no answer within 3s after 3 attempts"},
		{"no answer to a post", "POST", "-> hang", every, fetch.Request{}, 1, 30 * s, "no answer within 30s"},
		{"a slow body", "GET", "-> 200 slow 60s\n[1, 2]", every, fetch.Request{Retry: once}, 1, 30 * s, "the answer was not complete within 30s"},
		{"just in time", "GET", "-> 200 slow 29s\n[1, 2]", every, fetch.Request{}, 1, 29 * s, "[1,2]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := rttest.ServeInMemory(rttest.MustParse("* /x\n" + tc.canned))
				defer server.Close()
				tc.request.Method, tc.request.Path = tc.method, "/x"
				begin := time.Now()
				response, failure := send(t, server, fetch.Config{Retry: tc.source}, tc.request)
				took := time.Since(begin)
				if n := len(server.Requests()); n != tc.came || took != tc.took {
					t.Errorf("%d requests in %v; want %d in %v", n, took, tc.came, tc.took)
				}
				if response != tc.want && !strings.HasSuffix(failure, ": "+tc.want) {
					t.Errorf("got %s%s\nwant %s", response, failure, tc.want)
				}
			})
		})
	}
}

// TestRetryByDefault is the policy that nobody wrote: 3 attempts, from 1 s
// doubling, with up to half of each wait taken off.
func TestRetryByDefault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rttest.ServeInMemory(rttest.MustParse("GET /x\n-> 503"))
		defer server.Close()
		send(t, server, fetch.Config{}, fetch.Request{Method: "GET", Path: "/x"})
		came := server.Requests()
		if len(came) != 3 {
			t.Fatalf("%d requests", len(came))
		}
		for i, most := range []time.Duration{time.Second, 2 * time.Second} {
			if wait := came[i+1].Started.Sub(came[i].Ended); wait < most/2 || wait > most {
				t.Errorf("wait %d: %v; want %v to %v", i+1, wait, most/2, most)
			}
		}
	})
}

// TestRetryIsTold looks at what an observer and the record of the action see.
func TestRetryIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rttest.ServeInMemory(rttest.MustParse("GET /x\n-> drop\n-> 429\nRetry-After: 5\n-> 200\n1"))
		defer server.Close()
		var seen events
		result := against(t, server, rt.Options{Observer: &seen}, fetch.Config{Retry: every}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
			return err
		})
		action := result.Stages[0].Actions[0]
		want := []rt.Retrying{
			{Action: action, At: at, Attempt: 2, Delay: 2 * time.Second, Cause: "the connection was closed in the middle of the answer"},
			{Action: action, At: at, Attempt: 3, Delay: 5 * time.Second, Cause: "429 Too Many Requests"},
		}
		same := cmp.Comparer(func(a, b *rt.ActionRecord) bool { return a == b })
		if diff := cmp.Diff(want, of[rt.Retrying](&seen), same); diff != "" {
			t.Error(diff)
		}
		if r, n, f := action.Requests.Load(), action.Retries.Load(), action.InFlight.Load(); r != 3 || n != 2 || f != 0 {
			t.Errorf("%d requests, %d retries, %d in flight", r, n, f)
		}
	})
}

// TestAskRetries: whatever comes back is data, but after the retries.
func TestAskRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rttest.ServeInMemory(rttest.MustParse("GET /x\n-> 503\n{\"n\": {attempt}}"))
		defer server.Close()
		var answer fetch.Answer
		against(t, server, rt.Options{}, fetch.Config{Retry: every}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) (err error) {
			answer, err = src.Ask(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
			return err
		})
		n, _ := answer.Value.Lookup("n")
		if answer.Status != 503 || asJSON(n) != "3" {
			t.Errorf("%d %s", answer.Status, asJSON(answer.Value))
		}
	})
}
