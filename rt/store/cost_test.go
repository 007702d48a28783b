package store_test

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// BenchmarkCost tells what it costs that stores have the order of the serial
// run, against a map and the list of its keys behind a mutex, which have the
// order of the clock: 100,000 records, by turns in the same run, so that
// whatever else the machine does meets both.
func BenchmarkCost(b *testing.B) {
	records, keys := benchRecords()
	const n = 100_000
	for _, goroutines := range []int{0, 1, 8} {
		name := fmt.Sprintf("parallel-%d", goroutines)
		if goroutines == 0 {
			name = "alone"
		}
		b.Run(name, func(b *testing.B) {
			var serial, plain time.Duration
			for b.Loop() {
				serial += timed(b, goroutines, n, func(ctx context.Context, s *rt.Strand, st *store.Store, i int) error {
					return st.Save(ctx, s, "m.reqon:3:1", records[i], store.Options{})
				})
				var mu sync.Mutex
				rows, order := map[string]value.Value{}, []string(nil)
				plain += timed(b, goroutines, n, func(ctx context.Context, s *rt.Strand, _ *store.Store, i int) error {
					s.Enter("m.reqon:3:1")
					if err := s.Check(ctx); err != nil {
						return err
					}
					key, _ := value.KeyText(records[i].Get(costID))
					mu.Lock()
					defer mu.Unlock()
					if _, there := rows[key]; !there {
						order = append(order, key)
					}
					rows[key] = records[i]
					s.Action().Stored.Add(1)
					return nil
				})
				if len(order) != n || rows[keys[0]].IsNull() {
					b.Fatal("records are missing")
				}
			}
			per := func(d time.Duration) float64 { return float64(d) / float64(b.N) / n }
			b.ReportMetric(per(serial), "store-ns/record")
			b.ReportMetric(per(plain), "map-ns/record")
			b.ReportMetric(float64(serial)/float64(plain), "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

var costID = value.NewField("id")

// timed is what processors take to do the work n times, on so many goroutines, or
// where there are none on the strand of the action, and to end the stage.
func timed(b *testing.B, goroutines, n int, work func(ctx context.Context, s *rt.Strand, st *store.Store, i int) error) time.Duration {
	start := processorTime()
	inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		if goroutines == 0 {
			for i := range n {
				if err := work(ctx, s, st, i); err != nil {
					return err
				}
			}
			return nil
		}
		return sideBySide(ctx, s, goroutines, n, func(i int, s *rt.Strand) error { return work(ctx, s, st, i) })
	})
	return processorTime() - start
}

// processorTime is what the process has taken of the processors, and whatever
// else the machine does takes none of.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
