package rt

import (
	"sync"
	"time"
)

// A WaitKind is what kept something from going on.
type WaitKind int

// What an action and its requests wait for.
const (
	WaitMaxConcurrency WaitKind = iota // the action: for a place under the mission's maxConcurrency
	WaitConcurrency                    // a request: for a place under its action's concurrency, or its proxy's
	WaitRateLimit                      // a request: for the limit of its source, or of a proxy
	WaitPause                          // a request: its source was answered 429, and sends nothing for a while
	WaitBackoff                        // a request: for its next attempt
	WaitToken                          // a request: for an access token

	waitKinds = iota
)

// WaitKinds are all of them, in their order.
var WaitKinds = []WaitKind{WaitMaxConcurrency, WaitConcurrency, WaitRateLimit, WaitPause, WaitBackoff, WaitToken}

// String is the word for it in logs and reports.
func (k WaitKind) String() string {
	return [waitKinds]string{"maxConcurrency", "concurrency", "rateLimit", "pause", "backoff", "token"}[k]
}

// A Wait is one that is over.
type Wait struct {
	Kind    WaitKind
	Why     string // as a message tells it; "" where the kind says all
	Started time.Time
	Ended   time.Time
}

// A WaitTotal is what the waits of one kind came to.
type WaitTotal struct {
	Count int64
	Sum   time.Duration // of all of them, those at the same time counted each
	Wall  time.Duration // on the clock: while at least one was under way
}

// Spent is where the time of an action went.
type Spent struct {
	InFlight     time.Duration // on the clock: while a request was in flight
	Requests     time.Duration // of all requests, those at the same time counted each
	Idle         time.Duration // on the clock: while requests waited and none was in flight
	MostInFlight int           // requests at the same time
	Waits        [waitKinds]WaitTotal
}

// effort is the clock of an action: how many of its requests are in flight and
// how many wait, from one moment to the next.
type effort struct {
	mu       sync.Mutex
	since    time.Time // the moment up to which spent is told
	inFlight int
	waiting  [waitKinds]int
	held     int // the sum of waiting
	spent    Spent
	last     Hold // that began last
}

// pass brings spent up to now. The caller holds the lock.
func (e *effort) pass(now time.Time) {
	d := now.Sub(e.since)
	if d <= 0 { // somebody has read the clock later, and was here before
		return
	}
	e.since = now
	if e.inFlight == 0 && e.held == 0 {
		return
	}
	if e.inFlight > 0 {
		e.spent.InFlight += d
		e.spent.Requests += time.Duration(e.inFlight) * d
	} else {
		e.spent.Idle += d
	}
	if e.held == 0 {
		return
	}
	for kind, n := range e.waiting {
		if n > 0 {
			e.spent.Waits[kind].Wall += d
			e.spent.Waits[kind].Sum += time.Duration(n) * d
		}
	}
}

// Sent counts an attempt that goes over the wire now; again is one that is not
// the first. Answered is called when it has ended. A nil record counts nothing.
func (a *ActionRecord) Sent(now time.Time, again bool) {
	if a == nil {
		return
	}
	a.Requests.Add(1)
	if again {
		a.Retries.Add(1)
	}
	a.InFlight.Add(1)
	e := &a.effort
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pass(now)
	e.inFlight++
	e.spent.MostInFlight = max(e.spent.MostInFlight, e.inFlight)
}

// Answered counts the end of an attempt now, however it ended, with the bytes
// of its bodies.
func (a *ActionRecord) Answered(now time.Time, bytesOut, bytesIn int64) {
	if a == nil {
		return
	}
	a.InFlight.Add(-1)
	a.BytesOut.Add(bytesOut)
	a.BytesIn.Add(bytesIn)
	e := &a.effort
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pass(now)
	e.inFlight--
}

// A Hold is a wait under way.
type Hold struct {
	Kind    WaitKind
	Why     string    // as a message tells it; "" where the kind says all
	Started time.Time // zero where nothing is waited for
	Until   time.Time // zero where that is not known

	action *ActionRecord
}

// Wait notes that something of the action begins to wait, until that time where
// it is known.
func (a *ActionRecord) Wait(kind WaitKind, why string, until time.Time) Hold {
	w := Hold{Kind: kind, Why: why, Started: time.Now(), Until: until, action: a}
	if a == nil {
		return w
	}
	e := &a.effort
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pass(w.Started)
	e.waiting[kind]++
	e.held++
	e.spent.Waits[kind].Count++
	// Of several that wait for the same, one that knows how long tells it.
	if known := e.last; !until.IsZero() || known.Kind != kind || e.waiting[kind] == 1 || !known.Until.After(w.Started) {
		e.last = w
	}
	return w
}

// End is the wait when it is over.
func (w Hold) End() Wait {
	done := Wait{Kind: w.Kind, Why: w.Why, Started: w.Started, Ended: time.Now()}
	if w.action == nil {
		return done
	}
	e := &w.action.effort
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pass(done.Ended)
	e.waiting[w.Kind]--
	e.held--
	return done
}

// Spent is where the action's time went up to now.
func (a *ActionRecord) Spent() Spent {
	e := &a.effort
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pass(time.Now())
	return e.spent
}

// WaitsFor is the wait of the action's requests that began last, and how many
// of them wait for anything: 0 where none does.
func (a *ActionRecord) WaitsFor() (Hold, int) {
	e := &a.effort
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.held == 0 {
		return Hold{}, 0
	}
	if w := e.last; e.waiting[w.Kind] > 0 {
		return w, e.held
	}
	for kind, n := range e.waiting { // the last one is over, and others are not
		if n > 0 {
			return Hold{Kind: WaitKind(kind)}, e.held
		}
	}
	return Hold{}, 0
}
