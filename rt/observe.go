package rt

import (
	"fmt"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// An Observer is told what happens in a run, at the moment it happens. Its
// method is called from many goroutines at once and must not block: the work
// that tells it waits for it. It switches on the type of the event, and lets be
// what it does not know: there may be more types in a later version.
//
// The records in the events go on counting after the event; what of them may be
// read when, they say. No text in an event holds a secret. A report.Recorder is
// an observer that keeps everything.
type Observer interface {
	Observe(Event)
}

// An Event is one of the types below.
type Event interface{ event() }

type (
	// StageStarted comes before the first action of a stage.
	StageStarted struct{ Stage *StageRecord }
	// StageEnded comes when every action of it has ended, or it was skipped.
	StageEnded struct{ Stage *StageRecord }
	// ActionStarted comes when an action has its place under maxConcurrency.
	ActionStarted struct{ Action *ActionRecord }
	// ActionEnded comes when the action is done, failed or cancelled.
	ActionEnded struct{ Action *ActionRecord }
	// RequestStarted comes when a request is asked for, before anything that it
	// waits for; told only where Options.Detail is set.
	RequestStarted struct{ Request *RequestRecord }
	// AttemptEnded comes when the last of the request's attempts so far has its
	// answer, or ends without one; told only where Options.Detail is set.
	AttemptEnded struct{ Request *RequestRecord }
	// RequestEnded comes when a request has its answer, or ends without one;
	// told only where Options.Detail is set.
	RequestEnded struct{ Request *RequestRecord }
	// IterationStarted comes before the first step of an iteration of a loop
	// that settles them one by one; told only where Options.Detail is set.
	// IterationEnded does not follow where the iteration is taken back.
	IterationStarted struct{ Iteration *IterationRecord }
	// IterationEnded comes when an iteration of a loop is over that has a
	// LoopRecord; told only where Options.Detail is set.
	IterationEnded struct{ Iteration *IterationRecord }
	// ItemFailed is an iteration whose failure onError took.
	ItemFailed struct {
		Failure *Failure
		Turn    Turn
		Item    string // the failure's, as JSON, cut where it is long
	}
	// Retrying comes before another attempt.
	Retrying struct {
		Action  *ActionRecord
		Turn    Turn
		At      value.Pos
		Attempt int           // the number of the attempt to come
		Delay   time.Duration // before it
		Cause   string
	}
	// Paused is a source that sends nothing for a while: it was answered 429.
	Paused struct {
		Action *ActionRecord // whose request was
		Turn   Turn
		At     value.Pos
		Source string
		For    time.Duration
		Cause  string
	}
	// WouldSend is a request of a dry run, which sends none.
	WouldSend struct {
		Action *ActionRecord
		At     value.Pos
		Method string
		URL    string // with its parameters
		Body   string // as JSON, cut where it is long; "" without one
	}
	// Warned is something that did not fail but that someone should know.
	Warned struct {
		Action *ActionRecord // nil outside any
		Turn   Turn
		At     value.Pos // "" outside the mission's text
		Text   string
	}
)

func (StageStarted) event()     {}
func (StageEnded) event()       {}
func (ActionStarted) event()    {}
func (ActionEnded) event()      {}
func (RequestStarted) event()   {}
func (AttemptEnded) event()     {}
func (RequestEnded) event()     {}
func (IterationStarted) event() {}
func (IterationEnded) event()   {}
func (ItemFailed) event()       {}
func (Retrying) event()         {}
func (Paused) event()           {}
func (WouldSend) event()        {}
func (Warned) event()           {}

// inDetail tells an event that is told only where Options.Detail is set.
func inDetail(e Event) bool {
	switch e.(type) {
	case RequestStarted, AttemptEnded, RequestEnded, IterationStarted, IterationEnded:
		return true
	}
	return false
}

func (r *Run) observe(e Event) {
	r.logEvent(e)
	if r.options.Observer == nil && r.telemetry == nil {
		return
	}
	switch told := e.(type) {
	case ItemFailed:
		told.Item = r.Redact(Brief(told.Failure.Item))
		e = told
	case Retrying:
		told.Cause = r.Redact(told.Cause)
		e = told
	case WouldSend:
		told.URL, told.Body = r.Redact(told.URL), r.Redact(told.Body)
		e = told
	case Warned:
		told.Text = r.Redact(told.Text)
		e = told
	case Paused:
		told.Cause = r.Redact(told.Cause)
		e = told
	}
	if o := r.options.Observer; o != nil && (r.options.Detail || !inDetail(e)) {
		o.Observe(e)
	}
	if r.telemetry != nil {
		r.telemetry.Observe(e)
	}
}

// Detailed tells whether somebody is to be told of each request and each
// iteration: what has to be gathered for that, is not gathered otherwise.
func (r *Run) Detailed() bool {
	return r.options.Detail && r.options.Observer != nil || r.telemetry != nil
}

// Observe tells the run's observer; packages of the runtime use it.
func (r *Run) Observe(e Event) { r.observe(e) }

// Warn tells of something that does not fail and that has no place in the
// mission.
func (r *Run) Warn(format string, args ...any) {
	r.observe(Warned{Text: fmt.Sprintf(format, args...)})
}
