// Writes and lookups from many goroutines, as a good engineer writes them in an
// afternoon: a map with a mutex around it.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

type record struct {
	N     int `json:"n"`
	Twice int `json:"twice"`
}

type found struct {
	N int `json:"n"`
}

type store[T any] struct {
	mu      sync.RWMutex
	records map[int]T
}

func newStore[T any]() *store[T] { return &store[T]{records: make(map[int]T)} }

func (s *store[T]) put(key int, record T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.records[key] = record
}

func (s *store[T]) get(key int) (T, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	record, ok := s.records[key]
	return record, ok
}

// list gives the records in the order of their keys.
func (s *store[T]) list() []T {
	keys := make([]int, 0, len(s.records))
	for key := range s.records {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	list := make([]T, 0, len(keys))
	for _, key := range keys {
		list = append(list, s.records[key])
	}
	return list
}

func get(url string, into any) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", url, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

func run(flags twin.Flags) error {
	var numbers []int
	if err := get(flags.Base+"/numbers", &numbers); err != nil {
		return err
	}
	records := newStore[record]()
	var group errgroup.Group
	group.SetLimit(flags.Concurrency)
	for _, n := range numbers {
		group.Go(func() error {
			records.put(n, record{n, 2 * n})
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}

	list := records.list()
	others := newStore[found]()
	for _, r := range list {
		group.Go(func() error {
			if _, ok := records.get(r.Twice); ok {
				others.put(r.N, found{r.N})
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}

	file, err := os.Create(flags.Output)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(file).Encode(map[string]any{"records": list, "found": others.list()}); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

func main() {
	if err := run(twin.Parse()); err != nil {
		log.Fatal(err)
	}
}
