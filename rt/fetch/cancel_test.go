package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
)

// TestCancelOnTheWire cancels a request on a real socket, before its answer and
// within it: the server sees the connection close, long before the answer would
// have ended, and the work ends as cancelled, with its cause.
func TestCancelOnTheWire(t *testing.T) {
	for name, canned := range map[string]string{
		"before the answer": "-> hang",
		"within the answer": "-> 200 slow 1h\n[ 1, 2, 3, 4, 5, 6, 7, 8, 9 ]",
	} {
		t.Run(name, func(t *testing.T) {
			server := serve(t, "GET /x\n"+canned)
			ctx, cancel := context.WithCancelCause(t.Context())
			go func() {
				server.Await(patience, func(all rttest.Requests) bool { return all.InFlight() == 1 })
				cancel(rt.ErrInterrupted)
			}()
			result, err := run(ctx, rt.Options{}, fetch.Config{Base: server.URL}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
				_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
				var stopped *rt.Stopped
				if !errors.As(err, &stopped) || !errors.Is(stopped.Cause, rt.ErrInterrupted) {
					t.Errorf("the request ended with %v", err)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if result.Status != rt.Cancelled || len(result.Failures) != 0 {
				t.Errorf("%s, %v", result.Status, result.Failures)
			}
			if !server.Await(patience, func(all rttest.Requests) bool { return len(all.Gone()) == 1 }) {
				t.Fatal("the server never saw the client go")
			}
			if n := len(server.Requests()); n != 1 {
				t.Errorf("%d requests: a cancelled one was sent again", n)
			}
		})
	}
}

// TestTimeLimits tells an attempt's own time limit, which is a failure, from
// the end of the run or of the group, which is none: also where both limits are
// the same moment.
func TestTimeLimits(t *testing.T) {
	const s = time.Second
	for _, tc := range []struct {
		name         string
		attempt, run time.Duration
		policy       rt.Retry
		status       rt.Status
		took         time.Duration
	}{
		{"the attempt's", 2 * s, 0, rt.Retry{MaxAttempts: 1}, rt.Failed, 2 * s},
		{"the run's, in an attempt", 20 * s, 5 * s, rt.Retry{}, rt.Cancelled, 5 * s},
		{"the run's, between attempts", 2 * s, 3 * s, every, rt.Cancelled, 3 * s},
		{"both at once", 5 * s, 5 * s, rt.Retry{MaxAttempts: 1}, rt.Cancelled, 5 * s},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := rttest.ServeInMemory(rttest.MustParse("GET /x\n-> hang"))
				defer server.Close()
				begin := time.Now()
				config := fetch.Config{Timeout: tc.attempt, Retry: tc.policy}
				var got error
				result := against(t, server, rt.Options{Timeout: tc.run}, config, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
					_, got = src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
					return got
				})
				if took := time.Since(begin); result.Status != tc.status || took != tc.took {
					t.Errorf("%s after %v, %v; want %s after %v", result.Status, took, got, tc.status, tc.took)
				}
				var stopped *rt.Stopped
				var failure *rt.Failure
				if tc.status == rt.Cancelled && (!errors.As(got, &stopped) || !errors.Is(got, rt.ErrTimeout)) ||
					tc.status == rt.Failed && (!errors.As(got, &failure) || asJSON(failure.Code) != `"timeout"`) {
					t.Errorf("%#v", got)
				}
			})
		})
	}
}

// TestDeadlineOfTheConnection: a connection that fails at the very moment of the
// time limit, before the context's end is seen, has run out of time.
func TestDeadlineOfTheConnection(t *testing.T) {
	for name, tc := range map[string]struct {
		run    time.Duration
		status rt.Status
	}{"of the attempt": {time.Hour, rt.Failed}, "of the run": {5 * time.Second, rt.Cancelled}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				transport := roundTripper(func(r *http.Request) (*http.Response, error) {
					end, _ := r.Context().Deadline()
					time.Sleep(time.Until(end))
					return nil, os.ErrDeadlineExceeded
				})
				config := fetch.Config{Base: "http://canned.localhost", Timeout: 5 * time.Second, Retry: rt.Retry{MaxAttempts: 1}}
				result, err := run(t.Context(), rt.Options{Transport: transport, Timeout: tc.run}, config, get("/x"))
				if err != nil {
					t.Fatal(err)
				}
				if result.Status != tc.status || tc.status == rt.Failed && asJSON(result.Failures[0].Code) != `"timeout"` {
					t.Errorf("%s, %v", result.Status, result.Err)
				}
			})
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestAskIsCancelled: a cancellation is never data.
func TestAskIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rttest.ServeInMemory(rttest.MustParse("GET /x\n-> hang"))
		defer server.Close()
		result := against(t, server, rt.Options{Timeout: time.Second}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			_, err := src.Ask(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
			return err
		})
		if result.Status != rt.Cancelled {
			t.Errorf("%s, %v", result.Status, result.Err)
		}
	})
}

// TestInFlight measures at the server what the limit of an action lets through:
// five at once, reached and never exceeded.
func TestInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rttest.ServeInMemory(rttest.MustParse("GET /items/{id}\n-> 503 after 50ms\n-> 200 after 100ms\n{id}"))
		defer server.Close()
		limit := semaphore.NewWeighted(5)
		result := against(t, server, rt.Options{}, fetch.Config{Retry: every}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			var group errgroup.Group
			loop := s.ParallelLoop(at, rt.FailLoop)
			for i, item := range loop.Over(ctx, parse(t, "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]").Elems()) {
				group.Go(func() error {
					return loop.Do(ctx, i, item, func(s *rt.Strand) error {
						_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/items/" + item.String(), InFlight: limit})
						return err
					})
				})
			}
			return loop.End(ctx, group.Wait())
		})
		if result.Status != rt.Done {
			t.Fatal(result.Err)
		}
		came := server.Requests()
		if n, most := len(came), came.MaxInFlight(); n != 40 || most != 5 {
			t.Errorf("%d requests, at most %d at once", n, most)
		}
		// 20 first attempts, five at once, take 200 ms. The first five come
		// again 2 s after they failed, and nobody has held a place meanwhile.
		if begun := came[20].Started.Sub(came[0].Started); begun != 2050*time.Millisecond {
			t.Errorf("the first retry came after %v", begun)
		}
	})
}

// TestInFlightIsCancelled: waiting for a place ends with the work.
func TestInFlightIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rttest.ServeInMemory(rttest.MustParse("GET /x\n-> 200\n1"))
		defer server.Close()
		limit := semaphore.NewWeighted(1)
		if !limit.TryAcquire(1) { // somebody else has it
			t.Fatal("no place")
		}
		result := against(t, server, rt.Options{Timeout: time.Minute}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x", InFlight: limit})
			return err
		})
		if result.Status != rt.Cancelled || result.Stages[0].Actions[0].Requests.Load() != 0 || len(server.Requests()) != 0 {
			t.Errorf("%s, %v: %v", result.Status, result.Err, server.Requests().Lines())
		}
	})
}

// TestCancelResetsTheStream is TestCancelOnTheWire over HTTP/2: the stream ends
// at once.
func TestCancelResetsTheStream(t *testing.T) {
	arrived, gone := make(chan struct{}), make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/after" {
			_, _ = w.Write([]byte(r.Proto))
			return
		}
		close(arrived)
		<-r.Context().Done()
		close(gone)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	options := rt.Options{Transport: server.Client().Transport}
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		<-arrived
		cancel(rt.ErrInterrupted)
	}()
	result, err := run(ctx, options, fetch.Config{Base: server.URL}, get("/x"))
	if err != nil || result.Status != rt.Cancelled {
		t.Fatalf("%v, %v", err, result)
	}
	select {
	case <-gone: // while the connection stays, as the next request shows
	case <-time.After(patience):
		t.Fatal("the server never saw it")
	}
	response := ""
	_, err = run(t.Context(), options, fetch.Config{Base: server.URL}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		v, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/after"})
		response = v.String()
		return err
	})
	if err != nil || response != "HTTP/2.0" {
		t.Errorf("%q, %v", response, err)
	}
}
