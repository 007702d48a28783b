package report

import (
	"encoding/json"
	"time"
)

// Version is that of the reports that this package writes, and the only one
// that it reads.
const Version = 1

// Micros is a length of time, or a moment of the run as the time since its
// start, in microseconds.
type Micros int64

// Duration is it in the unit of package time.
func (m Micros) Duration() time.Duration { return time.Duration(m) * time.Microsecond }

// A Report is everything that is told of a run. Stages and actions are referred
// to by their index in the list of them, from 0.
type Report struct {
	Version int      `json:"version"`
	Run     Run      `json:"run"`
	Stages  []Stage  `json:"stages"`
	Actions []Action `json:"actions"` // of all stages, in written order
	Loops   []Loop   `json:"loops"`
	Rates   []Rate   `json:"rates,omitempty"` // of the sources that say one
	Stores  []Store  `json:"stores"`
	// Excerpts are the lines of the mission around the failures that are kept,
	// by file and line.
	Excerpts []Excerpt `json:"excerpts,omitempty"`
	Analysis Analysis  `json:"analysis"`

	// What there may be very many of: a Sample of it.
	Failures   Sample[Failure]   `json:"failures"`
	Pauses     Sample[Pause]     `json:"pauses"`
	Warnings   Sample[Warning]   `json:"warnings"`
	Requests   Sample[Request]   `json:"requests"`
	Iterations Sample[Iteration] `json:"iterations"`
}

// A Run is the run as a whole.
type Run struct {
	ID      string    `json:"id"`
	Mission string    `json:"mission"`
	Source  string    `json:"source"` // the file that the program was compiled from
	Hash    string    `json:"hash"`   // of the text of the mission's files
	Status  string    `json:"status"` // done, partial, failed, aborted, cancelled
	Cause   string    `json:"cause,omitempty"`
	Started time.Time `json:"started"`
	Took    Micros    `json:"took"`
	// MaxConcurrency is how many actions might run at once; 0 is no limit.
	MaxConcurrency int `json:"maxConcurrency"`
	// Seeds of a run on another schedule or with faults; 0 is none.
	Shuffle uint64 `json:"shuffle,omitempty"`
	Chaos   uint64 `json:"chaos,omitempty"`
	// DryRun tells that no request was sent and nothing stored.
	DryRun bool `json:"dryRun,omitempty"`
	// Detailed tells whether requests and iterations were recorded.
	Detailed bool `json:"detailed"`
}

// A Stage is one stage of the run line.
type Stage struct {
	Text    string `json:"text"` // as the mission writes it
	At      string `json:"at"`
	Group   bool   `json:"group"`
	State   string `json:"state"`   // done, partial, failed, aborted, cancelled, skipped, waiting: what its actions come to
	Actions []int  `json:"actions"` // in written order
	Span
}

// A Span is when something began and ended; it is empty where it never began.
type Span struct {
	Start *Micros `json:"start,omitempty"` // since the run's start
	End   *Micros `json:"end,omitempty"`
}

// Began tells whether there is anything in it.
func (s Span) Began() bool { return s.Start != nil && s.End != nil }

// Took is its length; 0 where it never began.
func (s Span) Took() Micros {
	if !s.Began() {
		return 0
	}
	return *s.End - *s.Start
}

// An Action is what became of one action in its stage.
type Action struct {
	Name  string `json:"name"`
	Stage int    `json:"stage"`
	State string `json:"state"` // waiting, done, failed, aborted, cancelled, skipped
	Span
	// Failure is its own, of a failed or aborted one.
	Failure *Failure `json:"failure,omitempty"`

	Requests int64 `json:"requests"` // attempts that went over the wire
	Retries  int64 `json:"retries"`  // of them, those that were not the first
	// Concurrency is how many of its requests might be in flight at once; 0
	// where the mission does not say, or the action calls others.
	Concurrency   int    `json:"concurrency,omitempty"`
	ConcurrencyAt string `json:"concurrencyAt,omitempty"` // where the mission says it
	BytesOut      int64  `json:"bytesOut"`                // bodies
	BytesIn       int64  `json:"bytesIn"`
	Read          int64  `json:"read"`        // records of stores that it went through
	Stored        int64  `json:"stored"`      // records that it wrote
	FailedItems   int64  `json:"failedItems"` // that its onError took
	InFlight      Micros `json:"inFlight"`    // on the clock: with a request in flight
	InFlightSum   Micros `json:"inFlightSum"` // of all requests, those at the same time counted each
	MostInFlight  int    `json:"mostInFlight"`
	Idle          Micros `json:"idle"` // on the clock: its requests waited and none was in flight

	Waits []WaitTotal `json:"waits"` // by kind; those that it had
}

// A WaitTotal is what the waits of an action or its requests for one kind of
// thing came to.
type WaitTotal struct {
	Kind  string `json:"kind"` // maxConcurrency, concurrency, rateLimit, pause, backoff, token
	Count int64  `json:"count"`
	Sum   Micros `json:"sum"`  // those at the same time counted each
	Wall  Micros `json:"wall"` // on the clock: while at least one was under way
}

// An Excerpt is some lines of the mission.
type Excerpt struct {
	File  string   `json:"file"`
	Line  int      `json:"line"`  // the number of the first
	Lines []string `json:"lines"` // without secrets, cut where they are long
}

// A Loop is one loop of an action. A plain loop of Go within another is not
// told of.
type Loop struct {
	Action int    `json:"action"`
	At     string `json:"at"`
	Text   string `json:"text"`
	Inner  bool   `json:"inner"` // it stands in an iteration of another
	Items  int64  `json:"items"` // that it went through or was to go through; of pages, those that came
	Done   int64  `json:"done"`  // iterations that came to their end, or failed
	Failed int64  `json:"failed"`
	Most   int    `json:"most"` // iterations at the same time
}

// A Rate is how fast a source may be asked, as the mission says it.
type Rate struct {
	Source    string `json:"source"`
	At        string `json:"at,omitempty"`
	PerMinute int    `json:"perMinute"` // requests within any minute, at most
}

// A Store is what a store held when the run ended.
type Store struct {
	Name    string `json:"name"`
	Records int    `json:"records"`
}

// A Failure is a step that failed.
type Failure struct {
	At      string          `json:"at"`
	Action  string          `json:"action,omitempty"`
	Stage   int             `json:"stage"` // -1 outside any
	Step    string          `json:"step,omitempty"`
	Message string          `json:"message"`
	Code    json.RawMessage `json:"code"` // the status of an answer, or a word
}

// String is the failure in a line: position, action, message.
func (f Failure) String() string {
	text := f.At
	if f.Action != "" {
		text += ": " + f.Action
	}
	return text + ": " + f.Message
}

// A Pause is a time in which a source was asked nothing, after a 429.
type Pause struct {
	Source string `json:"source"`
	At     Micros `json:"at"`
	Took   Micros `json:"took"` // as it was planned
	Cause  string `json:"cause"`
}

// A Warning is something that did not fail but that someone should know.
type Warning struct {
	At      string `json:"at,omitempty"`
	Message string `json:"message"`
}

// A Request is one request with all its attempts.
type Request struct {
	Action    int       `json:"action"` // -1 outside any
	Loop      string    `json:"loop,omitempty"`
	Iteration *int      `json:"iteration,omitempty"` // the innermost loop's item, from 0
	At        string    `json:"at"`
	Source    string    `json:"source"`
	Method    string    `json:"method"`
	URL       string    `json:"url"` // without secrets, cut where it is long
	Asked     Micros    `json:"asked"`
	End       Micros    `json:"end"`
	Attempts  []Attempt `json:"attempts"`
	Waits     []Wait    `json:"waits,omitempty"`
	Status    int       `json:"status"` // 0 where no answer came
	Code      string    `json:"code,omitempty"`
	Message   string    `json:"message,omitempty"`
}

// An Attempt is one time that a request went over the wire.
type Attempt struct {
	Start    Micros `json:"start"`
	End      Micros `json:"end"`
	Status   int    `json:"status"` // 0 where no answer came
	Code     string `json:"code,omitempty"`
	BytesOut int64  `json:"bytesOut"`
	BytesIn  int64  `json:"bytesIn"`
}

// A Wait is one that a request had.
type Wait struct {
	Kind  string `json:"kind"`
	Why   string `json:"why,omitempty"`
	Start Micros `json:"start"`
	End   Micros `json:"end"`
}

// An Iteration is one of a loop.
type Iteration struct {
	Action int    `json:"action"`
	Loop   string `json:"loop"`
	Index  int    `json:"index"` // of the item, from 0
	Start  Micros `json:"start"`
	End    Micros `json:"end"`
	State  string `json:"state"` // done, failed, cancelled
}

// A Sample is some of many things: all of them up to a number, and beyond it
// those that took longest and a choice of the others that follows from what
// they are, and not from the clock.
type Sample[T any] struct {
	Count int64 `json:"count"` // of all of them
	Kept  []T   `json:"kept"`  // in the order in which they began, or of the run's serial order
}

// An Analysis is what follows from the times of the actions.
type Analysis struct {
	// CriticalPath is the chain of actions that the run could not be shorter
	// than: each began only when the one before it had ended.
	CriticalPath []int  `json:"criticalPath"`
	Critical     Micros `json:"critical"` // what its actions took
	Held         []Held `json:"held"`     // the limits that held something back, by what that came to
	// Best is what the run would have taken if nothing had ever waited for a
	// limit: every stage as long as the longest of its actions, without the
	// time in which that action only waited.
	Best Micros `json:"best"`
}

// A Held is what one kind of limit held back.
type Held struct {
	Kind   string `json:"kind"`   // as WaitTotal.Kind
	Action *int   `json:"action"` // whose requests waited; null for maxConcurrency
	Count  int64  `json:"count"`  // actions or requests that waited
	Sum    Micros `json:"sum"`
	Wall   Micros `json:"wall"`
	// Cost is how much longer the run took because of maxConcurrency; 0 for
	// other kinds, whose cost is in Best together.
	Cost Micros `json:"cost"`
}
