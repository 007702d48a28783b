package diag

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/reqongen/reqongen/lang/source"
)

// A Code names a kind of diagnostic for good: a letter for the severity (E, W
// or N), a digit for the area (1 names, 2 pipeline and parallelism, 3 types and
// arguments, 4 syntax) and two more, such as "E103".
type Code string

// A CodeDoc says what a code stands for: a sentence without a full stop.
type CodeDoc struct {
	Code Code
	Doc  string
}

// A Severity says what a diagnostic does to the compilation.
type Severity int

// The severities, the gravest first.
const (
	Error   Severity = iota // the mission does not compile
	Warning                 // it compiles, and probably does not do what was meant
	Note                    // it compiles; something is worth knowing
)

// String is the word that messages print.
func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case Note:
		return "note"
	}
	return "error"
}

// A Diagnostic is one problem at one place.
type Diagnostic struct {
	Code     Code
	Severity Severity
	Span     source.Span // what is underlined
	Msg      string      // one sentence, without a full stop: what is wrong
	Hint     string      // the way out, shown behind the caret; "" where there is none
	Notes    []Remark    // other places that belong to it, in the order to show them
}

// A Remark says something about another place, such as where a name is
// declared.
type Remark struct {
	Span source.Span
	Msg  string
}

// New makes a diagnostic whose severity is its code's letter: E an error, W a
// warning, N a note.
func New(code Code, span source.Span, format string, args ...any) Diagnostic {
	d := Diagnostic{Code: code, Span: span, Msg: fmt.Sprintf(format, args...)}
	switch code[0] {
	case 'W':
		d.Severity = Warning
	case 'N':
		d.Severity = Note
	}
	return d
}

// Sort orders a list by file name and position, and at one position by code;
// equal ones keep their order.
func Sort(list []Diagnostic) {
	slices.SortStableFunc(list, func(a, b Diagnostic) int {
		return cmp.Or(
			a.Span.Start().Compare(b.Span.Start()),
			cmp.Compare(a.Code, b.Code),
		)
	})
}

// HasErrors reports whether any of the list is an error.
func HasErrors(list []Diagnostic) bool {
	return slices.ContainsFunc(list, func(d Diagnostic) bool { return d.Severity == Error })
}
