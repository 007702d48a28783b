package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// perPage is how many records a page has.
const perPage = 100

// A witness is an API that is sent something: what it was counts as what a
// program leaves.
type witness interface {
	// received gives what came since it was asked last, and forgets it.
	received() ([]any, error)
}

// pagesServer answers records page by page and takes batches.
type pagesServer struct {
	http.ServeMux
	mu      sync.Mutex
	batches [][]byte // as they came: they are read when nothing is timed
}

func pagesAPI(size int, _ variant) http.Handler {
	s := new(pagesServer)
	var pages [][]byte
	for from := 0; from < size; from += perPage {
		pages = append(pages, fmt.Appendf(nil, `{"page":%d,"records":%s}`, len(pages)+1, array(min(perPage, size-from), func(b *bytes.Buffer, i int) {
			i += from
			fmt.Fprintf(b, `{"id":%d,"name":"Person number %d","email":"p%d@example.com","net":%d.%02d,"created":"2026-05-%02dT09:00:00Z","address":{"street":"High Street %d","city":"%s","postcode":"%04d"},"tags":["%s","%s"],"note":"leave it with the neighbours if nobody is at home"}`,
				i, i, i, i%900, i%100, 1+i%28, i%300, pick(i, "Vienna", "Graz", "Linz"), 1000+i%8999, pick(i, "new", "old"), pick(i+1, "a", "b", "c"))
		})))
	}
	s.Handle("GET /records/count", serve(fmt.Appendf(nil, `{"pages":%d,"records":%d}`, len(pages), size)))
	s.HandleFunc("GET /records", func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("page"))
		if err != nil || n < 1 || n > len(pages) {
			http.NotFound(w, r)
			return
		}
		send(w, pages[n-1])
	})
	s.HandleFunc("POST /batches", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		s.batches = append(s.batches, body)
		s.mu.Unlock()
		send(w, fmt.Appendf(nil, `{"accepted":%d}`, bytes.Count(body, []byte(`"id"`))))
	})
	return s
}

func (s *pagesServer) received() ([]any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]any, len(s.batches))
	for i, body := range s.batches {
		if err := json.Unmarshal(body, &all[i]); err != nil {
			return nil, fmt.Errorf("batch %d that was sent: %w", i+1, err)
		}
	}
	s.batches = nil
	return all, nil
}
