package rt

import (
	"context"
	"slices"
	"sync/atomic"
	"time"
)

// A Stage runs the actions of one stage and keeps the record of it.
type Stage struct {
	s      *Strand
	record *StageRecord
	root   branch
	done   commits // of the actions that succeeded
	begun  atomic.Int64
}

// Stage begins a stage of the pipeline, counted from 1.
func (s *Strand) Stage(number int) *Stage {
	record := s.run.stages[number-1]
	s.stage = number
	record.Started, record.Limit = time.Now(), s.run.maxConcurrency
	s.Enter(record.Plan.At)
	s.run.observe(StageStarted{record})
	return &Stage{s: s, record: record, root: s.fork()}
}

// Skip ends the stage without running it: its condition does not hold.
func (st *Stage) Skip() {
	for _, a := range st.record.Actions {
		a.state.Store(Skipped)
	}
	st.record.Ended = time.Now()
	st.s.run.observe(StageEnded{st.record})
}

// Only runs the single action of the stage to its end, and ends the stage.
func (st *Stage) Only(ctx context.Context, name string, action func(context.Context, *Strand) error) error {
	return st.End(ctx, st.run(ctx, name, false, false, action))
}

// Run runs one action of a group in which the first failure ends the others:
// it returns that failure.
func (st *Stage) Run(ctx context.Context, name string, action func(context.Context, *Strand) error) error {
	return st.run(ctx, name, true, false, action)
}

// Settle runs one action of a group whose actions all run even if one fails:
// the failure goes into `errors`, and only what ends the run is returned.
func (st *Stage) Settle(ctx context.Context, name string, action func(context.Context, *Strand) error) error {
	err := st.run(ctx, name, true, true, action)
	if err == nil || isStopped(err) || isAbort(err) {
		return err
	}
	st.s.run.partial.Store(true)
	return nil
}

// End ends the stage when all its actions have ended: stores number their
// keyless records and replace their files. err is what the group ended with.
func (st *Stage) End(ctx context.Context, err error) error {
	run := st.s.run
	for _, a := range st.record.Actions {
		if a.State() == Waiting {
			a.state.Store(Dropped)
		}
	}
	settled := run.settleStores()
	if settled == nil {
		settled = st.done.call()
	}
	if err == nil && settled != nil {
		err = st.s.Fail(st.record.Plan.At, CodeStore, "%v", settled)
		run.addFailure(err.(*Failure))
	}
	if err == nil {
		err = StoppedBy(ctx)
	}
	st.record.Ended = time.Now()
	run.observe(StageEnded{st.record})
	return err
}

func (st *Stage) run(ctx context.Context, name string, side, outlived bool, action func(context.Context, *Strand) error) error {
	run := st.s.run
	index := slices.Index(st.record.Plan.Actions, name)
	record := st.record.Actions[index]
	place := st.root.nth(index, side)
	s := &Strand{
		run: run, action: record, stage: st.record.Number, place: place,
		parallel: side && len(st.record.Actions) > 1 && !run.oneByOne, at: st.record.Plan.At,
		outlived: outlived,
	}
	leave, err := s.begin(ctx)
	if err != nil {
		record.state.Store(Dropped)
		return err
	}
	defer leave()
	record.Started = time.Now()
	// The others begin with the stage. This one had to wait for one of them.
	record.Queued = st.record.Limit > 0 && st.begun.Add(1) > int64(st.record.Limit)
	record.state.Store(Running)
	run.observe(ActionStarted{record})
	err = s.protect(func() error {
		if err := action(ctx, s); err != nil {
			return err
		}
		return s.Fault()
	})
	record.Ended = time.Now()
	switch {
	case err == nil:
		record.state.Store(Succeeded)
		s.done.moveTo(&st.done)
	case isStopped(err): // before the others: its cause may be one of them
		record.state.Store(Dropped)
	case isAbort(err):
		record.Failure = s.asFailure(err)
		record.state.Store(Ended)
	default:
		failure := s.asFailure(err)
		record.Failure = failure
		record.state.Store(Broken)
		run.addFailure(failure)
		err = failure
	}
	run.observe(ActionEnded{record})
	return err
}
