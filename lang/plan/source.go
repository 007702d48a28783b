package plan

import "github.com/reqongen/reqongen/lang/source"

// RateLimit is how fast a source may be asked: `rateLimit: { … }`. Nil
// expressions are not written; an empty one keeps to what answers say of their
// own limit.
type RateLimit struct {
	Span              source.Span
	RequestsPerMinute Expr
	Strategy          string // "pause", "throttle", "fail"; "" is the runtime's default
	MaxWait           Expr   // see Retry for durations
	FallbackRPM       Expr
	Bucket            *TokenBucket // of type: tokenBucket; nil is none
}

// TokenBucket models the limiter of a server.
type TokenBucket struct {
	Capacity Expr
	Refill   Expr // a second
	Safety   Expr // the part of both that is used; nil is the runtime's default
}

// CircuitBreaker is when a source is asked no more: `circuitBreaker: { … }`. Nil
// expressions are the runtime's defaults.
type CircuitBreaker struct {
	Span             source.Span
	FailureThreshold Expr
	FailureRate      Expr // above 0, up to 1
	MinimumRequests  Expr
	FailureWindow    Expr
	ResetTimeout     Expr
	SuccessThreshold Expr
}

// Proxy is one that the requests of a source go through.
type Proxy struct {
	URL               Expr
	RequestsPerMinute Expr // nil is any number
	Concurrency       Expr // requests in flight through it; nil is any number
}

// exprs calls visit for each expression of the source's options, in the order
// in which they are evaluated.
func (s *Source) exprs(visit func(Expr)) {
	each := func(list ...Expr) {
		for _, x := range list {
			if x != nil {
				visit(x)
			}
		}
	}
	each(s.Base)
	for _, h := range s.Headers {
		visit(h.Value)
	}
	each(s.Timeout)
	s.Retry.exprs(visit)
	if l := s.Limit; l != nil {
		each(l.RequestsPerMinute, l.MaxWait, l.FallbackRPM)
		if b := l.Bucket; b != nil {
			each(b.Capacity, b.Refill, b.Safety)
		}
	}
	if b := s.Breaker; b != nil {
		each(b.FailureThreshold, b.FailureRate, b.MinimumRequests, b.FailureWindow, b.ResetTimeout, b.SuccessThreshold)
	}
	for _, p := range s.Proxies {
		each(p.URL, p.RequestsPerMinute, p.Concurrency)
	}
	each(s.Insecure)
}
