package fetch_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
)

// TestBreaker sends a request each second, to a server that fails from the
// third second to the hundredth: which of them come, and what the others are.
func TestBreaker(t *testing.T) {
	for _, tc := range []struct {
		name string
		rule fetch.CircuitBreaker
		came []int // the seconds in which requests come, up to the 110th, from the third
	}{
		{"defaults", fetch.CircuitBreaker{}, []int{3, 4, 5, 6, 7, 37, 67, 97, 127}},
		{"two failures, a minute", fetch.CircuitBreaker{FailureThreshold: 2, ResetTimeout: time.Minute}, []int{3, 4, 64, 124}},
		{"a window too short", fetch.CircuitBreaker{FailureThreshold: 3, FailureWindow: time.Second}, nil},
		{"half of six", fetch.CircuitBreaker{FailureRate: .5, MinimumRequests: 6, ResetTimeout: 50 * time.Second}, []int{3, 4, 5, 55, 105}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				second := func() int { return int(time.Since(begin) / time.Second) }
				var seconds []int
				server := rttest.ServeInMemory(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					if n := second(); n >= 3 {
						seconds = append(seconds, n)
						if n < 100 {
							w.WriteHeader(http.StatusBadGateway)
						}
					}
				}))
				defer server.Close()
				var open, worked int
				against(t, server, rt.Options{}, fetch.Config{Breaker: &tc.rule, Retry: rt.Retry{MaxAttempts: 1}}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
					for range 130 {
						answer, err := src.Ask(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
						if err != nil {
							return err
						}
						switch code, _ := answer.Value.Lookup("error"); {
						case asJSON(code) == `"circuit_open"`:
							open++
						case answer.Status == 200:
							worked++
						}
						time.Sleep(time.Second)
					}
					return nil
				})
				var failing []int
				for _, n := range seconds {
					failing = append(failing, n)
					if n >= 100 {
						break // it closes with that one
					}
				}
				if tc.came == nil {
					if open != 0 || len(seconds) != 127 {
						t.Errorf("it opened: %d refused", open)
					}
					return
				}
				if !equal(failing, tc.came) {
					t.Errorf("came at %v; want %v", failing, tc.came)
				}
				if closed := tc.came[len(tc.came)-1]; worked != 3+130-closed || open != 130-3-len(seconds) {
					t.Errorf("%d worked, %d were refused", worked, open)
				}
			})
		})
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestBreakerProbes: half-open lets one request through at a time, however many
// ask, needs as many in a row as it says, and a probe that is cancelled gives
// its place to another.
func TestBreakerProbes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var broken atomic.Bool
		broken.Store(true)
		server := rttest.ServeInMemory(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(100 * time.Millisecond)
			if r.URL.Path == "/hang" {
				<-r.Context().Done()
			}
			if broken.Load() {
				w.WriteHeader(http.StatusBadGateway)
			}
		}))
		defer server.Close()
		config := fetch.Config{
			Retry:   rt.Retry{MaxAttempts: 1},
			Breaker: &fetch.CircuitBreaker{FailureThreshold: 1, SuccessThreshold: 3, ResetTimeout: time.Second},
		}
		against(t, server, rt.Options{}, config, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
			if err == nil {
				t.Error("the first one worked")
			}
			broken.Store(false)
			time.Sleep(time.Second)
			gone, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
			defer cancel()
			if _, err := src.Send(gone, s, at, fetch.Request{Method: "GET", Path: "/hang"}); !rt.IsCancelled(err) {
				t.Errorf("the probe ended with %v", err)
			}
			for round := range 3 {
				before := len(server.Requests())
				loop := s.ParallelLoop(at, rt.FailLoop)
				var group errgroup.Group
				var open atomic.Int32
				for i := range 20 {
					group.Go(func() error {
						return loop.Do(ctx, i, parse(nil, "1"), func(s *rt.Strand) error {
							_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
							if err != nil && strings.Contains(err.Error(), "half-open, and a probe is under way (1 failures, the last: 502 Bad Gateway)") {
								open.Add(1)
								return nil
							}
							return err
						})
					})
				}
				if err := loop.End(ctx, group.Wait()); err != nil {
					t.Error(err)
				}
				if n := len(server.Requests()) - before; n != 1 || open.Load() != 19 {
					t.Errorf("round %d: %d came, %d were refused", round, n, open.Load())
				}
			}
			return busy(20, 50*time.Millisecond, nil)(ctx, s, src) // it is closed: none is refused
		})
	})
}
