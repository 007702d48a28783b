package plan

import "github.com/reqongen/reqongen/lang/source"

// Schema is `schema Name { … }`: a shape that a value can have.
type Schema struct {
	Name string
	Span source.Span
	Doc  []string
	// Fields are those of its bases and its own, in the order in which they
	// come; an own field stands in place of a base's of the same name.
	Fields []*SchemaField
}

// Field finds the field of that name, nil where there is none.
func (s *Schema) Field(name string) *SchemaField {
	for _, f := range s.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// SchemaField is one field of a schema or of an object type.
type SchemaField struct {
	Span source.Span
	Name string
	Type Type
	// Optional fields may be missing or null.
	Optional bool
}

// Type is the type of a field (the language, §10). The set is closed.
type Type interface {
	At() source.Span
	typ()
}

type (
	// Basic is string, number, int, decimal, boolean, date, array, object,
	// any or null.
	Basic struct {
		Span source.Span
		Name string
		// Lo and Hi are the ends of `in Lo .. Hi`, both in; nil without one.
		Lo, Hi *Literal
	}

	// SchemaType is a schema's name.
	SchemaType struct {
		Span   source.Span
		Schema *Schema
	}

	// LiteralType is that value alone.
	LiteralType struct {
		Span  source.Span
		Value *Literal
	}

	// ArrayType is array<T> or [T].
	ArrayType struct {
		Span source.Span
		Elem Type
	}

	// ObjectType is { name: type … }.
	ObjectType struct {
		Span   source.Span
		Fields []*SchemaField
	}

	// UnionType is T | T. A type with `?` inside a union or an array has
	// null among its Terms.
	UnionType struct {
		Span  source.Span
		Terms []Type
	}
)

// Transform is `transform Name …`: mappings of which the first that fits is
// taken. Behind a variant that takes whatever comes there is no other.
type Transform struct {
	Name     string
	Span     source.Span
	Doc      []string
	Variants []*Variant
}

// Variant is `(From) where Guard -> To { … }`.
type Variant struct {
	Span   source.Span
	From   *Schema // nil where anything fits
	Record *Var    // the value that is transformed, for Guard and Fields
	Guard  Expr    // nil without where
	Text   string  // `(From) where Guard`, as written, on one line
	To     string
	Shape  *Schema // the schema named To; nil where none is declared
	Fields []Field
}

type (
	// Apply is `apply Transform to X [as Name]`. Of an X that is an array the
	// elements are transformed, each by itself.
	Apply struct {
		Origin
		Transform *Transform
		X         Expr
		As        *Var // nil where no name is given
		Response  *Var // nil where nothing reads it
	}

	// Validate is `validate [X] { assume … } [or { … }]`.
	Validate struct {
		Origin
		X           Expr
		Var         *Var // holds X for the constraints and in Or
		Constraints []*Constraint
		// Or is what runs where a constraint does not hold, warnings apart; nil
		// where that fails the step. A Continue in it goes on behind the
		// validate, and is its last step.
		Or *Block
	}
)

// Constraint is `assume X : "message" severity: warning`.
type Constraint struct {
	Span    source.Span
	X       Expr
	Text    string // X as it is written, on one line
	Message Expr   // a Literal or a Template; nil where none is given
	Warning bool
}

// SchemaPattern is a schema's name in a pattern, or [Name]: an array of such
// values, an empty one too.
type SchemaPattern struct {
	Span   source.Span
	Schema *Schema
	Array  bool
}

func (t *Basic) At() source.Span         { return t.Span }
func (t *SchemaType) At() source.Span    { return t.Span }
func (t *LiteralType) At() source.Span   { return t.Span }
func (t *ArrayType) At() source.Span     { return t.Span }
func (t *ObjectType) At() source.Span    { return t.Span }
func (t *UnionType) At() source.Span     { return t.Span }
func (p *SchemaPattern) At() source.Span { return p.Span }

func (*Basic) typ()             {}
func (*SchemaType) typ()        {}
func (*LiteralType) typ()       {}
func (*ArrayType) typ()         {}
func (*ObjectType) typ()        {}
func (*UnionType) typ()         {}
func (*SchemaPattern) pattern() {}
func (*Apply) step()            {}
func (*Validate) step()         {}
