package check_test

import "github.com/reqongen/reqongen/lang/plan"

// A frame is a Go scope.
type frame struct {
	outer *frame
	vars  map[*plan.Var]bool
}

func newFrame(outer *frame) *frame { return &frame{outer, map[*plan.Var]bool{}} }

func (f *frame) declare(v *plan.Var) { f.vars[v] = true }

func (f *frame) has(v *plan.Var) bool {
	for ; f != nil; f = f.outer {
		if f.vars[v] {
			return true
		}
	}
	return false
}

// never is the promise of plan.Continue's doc, written down a second time.
func never(s plan.Step) bool {
	switch s := s.(type) {
	case *plan.Abort, *plan.Skip, *plan.RetryStep:
		return true
	case *plan.Jump:
		return s.Request != nil
	case *plan.Match:
		for _, arm := range s.Arms {
			n := len(arm.Body.Steps)
			if n == 0 || !never(arm.Body.Steps[n-1]) {
				return false
			}
		}
		return true
	}
	return false
}

// sets declares what a step sets, unless it is declared already.
func (v *verifier) sets(f *frame, vars ...*plan.Var) {
	for _, s := range vars {
		if s == nil {
			continue
		}
		if !s.Read {
			v.fail("%s is set and not read", s.Name)
		}
		if !f.has(s) {
			f.declare(s)
		}
	}
}
