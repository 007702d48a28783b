package rt

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// Backoff is how the wait between attempts grows.
type Backoff string

const (
	Exponential Backoff = "exponential" // doubles from InitialDelay
	Linear      Backoff = "linear"      // grows by InitialDelay
	Constant    Backoff = "constant"    // stays InitialDelay
)

// Retry is a policy of attempts (the language, §8). Zero fields are the
// defaults: 3 attempts, exponential from 1 s to at most 30 s.
type Retry struct {
	MaxAttempts  int           // the first included
	Backoff      Backoff       // between attempts
	InitialDelay time.Duration // before the second attempt
	MaxDelay     time.Duration // no wait is longer
}

// Defaults are what zero fields of a Retry mean.
var Defaults = Retry{MaxAttempts: 3, Backoff: Exponential, InitialDelay: time.Second, MaxDelay: 30 * time.Second}

// Over gives the policy with its zero fields filled from another.
func (r Retry) Over(base Retry) Retry {
	if r.MaxAttempts == 0 {
		r.MaxAttempts = base.MaxAttempts
	}
	if r.Backoff == "" {
		r.Backoff = base.Backoff
	}
	if r.InitialDelay == 0 {
		r.InitialDelay = base.InitialDelay
	}
	if r.MaxDelay == 0 {
		r.MaxDelay = base.MaxDelay
	}
	return r
}

// Delay is the wait after the given attempt, counted from 1, with jitter: a
// random part of up to half is taken off, so that those who failed together
// do not come back together. A constant wait has none.
func (r Retry) Delay(attempt int) time.Duration {
	d := r.InitialDelay
	switch r.Backoff {
	case Constant:
		return min(d, r.MaxDelay)
	case Linear:
		if d > r.MaxDelay/time.Duration(attempt) {
			d = r.MaxDelay
		} else {
			d *= time.Duration(attempt)
		}
	default:
		for range attempt - 1 {
			if d >= r.MaxDelay {
				break
			}
			d *= 2
		}
	}
	if d = min(d, r.MaxDelay); d <= 0 {
		return 0
	}
	return d - rand.N(d/2+1)
}

// Attempts counts how often a `retry` or a `jump … then retry` has sent one
// execution of a request. The zero value is an execution not sent yet.
type Attempts struct{ made int }

// Again is the retry step: it waits as the policy says and returns nil where
// the request may be sent again, or fails the step when the attempts are used
// up.
func (a *Attempts) Again(ctx context.Context, s *Strand, at value.Pos, policy Retry) error {
	s.Enter(at)
	if err := s.Check(ctx); err != nil {
		return err
	}
	policy = policy.Over(Defaults)
	a.made++
	if a.made >= policy.MaxAttempts {
		return s.Fail(at, CodeRetry, "no answer that it wants after %d attempts", a.made)
	}
	s.run.observe(Retrying{Action: s.action, At: at, Attempt: a.made + 1})
	delay := policy.Delay(a.made)
	defer s.action.Wait(WaitBackoff, "", time.Now().Add(delay)).End()
	return Sleep(ctx, delay)
}

// Once is true when a retry has sent the request again: what it sends is one
// attempt, without automatic ones.
func (a *Attempts) Once() bool { return a.made > 0 }

// Sleep waits, or returns early with the error of cancelled work.
func Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return StoppedBy(ctx)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return stopped(ctx)
	}
}
