package fetch

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Send sends the request and gives the value of `response`. What is no success
// fails the step, unless its status is in Allow: then it is data as with Ask.
// The error is a *rt.Failure, or *rt.Stopped where the work was cancelled.
func (src *Source) Send(ctx context.Context, s *rt.Strand, at value.Pos, r Request) (value.Value, error) {
	o, err := src.exchange(ctx, s, at, &r)
	switch {
	case err != nil:
		return value.Null, err
	case o.good():
		return o.value, nil
	case o.fault == nil && slices.Contains(r.Allow, o.status):
		return o.data(), nil
	}
	return value.Null, s.FailWith(at, o.code(), "%s %s: %s", r.Method, src.told(o.sent.url), o.message(src.run))
}

// An Answer is whatever came back for a request that a match follows.
type Answer struct {
	Value  value.Value // of `response`
	Status int         // 0 where no answer came, or none that can be read
}

// Ask sends the request; whatever comes back is data (the language, §8,
// Outcome). The error is *rt.Stopped where the work was cancelled, and a
// *rt.Failure where the mission gave a request that cannot be sent.
func (src *Source) Ask(ctx context.Context, s *rt.Strand, at value.Pos, r Request) (Answer, error) {
	o, err := src.exchange(ctx, s, at, &r)
	if err != nil {
		return Answer{}, err
	}
	switch {
	case o.good():
		return Answer{o.value, o.status}, nil
	case o.fault != nil:
		return Answer{o.data(), 0}, nil
	}
	return Answer{o.data(), o.status}, nil
}

// exchange makes attempts until one is answered well enough, or the policy
// ends. failsafe-go's policy is not used for it: rt.Retry and rt.Sleep have the
// delays already, and tell a cancellation with its cause.
func (src *Source) exchange(ctx context.Context, s *rt.Strand, at value.Pos, r *Request) (*outcome, error) {
	s.Enter(at)
	if err := s.Check(ctx); err != nil {
		return nil, err
	}
	out, err := src.outgoing(r)
	if err != nil {
		return nil, s.Fail(at, rt.CodeExpression, "%v", err)
	}
	if src.run.Options().DryRun {
		src.dryRun(s, at, out, r)
		return &outcome{sent: out, status: http.StatusOK}, nil
	}
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = src.timeout
	}
	policy := src.policy(r)
	for attempt := 1; ; attempt++ {
		reply, err := src.attempt(ctx, s, out, r, attempt, timeout)
		if err != nil {
			return nil, err
		}
		if attempt >= policy.MaxAttempts || !reply.worthAnother() {
			o := reply.outcome(out, attempt)
			reply.release()
			return o, nil
		}
		delay, said := reply.retryAfter()
		if !said {
			delay = policy.Delay(attempt)
		}
		delay = min(delay, policy.MaxDelay)
		cause := reply.cause()
		reply.release()
		src.run.Observe(rt.Retrying{Action: s.Action(), At: at, Attempt: attempt + 1, Delay: delay, Cause: cause})
		if err := rt.Sleep(ctx, delay); err != nil {
			return nil, err
		}
	}
}

// policy is how often the request is sent: what repeats without harm as the
// source says, anything else where the request itself says so.
func (src *Source) policy(r *Request) rt.Retry {
	policy := src.retry
	if r.Retry != nil {
		policy = r.Retry.Over(src.retry)
	}
	repeats := r.Method != http.MethodPost && r.Method != http.MethodPatch
	if r.Once || r.Retry == nil && !repeats {
		policy.MaxAttempts = 1
	}
	return policy
}

// dryRun tells the request instead of sending it.
func (src *Source) dryRun(s *rt.Strand, at value.Pos, out *outgoing, r *Request) {
	body := ""
	if !r.Body.IsNull() {
		body = rt.Brief(r.Body)
	}
	src.run.Observe(rt.WouldSend{Action: s.Action(), At: at, Method: out.method, URL: out.url.String(), Body: body})
}

// worthAnother tells whether another attempt may get a better answer: none
// came, in time or at all, or it says so by 408, 429 or 5xx.
func (r *reply) worthAnother() bool {
	if r.fault != nil {
		return r.fault.code == rt.CodeConnection || r.fault.code == rt.CodeTimeout
	}
	return r.status == http.StatusRequestTimeout || r.status == http.StatusTooManyRequests || r.status >= 500
}

// retryAfter is how long the server wants its client to wait, as seconds or a
// date; false where it does not say.
func (r *reply) retryAfter() (time.Duration, bool) {
	text := r.header.Get("Retry-After")
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(date)), true
	}
	return 0, false
}
