package fetch

import (
	"time"

	"github.com/reqongen/reqongen/rt"
)

// A waiter is told what a request waits for, one wait after another.
type waiter interface {
	begin(kind rt.WaitKind, why string, most time.Duration) // most is 0 where nobody knows how long
	end()
}

func (n *sending) begin(kind rt.WaitKind, why string, most time.Duration) {
	until := time.Time{}
	if most > 0 {
		until = time.Now().Add(most)
	}
	if why != "" {
		why = "source " + n.src.name + ": " + why
	}
	hold := n.action.Wait(kind, why, until)
	n.hold = &hold
}

func (n *sending) end() {
	over := n.hold.End()
	if n.record != nil {
		n.record.Waits = append(n.record.Waits, over)
	}
}

// newRecord is what the run's observer is told of the request when it has
// ended; nil where nobody wants to know.
func (src *Source) newRecord(s *rt.Strand, n *sending) *rt.RequestRecord {
	if !src.run.Detailed() {
		return nil
	}
	return &rt.RequestRecord{
		Action: n.action, Iteration: s.Iteration(), Path: s.Here().Path(), Source: src.name, At: n.at,
		Method: n.out.method, URL: src.told(&n.out.url), Asked: time.Now(),
	}
}

// starting tells that the request is asked for.
func (n *sending) starting() {
	if n.record != nil {
		n.src.run.Observe(rt.RequestStarted{Request: n.record})
	}
}

// attempting lets the run's telemetry put into the header of the next attempt
// what the API is to know. The header is a copy: others may have it too.
func (n *sending) attempting() {
	if t := n.src.run.Telemetry(); t != nil && n.record != nil {
		n.out.alone()
		t.Sending(n.record, n.out.header)
	}
}

// tell tells of the request, which came to that.
func (n *sending) tell(o *outcome) {
	r := n.record
	if r == nil {
		return
	}
	r.Ended = time.Now()
	switch {
	case o == nil:
		r.Code = codeCancelled
	case o.fault != nil:
		r.Status, r.Code, r.Message = o.status, o.fault.code, n.src.run.Redact(o.fault.message)
	default:
		r.Status = o.status
	}
	n.src.run.Observe(rt.RequestEnded{Request: r})
}

// codeCancelled is that of a request that was given up.
const codeCancelled = "cancelled"

// ended notes an attempt that has; r is nil where it was given up.
func (n *sending) ended(started, now time.Time, r *reply) {
	in := int64(0)
	if r != nil {
		in = r.size
	}
	n.action.Answered(now, int64(len(n.out.body)), in)
	if n.record == nil {
		return
	}
	a := rt.AttemptRecord{Started: started, Ended: now, BytesOut: int64(len(n.out.body))}
	switch {
	case r == nil:
		a.Code = codeCancelled
	case r.fault != nil:
		a.Status, a.Code = r.status, r.fault.code
	default:
		a.Status, a.BytesIn = r.status, r.size
	}
	n.record.Attempts = append(n.record.Attempts, a)
	n.src.run.Observe(rt.AttemptEnded{Request: n.record})
}
