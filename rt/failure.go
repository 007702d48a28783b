package rt

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/reqongen/reqongen/rt/value"
)

// Codes of failures that are not the status of an answer. They are what
// `errors` says in its code field.
const (
	CodeExpression = "expression" // an operator or a function could not do its work
	CodeMatch      = "no_match"
	CodeShape      = "shape"      // a value does not fit the schema that a map checks it against
	CodeValidation = "validation" // constraints of a validate do not hold
	CodeStore      = "store"
	CodeLoop       = "loop" // iterations of a parallel loop failed, for different causes
	CodePanic      = "panic"
	CodeAbort      = "abort"
	CodeRetry      = "retry" // a retry step has used up its attempts
	CodeTimeout    = "timeout"
	CodeConnection = "connection"
	CodeTooLarge   = "too_large"
	CodeJSON       = "invalid_json"

	CodeRateLimited = "rate_limited" // not sent: the source's limit would have it wait too long
	CodeCircuitOpen = "circuit_open" // not sent: the source does not work
	CodePages       = "pagination"   // an API that does not keep to how its pages go
	CodeAuth        = "auth"         // no access token was to be had
)

// A Failure is a step of the mission that failed. Its text begins with the
// position in the mission.
type Failure struct {
	At      value.Pos   // of the step, or of the operator in it
	Stage   int         // counted from 1; 0 outside any
	Action  string      // the action that failed with it
	Step    string      // the step as it is written in the mission
	Message string      // what happened, without the position
	Code    value.Value // the status of an answer, or one of the Code constants
	Item    value.Value // of the innermost iteration, where onError took the failure
	place   Place
	dropped bool // it was taken back: it has not happened
}

// Error gives position, action and message.
func (f *Failure) Error() string {
	var b strings.Builder
	for _, part := range []string{string(f.At), f.Action} {
		if part != "" {
			b.WriteString(part)
			b.WriteString(": ")
		}
	}
	b.WriteString(f.Message)
	return b.String()
}

// record is the failure as `errors` shows it (the language, §4).
func (f *Failure) record() value.Value {
	return failureShape.Object(
		value.String(f.Action), value.Int(int64(f.Stage)), value.String(f.Step), value.String(f.Message),
		f.Code, value.String(string(f.At)), f.Item,
	)
}

var failureShape = value.NewShape("action", "stage", "step", "message", "code", "position", "item")

// Fail makes the failure of the step at the position. Its code is one of the
// Code constants.
func (s *Strand) Fail(at value.Pos, code, format string, args ...any) *Failure {
	return s.FailWith(at, value.String(code), format, args...)
}

// FailWith is Fail with a code of any kind: the status of an answer.
func (s *Strand) FailWith(at value.Pos, code value.Value, format string, args ...any) *Failure {
	f := &Failure{
		At: at, Stage: s.stage, Code: code, Message: s.run.Redact(fmt.Sprintf(format, args...)), place: s.Next(),
		Step: s.run.program.StepAt(at),
	}
	if s.action != nil {
		f.Action = s.action.Name
	}
	return f
}

// An Abort is the end of a mission by an `abort` step.
type Abort struct{ *Failure }

// Unwrap gives the failure of the abort step.
func (a *Abort) Unwrap() error { return a.Failure }

// Abort ends the mission: everything that is in flight is cancelled, nothing
// more starts. Where the strand's work may have to be taken back, the abort with
// it, that waits until it is sure. Generated code returns what it gives.
func (s *Strand) Abort(at value.Pos, message value.Value) error {
	if err := s.Fault(); err != nil {
		return err
	}
	text := message.String()
	if message.IsNull() {
		text = "aborted"
	}
	err := &Abort{s.Fail(at, CodeAbort, "%s", text)}
	if s.trial != nil {
		s.trial.abort(err)
	} else {
		s.run.finish(Aborted, err)
	}
	return err
}

// Stopped is the error of work that ended because it was cancelled: a sibling
// failed in fail-fast mode, the mission aborted, the run was interrupted or
// ran out of time. It is never a failure of its own.
type Stopped struct{ Cause error }

// Error tells the cause.
func (s *Stopped) Error() string { return "cancelled: " + s.Cause.Error() }

// Unwrap gives the cause of the cancellation.
func (s *Stopped) Unwrap() error { return s.Cause }

func stopped(ctx context.Context) error { return &Stopped{context.Cause(ctx)} }

// StoppedBy gives the error to return for work that the context ended, and nil
// while the context is live. Runtime packages use it after a wait or a request
// that was cut short.
func StoppedBy(ctx context.Context) error {
	if ctx.Err() == nil {
		return nil
	}
	return stopped(ctx)
}

// isStopped tells a cancellation from a failure. It is asked first: the cause
// of a cancellation may be a failure or an abort of another strand.
func isStopped(err error) bool {
	var s *Stopped
	return errors.As(err, &s)
}

func isAbort(err error) bool {
	var a *Abort
	return errors.As(err, &a)
}

// Describe names a value's kind for a message: "an object", "null".
func Describe(v value.Value) string {
	switch v.Kind() {
	case value.KindNull:
		return "null"
	case value.KindArray, value.KindObject:
		return "an " + v.TypeName()
	}
	return "the " + v.TypeName() + " " + Brief(v)
}

// Brief is a value as a message shows it: its JSON, cut where it gets long.
func Brief(v value.Value) string {
	const most = 120
	text := []rune(string(value.AppendJSON(nil, v)))
	if len(text) > most {
		return string(text[:most]) + cutMark
	}
	return string(text)
}
