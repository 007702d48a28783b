package report

import (
	"sync"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// A Recorder is an observer that keeps what a run tells, for its report. Give
// it to the run with Options.Detail; it serves one run. The zero value is ready.
type Recorder struct {
	mu         sync.Mutex
	requests   sampler[*rt.RequestRecord]
	iterations sampler[*rt.IterationRecord]
	pauses     sampler[pause]
	warnings   sampler[rt.Warned]
}

type pause struct {
	rt.Paused
	at time.Time
}

// Observe keeps the event, or leaves it.
func (r *Recorder) Observe(e rt.Event) {
	switch e := e.(type) {
	case rt.RequestEnded:
		q := e.Request
		hash := hashOf(q.Path, q.URL)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.requests.most = mostRequests
		r.requests.add(q, micros(q.Ended.Sub(q.Asked)), hash)
	case rt.IterationEnded:
		i := e.Iteration
		hash := hashOf(i.Path, "")
		r.mu.Lock()
		defer r.mu.Unlock()
		r.iterations.most = mostIterations
		r.iterations.add(i, micros(i.Ended.Sub(i.Started)), hash)
	case rt.Paused:
		now := time.Now()
		r.mu.Lock()
		defer r.mu.Unlock()
		r.pauses.most = mostOthers
		r.pauses.add(pause{e, now}, micros(e.For), uint64(r.pauses.count))
	case rt.Warned:
		hash := hashOf(nil, string(e.At)+e.Text)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.warnings.most = mostOthers
		r.warnings.add(e, 0, hash)
	}
}

func micros(d time.Duration) Micros { return Micros(d / time.Microsecond) }
