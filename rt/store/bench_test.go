package store_test

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/value"
)

// inMission runs the work as the only action of a mission.
func inMission(tb testing.TB, open func(*rt.Run) *store.Store, work func(ctx context.Context, s *rt.Strand, st *store.Store) error) *rt.Result {
	tb.Helper()
	var st *store.Store
	result, err := rt.Execute(context.Background(), &rt.Program{
		Mission: "M",
		Stages:  []rt.StagePlan{{Actions: []string{"A"}, At: "m.reqon:1:1"}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			st = open(run)
			return func(ctx context.Context, s *rt.Strand) error {
				return s.Stage(1).Only(ctx, "A", func(ctx context.Context, s *rt.Strand) error { return work(ctx, s, st) })
			}
		},
	}, rt.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return result
}

// sideBySide runs the iterations of a parallel loop on that many goroutines,
// each with every so-many-th of them.
func sideBySide(ctx context.Context, s *rt.Strand, goroutines, n int, body func(i int, s *rt.Strand) error) error {
	loop := s.ParallelLoop("m.reqon:2:1", rt.FailLoop)
	var all sync.WaitGroup
	errs := make([]error, goroutines)
	for g := range goroutines {
		all.Go(func() {
			for i := g; i < n && errs[g] == nil; i += goroutines {
				errs[g] = loop.Do(ctx, i, value.Null, func(s *rt.Strand) error { return body(i, s) })
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

const million = 1_000_000

// benchRecords are a million records of one shape, and their keys.
var benchRecords = sync.OnceValues(func() ([]value.Value, []string) {
	records, keys := make([]value.Value, million), make([]string, million)
	shape := value.NewShape("id", "name", "total")
	for i := range records {
		keys[i] = "INV-" + strconv.Itoa(i)
		records[i] = shape.Object(value.String(keys[i]), value.String("someone"), value.Int(int64(i)))
	}
	return records, keys
})

// BenchmarkWrite stores a million records under their ids and ends the stage.
func BenchmarkWrite(b *testing.B) {
	records, keys := benchRecords()
	for _, g := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("store-%d", g), func(b *testing.B) {
			for b.Loop() {
				inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
					return sideBySide(ctx, s, g, million, func(i int, s *rt.Strand) error {
						return st.Save(ctx, s, "m.reqon:3:1", records[i], store.Options{})
					})
				})
			}
			perRecord(b)
		})
		b.Run(fmt.Sprintf("mutex-and-map-%d", g), func(b *testing.B) {
			for b.Loop() {
				var mu sync.Mutex
				m := map[string]value.Value{}
				inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, _ *store.Store) error {
					return sideBySide(ctx, s, g, million, func(i int, s *rt.Strand) error {
						mu.Lock()
						m[keys[i]] = records[i]
						mu.Unlock()
						return nil
					})
				})
			}
			perRecord(b)
		})
	}
	b.Run("store-alone", func(b *testing.B) {
		for b.Loop() {
			inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				for _, record := range records {
					if err := st.Save(ctx, s, "m.reqon:3:1", record, store.Options{}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		perRecord(b)
	})
	b.Run("store-array", func(b *testing.B) {
		for b.Loop() {
			inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				return st.Save(ctx, s, "m.reqon:3:1", value.Array(records...), store.Options{})
			})
		}
		perRecord(b)
	})
	b.Run("map-and-slice-alone", func(b *testing.B) {
		for b.Loop() {
			m := map[string]int{}
			var list []value.Value
			for i, record := range records {
				m[keys[i]] = len(list)
				list = append(list, record)
			}
		}
		perRecord(b)
	})
}

// BenchmarkRewrite replaces a million records that are there.
func BenchmarkRewrite(b *testing.B) {
	records, _ := benchRecords()
	for _, g := range []int{1, 64} {
		b.Run(fmt.Sprintf("store-%d", g), func(b *testing.B) {
			inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				if err := st.Save(ctx, s, "m.reqon:3:1", value.Array(records...), store.Options{}); err != nil {
					return err
				}
				for b.Loop() {
					err := sideBySide(ctx, s, g, million, func(i int, s *rt.Strand) error {
						return st.Save(ctx, s, "m.reqon:3:1", records[i], store.Options{})
					})
					if err != nil {
						return err
					}
					st.Len(s) // settles
				}
				return nil
			})
			perRecord(b)
		})
	}
}

// BenchmarkGet looks a million records up: in a store that nobody writes, and
// in one that has been written in the same parallel work.
func BenchmarkGet(b *testing.B) {
	records, keys := benchRecords()
	keyValues := make([]value.Value, million)
	for i, key := range keys {
		keyValues[i] = value.String(key)
	}
	fill := func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		return st.Save(ctx, s, "m.reqon:3:1", value.Array(records...), store.Options{})
	}
	for _, g := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("settled-%d", g), func(b *testing.B) {
			inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				if err := fill(ctx, s, st); err != nil {
					return err
				}
				for b.Loop() {
					_ = sideBySide(ctx, s, g, million, func(i int, s *rt.Strand) error {
						if st.Get(s, keyValues[i]).IsNull() {
							b.Error("no record")
						}
						return nil
					})
				}
				return nil
			})
			perRecord(b)
		})
		b.Run(fmt.Sprintf("being-written-%d", g), func(b *testing.B) {
			inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				if err := fill(ctx, s, st); err != nil {
					return err
				}
				for b.Loop() {
					_ = sideBySide(ctx, s, g, million, func(i int, s *rt.Strand) error {
						if i == 0 {
							return st.Save(ctx, s, "m.reqon:3:1", records[0], store.Options{})
						}
						if st.Get(s, keyValues[i]).IsNull() {
							b.Error("no record")
						}
						return nil
					})
				}
				return nil
			})
			perRecord(b)
		})
		b.Run(fmt.Sprintf("mutex-and-map-%d", g), func(b *testing.B) {
			var mu sync.Mutex
			m := make(map[string]value.Value)
			for i, key := range keys {
				m[key] = records[i]
			}
			inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, _ *store.Store) error {
				for b.Loop() {
					_ = sideBySide(ctx, s, g, million, func(i int, s *rt.Strand) error {
						mu.Lock()
						defer mu.Unlock()
						if m[keys[i]].IsNull() {
							b.Error("no record")
						}
						return nil
					})
				}
				return nil
			})
			perRecord(b)
		})
	}
}

func perRecord(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/million, "ns/record")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkMemory tells the bytes that a record costs in a store beyond itself
// and its key: at the end of the stage, and before it after parallel work.
func BenchmarkMemory(b *testing.B) {
	records, keys := benchRecords()
	held := func() float64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	b.Run("store", func(b *testing.B) {
		for b.Loop() {
			inMission(b, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
				start := held()
				err := sideBySide(ctx, s, 64, million, func(i int, s *rt.Strand) error {
					return st.Save(ctx, s, "m.reqon:3:1", records[i], store.Options{})
				})
				b.ReportMetric((held()-start)/million, "B/record-in-parallel")
				st.Len(s)
				b.ReportMetric((held()-start)/million, "B/record")
				return err
			})
		}
	})
	b.Run("map", func(b *testing.B) {
		for b.Loop() {
			start := held()
			m := map[string]value.Value{}
			for i, key := range keys {
				m[key] = records[i]
			}
			b.ReportMetric((held()-start)/million, "B/record")
			runtime.KeepAlive(m)
		}
	})
	b.Run("map-and-slice", func(b *testing.B) {
		for b.Loop() {
			start := held()
			m := map[string]int{}
			var list []value.Value
			for i, key := range keys {
				m[key] = len(list)
				list = append(list, records[i])
			}
			b.ReportMetric((held()-start)/million, "B/record")
			runtime.KeepAlive(m)
			runtime.KeepAlive(list)
		}
	})
}
