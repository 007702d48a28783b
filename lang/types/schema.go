package types

import (
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
)

// OfField is what a value that fits the schema has in the field.
func OfField(f *plan.SchemaField) Type {
	t := Declared(f.Type)
	if f.Optional {
		t = Join(t, Of(builtin.Null))
	}
	t.Origin = nil
	return t.From(f.Span, f.Name+" is declared here")
}

// Declared is the type of the values that fit a type of a schema.
func Declared(t plan.Type) Type {
	switch t := t.(type) {
	case *plan.Basic:
		return Of(Kinds(t.Name))
	case *plan.SchemaType:
		return Fitting(t.Schema)
	case *plan.ObjectType:
		o := &Object{At: t.Span, Open: true}
		for _, f := range t.Fields {
			o.fields = append(o.fields, Field{f.Name, OfField(f)})
		}
		return Type{Kinds: builtin.Object, object: o}
	case *plan.ArrayType:
		return ArrayOf(Declared(t.Elem))
	case *plan.LiteralType:
		return Equal(t.Value)
	case *plan.UnionType:
		var joined Type
		for _, term := range t.Terms {
			joined = Join(joined, Declared(term))
		}
		return joined
	}
	return Any
}

// Kinds are those of the values that `is` finds to be of a type of the language,
// or that fit it in a schema.
func Kinds(name string) builtin.Type {
	switch name {
	case "string", "date":
		return builtin.String
	case "number", "int", "decimal":
		return builtin.Number
	case "boolean":
		return builtin.Bool
	case "array":
		return builtin.Array
	case "object":
		return builtin.Object
	case "null":
		return builtin.Null
	}
	return builtin.Dynamic
}

// IsWhole reports a name that says all of its kind: what is of the kind is of
// the type.
func IsWhole(name string) bool {
	switch name {
	case "string", "number", "decimal", "boolean", "array", "object", "null":
		return true
	}
	return false
}

// MayFit reports whether the type may take a value of t. Of text that is to be a
// date it says yes.
func MayFit(declared plan.Type, t Type) bool {
	if l := t.Literals(); l != nil && t.Is(scalar) {
		for _, l := range l {
			if literalFits(declared, l) {
				return true
			}
		}
		return false
	}
	return Overlap(Declared(declared), t)
}

func literalFits(t plan.Type, l *plan.Literal) bool {
	switch t := t.(type) {
	case *plan.Basic:
		if Equal(l).Kinds&Kinds(t.Name) == 0 {
			return false
		}
		if f, ok := l.Value.(float64); ok && t.Name == "int" && f != float64(int64(f)) {
			return false
		}
		return t.Lo == nil || Compare(t.Lo, l) <= 0 && Compare(l, t.Hi) <= 0
	case *plan.UnionType:
		for _, term := range t.Terms {
			if literalFits(term, l) {
				return true
			}
		}
		return false
	}
	return Overlap(Declared(t), Equal(l))
}

// Fits reports an object that surely fits the schema, as one was found to.
func (t Type) Fits(s *plan.Schema) bool {
	o := t.Object()
	return o != nil && o.schema == s && !o.promised && len(o.fields) == 0
}
