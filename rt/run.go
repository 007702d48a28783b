package rt

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// Status is how a run ended.
type Status string

// The ends of a run.
const (
	Done      Status = "done"
	Partial   Status = "partial"   // to its end, but some actions failed
	Failed    Status = "failed"    // a stage failed, and those after it did not start
	Aborted   Status = "aborted"   // by an abort step
	Cancelled Status = "cancelled" // from outside: interrupted, or out of time
)

// ErrInterrupted is the cause to cancel a run's context with when a person
// interrupts it.
var ErrInterrupted = errors.New("interrupted")

// ErrTimeout is the cause of a run that took longer than Options.Timeout.
var ErrTimeout = errors.New("the time limit of the run is over")

// A Store is what the run needs to know of a store that its mission opened.
type Store interface {
	Name() string
	// Snapshot is its records in serial order; the run is over, or has not
	// begun.
	Snapshot() []value.Value
	// Settle is called at the end of each stage, when nothing is writing.
	Settle() error
	// Undo follows the functions that were given to Strand.OnUndo: nothing was
	// written at the places from the one up to before the other. All of them
	// lie in a parallel loop whose iterations have ended; elsewhere, others
	// may be writing.
	Undo(from, before Place) error
	// Close settles it for the last time and lets it go.
	Close() error
}

// A Run is one execution of a mission.
type Run struct {
	id      string
	program *Program
	options Options
	stages  []*StageRecord
	stores  []Store
	closers []func()
	secrets secrets
	logger  *slog.Logger
	shared  map[any]any

	telemetry Telemetry // nil: nobody wants to know

	problems       []string // settings that are missing or wrong
	unset          []string // those of the mission that are not set
	partial        atomic.Bool
	cancel         context.CancelCauseFunc
	maxConcurrency int // 0 is no limit
	rates          []Rate
	oneByOne       bool          // no action runs beside another: maxConcurrency is 1
	actions        chan struct{} // of a shuffled run with a maxConcurrency: those that are running

	mu       sync.Mutex
	failures []*Failure // in the order of the clock
	status   Status     // "" until something ends the run before its end
	cause    error
}

// A Result is what became of a run.
type Result struct {
	ID       string // of this run, and of no other
	Program  *Program
	Mission  string
	Status   Status
	Err      error // what ended it; nil when it is done or partial
	Started  time.Time
	Ended    time.Time
	Stages   []*StageRecord // with what became of each action
	Failures []*Failure     // in serial order, those that onError took included
	Stores   []StoreResult

	MaxConcurrency int    // actions at once; 0 is no limit
	Rates          []Rate // how fast sources may be asked, of those that say so
	Shuffle, Chaos uint64 // the seeds of the options
	DryRun         bool   // nothing was sent, and nothing stored

	redact func(string) string
}

// Redact takes secrets that the run knew out of a text.
func (r *Result) Redact(text string) string {
	if r.redact == nil {
		return text
	}
	return r.redact(text)
}

// A Rate is how fast a source may be asked, as the mission says it.
type Rate struct {
	Source    string
	At        value.Pos // of the source; "" for one that is not declared
	PerMinute int       // requests within any minute, at most
}

// A StoreResult is the records that a store held when the run ended.
type StoreResult struct {
	Name    string
	Records []value.Value
}

// Execute runs the mission and gives what became of it. The error is that of
// a run that did not start, a SettingsError above all; how a run that started
// ended is in its Result. A context that is cancelled ends the run as
// Cancelled; ErrInterrupted as the cause tells that a person wanted it.
func Execute(ctx context.Context, program *Program, options Options) (*Result, error) {
	r := &Run{program: program, options: options, id: newID()}
	r.openLog()
	if options.Shuffle != 0 || options.Chaos != 0 {
		r.logger.Info("another schedule or faults, as these seeds say", "shuffle", options.Shuffle, "chaos", options.Chaos)
	}
	for i, plan := range program.Stages {
		stage := &StageRecord{Number: i + 1, Plan: plan}
		for _, name := range plan.Actions {
			stage.Actions = append(stage.Actions, &ActionRecord{Name: name, Stage: i + 1})
		}
		r.stages = append(r.stages, stage)
	}
	outside := ctx
	ctx, r.cancel = context.WithCancelCause(ctx)
	defer r.cancel(nil)
	if options.Timeout > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, options.Timeout, ErrTimeout)
		defer stop()
	}
	r.checkSettings()
	pipeline := program.Open(r)
	defer r.close()
	if len(r.problems) > 0 {
		for i, problem := range r.problems { // with the secrets that were met after it
			r.problems[i] = r.Redact(problem)
		}
		return nil, errors.Join(&SettingsError{r.problems}, r.closeStores())
	}

	result := &Result{
		ID: r.id, Program: program, Mission: program.Mission, Started: time.Now(), Stages: r.stages,
		MaxConcurrency: r.maxConcurrency, Rates: r.rates, Shuffle: options.Shuffle, Chaos: options.Chaos, DryRun: options.DryRun, redact: r.Redact,
	}
	if program.Telemetry != nil {
		r.telemetry = program.Telemetry(ctx, r)
	}
	r.logger.Info("run started", "mission", program.Mission, "source", program.Source)
	root := &Strand{run: r}
	err := root.protect(func() error { return pipeline(ctx, root) })
	result.Status, result.Err = r.outcome(outside, err)
	for _, s := range r.stores {
		if err := s.Settle(); err != nil && result.Err == nil {
			result.Status, result.Err = Failed, err
		}
		result.Stores = append(result.Stores, StoreResult{s.Name(), s.Snapshot()})
	}
	if err := r.closeStores(); err != nil && result.Err == nil {
		result.Status, result.Err = Failed, err
	}
	result.Failures = r.failuresBefore(Place{})
	result.Ended = time.Now()
	r.logEnd(result)
	if r.telemetry != nil {
		r.telemetry.End(result)
	}
	return result, nil
}

// outcome says how the run ended: an interrupt comes before all, else the
// first end on the clock names it.
func (r *Run) outcome(outside context.Context, err error) (Status, error) {
	if errors.Is(context.Cause(outside), ErrInterrupted) {
		return Cancelled, ErrInterrupted
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.status != "":
		return r.status, r.cause
	case err == nil && r.partial.Load():
		return Partial, nil
	case err == nil:
		return Done, nil
	case isStopped(err):
		return Cancelled, errors.Unwrap(err)
	}
	return Failed, err
}

// finish ends the run: what is in flight is cancelled, nothing more starts.
func (r *Run) finish(status Status, cause error) {
	r.mu.Lock()
	if r.status == "" {
		r.status, r.cause = status, cause
	}
	r.mu.Unlock()
	r.cancel(cause)
}

// Open adds a store to those that the run settles and closes.
func (r *Run) Open(s Store) { r.stores = append(r.stores, s) }

// Rate adds one to those that the run's result tells. It may be called while the
// program opens.
func (r *Run) Rate(rate Rate) { r.rates = append(r.rates, rate) }

// OnClose calls the function when the run is over, last one first: for what a
// source keeps open.
func (r *Run) OnClose(f func()) { r.closers = append(r.closers, f) }

// Shared is what a package of the runtime has once a run, such as the
// connections of all sources: made at the first call, while the program opens.
// The key is of a type of that package.
func (r *Run) Shared(key any, make func() any) any {
	made, ok := r.shared[key]
	if !ok {
		made = make()
		if r.shared == nil {
			r.shared = map[any]any{}
		}
		r.shared[key] = made
	}
	return made
}

// Options are what the run was told from outside.
func (r *Run) Options() *Options { return &r.options }

// ID tells this run from all others: in logs, reports, traces.
func (r *Run) ID() string { return r.id }

func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// Mission is the mission's name.
func (r *Run) Mission() string { return r.program.Mission }

// StepAt is the text of the mission's step at the position (Program.StepAt).
func (r *Run) StepAt(at value.Pos) string { return r.program.StepAt(at) }

// Errors is the value of `errors` for the strand: the failures that are
// earlier in the serial order.
func (r *Run) Errors(s *Strand) value.Value {
	var records []value.Value
	for _, f := range r.failuresBefore(s.Here()) {
		records = append(records, f.record())
	}
	return value.Array(records...)
}

func (r *Run) addFailure(f *Failure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, f)
}

// dropFailure takes one back.
func (r *Run) dropFailure(f *Failure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f.dropped = true
}

// failuresBefore gives those before the place in serial order; all of them for
// the zero Place.
func (r *Run) failuresBefore(p Place) []*Failure {
	r.mu.Lock()
	var found []*Failure
	for _, f := range r.failures {
		if !f.dropped && (p == Place{} || f.place.Compare(p) < 0) {
			found = append(found, f)
		}
	}
	r.mu.Unlock()
	slices.SortFunc(found, func(a, b *Failure) int { return a.place.Compare(b.place) })
	return found
}

func (r *Run) settleStores() error {
	var errs []error
	for _, s := range r.stores {
		errs = append(errs, s.Settle())
	}
	return errors.Join(errs...)
}

func (r *Run) closeStores() error {
	var errs []error
	for _, s := range r.stores {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

func (r *Run) close() {
	for _, f := range slices.Backward(r.closers) {
		f()
	}
}
