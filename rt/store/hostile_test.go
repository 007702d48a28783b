package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/storetest"
	"github.com/reqongen/reqongen/rt/value"
)

// hostile is how many writes a test of a hostile order makes.
const hostile = 4000

// linear runs work of some size and of four times that, and wants it to allocate
// in proportion: what piles up is gone through again and again, and copied.
func linear(t *testing.T, work func(t *testing.T, n int)) {
	t.Helper()
	allocated := func(n int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		work(t, n)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	allocated(10) // what is made once
	small, large := allocated(hostile/4), allocated(hostile)
	if large > 8*small {
		t.Errorf("%d writes allocate %d bytes, and %d of them %d", hostile/4, small, hostile, large)
	}
}

// BenchmarkHostile tells what a write costs in hostile orders: as much among many
// as among few.
func BenchmarkHostile(b *testing.B) {
	for _, n := range []int{1_000, 30_000} {
		for _, c := range []struct {
			name string
			work func(testing.TB, int)
		}{{"steps", hostileSteps}, {"folds", hostileFolds}} {
			b.Run(fmt.Sprint(c.name, "/", n), func(b *testing.B) {
				for b.Loop() {
					c.work(b, n)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/write")
			})
		}
	}
}

// TestHostileOrders writes one key from many iterations in orders on the clock
// that are unlike the serial one, with reads in between.
func TestHostileOrders(t *testing.T) {
	orders := map[string]func(n int) []int{
		"reversed": func(n int) []int {
			list := make([]int, n)
			for i := range list {
				list[i] = n - 1 - i
			}
			return list
		},
		"shuffled": rand.New(rand.NewPCG(1, 2)).Perm,
	}
	steps := map[string]func(ctx context.Context, s *rt.Strand, st *store.Store, i int) error{
		"put": func(ctx context.Context, s *rt.Strand, st *store.Store, i int) error {
			return st.Save(ctx, s, at, numbered(0, i), store.Options{})
		},
		"upsert": func(ctx context.Context, s *rt.Strand, st *store.Store, i int) error {
			return st.Save(ctx, s, at, numbered(0, i), store.Options{Upsert: true})
		},
		"delete and put": func(ctx context.Context, s *rt.Strand, st *store.Store, i int) error {
			if i%2 == 0 {
				return st.Delete(ctx, s, at, value.Int(0))
			}
			return st.Save(ctx, s, at, numbered(0, i), store.Options{})
		},
		"clear and put": func(ctx context.Context, s *rt.Strand, st *store.Store, i int) error {
			if i%2 == 0 {
				return st.Clear(ctx, s, at)
			}
			return st.Save(ctx, s, at, numbered(0, i), store.Options{})
		},
	}
	for orderName, order := range orders {
		for stepName, step := range steps {
			t.Run(orderName+"/"+stepName, func(t *testing.T) {
				linear(t, func(t *testing.T, n int) {
					result := inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
						made := make([]bool, n)
						loop := s.ParallelLoop(at, rt.FailLoop)
						for _, i := range order(n) {
							err := loop.Do(ctx, i, value.Null, func(s *rt.Strand) error {
								made[i] = true
								if err := step(ctx, s, st, i); err != nil {
									return err
								}
								seen, _ := st.Get(s, value.Int(0)).Lookup("n")
								if want := value.Int(int64(i)); !value.Equal(seen, want) && (i%2 == 1 || stepName == "put" || stepName == "upsert") {
									t.Fatalf("iteration %d sees %s", i, seen)
								}
								return nil
							})
							if err != nil {
								return err
							}
						}
						if slices.Contains(made, false) {
							t.Error("an iteration is missing")
						}
						if left, _ := st.Get(s, value.Int(0)).Lookup("n"); n%2 == 0 && !value.Equal(left, value.Int(int64(n-1))) {
							t.Errorf("%s is left, and not %d", left, n-1)
						}
						return nil
					})
					if result.Err != nil {
						t.Error(result.Err)
					}
				})
			})
		}
	}
}

// TestHostileSteps writes from one strand in parallel work: what nobody can
// see any more must not pile up.
func TestHostileSteps(t *testing.T) {
	linear(t, func(t *testing.T, n int) { hostileSteps(t, n) })
}

func hostileSteps(t testing.TB, writes int) {
	result := inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		return sideBySide(ctx, s, 2, 2, func(i int, s *rt.Strand) error {
			for n := range writes {
				if err := st.Save(ctx, s, at, numbered(i, n), store.Options{Upsert: n%2 == 0}); err != nil {
					return err
				}
				if n := st.Len(s); n != 1 && n != 2 {
					return fmt.Errorf("%d records", n)
				}
			}
			return nil
		})
	})
	if result.Err != nil {
		t.Error(result.Err)
	}
}

// TestHostileFolds has a sequential loop with a little parallel loop in it: a
// large store must not be gone through each time.
func TestHostileFolds(t *testing.T) {
	linear(t, func(t *testing.T, n int) { hostileFolds(t, n) })
}

func hostileFolds(t testing.TB, loops int) {
	result := inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
		for n := range loops {
			err := sideBySide(ctx, s, 1, 2, func(i int, s *rt.Strand) error {
				if i == 1 && n%3 == 1 {
					return st.Delete(ctx, s, at, value.Int(int64(n/2)))
				}
				return st.Save(ctx, s, at, numbered(2*n+i, n), store.Options{})
			})
			if err != nil {
				return err
			}
			if st.Get(s, value.Int(int64(2*n))).IsNull() {
				return fmt.Errorf("record %d is missing", 2*n)
			}
		}
		return nil
	})
	if result.Err != nil {
		t.Error(result.Err)
	}
}

func numbered(id, n int) value.Value {
	return numberedShape.Object(value.Int(int64(id)), value.Int(int64(n)))
}

var numberedShape = value.NewShape("id", "n")

// TestManyKeys goes through thousands of writes of one strand, so that gaps
// open and close, and compares with the model now and then.
func TestManyKeys(t *testing.T) {
	for seed := range uint64(5) {
		rng := rand.New(rand.NewPCG(seed, 4))
		var m storetest.Model
		inMission(t, openMemory, func(ctx context.Context, s *rt.Strand, st *store.Store) error {
			for i := range 3000 {
				op := store.Op{Kind: store.Delete, Key: strconv.Itoa(rng.IntN(200))}
				if rng.IntN(100) < 40+20*(i/1000%2) {
					op.Kind, op.Record = store.Put, numbered(0, i)
					if rng.IntN(10) == 0 {
						op.Keyless, op.Key, op.Record = true, "", value.NewShape("n").Object(value.Int(int64(i)))
					}
				}
				m.Write([]int{i}, op)
				if err := storetest.Do(ctx, s, st, []store.Op{op}); err != nil {
					return err
				}
				if i%100 != 99 {
					continue
				}
				if got, want := storetest.RecordsOf(st, s), m.Before(nil); got.String() != want.String() {
					t.Fatalf("seed %d, write %d: the store holds\n%s\nwant\n%s", seed, i, got, want)
				}
				if got, want := fmt.Sprint(st.Len(s)), fmt.Sprint(len(m.Before(nil))); got != want {
					t.Fatalf("seed %d, write %d: %s records, want %s", seed, i, got, want)
				}
				if err := st.Settle(); err != nil {
					return err
				}
				m.Write([]int{i, 1}, store.Op{Kind: store.Number})
			}
			return nil
		})
	}
}
