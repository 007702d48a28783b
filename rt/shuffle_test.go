package rt_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// TestShuffle: a seed decides the whole schedule, another seed another one, and
// limits hold whatever it is.
func TestShuffle(t *testing.T) {
	usual := shuffled(t, 0)
	if want := []string{"A 0s", "B 0s", "C 0s", "D 1s", "E 1s"}; !slices.Equal(usual[:5], want) {
		t.Errorf("without a seed: %q, want %q first", usual, want)
	}
	schedules, firsts := map[string]bool{}, map[string]bool{}
	const seeds = 100
	for seed := uint64(1); seed <= seeds; seed++ {
		schedule := shuffled(t, seed)
		if again := shuffled(t, seed); !slices.Equal(schedule, again) {
			t.Fatalf("seed %d:\n%q, and then\n%q", seed, schedule, again)
		}
		schedules[strings.Join(schedule, "\n")] = true
		name, _, _ := strings.Cut(schedule[0], " ")
		firsts[name] = true
	}
	if len(schedules) < seeds {
		t.Errorf("%d seeds make %d schedules", seeds, len(schedules))
	}
	if len(firsts) < 5 {
		t.Errorf("only %v ever come first", firsts)
	}
}

// shuffled is what starts in a group of five actions, three at once, and in the
// parallel loop of the last of them: when and in what order.
func shuffled(t *testing.T, seed uint64) []string {
	t.Helper()
	var told []string
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		running := map[string]int{}
		begun := time.Now()
		starts := func(kind, what string, most int) (ends func()) {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, fmt.Sprintf("%s %v", what, time.Since(begun)))
			if running[kind]++; running[kind] > most {
				t.Errorf("seed %d: %d of %s at once, the limit is %d", seed, running[kind], kind, most)
			}
			return func() {
				mu.Lock()
				defer mu.Unlock()
				running[kind]--
			}
		}
		names := []string{"A", "B", "C", "D", "E"}
		limit := 0
		action := func(name string) func(context.Context, *rt.Strand) error {
			return func(ctx context.Context, s *rt.Strand) error {
				defer starts("actions", name, 3)()
				if name != "E" {
					return rt.Sleep(ctx, time.Second)
				}
				loop := s.ParallelLoop("m.reqon:2:1", rt.CollectFailures)
				group := new(errgroup.Group)
				group.SetLimit(4)
				for i, item := range loop.Over(ctx, []value.Value{value.Int(0), value.Int(1), value.Int(2), value.Int(3), value.Int(4), value.Int(5)}) {
					group.Go(func() error {
						return loop.Do(ctx, i, item, func(s *rt.Strand) error {
							defer starts("iterations", fmt.Sprintf("%d of %v", i, item), 4)()
							if err := s.Check(ctx); err != nil {
								return err
							}
							return rt.Sleep(ctx, 10*time.Millisecond)
						})
					})
				}
				return loop.End(ctx, group.Wait())
			}
		}
		result, err := rt.Execute(t.Context(), &rt.Program{
			Mission: "M",
			Stages:  []rt.StagePlan{{Actions: names, At: "m.reqon:1:1", Group: true}},
			Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
				limit = run.MaxConcurrency(3)
				return func(ctx context.Context, s *rt.Strand) error {
					stage := s.Stage(1)
					group := new(errgroup.Group)
					group.SetLimit(limit)
					for _, name := range names {
						group.Go(func() error { return stage.Settle(ctx, name, action(name)) })
						synctest.Wait() // so that the usual schedule is the written order
					}
					return stage.End(ctx, group.Wait())
				}
			},
		}, rt.Options{Shuffle: seed})
		if err != nil || result.Status != rt.Done {
			t.Fatalf("%v %+v", err, result)
		}
		if len(told) != len(names)+6 {
			t.Errorf("seed %d: %q", seed, told)
		}
	})
	return told
}
