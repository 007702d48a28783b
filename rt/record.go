package rt

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// State is how far an action has come.
type State string

// The states of an action.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Succeeded State = "done"
	Broken    State = "failed"
	Ended     State = "aborted"
	Dropped   State = "cancelled"
	Skipped   State = "skipped" // its stage's condition did not hold
)

// A StageRecord is what became of one stage. It may be read while the run
// goes on, but for its times, which are set when it starts and ends.
type StageRecord struct {
	Number  int // from 1
	Plan    StagePlan
	Limit   int // maxConcurrency: so many of its actions run at once; 0 is no limit
	Actions []*ActionRecord
	Started time.Time // zero where it never did
	Ended   time.Time
}

// An ActionRecord is what became of one action in its stage. Its counts may be
// read at any time; Started and Queued when its State is no longer Waiting, Ended
// and Failure when it is over.
type ActionRecord struct {
	Name    string
	Stage   int
	Started time.Time // zero where it never did
	Ended   time.Time
	Queued  bool      // it waited for a place under maxConcurrency; set when it starts
	Limit   int       // its concurrency: so many of its requests in flight at once; 0 where the mission says none, or it calls other actions
	LimitAt value.Pos // where the mission says so
	Failure *Failure  // of a failed or aborted one

	Requests atomic.Int64 // attempts that were sent
	Retries  atomic.Int64 // of them, those that were not the first
	InFlight atomic.Int64
	BytesOut atomic.Int64 // bodies of requests
	BytesIn  atomic.Int64 // bodies of answers, decompressed
	Read     atomic.Int64 // records of stores that loops and expressions went through
	Stored   atomic.Int64 // records written
	Failed   atomic.Int64 // items that failed and that onError took

	state  atomic.Value // State
	effort effort

	mu    sync.Mutex
	loops []*LoopRecord
}

// State is how far the action has come.
func (a *ActionRecord) State() State {
	if s, ok := a.state.Load().(State); ok {
		return s
	}
	return Waiting
}

// A LoopRecord is what became of one loop of an action, however often the
// action came to it. A plain loop of Go within another loop has none.
type LoopRecord struct {
	At     value.Pos
	Inner  bool         // it stands in the iteration of another such loop
	Items  atomic.Int64 // that it went through or is to go through; of pages, those that came
	More   atomic.Bool  // further pages may come
	Done   atomic.Int64 // iterations that came to their end, or failed
	Failed atomic.Int64

	running, most atomic.Int64
}

// Most is how many iterations ran at the same time.
func (l *LoopRecord) Most() int { return int(l.most.Load()) }

func (l *LoopRecord) begin() {
	n := l.running.Add(1)
	for most := l.most.Load(); n > most && !l.most.CompareAndSwap(most, n); most = l.most.Load() {
	}
}

// end counts an iteration that has ended: nothing of one that was cut short.
func (l *LoopRecord) end(n loopCounts) {
	l.running.Add(-1)
	l.Failed.Add(n.failed)
	l.Done.Add(n.done)
}

// Loops are the records of the loops that the action has come to, in the order
// of the text.
func (a *ActionRecord) Loops() []*LoopRecord {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.loops)
}

func (a *ActionRecord) loop(at value.Pos, inner bool) *LoopRecord {
	if a == nil {
		return new(LoopRecord)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, l := range a.loops {
		if l.At == at {
			return l
		}
	}
	l := &LoopRecord{At: at, Inner: inner}
	a.loops = append(a.loops, l)
	slices.SortFunc(a.loops, func(a, b *LoopRecord) int { return comparePos(a.At, b.At) })
	return l
}

// A Turn is one iteration of a loop that runs them side by side or settles them
// one by one; the zero Turn is none.
type Turn struct {
	Loop  value.Pos
	Index int // of the item in the collection, from 0
}

// An IterationRecord is what became of one iteration of a loop.
type IterationRecord struct {
	Action  *ActionRecord
	Outer   *IterationRecord // the one that the loop stands in; nil outside any
	Loop    value.Pos
	Index   int      // of the item in the collection, from 0
	Path    []uint64 // its place in the serial order (Place.Path)
	Started time.Time
	Ended   time.Time
	Failure *Failure // nil where it did not fail
	Stopped bool     // it was cancelled, or aborted the mission
}

// A RequestRecord is what became of one request with all its attempts. While
// the request goes on it may be read in what is told of it, and not elsewhere.
type RequestRecord struct {
	Action    *ActionRecord    // nil outside any
	Iteration *IterationRecord // the innermost that it was sent in; nil outside any
	Path      []uint64         // where in the serial order it was asked for
	Source    string
	At        value.Pos
	Method    string
	URL       string // without secrets, cut where it is long
	Asked     time.Time
	Ended     time.Time
	Attempts  []AttemptRecord
	Waits     []Wait
	Status    int    // of the answer; 0 where none came
	Code      string // one of the Code constants where there is no answer that can be used, or "cancelled"
	Message   string // what happened then
}

// An AttemptRecord is one time that a request went over the wire.
type AttemptRecord struct {
	Started  time.Time
	Ended    time.Time
	Status   int    // 0 where no answer came
	Code     string // as RequestRecord.Code
	BytesOut int64
	BytesIn  int64
}
