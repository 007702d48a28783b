package rt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// protect runs work of the strand and turns a panic of it into a failure at
// the step that the strand was at: it hurts no sibling.
func (s *Strand) protect(work func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = s.Fail(s.at, CodePanic, "panic: %v", v)
			s.run.logger.Debug("a panic ended the work", "position", string(s.at), "stack", string(debug.Stack()))
		}
	}()
	return work()
}

// asFailure gives the failure that an error is. Code of a library that hands
// in an error of its own gets one at the step that the strand was at.
func (s *Strand) asFailure(err error) *Failure {
	var f *Failure
	if errors.As(err, &f) {
		return f
	}
	return s.Fail(s.at, CodeExpression, "%s", fmt.Sprint(err))
}

// IsCancelled tells work that was cancelled from work that failed.
func IsCancelled(err error) bool {
	return isStopped(err) || errors.Is(err, context.Canceled)
}
