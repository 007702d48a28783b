package rt

import (
	"sync/atomic"
	"time"
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
	Actions []*ActionRecord
	Started time.Time // zero where it never did
	Ended   time.Time
}

// An ActionRecord is what became of one action in its stage.
type ActionRecord struct {
	Name    string
	Stage   int
	Started time.Time // zero where it never did
	Ended   time.Time
	Failure *Failure // of a failed or aborted one

	Requests atomic.Int64 // attempts that were sent
	Retries  atomic.Int64 // of them, those that were not the first
	InFlight atomic.Int64
	Stored   atomic.Int64 // records written
	Failed   atomic.Int64 // items that failed and that onError took

	state atomic.Value // State
}

// State is how far the action has come.
func (a *ActionRecord) State() State {
	if s, ok := a.state.Load().(State); ok {
		return s
	}
	return Waiting
}
