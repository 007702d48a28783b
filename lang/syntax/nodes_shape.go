package syntax

// A Pattern is what a value is held against: Wildcard, LiteralPattern,
// NamePattern, ArrayPattern, ObjectPattern or Bad.
type Pattern interface {
	Node
	pattern()
}

// A Wildcard is `_`.
type Wildcard struct{ node }

// A LiteralPattern is a number, a string, true, false or null.
type LiteralPattern struct {
	node
	Value Expr // Number, a Unary of one, String, Bool or Null
}

// A NamePattern is a schema's name, or a name for whatever is there; which of
// the two is the checker's to tell.
type NamePattern struct {
	node
	Name string
}

// Ident is the name and its place.
func (n *NamePattern) Ident() Ident { return Ident{Name: n.Name, Span: n.span} }

// An ArrayPattern is `[pattern, pattern …]`.
type ArrayPattern struct {
	node
	Elems []Pattern
}

// An ObjectPattern is `{ key: pattern, name … }`.
type ObjectPattern struct {
	node
	Fields []*FieldPattern // in file order
}

// A FieldPattern is `key: pattern`, or a bare `key` that names the field's
// value.
type FieldPattern struct {
	node
	Key   Ident
	Value Pattern // nil for a bare key
}

func (*Wildcard) pattern()       {}
func (*LiteralPattern) pattern() {}
func (*NamePattern) pattern()    {}
func (*ArrayPattern) pattern()   {}
func (*ObjectPattern) pattern()  {}
func (*Bad) pattern()            {}

// A Type is the type of a field: BasicType, NamedType, LiteralType, ArrayType,
// ObjectType, UnionType, OptionalType or Bad.
type Type interface {
	Node
	typ()
}

// A BasicType is `string`, `number`, `int`, `decimal`, `boolean`, `date`,
// `array`, `object`, `any` or `null`, with `in Lo .. Hi` behind it perhaps.
type BasicType struct {
	node
	Kind Ident
	// Lo and Hi are Numbers or Unaries of one; both nil when there is no range.
	Lo, Hi Expr
}

// A NamedType is a schema's name.
type NamedType struct {
	node
	Name Ident
}

// A LiteralType is a string, a number, true or false: that value alone.
type LiteralType struct {
	node
	Value Expr // String, Number, a Unary of one, or Bool
}

// An ArrayType is `array<type>` or `[type]`.
type ArrayType struct {
	node
	Elem Type
}

// An ObjectType is `{ name: type … }`.
type ObjectType struct {
	node
	Fields []SchemaItem // SchemaField or Bad, in file order
}

// A UnionType is `type | type …`.
type UnionType struct {
	node
	Terms []Type // two or more
}

// An OptionalType is `type?`. Behind the last term of a union the `?` is the
// union's.
type OptionalType struct {
	node
	Elem Type
}

func (*BasicType) typ()    {}
func (*NamedType) typ()    {}
func (*LiteralType) typ()  {}
func (*ArrayType) typ()    {}
func (*ObjectType) typ()   {}
func (*UnionType) typ()    {}
func (*OptionalType) typ() {}
func (*Bad) typ()          {}
