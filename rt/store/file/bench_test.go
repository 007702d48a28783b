package file_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

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
