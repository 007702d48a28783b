package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

var strategies = map[string]rtapi.Symbol{"pause": rtapi.Pause, "throttle": rtapi.Throttle, "fail": rtapi.Fail}

// rateLimit writes a fetch.RateLimit.
func (o *opening) rateLimit(l *plan.RateLimit) expr.Operand {
	var limit literal
	o.count(&limit, rtapi.RateLimitRequestsPerMinute, "requestsPerMinute", l.RequestsPerMinute)
	if l.Strategy != "" {
		limit.add(rtapi.RateLimitStrategy, fixed(strategies[l.Strategy].Qual()))
	}
	o.time(&limit, rtapi.RateLimitMaxWait, "maxWait", l.MaxWait)
	o.count(&limit, rtapi.RateLimitFallbackRPM, "fallbackRpm", l.FallbackRPM)
	if b := l.Bucket; b != nil {
		var bucket literal
		o.count(&bucket, rtapi.TokenBucketCapacity, "capacity", b.Capacity)
		o.option(&bucket, rtapi.TokenBucketRefill, "refill", b.Refill, rtapi.RunPositive)
		o.option(&bucket, rtapi.TokenBucketSafety, "safety", b.Safety, rtapi.RunShare)
		limit.add(rtapi.RateLimitBucket, bucket.operand(o.Writer, "bucket", pointerTo(rtapi.TokenBucket)))
	}
	return limit.operand(o.Writer, "limit", pointerTo(rtapi.RateLimit))
}

// circuitBreaker writes a fetch.CircuitBreaker.
func (o *opening) circuitBreaker(b *plan.CircuitBreaker) expr.Operand {
	var breaker literal
	o.count(&breaker, rtapi.BreakerThreshold, "failureThreshold", b.FailureThreshold)
	o.option(&breaker, rtapi.BreakerRate, "failureRate", b.FailureRate, rtapi.RunShare)
	o.count(&breaker, rtapi.BreakerMinimumRequests, "minimumRequests", b.MinimumRequests)
	o.time(&breaker, rtapi.BreakerWindow, "failureWindow", b.FailureWindow)
	o.time(&breaker, rtapi.BreakerReset, "resetTimeout", b.ResetTimeout)
	o.count(&breaker, rtapi.BreakerSuccesses, "successThreshold", b.SuccessThreshold)
	return breaker.operand(o.Writer, "breaker", pointerTo(rtapi.CircuitBreaker))
}

// proxies writes a []fetch.Proxy.
func (o *opening) proxies(pool []plan.Proxy) expr.Operand {
	all := expr.Operand{Hint: "proxies"}
	operands := make([]expr.Operand, len(pool))
	for i, p := range pool {
		var proxy literal
		o.expression(p.URL)
		proxy.add(rtapi.ProxyURL, o.text(p.URL, "proxy"))
		o.count(&proxy, rtapi.ProxyRequestsPerMinute, "requestsPerMinute", p.RequestsPerMinute)
		o.count(&proxy, rtapi.ProxyMaxConcurrent, "concurrency", p.Concurrency)
		operands[i] = proxy.operand(o.Writer, "proxy", j.Null)
		all.Fallible = all.Fallible || operands[i].Fallible
		all.Statements = all.Statements || operands[i].Statements
	}
	all.Code = func(out *expr.Code) *j.Statement {
		list := make([]j.Code, len(pool))
		for i, code := range o.InOrder(out, operands...) {
			list[i] = code
		}
		return j.Index().Add(rtapi.Proxy.Qual()).Add(expr.List("{", "}", len(pool) > 1, list...))
	}
	return all
}

func pointerTo(typ rtapi.Symbol) func() *j.Statement {
	return func() *j.Statement { return j.Op("&").Add(typ.Qual()) }
}

// count adds a whole number that is written.
func (o *opening) count(l *literal, name rtapi.Symbol, what string, x plan.Expr) {
	o.option(l, name, what, x, rtapi.RunLimit)
}

// time adds a length of time that is written.
func (o *opening) time(l *literal, name rtapi.Symbol, what string, x plan.Expr) {
	if ms, ok := literalInt(x); ok {
		l.add(name, fixed(duration(ms)))
		return
	}
	o.option(l, name, what, x, rtapi.RunDuration)
}

// option adds a number that is written: as it stands, or made by the run's
// method of what the environment says.
func (o *opening) option(l *literal, name rtapi.Symbol, what string, x plan.Expr, method rtapi.Symbol) {
	if x == nil {
		return
	}
	if lit, ok := x.(*plan.Literal); ok {
		l.add(name, fixed(numberLit(lit)))
		return
	}
	l.add(name, o.converter(method)(what, x))
	l.wide = true
}

// converter converts by a method of the run, which tells everything that is
// wrong before the first request.
func (o *opening) converter(method rtapi.Symbol) converter {
	return func(what string, x plan.Expr) expr.Operand {
		o.expression(x)
		operand := o.Operand(x, what)
		value := operand.Code
		operand.Code = func(out *expr.Code) *j.Statement {
			return method.On(j.Id("run"), o.pos(x.At()), j.Lit(what), value(out))
		}
		return operand
	}
}

func numberLit(lit *plan.Literal) *j.Statement {
	switch n := lit.Value.(type) {
	case int64:
		return j.Lit(int(n))
	case uint64:
		return j.Lit(float64(n))
	case float64:
		return j.Lit(n)
	}
	refuse("gen: %v is no number of an option", lit.Value)
	return nil
}
