// Writes and lookups as somebody writes them who has a week: a goroutine a
// worker, and a map in parts, each with a mutex of its own.
package main

import (
	"bytes"
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"

	"github.com/bytedance/sonic"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

const parts = 64

type part struct {
	mu     sync.RWMutex
	values map[int]int
	_      [40]byte // a line of the cache for each
}

type store [parts]part

func newStore(size int) *store {
	s := new(store)
	for i := range s {
		s[i].values = make(map[int]int, size/parts+1)
	}
	return s
}

func (s *store) put(key, value int) {
	p := &s[uint(key)%parts]
	p.mu.Lock()
	p.values[key] = value
	p.mu.Unlock()
}

func (s *store) get(key int) (int, bool) {
	p := &s[uint(key)%parts]
	p.mu.RLock()
	value, ok := p.values[key]
	p.mu.RUnlock()
	return value, ok
}

func (s *store) keys() []int {
	var keys []int
	for i := range s {
		for key := range s[i].values {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// split does the work on the numbers, a stretch of them a goroutine.
func split(numbers []int, goroutines int, work func(n int)) {
	var wg sync.WaitGroup
	size := (len(numbers) + goroutines - 1) / goroutines
	for stretch := range slices.Chunk(numbers, max(1, size)) {
		wg.Go(func() {
			for _, n := range stretch {
				work(n)
			}
		})
	}
	wg.Wait()
}

func run(flags twin.Flags) error {
	resp, err := http.Get(flags.Base + "/numbers")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET /numbers: %s", resp.Status)
	}
	var body bytes.Buffer
	body.Grow(int(max(resp.ContentLength, 0)) + bytes.MinRead)
	if _, err := body.ReadFrom(resp.Body); err != nil {
		return err
	}
	var numbers []int
	if err := sonic.ConfigFastest.Unmarshal(body.Bytes(), &numbers); err != nil {
		return err
	}

	records := newStore(len(numbers))
	split(numbers, flags.Concurrency, func(n int) { records.put(n, 2*n) })
	keys := records.keys()
	found := newStore(len(numbers))
	split(keys, flags.Concurrency, func(n int) {
		twice, _ := records.get(n)
		if _, ok := records.get(twice); ok {
			found.put(n, n)
		}
	})

	out := []byte(`{"records":[`)
	for i, n := range keys {
		if i > 0 {
			out = append(out, ',')
		}
		twice, _ := records.get(n)
		out = append(strconv.AppendInt(append(out, `{"n":`...), int64(n), 10), `,"twice":`...)
		out = append(strconv.AppendInt(out, int64(twice), 10), '}')
	}
	out = append(out, `],"found":[`...)
	for i, n := range found.keys() {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(strconv.AppendInt(append(out, `{"n":`...), int64(n), 10), '}')
	}
	return os.WriteFile(flags.Output, append(out, "]}"...), 0o644)
}

func main() {
	if err := run(twin.Parse()); err != nil {
		log.Fatal(err)
	}
}
