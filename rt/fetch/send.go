package fetch

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Send sends the request and gives the value of `response`. What is no success
// fails the step, unless its status is in Allow: then it is data as with Ask.
// The error is a *rt.Failure, or *rt.Stopped where the work was cancelled.
func (src *Source) Send(ctx context.Context, s *rt.Strand, at value.Pos, r Request) (value.Value, error) {
	o, err := src.exchange(ctx, s, at, &r)
	if err != nil {
		return value.Null, err
	}
	return src.result(s, at, &r, o)
}

// result is the value of `response`, or the failure of the step.
func (src *Source) result(s *rt.Strand, at value.Pos, r *Request, o *outcome) (value.Value, error) {
	switch {
	case o.good():
		return o.value, nil
	case o.fault == nil && slices.Contains(r.Allow, o.status):
		return o.data(), nil
	}
	return value.Null, s.FailWith(at, o.code(), "%s %s: %s", r.Method, src.told(&o.sent.url), o.message(src.run))
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
	case o.fault != nil && o.fault.code == rt.CodeAuth: // no answer of the API's
		_, err := src.result(s, at, &r, o)
		return Answer{}, err
	case o.fault != nil:
		return Answer{o.data(), 0}, nil
	}
	return Answer{o.data(), o.status}, nil
}

// exchange sends the request and gives what became of it.
func (src *Source) exchange(ctx context.Context, s *rt.Strand, at value.Pos, r *Request) (*outcome, error) {
	out, sync, err := src.begin(ctx, s, at, r)
	if err != nil {
		return nil, err
	}
	if src.run.Options().DryRun {
		if r.Pages != nil {
			p := src.newPager(s, at, r, s.Next())
			if out, err = p.request(p.param); err != nil {
				return nil, err
			}
		}
		src.dryRun(s, at, out, r)
		return &outcome{sent: out, status: http.StatusOK}, nil
	}
	return src.within(ctx, r, out, func(ctx context.Context) (*outcome, error) {
		if r.Pages != nil {
			p := src.newPager(s, at, r, s.Next())
			p.sync = sync
			o, err := p.joined(ctx)
			if err != nil {
				return nil, err
			}
			return sync.settled(o), nil
		}
		o, err := src.newSending(s, at, r, out, chaosFor(s)).carry(ctx)
		if err != nil {
			return nil, err
		}
		if o.good() {
			sync.saw(o, itemsOf(o.value))
			sync.done(s)
		}
		return sync.settled(o), nil
	})
}

// begin makes the request, where the strand may go on: with its checkpoint in
// it, where it has one.
func (src *Source) begin(ctx context.Context, s *rt.Strand, at value.Pos, r *Request) (*outgoing, *syncing, error) {
	s.Enter(at)
	if err := s.Check(ctx); err != nil {
		return nil, nil, err
	}
	sync, err := src.beginSync(s, at, r)
	if err != nil {
		return nil, nil, err
	}
	out, err := src.outgoing(r)
	if err != nil {
		return nil, nil, s.Fail(at, rt.CodeExpression, "%v", err)
	}
	return out, sync, nil
}

// within does the work in the time that the whole step has: its end is the
// outcome "timeout", where the context itself is live.
func (src *Source) within(ctx context.Context, r *Request, out *outgoing, work func(context.Context) (*outcome, error)) (*outcome, error) {
	if r.Within <= 0 {
		return work(ctx)
	}
	limited, cancel := context.WithTimeout(ctx, r.Within)
	defer cancel()
	o, err := work(limited)
	if err != nil && rt.IsCancelled(err) && rt.StoppedBy(ctx) == nil {
		return &outcome{sent: out, attempts: 1, fault: &fault{rt.CodeTimeout, "not done within " + r.Within.String()}}, nil
	}
	return o, err
}

// sending is one request on its way. It needs nothing of the strand but its
// action, so that the pages of one request may be on their way side by side.
type sending struct {
	src     *Source
	action  *rt.ActionRecord
	turn    rt.Turn
	at      value.Pos
	r       *Request
	out     *outgoing
	timeout time.Duration // of an attempt
	policy  rt.Retry
	causes  []string         // why the attempts so far were not enough
	sent    int              // times that it went over the wire
	until   time.Time        // the end of the attempt
	token   string           // the access token that it carries
	stale   string           // the access token that was answered 401; "" where none was
	chaos   *chaos           // nil: none
	seen    *value.Selection // what is decoded of a success; nil is all
	keeps   bool             // its body is kept with the outcome

	hold   *rt.Hold          // what it waits for; nil where it has not waited yet
	record *rt.RequestRecord // nil: nobody wants to know
}

func (src *Source) newSending(s *rt.Strand, at value.Pos, r *Request, out *outgoing, chaos *chaos) *sending {
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = src.timeout
	}
	n := &sending{
		src: src, action: s.Action(), turn: s.Turn(), at: at, r: r, out: out, timeout: timeout, policy: src.policy(r), chaos: chaos, seen: r.Seen,
	}
	n.record = src.newRecord(s, n)
	return n
}

// carry makes attempts until one is answered well enough, or the policy ends.
// failsafe-go's policy is not used for it: rt.Retry and rt.Sleep have the
// delays already, and tell a cancellation with its cause.
func (n *sending) carry(ctx context.Context) (*outcome, error) {
	n.starting()
	o, err := n.persist(ctx)
	n.tell(o)
	return o, err
}

func (n *sending) persist(ctx context.Context) (*outcome, error) {
	for attempt := 1; ; attempt++ {
		reply, err := n.attempt(ctx, attempt)
		if err != nil {
			return nil, err
		}
		if reply.status == http.StatusUnauthorized && n.stale == "" && n.token != "" && n.src.tokens.mayRenew(n.token) {
			// It was not let in, so nothing was done: it may go again, whatever it is.
			n.src.run.Observe(rt.Retrying{Action: n.action, Turn: n.turn, At: n.at, Attempt: attempt + 1, Cause: reply.cause()})
			n.stale = n.token
			reply.release()
			attempt--
			continue
		}
		last := attempt >= n.policy.MaxAttempts || !reply.worthAnother()
		delay := time.Duration(0)
		if !last || reply.status == http.StatusTooManyRequests {
			delay = n.delay(reply, attempt)
		}
		if reply.status == http.StatusTooManyRequests {
			n.src.limiter.pause(delay)
			n.src.run.Observe(rt.Paused{Action: n.action, Turn: n.turn, At: n.at, Source: n.src.name, For: delay, Cause: reply.cause()})
		}
		if last {
			if reply.unsent {
				attempt--
			}
			o := reply.outcome(n.out, attempt, n.seen)
			o.before = n.causes
			if n.keeps && o.good() {
				o.reply = reply
				return o, nil
			}
			reply.release()
			return o, nil
		}
		cause := reply.cause()
		n.causes = append(n.causes, cause)
		reply.release()
		n.src.run.Observe(rt.Retrying{Action: n.action, Turn: n.turn, At: n.at, Attempt: attempt + 1, Delay: delay, Cause: cause})
		n.begin(rt.WaitBackoff, cause, delay)
		err = rt.Sleep(ctx, delay)
		n.end()
		if err != nil {
			return nil, err
		}
	}
}

// delay is the wait after an attempt: as long as the server says, up to the
// policy's maxDelay or the source's maxWait, whichever is said; else as the
// policy says.
func (n *sending) delay(r *reply, attempt int) time.Duration {
	said, ok := r.retryAfter()
	if !ok {
		return n.policy.Delay(attempt)
	}
	most := n.policy.MaxDelay
	if wait := n.src.limiter.rule.MaxWait; wait > 0 {
		if !n.src.saysMaxDelay && (n.r.Retry == nil || n.r.Retry.MaxDelay == 0) {
			most = wait
		} else {
			most = max(most, wait)
		}
	}
	return min(said, most)
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
