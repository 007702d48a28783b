package rttest

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// A Limiter is a server's rate limiter in front of a handler: a token bucket
// that answers 429 where it is empty.
type Limiter struct {
	Handler  http.Handler
	Capacity int
	Refill   float64 // tokens a second
	// RetryAfter says in the 429 when the next token comes, in whole seconds.
	RetryAfter bool

	mu      sync.Mutex
	tokens  float64
	filled  time.Time
	refused int
}

// ServeHTTP takes a token for the request, or refuses it.
func (l *Limiter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if wait := l.take(); wait > 0 {
		if l.RetryAfter {
			w.Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
		}
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	l.Handler.ServeHTTP(w, r)
}

// Refused is how many requests it answered with 429.
func (l *Limiter) Refused() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.refused
}

// SetRefill changes the rate from now on.
func (l *Limiter) SetRefill(refill float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fill()
	l.Refill = refill
}

// take is 0 where there was a token, else the time until there is one.
func (l *Limiter) take() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fill()
	if l.tokens < 1 {
		l.refused++
		return time.Duration((1 - l.tokens) / l.Refill * float64(time.Second))
	}
	l.tokens--
	return 0
}

func (l *Limiter) fill() {
	now := time.Now()
	if l.filled.IsZero() {
		l.tokens = float64(l.Capacity)
	} else {
		l.tokens = min(float64(l.Capacity), l.tokens+now.Sub(l.filled).Seconds()*l.Refill)
	}
	l.filled = now
}
