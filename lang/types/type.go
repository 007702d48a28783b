package types

import (
	"slices"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// A Type is what is known of a value. The zero Type is that of no value at all:
// of what is never evaluated, or fails.
type Type struct {
	// Kinds are those that the value may be of.
	Kinds builtin.Type
	// literals are the strings, numbers and booleans that it may be; nil where
	// it may be any of its Kinds.
	literals []*plan.Literal
	// elem is what every element of the array is; nil where nothing is known.
	elem *Type
	// object is what its fields are; nil where nothing is known.
	object *Object
	// Origin says where all this comes from; nil where it is plain to see.
	Origin *Origin
}

// An Origin is a place that says of which type something is.
type Origin struct {
	Span source.Span
	Text string // "price is declared here"
}

// scalar are the kinds that have literals.
const scalar = builtin.String | builtin.Number | builtin.Bool

// mostLiterals bounds the literals that a type remembers.
const mostLiterals = 50

// Any is the type of whatever there may be.
var Any = Type{Kinds: builtin.Dynamic}

// Of is the type of all values of the kinds.
func Of(kinds builtin.Type) Type { return Type{Kinds: kinds} }

// Equal is the type of a literal.
func Equal(l *plan.Literal) Type {
	switch l.Value.(type) {
	case nil:
		return Of(builtin.Null)
	case bool:
		return Type{Kinds: builtin.Bool, literals: []*plan.Literal{l}}
	case string:
		return Type{Kinds: builtin.String, literals: []*plan.Literal{l}}
	}
	return Type{Kinds: builtin.Number, literals: []*plan.Literal{l}}
}

// ArrayOf is the type of arrays of such elements.
func ArrayOf(elem Type) Type { return Type{Kinds: builtin.Array, elem: &elem} }

// IsNone reports the type of no value.
func (t Type) IsNone() bool { return t.Kinds == 0 }

// IsUnknown reports that nothing is known.
func (t Type) IsUnknown() bool {
	return t.Kinds == builtin.Dynamic && t.literals == nil && t.elem == nil && t.object == nil
}

// Is reports a type of which surely every value is of one of the kinds.
func (t Type) Is(kinds builtin.Type) bool { return t.Kinds&^kinds == 0 }

// May reports a type of which a value may be of one of the kinds.
func (t Type) May(kinds builtin.Type) bool { return t.Kinds&kinds != 0 }

// From is t with the place that says so, unless another one does already.
func (t Type) From(at source.Span, text string) Type {
	if t.Origin == nil && at.IsValid() && t.Kinds != builtin.Dynamic {
		t.Origin = &Origin{at, text}
	}
	return t
}

// Elem is what the elements are, if it is an array; Any where that is not known.
func (t Type) Elem() Type {
	switch {
	case t.Kinds&builtin.Array == 0:
		return Type{}
	case t.elem == nil:
		return Any
	}
	return *t.elem
}

// Object is what the fields are, if it is an object; nil where that is not
// known.
func (t Type) Object() *Object {
	if t.Kinds&builtin.Object == 0 {
		return nil
	}
	return t.object
}

// Literals are the strings, numbers and booleans that it may be; nil where they
// are not known, or it may be none.
func (t Type) Literals() []*plan.Literal {
	if t.Kinds&scalar == 0 {
		return nil
	}
	return t.literals
}

// Only is what is left of t where it is of one of the kinds.
func (t Type) Only(kinds builtin.Type) Type {
	t.Kinds &= kinds
	if t.literals != nil {
		t.literals = filtered(t.literals, func(l *plan.Literal) bool { return Equal(l).Kinds&kinds != 0 })
		if len(t.literals) == 0 {
			t.Kinds &^= scalar
		}
	}
	return t.tidy()
}

// Without is what is left of t where it is of none of the kinds.
func (t Type) Without(kinds builtin.Type) Type { return t.Only(^kinds) }

// tidy drops what is known of kinds that it is not of.
func (t Type) tidy() Type {
	if t.Kinds&scalar == 0 {
		t.literals = nil
	}
	if t.Kinds&builtin.Array == 0 {
		t.elem = nil
	}
	if t.Kinds&builtin.Object == 0 {
		t.object = nil
	}
	return t
}

// Other is what is left of t where it does not equal the literal.
func (t Type) Other(l *plan.Literal) Type {
	switch {
	case l.Value == nil:
		return t.Without(builtin.Null)
	case t.literals == nil && t.Kinds&scalar == builtin.Bool:
		if b, ok := l.Value.(bool); ok {
			t.literals = []*plan.Literal{{Span: l.Span, Value: !b}}
		}
		return t
	case t.literals == nil:
		return t
	}
	t.literals = filtered(t.literals, func(own *plan.Literal) bool { return !Same(own, l) })
	kinds := builtin.Type(0)
	for _, l := range t.literals {
		kinds |= Equal(l).Kinds
	}
	t.Kinds = t.Kinds&^scalar | kinds
	return t.tidy()
}

func filtered(list []*plan.Literal, keep func(*plan.Literal) bool) []*plan.Literal {
	return slices.DeleteFunc(slices.Clone(list), func(l *plan.Literal) bool { return !keep(l) })
}

// Join is the type of what is of one type or of the other.
func Join(a, b Type) Type { return join(a, b, 0) }

// mostJoined bounds how deep objects are joined field by field: two schemas may
// hold themselves.
const mostJoined = 4

func join(a, b Type, depth int) Type {
	switch {
	case a.Kinds == 0:
		return b
	case b.Kinds == 0:
		return a
	}
	joined := Type{Kinds: a.Kinds | b.Kinds}
	if a.Origin == b.Origin {
		joined.Origin = a.Origin
	}
	joined.literals = joinLiterals(a, b)
	switch inA, inB := a.Kinds&builtin.Array != 0, b.Kinds&builtin.Array != 0; {
	case inA && inB && a.elem != nil && b.elem != nil:
		elem := join(*a.elem, *b.elem, depth)
		joined.elem = &elem
	case inA && !inB:
		joined.elem = a.elem
	case inB && !inA:
		joined.elem = b.elem
	}
	switch inA, inB := a.Kinds&builtin.Object != 0, b.Kinds&builtin.Object != 0; {
	case inA && inB:
		joined.object = joinObjects(a.object, b.object, depth+1)
	case inA:
		joined.object = a.object
	case inB:
		joined.object = b.object
	}
	return joined
}

func joinLiterals(a, b Type) []*plan.Literal {
	switch {
	case a.Kinds&scalar == 0:
		return b.literals
	case b.Kinds&scalar == 0:
		return a.literals
	case a.literals == nil || b.literals == nil || len(a.literals)+len(b.literals) > mostLiterals:
		return nil
	}
	joined := slices.Clip(a.literals)
	for _, l := range b.literals {
		if !holds(joined, l) {
			joined = append(joined, l)
		}
	}
	return joined
}

func holds(list []*plan.Literal, l *plan.Literal) bool {
	return slices.ContainsFunc(list, func(own *plan.Literal) bool { return Same(own, l) })
}

// Meet is the type of what is of both types. Where both know something of the
// fields, b's is kept: what was learned last.
func Meet(a, b Type) Type {
	met := Type{Kinds: a.Kinds & b.Kinds, literals: a.literals, elem: a.elem, object: a.object, Origin: b.Origin}
	if met.Origin == nil {
		met.Origin = a.Origin
	}
	switch {
	case a.literals == nil:
		met.literals = b.literals
	case b.literals != nil:
		met.literals = filtered(a.literals, func(l *plan.Literal) bool { return holds(b.literals, l) })
	}
	if b.elem != nil {
		met.elem = b.elem
	}
	if b.object != nil {
		met.object = b.object
	}
	return met.Only(met.Kinds)
}

// Overlap reports whether a value may be of both types, as far as their kinds,
// literals, elements and fields tell. An empty array is of all arrays' types.
func Overlap(a, b Type) bool {
	common := a.Kinds & b.Kinds
	if common&(builtin.Null|builtin.Array) != 0 {
		return true
	}
	if common&scalar != 0 {
		if !Meet(a, b).Only(scalar).IsNone() {
			return true
		}
	}
	return common&builtin.Object != 0 && objectsOverlap(a.object, b.object)
}
