package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hinshun/vt10x"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
	"github.com/reqongen/reqongen/rt/value"
)

var update = flag.Bool("update", false, "write the screens of testdata anew")

// fanOut is the mission of the screens: Items, then [Prices, Stock, Reviews],
// then Combine. Prices asks for twelve items, six at once, three in flight.
func fanOut(failFast bool, limit *fetch.RateLimit) *rt.Program {
	group := []string{"Prices", "Stock", "Reviews"}
	return &rt.Program{
		Mission: "FanOut", Source: "fanout.reqon",
		Stages: []rt.StagePlan{
			{Text: "Items", At: "fanout.reqon:20:7", Actions: []string{"Items"}},
			{Text: "[Prices, Stock, Reviews]", At: "fanout.reqon:20:18", Actions: group, Group: true},
			{Text: "Combine", At: "fanout.reqon:20:50", Actions: []string{"Combine"}},
		},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			actions := run.MaxConcurrency(2)
			src := fetch.Open(run, fetch.Config{
				Name: "Shop", Base: "http://shop.test", Limit: limit,
				Retry: rt.Retry{Backoff: rt.Constant, InitialDelay: 2 * time.Second},
			})
			var places *semaphore.Weighted
			if limit == nil { // else the scheduler says which of them takes a place that both bound
				run.Concurrency("fanout.reqon:5:18", "Prices", 3)
				places = semaphore.NewWeighted(3)
			}
			get := func(at value.Pos, path string, places *semaphore.Weighted) func(context.Context, *rt.Strand) error {
				return func(ctx context.Context, s *rt.Strand) error {
					_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: path, InFlight: places})
					return err
				}
			}
			prices := func(ctx context.Context, s *rt.Strand) error {
				loop := s.ParallelLoop("fanout.reqon:6:5", rt.CollectFailures)
				g := new(errgroup.Group)
				g.SetLimit(6)
				for i, item := range loop.Over(ctx, make([]value.Value, 12)) {
					g.Go(func() error {
						return loop.Do(ctx, i, item, func(s *rt.Strand) error {
							return get("fanout.reqon:7:7", fmt.Sprintf("/prices/%d", i), places)(ctx, s)
						})
					})
				}
				return loop.End(ctx, g.Wait())
			}
			return func(ctx context.Context, s *rt.Strand) error {
				if err := s.Stage(1).Only(ctx, "Items", get("fanout.reqon:3:5", "/items", nil)); err != nil {
					return err
				}
				stage := s.Stage(2)
				g, inner, settle := new(errgroup.Group), ctx, stage.Settle
				if failFast {
					g, inner = errgroup.WithContext(ctx)
					settle = stage.Run
				}
				g.SetLimit(actions)
				g.Go(func() error { return settle(inner, "Prices", prices) })
				g.Go(func() error { return settle(inner, "Stock", get("fanout.reqon:12:5", "/stock", nil)) })
				g.Go(func() error { return settle(inner, "Reviews", get("fanout.reqon:16:5", "/reviews", nil)) })
				if err := stage.End(ctx, g.Wait()); err != nil {
					return err
				}
				return s.Stage(3).Only(ctx, "Combine", func(context.Context, *rt.Strand) error { return nil })
			}
		},
	}
}

const (
	items    = "GET /items\n-> 200 after 530ms\n[]\n"
	prices   = "GET /prices/{n}\n-> 200 after 1s\n{}\n"
	stock    = "GET /stock\n-> 200 after 2500ms\n{}\n"
	noStock  = "GET /stock\n-> 404 after 1500ms\n"
	reviews  = "GET /reviews\n-> 200 after 1s\n[]\n"
	tooOften = "GET /reviews\n-> 429\nRetry-After: 12\n-> 200 after 1s\n[]\n"
)

// The screens of runs at certain moments and at their ends, on a terminal of
// 80 columns and one of 200. The view is drawn at the tenths of a second; what
// happens, and what is looked at, lies between them.
func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name    string
		api     string
		fast    bool
		limit   *fetch.RateLimit
		moments []time.Duration
		cancel  time.Duration // a person interrupts it then
	}{
		{name: "fan-out", api: items + prices + stock + reviews, moments: []time.Duration{250, 2050, 3650}},
		{name: "429", api: items + prices + stock + tooOften, moments: []time.Duration{5050, 10050}},
		{
			name: "rate-limit", api: items + prices + stock + reviews, moments: []time.Duration{1250, 20050},
			limit: &fetch.RateLimit{RequestsPerMinute: 8},
		},
		{name: "fail-fast", api: items + prices + noStock + reviews, fast: true, moments: []time.Duration{1250}},
		{name: "partial", api: items + prices + noStock + reviews, moments: []time.Duration{2750}},
		{name: "ctrl-c", api: items + prices + stock + reviews, moments: []time.Duration{2050}, cancel: 2250},
	} {
		for _, width := range []int{80, 200} {
			name := fmt.Sprintf("%s-%d", c.name, width)
			t.Run(name, func(t *testing.T) {
				var seen strings.Builder
				synctest.Test(t, func(t *testing.T) {
					api, err := rttest.Parse("canned.api", c.api)
					if err != nil {
						t.Fatal(err)
					}
					server := rttest.ServeInMemory(api)
					defer server.Close()
					p := fanOut(c.fast, c.limit)
					open := p.Open
					p.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
						run.Options().Transport = server.Transport()
						return open(run)
					}

					terminal := vt10x.New(vt10x.WithSize(width, 40))
					screen := &screen{size: terminal.Size}
					ctx, cancel := context.WithCancelCause(t.Context())
					defer cancel(nil)
					begun := time.Now()
					until := func(ms time.Duration) { time.Sleep(time.Until(begun.Add(ms * time.Millisecond))) }
					ended := make(chan int)
					go func() {
						f, err := parseFlags(nil)
						if err != nil {
							t.Error(err)
						}
						ended <- execute(ctx, p, f, io.Discard, &console{w: terminalLines{terminal}, screen: screen})
					}()
					for _, ms := range c.moments {
						until(ms)
						fmt.Fprintf(&seen, "after %v\n%s\n", ms*time.Millisecond, shown(terminal))
					}
					if c.cancel > 0 {
						until(c.cancel)
						cancel(rt.ErrInterrupted)
					}
					status := <-ended
					fmt.Fprintf(&seen, "ended with status %d\n%s", status, shown(terminal))
				})
				golden(t, filepath.Join("testdata", name+".txt"), seen.String())
			})
		}
	}
}

// terminalLines does what the line discipline of a terminal does.
type terminalLines struct{ io.Writer }

func (t terminalLines) Write(p []byte) (int, error) {
	_, err := io.WriteString(t.Writer, strings.ReplaceAll(string(p), "\n", "\r\n"))
	return len(p), err
}

// shown are the lines that hold anything, each behind a bar.
func shown(terminal vt10x.Terminal) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimRight(terminal.String(), " \n") + "\n") {
		fmt.Fprintf(&b, "|%s\n", strings.TrimRight(line, " \n"))
	}
	return b.String()
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
