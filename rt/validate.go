package rt

import (
	"fmt"
	"strings"

	"github.com/reqongen/reqongen/rt/value"
)

// A Validation gathers what does not hold of the constraints of one `validate`.
type Validation struct {
	s      *Strand
	at     value.Pos
	failed []string
}

// Seen is a value that a constraint is about, with what the mission calls it.
type Seen struct {
	Name  string
	Value value.Value
}

// Validate begins the validation of the step at the position.
func (s *Strand) Validate(at value.Pos) Validation {
	s.Enter(at)
	return Validation{s: s, at: at}
}

// Holds is a condition whose expression may have failed: then it does not hold.
func (v *Validation) Holds(cond bool) bool { return cond && v.s.EvalErr() == nil }

// Fail notes that the constraint at the position does not hold.
func (v *Validation) Fail(at value.Pos, text string, seen ...Seen) {
	v.failed = append(v.failed, string(at)+": "+v.tell(text, seen))
}

// Warn tells the run's observer that the constraint at the position does not
// hold.
func (v *Validation) Warn(at value.Pos, text string, seen ...Seen) {
	v.s.Warn(at, v.tell(text, seen))
}

// tell is the text with the values that were seen, or with what the constraint
// failed with, which is settled by that.
func (v *Validation) tell(text string, seen []Seen) string {
	if e := v.s.EvalErr(); e != nil {
		v.s.Reset()
		return text + " (" + e.Msg + ")"
	}
	if len(seen) == 0 {
		return text
	}
	parts := make([]string, len(seen))
	for i, s := range seen {
		parts[i] = s.Name + " is " + Brief(s.Value)
	}
	return text + " (" + strings.Join(parts, ", ") + ")"
}

// Failed reports whether a constraint does not hold that is no mere warning.
func (v *Validation) Failed() bool { return len(v.failed) > 0 }

// Err is the failure of the step where a constraint does not hold, else nil.
func (v *Validation) Err() error {
	if len(v.failed) == 0 {
		return nil
	}
	head := "a constraint does not hold"
	if n := len(v.failed); n > 1 {
		head = fmt.Sprintf("%d constraints do not hold", n)
	}
	return v.s.Fail(v.at, CodeValidation, "%s: %s", head, strings.Join(v.failed, "; "))
}
