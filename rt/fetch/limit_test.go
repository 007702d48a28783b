package fetch_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
)

// answering answers 200 after a time between the two.
func answering(from, to time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(from + rand.N(to-from+1))
		w.WriteHeader(http.StatusNoContent)
	})
}

// for a minute, n strands send one request after another.
func busy(n int, long time.Duration, inFlight *semaphore.Weighted) work {
	return func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		end := time.Now().Add(long)
		loop := s.ParallelLoop(at, rt.FailLoop)
		var group errgroup.Group
		for i := range n {
			group.Go(func() error {
				return loop.Do(ctx, i, parse(nil, "1"), func(s *rt.Strand) error {
					for time.Now().Before(end) {
						if _, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x", InFlight: inFlight}); err != nil {
							return err
						}
					}
					return nil
				})
			})
		}
		return loop.End(ctx, group.Wait())
	}
}

// came is how many requests came within the time from the first, and were let
// through.
func came(server *rttest.Server, from, to time.Duration) int {
	all := server.Requests()
	first := all[0].Started
	return len(all.Where(func(r rttest.Request) bool {
		after := r.Started.Sub(first)
		return r.Status != http.StatusTooManyRequests && after >= from && after < to
	}))
}

// TestTokenBucket models the limiter of a server, and measures there: no 429 at
// all, and within a tenth of what is allowed in a minute.
func TestTokenBucket(t *testing.T) {
	for _, tc := range []struct {
		name     string
		strands  int
		inFlight int64
	}{{"40 at once", 40, 0}, {"60 strands, 10 in flight", 60, 10}} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				limiter := &rttest.Limiter{Handler: answering(20*time.Millisecond, 40*time.Millisecond), Capacity: 50, Refill: 100}
				server := rttest.ServeInMemory(limiter)
				defer server.Close()
				var inFlight *semaphore.Weighted
				if tc.inFlight > 0 {
					inFlight = semaphore.NewWeighted(tc.inFlight)
				}
				config := fetch.Config{Limit: &fetch.RateLimit{Bucket: &fetch.TokenBucket{Capacity: 50, Refill: 100}}}
				result := against(t, server, rt.Options{}, config, busy(tc.strands, time.Minute, inFlight))
				if result.Err != nil {
					t.Error(result.Err)
				}
				const allowed = 50 + 60*100
				n := came(server, 0, time.Minute)
				t.Logf("%d requests in a minute; %d were allowed; %d were refused", n, allowed, limiter.Refused())
				if limiter.Refused() != 0 || n < allowed*9/10 {
					t.Errorf("%d refused, %d of %d allowed", limiter.Refused(), n, allowed)
				}
			})
		})
	}
}

// TestCalibration: a bucket that is modelled too large goes down to the server's
// rate, and comes back when that is as large as it is written.
func TestCalibration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := &rttest.Limiter{Handler: answering(5*time.Millisecond, 10*time.Millisecond), Capacity: 10, Refill: 20}
		server := rttest.ServeInMemory(limiter)
		defer server.Close()
		config := fetch.Config{
			Retry: rt.Retry{MaxAttempts: 10, Backoff: rt.Constant, InitialDelay: time.Second},
			Limit: &fetch.RateLimit{Bucket: &fetch.TokenBucket{Capacity: 10, Refill: 50}},
		}
		time.AfterFunc(2*time.Minute, func() { limiter.SetRefill(100) })
		result := against(t, server, rt.Options{}, config, busy(10, 6*time.Minute, nil))
		if result.Err != nil {
			t.Fatal(result.Err)
		}
		slow, fast := came(server, time.Minute, 2*time.Minute), came(server, 5*time.Minute, 6*time.Minute)
		refused := len(server.Requests().Where(func(r rttest.Request) bool { return r.Status == 429 }))
		t.Logf("in a minute: %d of 1200 at 20/s, then %d of 3000 at 50/s; %d of %d refused in all", slow, fast, refused, len(server.Requests()))
		if slow < 800 || fast < 2700 || refused > 200 {
			t.Errorf("%d, %d, %d refused", slow, fast, refused)
		}
	})
}

// TestPerMinute measures each strategy over three minutes.
func TestPerMinute(t *testing.T) {
	const s = time.Second
	for _, tc := range []struct {
		name  string
		limit fetch.RateLimit
		first int // requests within the first second
		most  int // in any minute
		least int // in three minutes
		fails string
	}{
		{"pause", fetch.RateLimit{RequestsPerMinute: 60}, 60, 60, 180, ""},
		{"throttle", fetch.RateLimit{RequestsPerMinute: 60, Strategy: fetch.Throttle}, 1, 60, 178, ""},
		{"fallback", fetch.RateLimit{FallbackRPM: 30}, 30, 30, 90, ""},
		{"fail", fetch.RateLimit{RequestsPerMinute: 60, Strategy: fetch.Fail}, 60, 60, 60, "not sent: its requests per minute are used up for another"},
		{"maxWait", fetch.RateLimit{RequestsPerMinute: 60, MaxWait: 10 * s}, 60, 60, 60, "and it may wait 10s (maxWait)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := rttest.ServeInMemory(answering(time.Millisecond, 5*time.Millisecond))
				defer server.Close()
				result := against(t, server, rt.Options{}, fetch.Config{Limit: &tc.limit}, busy(5, 3*time.Minute+2*s, nil))
				if (result.Err == nil) != (tc.fails == "") || result.Err != nil && !strings.Contains(result.Err.Error(), tc.fails) {
					t.Errorf("ended with %v; want %q", result.Err, tc.fails)
				}
				if result.Err != nil && asJSON(result.Failures[0].Code) != `"rate_limited"` {
					t.Errorf("code %s", asJSON(result.Failures[0].Code))
				}
				all := server.Requests()
				most := 0
				for i, r := range all {
					n := 0
					for _, other := range all[i:] {
						if other.Started.Sub(r.Started) < time.Minute {
							n++
						}
					}
					most = max(most, n)
				}
				if first := came(server, 0, s); first != tc.first || most > tc.most || len(all) < tc.least {
					t.Errorf("%d in the first second, at most %d in a minute, %d in all; want %d, %d, %d", first, most, len(all), tc.first, tc.most, tc.least)
				}
			})
		})
	}
}

// windows is a server that counts requests by windows of ten seconds, and says
// so in the headers of its answers.
type windows struct {
	headers func(h http.Header, limit, left int, reset time.Duration)
	limit   int
	window  time.Time
	used    int
	refused int
	lock    chan struct{}
}

func (s *windows) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	s.lock <- struct{}{}
	now := time.Now()
	if now.Sub(s.window) >= 10*time.Second {
		s.window, s.used = now.Truncate(10*time.Second), 0
	}
	s.used++
	refused := s.used > s.limit
	if refused {
		s.refused++
	}
	s.headers(w.Header(), s.limit, max(0, s.limit-s.used), s.window.Add(10*time.Second).Sub(now))
	<-s.lock
	time.Sleep(2 * time.Millisecond)
	if refused {
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

func up(d time.Duration) string { return strconv.Itoa(int((d + time.Second - 1) / time.Second)) }

// TestAdaptive keeps to limits that only the answers tell, in each of the forms
// that servers have for it.
func TestAdaptive(t *testing.T) {
	forms := map[string]func(h http.Header, limit, left int, reset time.Duration){
		"seconds": func(h http.Header, limit, left int, reset time.Duration) {
			h.Set("RateLimit-Limit", fmt.Sprintf("%d, %d;w=10", limit, limit))
			h.Set("RateLimit-Remaining", strconv.Itoa(left))
			h.Set("RateLimit-Reset", up(reset))
		},
		"since 1970": func(h http.Header, limit, left int, reset time.Duration) {
			h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
			h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
			h.Set("X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(reset).Unix(), 10))
		},
		"milliseconds since 1970, by a clock of its own": func(h http.Header, limit, left int, reset time.Duration) {
			wrong := time.Now().Add(-5 * time.Hour)
			h.Set("Date", wrong.UTC().Format(http.TimeFormat))
			h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
			h.Set("X-RateLimit-Reset", strconv.FormatInt(wrong.Add(reset).UnixMilli(), 10))
		},
		"one header": func(h http.Header, limit, left int, reset time.Duration) {
			h.Set("RateLimit", fmt.Sprintf("limit=%d, remaining=%d, reset=%s", limit, left, up(reset)))
		},
		"one header, later draft": func(h http.Header, limit, left int, reset time.Duration) {
			h.Set("RateLimit", fmt.Sprintf(`"default";r=%d;t=%s`, left, up(reset)))
		},
	}
	for name, form := range forms {
		for _, strategy := range []fetch.Strategy{fetch.Pause, fetch.Throttle} {
			t.Run(name+", "+string(strategy), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					handler := &windows{headers: form, limit: 40, lock: make(chan struct{}, 1)}
					server := rttest.ServeInMemory(handler)
					defer server.Close()
					config := fetch.Config{Limit: &fetch.RateLimit{Strategy: strategy}}
					result := against(t, server, rt.Options{}, config, busy(8, time.Minute, nil))
					n := came(server, 0, time.Minute)
					t.Logf("%d of 240 in a minute, %d refused", n, handler.refused)
					// Those in flight are kept back, for an answer may not have counted them: 8 of each 40.
					if result.Err != nil || handler.refused > 0 || n < 6*(40-8) {
						t.Errorf("%v; %d of 240 in a minute, %d refused", result.Err, n, handler.refused)
					}
				})
			})
		}
	}
}

// TestHeadersAfar: a limit that renews in an hour is not waited for, and one
// that makes no sense is none.
func TestHeadersAfar(t *testing.T) {
	for name, tc := range map[string]struct{ left, reset, fails string }{
		"an hour":     {"0", "3600", "not sent: the server's limit is used up for another 1h0m0s, and it may wait 5m0s (maxWait)"},
		"nonsense":    {"0", "soon", ""},
		"negative":    {"-1", "60", ""},
		"absurd":      {"0", "1e300", "not sent: the server's limit is used up"},
		"in the past": {"0", "946684700", ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := rttest.ServeInMemory(rttest.MustParse("GET /x\n-> 200\nX-RateLimit-Remaining: " + tc.left + "\nX-RateLimit-Reset: " + tc.reset + "\n1"))
				defer server.Close()
				begin := time.Now()
				result := against(t, server, rt.Options{}, fetch.Config{Limit: &fetch.RateLimit{}}, get("/x", "/x"))
				if took := time.Since(begin); took > time.Second {
					t.Errorf("it took %v", took)
				}
				if (result.Err == nil) != (tc.fails == "") || result.Err != nil && !strings.Contains(result.Err.Error(), tc.fails) {
					t.Errorf("got %v; want %s", result.Err, tc.fails)
				}
			})
		})
	}
}

// TestPauseIsOfTheSource: while a 429 makes one request wait, no other is sent,
// by whatever action; and maxWait bounds how long the server may ask for.
func TestPauseIsOfTheSource(t *testing.T) {
	for name, tc := range map[string]struct {
		limit *fetch.RateLimit
		pause time.Duration
	}{
		"up to maxDelay": {nil, 30 * time.Second},
		"up to maxWait":  {&fetch.RateLimit{MaxWait: 2 * time.Minute}, 2 * time.Minute},
		"as it says":     {&fetch.RateLimit{MaxWait: 10 * time.Minute}, 5 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				first := true
				server := rttest.ServeInMemory(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					if first {
						first = false
						w.Header().Set("Retry-After", "300")
						w.WriteHeader(http.StatusTooManyRequests)
					}
				}))
				defer server.Close()
				var seen events
				against(t, server, rt.Options{Observer: &seen}, fetch.Config{Limit: tc.limit}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
					loop := s.ParallelLoop(at, rt.FailLoop)
					var group errgroup.Group
					for i := range 10 {
						group.Go(func() error {
							return loop.Do(ctx, i, parse(nil, "1"), func(s *rt.Strand) error {
								time.Sleep(time.Duration(i) * time.Second)
								_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"})
								return err
							})
						})
					}
					return loop.End(ctx, group.Wait())
				})
				all := server.Requests()
				for _, r := range all[1:] {
					if after := r.Started.Sub(all[0].Started); after != tc.pause {
						t.Errorf("a request came after %v; want %v", after, tc.pause)
					}
				}
				if told := of[rt.Paused](&seen); len(all) != 11 || len(told) != 1 || told[0].For != tc.pause || told[0].Source != "Api" {
					t.Errorf("%d requests, %+v", len(all), told)
				}
			})
		})
	}
}
