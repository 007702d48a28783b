package rt

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// A Strand is one line of sequential work: an action, or one iteration of a
// parallel loop. It carries what belongs to that line alone: its place in the
// serial order, the first failure of an expression (value.Eval), the action
// that the work is recorded under.
//
// A Strand is used by one goroutine at a time.
type Strand struct {
	value.Eval

	run    *Run
	action *ActionRecord
	stage  int // counted from 1; 0 before the first

	place     branch
	line      *branch // place on the heap, made when the first Place is taken
	next      uint64
	parallel  bool
	at        value.Pos // of the step that last called into the runtime
	done      commits
	inLoop    bool   // of an iteration
	outlived  bool   // the run goes on when it fails
	trial     *trial // where what it does may have to be taken back
	turn      Turn
	iteration *IterationRecord // where the run is told in detail
	dice      *rand.Rand       // of a shuffled run, where others work beside it; else nil
}

// Run is the run that the strand belongs to.
func (s *Strand) Run() *Run { return s.run }

// Action is the record of the action that the strand works for; nil for the
// pipeline itself.
func (s *Strand) Action() *ActionRecord { return s.action }

// Iteration is the record of the iteration that the strand works for; nil
// outside any, and where nobody wants to know (Run.Detailed).
func (s *Strand) Iteration() *IterationRecord { return s.iteration }

// Turn is the iteration that the strand works for; the zero Turn outside any.
func (s *Strand) Turn() Turn { return s.turn }

// Warn tells of something at the position that does not fail.
func (s *Strand) Warn(at value.Pos, text string) {
	s.run.observe(Warned{Action: s.action, Turn: s.turn, At: at, Text: text})
}

// Parallel tells whether other strands may be working at the same time. Where
// it is false, everything that came before in the serial order has happened.
func (s *Strand) Parallel() bool { return s.parallel }

// Enter notes that the step at the position has begun. What fails without a
// position of its own, a panic above all, is told with the last one entered.
func (s *Strand) Enter(at value.Pos) { s.at = at }

// Check is nil while the strand may go on: no expression of it has failed and
// the run, or the group or loop that the strand belongs to, was not cancelled.
// Generated code returns what it gives.
func (s *Strand) Check(ctx context.Context) error {
	if e := s.EvalErr(); e != nil {
		return s.evalFailure(e)
	}
	if s.dice != nil && s.dice.IntN(seldom) == 0 {
		return s.dawdle(ctx, betweenSteps)
	}
	if ctx.Err() != nil {
		return stopped(ctx)
	}
	return nil
}

// Fault is Check without the cancellation: what an expression of the current
// step failed with, or nil.
func (s *Strand) Fault() error {
	if e := s.EvalErr(); e != nil {
		return s.evalFailure(e)
	}
	return nil
}

// evalFailure takes the expression's failure out of the strand, which may go
// on where a loop settles the failure.
func (s *Strand) evalFailure(e *value.Error) error {
	f := s.Fail(e.At, CodeExpression, "%s", e.Msg)
	s.Reset()
	return f
}

// Call runs another action inline: `run A` and `jump A then …`. What it does is
// recorded under the calling action, whose place in maxConcurrency it uses.
func (s *Strand) Call(ctx context.Context, at value.Pos, action func(context.Context, *Strand) error) error {
	s.Enter(at)
	if err := s.Check(ctx); err != nil {
		return err
	}
	return action(ctx, s)
}

// NoMatch is the failure of a match without an arm that fits.
func (s *Strand) NoMatch(at value.Pos, subject value.Value) error {
	if err := s.Fault(); err != nil {
		return err
	}
	return s.Fail(at, CodeMatch, "no arm fits %s; add the arm `_ -> …` for everything else", Brief(subject))
}

// NoCondition is the failure of a match without a subject none of whose
// conditions holds.
func (s *Strand) NoCondition(at value.Pos) error {
	if err := s.Fault(); err != nil {
		return err
	}
	return s.Fail(at, CodeMatch, "no condition of the match holds; add the arm `_ -> …` for everything else")
}

// Items are the elements that a loop goes through: an array's; none for null.
// Anything else fails.
func (s *Strand) Items(at value.Pos, v value.Value) []value.Value {
	switch v.Kind() {
	case value.KindArray:
		return v.Elems()
	case value.KindNull:
		return nil
	}
	s.Eval.Fail(at, "for wants an array or a store, and this is %s", Describe(v))
	return nil
}

// Whole is a limit or a number of attempts: a whole number from 1 up.
func (s *Strand) Whole(at value.Pos, what string, v value.Value) int {
	n, err := count(v)
	if err != nil {
		s.Eval.Fail(at, "%s %v", what, err)
		return 1
	}
	return n
}

// Duration is a time that an option says: a number of milliseconds, or text
// with its unit such as "1h30m".
func (s *Strand) Duration(at value.Pos, what string, v value.Value) time.Duration {
	d, err := duration(v)
	if err != nil {
		s.Eval.Fail(at, "%s %v", what, err)
	}
	return d
}

// Delay is the Duration of a wait in a Retry. No wait at all is a nanosecond
// there: zero is what has not been said.
func (s *Strand) Delay(at value.Pos, what string, v value.Value) time.Duration {
	return max(s.Duration(at, what, v), time.Nanosecond)
}
