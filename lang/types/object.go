package types

import (
	"slices"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// An Object is what is known of the fields of an object.
type Object struct {
	// Name is the schema's, or the shape's that a map or a transform makes; ""
	// where there is none.
	Name string
	// At is where the object is made, or its schema declared.
	At source.Span
	// Open tells that there may be further fields.
	Open bool

	fields []Field // before those of the schema
	// schema has the fields that a value of it has. Where promised is set the
	// object is only meant to have them: nothing holds it against the schema.
	schema   *plan.Schema
	promised bool
}

// A Field is one of an object.
type Field struct {
	Name string
	// Type is the value's; with Null where the field may be missing.
	Type Type
}

// mostFields bounds the fields that a type remembers.
const mostFields = 200

// ObjectOf is the type of objects that have the fields, and others where it is
// open. At is where such an object is made.
func ObjectOf(at source.Span, open bool, fields ...Field) Type {
	if len(fields) > mostFields {
		return Of(builtin.Object)
	}
	return Type{Kinds: builtin.Object, object: &Object{At: at, Open: open, fields: fields}}
}

// Fitting is the type of objects that fit the schema, which may have further
// fields.
func Fitting(s *plan.Schema) Type {
	return Type{Kinds: builtin.Object, object: &Object{Name: s.Name, At: s.Span, Open: true, schema: s}}
}

// MeantFor is the type of an object that is meant to fit the schema of that
// name, nil where there is none. Its own fields are what they are.
func (t Type) MeantFor(name string, s *plan.Schema) Type {
	if t.object == nil {
		return t
	}
	o := *t.object
	o.Name = name
	if s != nil && o.Open && o.schema == nil {
		o.schema, o.promised = s, true
	}
	t.object = &o
	return t
}

// Field is what a field is; false where there is surely none of that name. A
// field of which nothing is known is Any.
func (o *Object) Field(name string) (Type, bool) {
	if o == nil {
		return Any, true
	}
	for _, f := range o.fields {
		if f.Name == name {
			return f.Type, true
		}
	}
	if o.schema != nil {
		if f := o.schema.Field(name); f != nil {
			if o.promised {
				return Any, true
			}
			return OfField(f), true
		}
	}
	if o.Open {
		return Any, true
	}
	return Type{}, false
}

// Knows reports a field that is named somewhere.
func (o *Object) Knows(name string) bool { return slices.Contains(o.Names(), name) }

// Names are the names of the fields that are known.
func (o *Object) Names() []string {
	if o == nil {
		return nil
	}
	var names []string
	for _, f := range o.fields {
		names = append(names, f.Name)
	}
	if o.schema != nil {
		for _, f := range o.schema.Fields {
			if !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// all are the fields of which something is known.
func (o *Object) all() []Field {
	if o == nil {
		return nil
	}
	if o.schema == nil {
		return o.fields
	}
	var fields []Field
	for _, name := range o.Names() {
		t, _ := o.Field(name)
		fields = append(fields, Field{name, t})
	}
	return fields
}

// With is t where the field is of that type, if t is an object.
func (t Type) With(name string, field Type) Type {
	if t.Kinds&builtin.Object == 0 {
		return t
	}
	o := Object{Open: true}
	if t.object != nil {
		o = *t.object
	}
	if len(o.fields) == mostFields {
		t.object = nil
		return t
	}
	o.fields = slices.Clone(o.fields)
	i := slices.IndexFunc(o.fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		o.fields = append(o.fields, Field{name, field})
	} else {
		o.fields[i].Type = field
	}
	t.object = &o
	return t
}

// Spread is t, an object, with the fields of another value put in, null and what
// is no object adding none.
func (t Type) Spread(x Type) Type {
	o := Object{Open: true}
	if t.object != nil {
		o = *t.object
	}
	from := x.Object()
	switch {
	case x.Kinds&builtin.Object == 0:
	case from == nil || x.Kinds&builtin.Null != 0:
		// What was known may be replaced, and anything may come.
		o = Object{At: o.At, Open: true}
	default:
		o.fields = slices.Clone(o.fields)
		if from.Open { // it may have a field of any name
			o.fields = slices.DeleteFunc(o.fields, func(f Field) bool { return !from.Knows(f.Name) })
			o.schema, o.promised = nil, false
		}
		t.object = &o
		for _, f := range from.all() {
			if own, ok := o.Field(f.Name); f.Type.Kinds&builtin.Null != 0 {
				// The field may be missing, which leaves the one that was there.
				if !ok {
					own = Type{}
				}
				f.Type = Join(f.Type, own)
			}
			t = t.With(f.Name, f.Type)
		}
		if t.object == nil {
			return t
		}
		o = *t.object
		o.Open = o.Open || from.Open
		if o.Name == "" && len(o.fields) == len(from.Names()) {
			o.Name = from.Name
			if o.Name != "" {
				o.At = from.At
			}
		}
	}
	t.object = &o
	return t
}

// joinObjects is what is known of an object that is one or the other; depth is
// how many objects of the joined type it stands in, itself counted.
func joinObjects(a, b *Object, depth int) *Object {
	switch {
	case a == b:
		return a
	case a == nil || b == nil || depth > mostJoined:
		return nil
	case a.schema != nil && a.schema == b.schema && len(a.fields)+len(b.fields) == 0 && a.promised == b.promised:
		return a
	}
	joined := &Object{Open: a.Open || b.Open}
	if a.At == b.At {
		joined.At = a.At
	}
	for _, f := range a.all() {
		switch other, there := b.Field(f.Name); {
		case !there:
			joined.fields = append(joined.fields, Field{f.Name, join(f.Type, Of(builtin.Null), depth)})
		case other.Kinds != builtin.Dynamic:
			joined.fields = append(joined.fields, Field{f.Name, join(f.Type, other, depth)})
		case !joined.Open:
			joined.fields = append(joined.fields, Field{f.Name, Any})
		}
	}
	for _, f := range b.all() {
		if _, there := a.Field(f.Name); !there {
			joined.fields = append(joined.fields, Field{f.Name, join(f.Type, Of(builtin.Null), depth)})
		}
	}
	return joined
}

// objectsOverlap reports whether an object may be both.
func objectsOverlap(a, b *Object) bool {
	if a == nil || b == nil {
		return true
	}
	return fieldsFit(a, b) && fieldsFit(b, a)
}

// fieldsFit reports whether an object that is b may have what a says of fields.
func fieldsFit(a, b *Object) bool {
	for _, f := range a.all() {
		own, there := b.Field(f.Name)
		if !there {
			own = Of(builtin.Null)
		}
		if f.Type.Kinds != 0 && own.Kinds != 0 && !kindsOverlap(f.Type, own) {
			return false
		}
	}
	return true
}

// kindsOverlap is Overlap without what is in objects: schemas may hold each
// other.
func kindsOverlap(a, b Type) bool {
	common := a.Kinds & b.Kinds
	return common&^scalar != 0 || !Meet(a, b).Only(scalar).IsNone()
}

// Clash names a field that a value of a has otherwise than one of b; "" where
// there is none.
func Clash(a, b Type) string {
	x, y := a.Object(), b.Object()
	for _, f := range y.all() {
		if own, there := x.Field(f.Name); !there && f.Type.Kinds&builtin.Null == 0 || there && !own.IsNone() && !kindsOverlap(own, f.Type) {
			return f.Name
		}
	}
	return ""
}
