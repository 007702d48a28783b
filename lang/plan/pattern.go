package plan

import "github.com/reqongen/reqongen/lang/source"

// Pattern is what an arm of a match asks of its subject (the language, §10).
// The set is closed.
type Pattern interface {
	At() source.Span
	pattern()
}

type (
	// Any is `_`.
	Any struct{ Span source.Span }

	// Equal is a literal. Where Status is set the subject is `response`, and
	// an integer also fits the status of a response whose body has no number
	// as its code.
	Equal struct {
		Span   source.Span
		Value  *Literal
		Status bool
	}

	// Bind is a lower-case name: it fits anything and names it.
	Bind struct {
		Span source.Span
		Var  *Var
	}

	// Elements is [a, b]: an array of that length; [] is an empty one.
	Elements struct {
		Span  source.Span
		Elems []Pattern
	}

	// Fields is { a: p, b }: an object that has those fields.
	Fields struct {
		Span   source.Span
		Fields []FieldPattern
	}
)

// FieldPattern is one field of Fields. `a: null` also fits a missing field; a
// bare `b` is a Bind. Where Status is set the subject is `response`, the
// field is `code` and its pattern may fit the status.
type FieldPattern struct {
	Span   source.Span
	Name   string
	Fit    Pattern
	Status bool
}

func (p *Any) At() source.Span      { return p.Span }
func (p *Equal) At() source.Span    { return p.Span }
func (p *Bind) At() source.Span     { return p.Span }
func (p *Elements) At() source.Span { return p.Span }
func (p *Fields) At() source.Span   { return p.Span }

func (*Any) pattern()      {}
func (*Equal) pattern()    {}
func (*Bind) pattern()     {}
func (*Elements) pattern() {}
func (*Fields) pattern()   {}
