package fetch

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// chaos decides the faults of one request's attempts, one after another. They
// follow from the seed and from the request's place in the serial order, so
// that they come again with the seed, however the run is scheduled.
type chaos struct{ dice *rand.Rand }

// chaosFor is that of a request which the strand is about to send; nil where
// the run has none.
func chaosFor(s *rt.Strand) *chaos {
	seed := s.Run().Options().Chaos
	if seed == 0 {
		return nil
	}
	return &chaos{s.Next().Dice(seed)}
}

const (
	chaosShare = 4                      // one attempt in so many has a fault
	chaosSlow  = 500 * time.Millisecond // how much longer a slow answer takes, at the most
)

// The faults. Those up to the last status never get to the server; it sees the
// others, as it would.
var faults = []func(c *chaos, ctx context.Context, transmit func() *reply) *reply{
	(*chaos).refused, (*chaos).timedOut,
	status(http.StatusTooManyRequests), status(http.StatusInternalServerError), status(http.StatusServiceUnavailable),
	(*chaos).reset, (*chaos).broken, (*chaos).slow,
}

// transmit is one exchange over the wire, with the fault that it is to have.
func (n *sending) transmit(ctx context.Context) *reply {
	if n.chaos == nil || n.chaos.dice.IntN(chaosShare) != 0 {
		return n.transmitted(ctx)
	}
	ctx, cancel := context.WithDeadline(ctx, n.until)
	defer cancel()
	transmit := func() *reply { return n.transmitted(ctx) }
	return faults[n.chaos.dice.IntN(len(faults))](n.chaos, ctx, transmit)
}

func (*chaos) refused(context.Context, func() *reply) *reply {
	return &reply{fault: &fault{rt.CodeConnection, "connection refused (chaos)"}}
}

// timedOut does not wait: the time that an attempt has would be most of the run's.
func (*chaos) timedOut(context.Context, func() *reply) *reply {
	return &reply{fault: &fault{rt.CodeTimeout, "no answer in time (chaos)"}}
}

func status(code int) func(*chaos, context.Context, func() *reply) *reply {
	return func(*chaos, context.Context, func() *reply) *reply {
		return &reply{
			status: code, header: http.Header{"Content-Type": {"application/json"}}, body: []byte(`{"error":"chaos"}`),
		}
	}
}

func (*chaos) reset(_ context.Context, transmit func() *reply) *reply {
	r := transmit()
	if r.fault == nil {
		r.release()
		r.fault = &fault{rt.CodeConnection, "the connection was reset in the middle of the answer (chaos)"}
	}
	return r
}

// broken cuts JSON in two: what is left ends in the middle of an object.
func (*chaos) broken(_ context.Context, transmit func() *reply) *reply {
	r := transmit()
	if r.fault == nil && len(r.body) > 0 && isJSON(r.header.Get("Content-Type")) {
		r.body = append(r.body[:len(r.body)/2], '{')
	}
	return r
}

func (c *chaos) slow(ctx context.Context, transmit func() *reply) *reply {
	if rt.Sleep(ctx, time.Duration(c.dice.Int64N(int64(chaosSlow)))) != nil {
		return &reply{fault: &fault{rt.CodeTimeout, "no answer in time"}}
	}
	return transmit()
}
