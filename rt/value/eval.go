package value

import "fmt"

// Error is a failure of an expression and the mission's position that it happened at.
type Error struct {
	At  Pos
	Msg string
}

func (e *Error) Error() string {
	if e.At == "" {
		return e.Msg
	}
	return string(e.At) + ": " + e.Msg
}

// Eval evaluates expressions and keeps the first failure. What fails gives null, or false. What is evaluated after that,
// before somebody looks, works on with the null and may fail too, which no longer counts; functions that go through an
// array then stop at once. The zero Eval is ready; it is not safe for concurrent use.
type Eval struct{ err *Error }

// Fail records a failure at a position, unless there is one already.
func (e *Eval) Fail(at Pos, format string, args ...any) {
	if e.err == nil {
		e.err = &Error{At: at, Msg: fmt.Sprintf(format, args...)}
	}
}

// EvalErr is the first failure since the start or the last Reset, and nil where all went well.
func (e *Eval) EvalErr() *Error { return e.err }

// Reset forgets the failure.
func (e *Eval) Reset() { e.err = nil }

// fail records a failure and gives the null that stands for its result.
func (e *Eval) fail(at Pos, format string, args ...any) Value {
	e.Fail(at, format, args...)
	return Null
}

// Merge is the object literal m over base: see [Merge.Over]. A base that is neither an object nor null is an error.
func (e *Eval) Merge(at Pos, m *Merge, base Value, values ...Value) Value {
	if k := base.Kind(); k != KindObject && k != KindNull {
		return e.fail(at, "only an object can be spread with ..., not %s", describe(base))
	}
	return m.Over(base, values...)
}

// Spread sets all of base's fields in b. A base that is neither an object nor null is an error.
func (e *Eval) Spread(at Pos, b *Builder, base Value) {
	if k := base.Kind(); k != KindObject && k != KindNull {
		e.Fail(at, "only an object can be spread with ..., not %s", describe(base))
		return
	}
	b.Spread(base)
}

// describe is a value for a message: its type, and what it is where that is short. A string is shown whole or not at
// all: whoever prints the message takes secrets out of it, and would not know one that was cut.
func describe(v Value) string {
	switch v.Kind() {
	case KindNull:
		return "null"
	case KindArray:
		return "an array"
	case KindObject:
		return "an object"
	case KindString:
		if n := runeCount(v.str()); n > maxShown {
			return fmt.Sprintf("a string of %d characters", n)
		}
		return fmt.Sprintf("the string %q", v.str())
	default:
		return fmt.Sprintf("the %s %s", v.TypeName(), v)
	}
}

// maxShown is the length in characters up to which a string is shown.
const maxShown = 60
