package check

import (
	"math"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// What keeps a source from being asked too much: its rate limit and its circuit
// breaker.

var (
	strategies = []string{"pause", "throttle", "fail"}
	limitTypes = []string{"tokenBucket"}
)

// rateLimit is how fast a source may be asked.
func (m *mission) rateLimit(w where, o *syntax.Option) *plan.RateLimit {
	list, ok := m.written(o, o.Value)
	if !ok {
		hint := "write rateLimit: { requestsPerMinute: 60 }"
		if n, ok := o.Value.(*syntax.Number); ok {
			hint = "write rateLimit: { requestsPerMinute: " + n.Span().Text() + " }"
		}
		m.notAnObject(w, o, hint)
		return nil
	}
	options := m.optionList(optionsOfLimit, list)
	l := &plan.RateLimit{Span: o.Value.Span()}
	perMinute, fallback := options["requestsPerMinute"], options["fallbackRpm"]
	if perMinute != nil {
		l.RequestsPerMinute = m.count(w, perMinute.Value, "requestsPerMinute")
	}
	if o := options["strategy"]; o != nil {
		l.Strategy = m.word(o, strategies, habitsOfStrategies)
	}
	if o := options["maxWait"]; o != nil {
		l.MaxWait = m.duration(w, o, 1)
		if l.Strategy == "fail" {
			m.needless(o, options["strategy"], "fail waits for nothing, and maxWait says how long")
		}
	}
	if fallback != nil {
		l.FallbackRPM = m.count(w, fallback.Value, "fallbackRpm")
		if perMinute != nil {
			m.needless(fallback, perMinute, "requestsPerMinute holds whatever the answers say, and fallbackRpm only where they say nothing")
		}
	}
	l.Bucket = m.tokenBucket(w, o, options)
	return l
}

// tokenBucket is the model of a server's limiter: type: tokenBucket, and what
// goes with it.
func (m *mission) tokenBucket(w where, limit *syntax.Option, options map[string]*syntax.Option) *plan.TokenBucket {
	kind := options["type"]
	b := &plan.TokenBucket{}
	if o := options["capacity"]; o != nil {
		b.Capacity = m.count(w, o.Value, "capacity")
	}
	if o := options["refill"]; o != nil {
		b.Refill = m.number(w, o, math.Inf(1))
	}
	if o := options["safety"]; o != nil {
		b.Safety = m.number(w, o, 1)
	}
	if kind == nil {
		for _, name := range []string{"capacity", "refill", "safety"} {
			if o := options[name]; o != nil {
				m.report(codeOptionPlace, o.Name.Span, "write type: tokenBucket beside it", "%s is of a token bucket", name)
				break
			}
		}
		return nil
	}
	if m.word(kind, limitTypes, habitsOfLimitTypes) == "" {
		return nil
	}
	for _, name := range []string{"capacity", "refill"} {
		if options[name] == nil {
			hint := "write capacity: 50, the requests that it allows at once"
			if name == "refill" {
				hint = "write refill: 10, the requests that it allows more each second"
			}
			m.report(codeOptionMissing, limit.Value.Span(), hint, "the token bucket says no %s", name)
		}
	}
	return b
}

// circuitBreaker is when a source is asked no more.
func (m *mission) circuitBreaker(w where, o *syntax.Option) *plan.CircuitBreaker {
	list, ok := m.written(o, o.Value)
	if !ok {
		m.notAnObject(w, o, `write circuitBreaker: { failureThreshold: 5, resetTimeout: "30s" }`)
		return nil
	}
	options := m.optionList(optionsOfBreaker, list)
	b := &plan.CircuitBreaker{Span: o.Value.Span()}
	count := func(name string) plan.Expr {
		if o := options[name]; o != nil {
			return m.count(w, o.Value, name)
		}
		return nil
	}
	time := func(name string) plan.Expr {
		if o := options[name]; o != nil {
			return m.duration(w, o, 1)
		}
		return nil
	}
	b.FailureThreshold = count("failureThreshold")
	rate := options["failureRate"]
	if rate != nil {
		b.FailureRate = m.number(w, rate, 1)
	}
	b.MinimumRequests = count("minimumRequests")
	if o := options["minimumRequests"]; o != nil && rate == nil {
		m.report(codeOptionPlace, o.Name.Span, "write failureRate: 0.5 beside it", "minimumRequests is how many a failureRate is of, and there is none")
	}
	b.FailureWindow = time("failureWindow")
	b.ResetTimeout = time("resetTimeout")
	b.SuccessThreshold = count("successThreshold")
	return b
}
