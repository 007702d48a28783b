package fetch

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/reqongen/reqongen/rt"
)

// A Strategy is what a source does with a request that its limit does not allow
// yet.
type Strategy string

const (
	Pause    Strategy = "pause"    // sends as fast as it can, then waits until it may again
	Throttle Strategy = "throttle" // spreads the requests evenly over the time
	Fail     Strategy = "fail"     // fails it with "rate_limited"
)

// A RateLimit is how fast a source may be asked (the language, §8). It is one
// limit for every action, loop and retry of the run that uses the source.
//
// What the answers say of their own limit, in X-RateLimit-* or RateLimit-*
// headers, is kept as well.
type RateLimit struct {
	RequestsPerMinute int      // 0 is no such limit
	Strategy          Strategy // "" is Pause
	// MaxWait is how long one request may wait before it fails with
	// "rate_limited". 0 is any time for the limits written here, and
	// five minutes for what the server says.
	MaxWait time.Duration
	// FallbackRPM is the RequestsPerMinute of a source whose answers say
	// nothing of a limit; 0 is none.
	FallbackRPM int
	// Bucket models the server's own limiter; nil is none.
	Bucket *TokenBucket
}

// A TokenBucket is a limiter that allows Capacity requests at once, and Refill
// more each second. A 429 shows that the server's is smaller: the rate goes
// down by a quarter, and comes back by steps while it is quiet.
type TokenBucket struct {
	Capacity int
	Refill   float64 // a second
	Safety   float64 // the part of both that is used, up to 1; 0 is 0.95
}

// perMinute is how many requests the limit lets through within any minute, at
// most; 0 is no limit.
func (r *RateLimit) perMinute() int {
	if r == nil {
		return 0
	}
	most := r.RequestsPerMinute
	if b := r.Bucket; b != nil {
		if burst := b.Capacity + int(math.Ceil(60*b.Refill)); most == 0 || burst < most {
			most = burst
		}
	}
	return most
}

const (
	defaultSafety  = 0.95
	serverSaysMost = 5 * time.Minute

	// aMinute is longer than one: two requests that leave a minute apart may
	// come nearer to each other.
	aMinute = time.Minute + 500*time.Millisecond

	rateDown  = 0.75 // what a 429 leaves of the rate
	rateLeast = 0.05 // of what is written
	rateUp    = 0.05 // of it, each quietTime
	quietTime = 10 * time.Second
)

// limiter lets the requests of a source through, in the order in which they
// ask. The zero RateLimit leaves it one thing to do: a 429 pauses the source.
type limiter struct {
	rule     RateLimit
	adaptive bool          // a rule is written: what headers say is kept too
	turn     chan struct{} // held by the one that goes next

	mu      sync.Mutex
	changed chan struct{} // closed when a wait may have become shorter

	until time.Time   // a 429 paused the source until then
	sent  []time.Time // in the last minute: a ring, where the rule counts by the minute
	next  int         // the oldest of sent
	last  time.Time   // when the last request went

	tokens float64 // of the bucket
	filled time.Time
	factor float64 // what 429s left of the bucket's rate
	turned time.Time

	quota quota
}

func newLimiter(rule *RateLimit) *limiter {
	l := &limiter{turn: make(chan struct{}, 1), changed: make(chan struct{}), factor: 1}
	if rule != nil {
		l.rule, l.adaptive = *rule, true
		if b := rule.Bucket; b != nil {
			bucket := *b
			if bucket.Safety <= 0 || bucket.Safety > 1 {
				bucket.Safety = defaultSafety
			}
			l.rule.Bucket = &bucket
			l.tokens, l.filled = l.capacity(), time.Now()
		}
	}
	return l
}

// acquire waits until the request may be sent, and takes its place among those
// in flight with it: no place is held while it waits for the limit, and what
// the limit allows now is not used later. The caller gives the place back. What
// it waits for, w is told.
func (l *limiter) acquire(ctx context.Context, inFlight *semaphore.Weighted, w waiter) (*fault, error) {
	for {
		if f, err := l.pass(ctx, w); f != nil || err != nil {
			return f, err
		}
		if inFlight == nil || inFlight.TryAcquire(1) {
			return nil, nil
		}
		l.giveBack()
		w.begin(rt.WaitConcurrency, "", 0)
		err := inFlight.Acquire(ctx, 1)
		w.end()
		if err != nil {
			return nil, rt.StoppedBy(ctx)
		}
		if l.tryPass() {
			return nil, nil
		}
		inFlight.Release(1)
	}
}

// pass waits for the turn and then for the limit.
func (l *limiter) pass(ctx context.Context, w waiter) (*fault, error) {
	if err := rt.StoppedBy(ctx); err != nil {
		return nil, err
	}
	if len(l.turn) == 0 && l.tryPass() { // nobody waits before it
		return nil, nil
	}
	var began time.Time // to wait
	select {
	case l.turn <- struct{}{}:
	default:
		var late <-chan time.Time
		if l.rule.MaxWait > 0 {
			timer := time.NewTimer(l.rule.MaxWait)
			defer timer.Stop()
			late = timer.C
		}
		began = time.Now()
		w.begin(l.kind(), "other requests go first", 0)
		select {
		case l.turn <- struct{}{}:
			w.end()
		case <-late:
			w.end()
			return l.tooLong(fmt.Sprintf("other requests were waiting before it for %v, which is its maxWait", l.rule.MaxWait)), nil
		case <-ctx.Done():
			w.end()
			return nil, rt.StoppedBy(ctx)
		}
	}
	defer func() { <-l.turn }()
	for {
		l.mu.Lock()
		now := time.Now()
		wait, why := l.wait(now)
		if wait <= 0 {
			l.take(now)
			l.mu.Unlock()
			return nil, nil
		}
		if began.IsZero() {
			began = now
		}
		changed := l.changed
		l.mu.Unlock()
		if f := l.refuse(now.Sub(began), wait, why); f != nil {
			return f, nil
		}
		kind := rt.WaitRateLimit
		if why == becauseTold {
			kind = rt.WaitPause
		}
		timer := time.NewTimer(wait)
		w.begin(kind, why, wait)
		select {
		case <-timer.C:
		case <-changed:
		case <-ctx.Done():
		}
		w.end()
		timer.Stop()
		if err := rt.StoppedBy(ctx); err != nil {
			return nil, err
		}
	}
}

// kind is what those wait for who are not the next: as that one does.
func (l *limiter) kind() rt.WaitKind {
	if l.adaptive || l.rule.RequestsPerMinute > 0 {
		return rt.WaitRateLimit
	}
	return rt.WaitPause // the one thing that such a source waits for
}

func (l *limiter) tryPass() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if wait, _ := l.wait(now); wait > 0 {
		return false
	}
	l.take(now)
	return true
}

// reasons to wait, as a message tells them.
const (
	becauseTold   = "the server asked for a pause"
	becauseQuota  = "the server's limit is used up"
	becauseWindow = "its requests per minute are used up"
	becauseBucket = "its token bucket is empty"
)

func (l *limiter) refuse(waited, wait time.Duration, why string) *fault {
	most := l.rule.MaxWait
	if most == 0 && (why == becauseTold || why == becauseQuota) {
		most = serverSaysMost
	}
	switch {
	case l.rule.Strategy == Fail:
		return l.tooLong(fmt.Sprintf("%s for another %v", why, told(wait)))
	case most > 0 && waited+wait > most:
		return l.tooLong(fmt.Sprintf("%s for another %v, and it may wait %v (maxWait)", why, told(wait), most))
	}
	return nil
}

func (l *limiter) tooLong(why string) *fault {
	return &fault{rt.CodeRateLimited, "not sent: " + why}
}

// told is a time as a message shows it.
func told(d time.Duration) time.Duration {
	if d > time.Second {
		return d.Round(time.Second)
	}
	return d.Round(time.Millisecond)
}

// wait is how long the next request has to wait, and for what.
func (l *limiter) wait(now time.Time) (longest time.Duration, why string) {
	consider := func(d time.Duration, because string) {
		if d > longest {
			longest, why = d, because
		}
	}
	consider(l.until.Sub(now), becauseTold)
	consider(l.quota.wait(now, l.last, l.rule.Strategy == Throttle), becauseQuota)
	if rpm := l.perMinute(); rpm > 0 {
		if l.rule.Strategy == Throttle {
			if !l.last.IsZero() {
				consider(l.last.Add(aMinute/time.Duration(rpm)).Sub(now), becauseWindow)
			}
		} else if len(l.sent) >= rpm {
			consider(l.sent[l.next%len(l.sent)].Add(aMinute).Sub(now), becauseWindow)
		}
	}
	if l.rule.Bucket != nil {
		l.fill(now)
		if lacks := 1 - l.tokens; lacks > 0 {
			consider(time.Duration(lacks/l.rate()*float64(time.Second))+time.Microsecond, becauseBucket)
		}
	}
	return longest, why
}

// perMinute is how many requests a minute are allowed; 0 is any number.
func (l *limiter) perMinute() int {
	if l.rule.RequestsPerMinute > 0 {
		return l.rule.RequestsPerMinute
	}
	if l.quota.seen {
		return 0
	}
	return l.rule.FallbackRPM
}

// take counts a request that goes now.
func (l *limiter) take(now time.Time) {
	l.last = now
	l.quota.left--
	l.quota.inFlight++
	if l.rule.Bucket != nil {
		l.tokens--
	}
	if rpm := l.perMinute(); rpm > 0 && l.rule.Strategy != Throttle {
		if len(l.sent) < rpm {
			l.sent = append(l.sent, now)
		} else {
			l.sent[l.next%len(l.sent)] = now
			l.next++
		}
	}
}

// giveBack takes back the last take of a request that could not go. Of the
// minute it does not: that only makes another wait.
func (l *limiter) giveBack() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.quota.left++
	l.quota.inFlight--
	if l.rule.Bucket != nil {
		l.tokens++
	}
	if n := len(l.sent); n > 0 && l.next == 0 && l.sent[n-1].Equal(l.last) {
		l.sent = l.sent[:n-1]
	}
}

func (l *limiter) capacity() float64 {
	return max(1, float64(l.rule.Bucket.Capacity)*l.rule.Bucket.Safety)
}

// rate is how many tokens the bucket gets a second.
func (l *limiter) rate() float64 {
	return max(1e-6, l.rule.Bucket.Refill*l.rule.Bucket.Safety*l.factor)
}

func (l *limiter) fill(now time.Time) {
	if passed := now.Sub(l.filled); passed > 0 { // else somebody has read the clock later, and was here before
		l.tokens = min(l.capacity(), l.tokens+passed.Seconds()*l.rate())
		l.filled = now
	}
	for l.factor < 1 && now.Sub(l.turned) >= quietTime {
		l.factor = min(1, l.factor+rateUp)
		l.turned = l.turned.Add(quietTime)
	}
}

// answered takes note of what the attempt that was sent at that time brought:
// nil where it was cancelled.
func (l *limiter) answered(r *reply, sent, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.quota.inFlight--
	if r == nil {
		return
	}
	if l.adaptive && r.header != nil {
		l.quota.learn(r, now)
	}
	if r.status == http.StatusTooManyRequests && l.rule.Bucket != nil {
		l.fill(now)
		l.tokens = min(l.tokens, 0) // the server's is empty too
		if sent.After(l.turned) {   // else it was sent at the rate that is gone already
			l.factor = max(rateLeast, l.factor*rateDown)
		}
		l.turned = now
	}
	if l.adaptive {
		close(l.changed)
		l.changed = make(chan struct{})
	}
}

// pause lets no request through for that time.
func (l *limiter) pause(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := time.Now().Add(d); until.After(l.until) {
		l.until = until
	}
}
