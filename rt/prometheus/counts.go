package prometheus

import (
	"strconv"
	"sync"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// Counts is an observer that counts requests by their source and what they came
// to. Give it to the run with Options.Detail; it serves one run. The zero value
// is ready.
type Counts struct {
	mu       sync.Mutex
	requests map[answered]int64
	times    map[asked]*histogram
}

// asked is who asked whom.
type asked struct {
	action *rt.ActionRecord
	source string
}

// answered is that with the answer's status, or the code of its failure.
type answered struct {
	asked
	status string
}

// bounds are those of the histogram's buckets, in seconds: what OpenTelemetry
// advises for HTTP.
var bounds = [...]float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10}

type histogram struct {
	buckets [len(bounds) + 1]int64 // not cumulative; the last is beyond all bounds
	sum     time.Duration
}

// Observe counts an attempt that has ended, and lets be the rest.
func (c *Counts) Observe(e rt.Event) {
	ended, ok := e.(rt.AttemptEnded)
	if !ok || len(ended.Request.Attempts) == 0 {
		return
	}
	q := ended.Request
	a := q.Attempts[len(q.Attempts)-1]
	who := asked{q.Action, q.Source}
	status := a.Code
	if status == "" {
		status = strconv.Itoa(a.Status)
	}
	took := a.Ended.Sub(a.Started)

	c.mu.Lock()
	defer c.mu.Unlock()
	if c.requests == nil {
		c.requests, c.times = map[answered]int64{}, map[asked]*histogram{}
	}
	c.requests[answered{who, status}]++
	h := c.times[who]
	if h == nil {
		h = new(histogram)
		c.times[who] = h
	}
	h.add(took)
}

func (h *histogram) add(took time.Duration) {
	h.sum += took
	bucket := 0
	for bucket < len(bounds) && took.Seconds() > bounds[bucket] {
		bucket++
	}
	h.buckets[bucket]++
}
