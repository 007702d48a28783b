package wire

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/reqongen/reqongen/rt/rttest"
)

// patience is how long a test waits for what must come. It only ever waits so
// long where it fails.
const patience = time.Minute

// holding is a server that holds every request until the test answers it.
type holding struct {
	*rttest.Server
	t *testing.T

	mu      sync.Mutex
	held    []*heldRequest
	changed chan struct{} // closed at the next request or end of one
	status  int           // that all are answered with at once; 0 holds them
}

type heldRequest struct {
	path   string
	answer chan int // the status
}

func newHolding(t *testing.T) *holding {
	h := &holding{t: t, changed: make(chan struct{})}
	h.Server = rttest.Serve(h)
	t.Cleanup(h.Close)
	return h
}

// ServeHTTP holds the request until it is answered or its client leaves.
func (h *holding) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	held := &heldRequest{path: r.URL.Path, answer: make(chan int, 1)}
	h.change(func() {
		h.held = append(h.held, held)
		if h.status != 0 {
			h.release(held, h.status)
		}
	})
	select {
	case status := <-held.answer:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `{ "id": %q }`, r.URL.Path)
	case <-r.Context().Done():
		h.change(func() { h.held = slices.DeleteFunc(h.held, func(other *heldRequest) bool { return other == held }) })
	}
}

// change changes what is held, under the lock, and wakes who waits for it.
func (h *holding) change(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
	close(h.changed)
	h.changed = make(chan struct{})
}

// release answers a held request; the lock is held.
func (h *holding) release(held *heldRequest, status int) {
	held.answer <- status
	h.held = slices.DeleteFunc(h.held, func(other *heldRequest) bool { return other == held })
}

// paths are those of the requests that are held, sorted.
func (h *holding) paths() ([]string, <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var paths []string
	for _, held := range h.held {
		paths = append(paths, held.path)
	}
	slices.Sort(paths)
	return paths, h.changed
}

// await waits until the condition holds for the paths that are held, and tells
// whether it came to hold within the time.
func (h *holding) await(most time.Duration, condition func(paths []string) bool) bool {
	timer := time.NewTimer(most)
	defer timer.Stop()
	for {
		paths, changed := h.paths()
		if condition(paths) {
			return true
		}
		select {
		case <-changed:
		case <-timer.C:
			return false
		}
	}
}

// wants waits until the requests to exactly these paths are held.
func (h *holding) wants(paths ...string) {
	h.t.Helper()
	slices.Sort(paths)
	if !h.await(patience, func(held []string) bool { return slices.Equal(held, paths) }) {
		held, _ := h.paths()
		h.t.Fatalf("in flight are %q, want %q", held, paths)
	}
}

// moment is how long a test looks whether something comes that must not.
const moment = 200 * time.Millisecond

// wantsNoMore fails the test where more than so many requests are held, now or
// in a moment.
func (h *holding) wantsNoMore(limit int) {
	h.t.Helper()
	if h.await(moment, func(held []string) bool { return len(held) > limit }) {
		h.t.Errorf("a further request came while %d were held", limit)
	}
}

// answer answers the requests to the paths.
func (h *holding) answer(status int, paths ...string) {
	h.t.Helper()
	h.change(func() {
		for _, path := range paths {
			i := slices.IndexFunc(h.held, func(held *heldRequest) bool { return held.path == path })
			if i < 0 {
				h.t.Fatalf("no request to %s is held", path)
			}
			h.release(h.held[i], status)
		}
	})
}

// answerAll answers what is held, and from now on every request at once.
func (h *holding) answerAll(status int) {
	h.change(func() {
		h.status = status
		for _, held := range slices.Clone(h.held) {
			h.release(held, status)
		}
	})
}
