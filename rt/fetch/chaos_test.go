package fetch_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
	"github.com/reqongen/reqongen/rt/value"
)

// TestChaos: which faults the requests of a run get follows from the seed
// alone, however long anything takes and however many run at once. What came
// of each is told by its outcome and by what the server saw of it.
func TestChaos(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rttest.ServeInMemory(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(rand.N(50 * time.Millisecond))
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"answer":[1,2,3]}`))
		}))
		defer server.Close()
		decisions := map[string]bool{}
		var all strings.Builder
		for seed := uint64(1); seed <= 10; seed++ {
			first := underChaos(t, server, seed, 20)
			for _, limit := range []int{1, 3} {
				if again := underChaos(t, server, seed, limit); again != first {
					t.Fatalf("seed %d, %d at once:\n%s\nand 20 at once:\n%s", seed, limit, again, first)
				}
			}
			decisions[first] = true
			all.WriteString(first)
		}
		if len(decisions) < 10 {
			t.Errorf("10 seeds make %d different decisions", len(decisions))
		}
		for _, want := range []string{
			"connection refused (chaos)", "no answer in time (chaos)", "the connection was reset in the middle of the answer (chaos)",
			"429 Too Many Requests", "500 Internal Server Error", "503 Service Unavailable", "cannot be read",
		} {
			if !strings.Contains(all.String(), want) {
				t.Errorf("nothing is told of %q", want)
			}
		}
		if calm := underChaos(t, server, 0, 20); strings.Contains(calm, "chaos") || strings.Count(calm, "{\"answer\":[1,2,3]}") != 60 {
			t.Errorf("without a seed:\n%s", calm)
		}
	})
}

// underChaos sends three requests in each of 20 iterations, and tells what
// came of each and how often the server saw it.
func underChaos(t *testing.T, server *rttest.Server, seed uint64, limit int) string {
	t.Helper()
	outcomes := make([]string, 60)
	before := len(server.Requests())
	var mu sync.Mutex
	result := against(t, server, rt.Options{Chaos: seed}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		loop := s.ParallelLoop(at, rt.KeepGoing)
		group := new(errgroup.Group)
		group.SetLimit(limit)
		for i, item := range loop.Over(ctx, make([]value.Value, 20)) {
			group.Go(func() error {
				return loop.Do(ctx, i, item, func(s *rt.Strand) error {
					for j, method := range []string{"GET", "POST", "GET"} {
						v, err := src.Send(ctx, s, at, fetch.Request{Method: method, Path: fmt.Sprintf("/%d/%d", i, j)})
						mu.Lock()
						if outcomes[3*i+j] = asJSON(v); err != nil {
							outcomes[3*i+j] = err.Error()
						}
						mu.Unlock()
					}
					return nil
				})
			})
		}
		return loop.End(ctx, group.Wait())
	})
	if result.Err != nil {
		t.Fatal(result.Err)
	}
	seen := map[string]int{}
	for _, r := range server.Requests()[before:] {
		seen[r.Path]++
	}
	for i := range outcomes {
		outcomes[i] += fmt.Sprintf(" seen %d times", seen[fmt.Sprintf("/%d/%d", i/3, i%3)])
	}
	return strings.Join(slices.Concat(outcomes, []string{""}), "\n")
}
