//go:build unix

package cli

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

// What watching costs: runs of a fan-out, with the live view and without, by
// turns. It tells the median of how much more processor time the watched one of
// a pair took.
//
//	go test ./rt/cli -run '^$' -bench LiveView -benchtime 30x
func BenchmarkLiveView(b *testing.B) {
	cost := func(screen *screen) time.Duration {
		p := requests(20_000)
		c := &console{w: io.Discard, screen: screen}
		before := processorTime(b)
		if status := execute(b.Context(), p, &flags{logFormat: "text"}, io.Discard, c); status != exitDone {
			b.Fatalf("status %d", status)
		}
		return processorTime(b) - before
	}
	wide := &screen{size: func() (int, int) { return 120, 40 }, color: true}
	var more []float64
	for i := range b.N {
		var with, without time.Duration
		if i%2 == 0 {
			with, without = cost(wide), cost(nil)
		} else {
			without, with = cost(nil), cost(wide)
		}
		more = append(more, 100*(float64(with)/float64(without)-1))
	}
	slices.Sort(more)
	b.ReportMetric(more[len(more)/2], "%more")
}

func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// requests is a mission that sends so many, ten at a time.
func requests(n int) *rt.Program {
	return &rt.Program{
		Mission: "Many", Source: "many.reqon",
		Stages: []rt.StagePlan{{Text: "All", At: "many.reqon:9:7", Actions: []string{"All"}}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			run.Options().Transport = answers{}
			src := fetch.Open(run, fetch.Config{Name: "Shop", Base: "http://shop.test"})
			return func(ctx context.Context, s *rt.Strand) error {
				return s.Stage(1).Only(ctx, "All", func(ctx context.Context, s *rt.Strand) error {
					loop := s.ParallelLoop("many.reqon:2:5", rt.CollectFailures)
					g := new(errgroup.Group)
					g.SetLimit(10)
					for i, item := range loop.Over(ctx, make([]value.Value, n)) {
						g.Go(func() error {
							return loop.Do(ctx, i, item, func(s *rt.Strand) error {
								_, err := src.Send(ctx, s, "many.reqon:3:7", fetch.Request{Method: "GET", Path: "/item"})
								return err
							})
						})
					}
					return loop.End(ctx, g.Wait())
				})
			}
		},
	}
}

// answers are those of an API that answers at once.
type answers struct{}

// RoundTrip answers.
func (answers) RoundTrip(*http.Request) (*http.Response, error) {
	time.Sleep(100 * time.Microsecond)
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(`{"id": 1, "name": "a thing", "price": 9.5}`)), ContentLength: 42,
	}, nil
}
