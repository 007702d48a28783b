package fetch

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// A CircuitBreaker is when a source is asked no more, because it does not work
// (the language, §8). What counts as a failure is an attempt without an answer,
// and a 5xx.
type CircuitBreaker struct {
	FailureThreshold int           // failures within FailureWindow that open it; 0 is 5, and none where FailureRate is said
	FailureRate      float64       // the part of the attempts within it that fails and opens it, up to 1; 0 is none
	MinimumRequests  int           // attempts within it before the rate counts; 0 is 10
	FailureWindow    time.Duration // 0 is a minute
	ResetTimeout     time.Duration // from opening to the first probe; 0 is 30 s
	SuccessThreshold int           // probes in a row that close it; 0 is 1
}

func (c CircuitBreaker) withDefaults() CircuitBreaker {
	if c.FailureThreshold <= 0 && c.FailureRate <= 0 {
		c.FailureThreshold = 5
	}
	if c.MinimumRequests <= 0 {
		c.MinimumRequests = 10
	}
	if c.FailureWindow <= 0 {
		c.FailureWindow = time.Minute
	}
	if c.ResetTimeout <= 0 {
		c.ResetTimeout = 30 * time.Second
	}
	if c.SuccessThreshold <= 0 {
		c.SuccessThreshold = 1
	}
	return c
}

// breaker is closed, open, or half-open: then it lets one request after another
// through to see whether the source works again.
//
// failsafe-go's is not used: it counts by a threshold or a rate but not by both,
// lets several probes through at once, and has no way to give the place of a
// probe back that was cancelled.
type breaker struct {
	rule CircuitBreaker
	name string

	mu        sync.Mutex
	results   []result  // of the window, oldest first, while it is closed
	failures  int       // among them
	openUntil time.Time // zero while it is closed
	half      bool
	probing   bool
	probes    int    // good ones in a row
	cause     string // of the failure that opened it
	count     int    // failures that did
}

type result struct {
	at     time.Time
	failed bool
}

// newBreaker is nil where the source has none.
func newBreaker(name string, rule *CircuitBreaker) *breaker {
	if rule == nil {
		return nil
	}
	return &breaker{rule: rule.withDefaults(), name: name}
}

// refuses is why a request may not be sent now; nil where it may.
func (b *breaker) refuses() *fault {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refusal(time.Now())
}

// pass lets a request through, as a probe or not, or says why it may not be
// sent. The caller tells with done what came of it.
func (b *breaker) pass() (probe bool, f *fault) {
	if b == nil {
		return false, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if f := b.refusal(time.Now()); f != nil {
		return false, f
	}
	if !b.half && !b.openUntil.IsZero() {
		b.half, b.probes = true, 0
	}
	b.probing = b.half
	return b.half, nil
}

func (b *breaker) refusal(now time.Time) *fault {
	state := ""
	if b.probing {
		state = "half-open, and a probe is under way"
	} else if rest := b.openUntil.Sub(now); rest > 0 {
		state = fmt.Sprintf("open for another %v", told(rest))
	}
	if state == "" {
		return nil
	}
	return &fault{rt.CodeCircuitOpen, fmt.Sprintf("not sent: the circuit breaker of %s is %s (%s)", b.name, state, b.why())}
}

func (b *breaker) why() string {
	return fmt.Sprintf("%d failures, the last: %s", b.count, b.cause)
}

// done tells what came of a request that pass let through: nil where it was
// cancelled.
func (b *breaker) done(probe bool, r *reply) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if probe {
		b.probing = false
	}
	if r == nil || !probe && !b.openUntil.IsZero() { // what was sent before it opened tells nothing new
		return
	}
	now := time.Now()
	failed := r.status >= http.StatusInternalServerError
	if r.fault != nil {
		failed = r.fault.code == rt.CodeConnection || r.fault.code == rt.CodeTimeout
	}
	switch {
	case probe && failed:
		b.count++
		b.open(now, r.cause())
		return
	case probe:
		if b.probes++; b.probes >= b.rule.SuccessThreshold {
			b.half, b.openUntil = false, time.Time{}
		}
		return
	}
	for len(b.results) > 0 && now.Sub(b.results[0].at) > b.rule.FailureWindow {
		if b.results[0].failed {
			b.failures--
		}
		b.results = b.results[1:]
	}
	b.results = append(b.results, result{now, failed})
	if !failed {
		return
	}
	b.failures++
	n := len(b.results)
	tooMany := b.rule.FailureThreshold > 0 && b.failures >= b.rule.FailureThreshold
	tooOften := b.rule.FailureRate > 0 && n >= b.rule.MinimumRequests && float64(b.failures) >= b.rule.FailureRate*float64(n)
	if tooMany || tooOften {
		b.count = b.failures
		b.open(now, r.cause())
	}
}

func (b *breaker) open(now time.Time, cause string) {
	b.openUntil, b.half, b.probing, b.cause = now.Add(b.rule.ResetTimeout), false, false, cause
	b.results, b.failures = nil, 0
}
