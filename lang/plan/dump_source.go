package plan

import "strings"

func (d *dumper) source(s *Source) {
	text := "source " + s.Name
	if s.Implicit {
		text += " implicit"
	}
	if s.Base != nil {
		text += " base " + d.expr(s.Base)
	}
	if s.Auth != "" {
		text += " auth " + s.Auth
	}
	if len(s.Headers) > 0 {
		text += " headers " + d.fields(s.Headers)
	}
	if s.Timeout != nil {
		text += " timeout " + d.expr(s.Timeout)
	}
	text += d.retry(s.Retry) + d.rateLimit(s.Limit) + d.circuitBreaker(s.Breaker)
	for _, p := range s.Proxies {
		text += " proxy " + d.expr(p.URL) + d.options("", "requestsPerMinute", p.RequestsPerMinute, "concurrency", p.Concurrency)
	}
	if s.Insecure != nil {
		text += " insecure " + d.expr(s.Insecure)
	}
	d.line("%s", text)
}

func (d *dumper) rateLimit(l *RateLimit) string {
	if l == nil {
		return ""
	}
	text := d.options("rateLimit", "requestsPerMinute", l.RequestsPerMinute, "maxWait", l.MaxWait, "fallbackRpm", l.FallbackRPM)
	if l.Strategy != "" {
		text += " " + l.Strategy
	}
	if b := l.Bucket; b != nil {
		text += d.options("tokenBucket", "capacity", b.Capacity, "refill", b.Refill, "safety", b.Safety)
	}
	return text
}

func (d *dumper) circuitBreaker(b *CircuitBreaker) string {
	if b == nil {
		return ""
	}
	return d.options(
		"circuitBreaker", "failureThreshold", b.FailureThreshold, "failureRate", b.FailureRate,
		"minimumRequests", b.MinimumRequests, "failureWindow", b.FailureWindow,
		"resetTimeout", b.ResetTimeout, "successThreshold", b.SuccessThreshold,
	)
}

// options lists names and expressions in turn, without those that are nil, in
// braces behind what takes them; "" stands for what needs none.
func (d *dumper) options(what string, pairs ...any) string {
	var written []string
	for i := 0; i < len(pairs); i += 2 {
		if x, _ := pairs[i+1].(Expr); x != nil {
			written = append(written, pairs[i].(string)+" "+d.expr(x))
		}
	}
	if what == "" && written == nil {
		return ""
	}
	text := "{ " + strings.Join(written, " ") + " }"
	if written == nil {
		text = "{}"
	}
	return strings.TrimSuffix(" "+what, " ") + " " + text
}
