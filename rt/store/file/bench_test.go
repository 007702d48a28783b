package file_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// benchmark runs a mission over one store in the folder.
func benchmark(b *testing.B, dir string, work func(ctx context.Context, s *rt.Strand, st *store.Store) error) {
	b.Helper()
	result, err := rt.Execute(context.Background(), mission([]string{"s"}, func(ctx context.Context, s *rt.Strand, stores []*store.Store) error {
		return work(ctx, s, stores[0])
	}), rt.Options{StateDir: dir})
	if err != nil {
		b.Fatal(err)
	}
	if result.Err != nil {
		b.Fatal(result.Err)
	}
}

var invoice = value.NewShape("id", "customer", "total", "lines")

func record(i int) value.Value {
	return invoice.Object(value.String(fmt.Sprintf("INV-%d", i)), value.String("someone with a name"), value.Int(int64(i)),
		value.Array(value.Int(1), value.Int(2), value.Float(0.5)))
}

// BenchmarkSave stores one record a step, each in the journal when Save comes
// back.
func BenchmarkSave(b *testing.B) {
	for _, goroutines := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(goroutines), func(b *testing.B) {
			benchmark(b, b.TempDir(), func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				loop := s.ParallelLoop(at, rt.FailLoop)
				var all sync.WaitGroup
				b.ResetTimer()
				for g := range goroutines {
					all.Go(func() {
						for i := g; i < b.N; i += goroutines {
							err := loop.Do(ctx, i, value.Null, func(s *rt.Strand) error { return st.Save(ctx, s, at, record(i), store.Options{}) })
							if err != nil {
								b.Error(err)
							}
						}
					})
				}
				all.Wait()
				b.StopTimer()
				return nil
			})
		})
	}
}

// BenchmarkDocument replaces and reads a document of 200,000 records.
func BenchmarkDocument(b *testing.B) {
	const n = 200_000
	records := make([]value.Value, n)
	for i := range records {
		records[i] = record(i)
	}
	dir := b.TempDir()
	benchmark(b, dir, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		if err := st.Save(ctx, s, at, value.Array(records...), store.Options{}); err != nil {
			return err
		}
		b.Run("replace", func(b *testing.B) {
			for b.Loop() {
				if err := st.Save(ctx, s, at, records[0], store.Options{}); err != nil {
					b.Fatal(err)
				}
				if err := st.Settle(); err != nil {
					b.Fatal(err)
				}
			}
		})
		return nil
	})
	info, err := os.Stat(filepath.Join(dir, "s.json"))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("open", func(b *testing.B) {
		b.SetBytes(info.Size())
		for b.Loop() {
			benchmark(b, dir, func(context.Context, *rt.Strand, *store.Store) error { return nil })
		}
	})
}

// BenchmarkCost tells what it costs that a file has the order of the serial run
// and is there however the process ends: 20,000 records stored one by one from
// eight strands, against a map behind a mutex that is written as one document
// when all is done. Both by turns in the same run, in time of the processors:
// how long a disk takes is another matter.
func BenchmarkCost(b *testing.B) {
	const n, goroutines = 20_000, 8
	records := make([]value.Value, n)
	for i := range records {
		records[i] = record(i)
	}
	sideBySide := func(ctx context.Context, s *rt.Strand, body func(s *rt.Strand, i int) error) error {
		loop := s.ParallelLoop(at, rt.FailLoop)
		var group errgroup.Group
		for g := range goroutines {
			group.Go(func() error {
				for i := g; i < n; i += goroutines {
					if err := loop.Do(ctx, i, value.Null, func(s *rt.Strand) error { return body(s, i) }); err != nil {
						return err
					}
				}
				return nil
			})
		}
		return loop.End(ctx, group.Wait())
	}
	var serial, plain time.Duration
	id := value.NewField("id")
	for b.Loop() {
		start := processorTime()
		benchmark(b, b.TempDir(), func(ctx context.Context, s *rt.Strand, st *store.Store) error {
			return sideBySide(ctx, s, func(s *rt.Strand, i int) error { return st.Save(ctx, s, at, records[i], store.Options{}) })
		})
		serial += processorTime() - start

		start = processorTime()
		path := filepath.Join(b.TempDir(), "s.json")
		benchmark(b, b.TempDir(), func(ctx context.Context, s *rt.Strand, _ *store.Store) error {
			var mu sync.Mutex
			rows, keys := map[string]value.Value{}, []string(nil)
			err := sideBySide(ctx, s, func(_ *rt.Strand, i int) error {
				key, _ := value.KeyText(records[i].Get(id))
				mu.Lock()
				defer mu.Unlock()
				rows[key], keys = records[i], append(keys, key)
				return nil
			})
			text := []byte("{")
			for i, key := range keys {
				if i > 0 {
					text = append(text, ',')
				}
				text = append(append(value.AppendJSON(append(text, '\n'), value.String(key)), ':'), value.AppendJSON(nil, rows[key])...)
			}
			return errors.Join(err, os.WriteFile(path, append(text, "\n}\n"...), 0o600))
		})
		plain += processorTime() - start
	}
	per := func(d time.Duration) float64 { return float64(d) / float64(b.N) / n }
	b.ReportMetric(per(serial), "store-ns/record")
	b.ReportMetric(per(plain), "map-ns/record")
	b.ReportMetric(float64(serial)/float64(plain), "ratio")
	b.ReportMetric(0, "ns/op")
}

// processorTime is what the process has taken of the processors, and whatever
// else the machine does takes none of.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
