package plan

import (
	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/source"
)

// Expr is an expression whose names are resolved. The set is closed.
type Expr interface {
	At() source.Span
	expr()
}

// VarKind says what brought a variable into being.
type VarKind int

const (
	LetVar      VarKind = iota // let name = …, of a block, the mission or the file
	LoopVar                    // for name in …
	PatternVar                 // a name in a pattern
	ParamVar                   // a parameter of a lambda
	RecordVar                  // what a leading dot means where no variable holds it: a where's item, a key's record
	ResponseVar                // response, of an action or a loop's body
	SourceVar                  // source, likewise
	RequestVar                 // request, likewise
	SyncVar                    // lastSync, of a request
	ShapeVar                   // the Name of map … -> Name, where nothing else bears it
)

// Var is a variable of the mission. Each becomes at most one variable of Go.
type Var struct {
	Name string
	Kind VarKind
	Span source.Span // where it is bound; of the action or loop for given ones

	// Outer is the variable whose value this one starts with at the head of
	// a loop's body: the response around the loop, the x that a `map x` of
	// the body replaces. nil where it starts as null or with its binding.
	Outer *Var
	// Read tells that some expression reads it (or a Var of a Fresh whose
	// Outer it is and that is read).
	Read bool
	// Global is a let of the mission or the file.
	Global bool
}

type (
	// Literal is null, true, false, a number or text. Value is nil, bool,
	// int64, uint64 (above the largest int64), float64 or string.
	Literal struct {
		Span  source.Span
		Value any
	}

	// Template is text with values in it: "…${NAME}…" or, for a request's
	// path, "/items/{item.id}".
	Template struct {
		Span  source.Span
		Parts []TemplatePart
	}

	// EnvText is ${NAME} standing for the value of a Setting.
	EnvText struct {
		Span source.Span
		Name string
	}

	// EnvCall is env("NAME"): "" where it is unset.
	EnvCall struct {
		Span source.Span
		Name string
	}

	// Array is [a, b].
	Array struct {
		Span  source.Span
		Elems []Expr
	}

	// Object is { name: e, ...e }.
	Object struct {
		Span   source.Span
		Fields []Field
	}

	// VarRef reads a variable.
	VarRef struct {
		Span source.Span
		Var  *Var
	}

	// StoreRef is a store used as a value: the array of its records.
	StoreRef struct {
		Span  source.Span
		Store *Store
	}

	// StoreGet is store[key], or store.get(key): the record under the key.
	StoreGet struct {
		Span  source.Span
		Store *Store
		Key   Expr
	}

	// StoreEntries is entries(store): [key, record] pairs.
	StoreEntries struct {
		Span  source.Span
		Store *Store
	}

	// Errors is the failures of the run so far, as an array of records.
	Errors struct{ Span source.Span }

	// Member is x.name.
	Member struct {
		Span source.Span
		X    Expr
		Name string
	}

	// Index is x[key] where x is no store.
	Index struct {
		Span source.Span
		X    Expr
		Key  Expr
	}

	// Call calls a function of the language, in whichever of its three forms
	// it was written. Arguments that are functions of values are Lambdas,
	// also where they were written with a leading dot.
	Call struct {
		Span source.Span
		Func *builtin.Func
		Args []Expr
	}

	// Lambda is x => e, (a, b) => e, or an expression over the record that
	// the checker gave a parameter.
	Lambda struct {
		Span   source.Span
		Params []*Var
		Body   Expr
	}

	// Unary is - x, + x or not x.
	Unary struct {
		Span source.Span
		Op   Op
		X    Expr
	}

	// Binary is x Op y for every operator of two operands. Or, And and
	// Coalesce evaluate y only where x leaves it open.
	Binary struct {
		Span source.Span // of the whole
		OpAt source.Span // of the operator, where its failures are told
		Op   Op
		X, Y Expr
	}

	// Cond is `if If then Then else Else` and `If ? Then : Else`.
	Cond struct {
		Span           source.Span
		If, Then, Else Expr
	}

	// Where is `xs where e`: the elements for which Keep holds.
	Where struct {
		Span source.Span
		X    Expr
		Keep *Lambda
	}

	// AnyOf is `any of xs where e`; Keep is nil where there is no where.
	AnyOf struct {
		Span source.Span
		X    Expr
		Keep *Lambda
	}

	// Is is `x is name`.
	Is struct {
		Span   source.Span
		X      Expr
		Type   string  // one of the built-in names of §5, or the schema's
		Schema *Schema // nil for a built-in name
	}

	// MatchExpr is `match x { p => e, … }`.
	MatchExpr struct {
		Span    source.Span
		Subject Expr // nil where the arms are conditions
		Var     *Var // holds the subject; nil without one
		Arms    []ExprArm
	}
)

// ExprArm is `pattern where guard => e`, or `cond => e` without a subject, as
// in Arm.
type ExprArm struct {
	Span    source.Span
	Pattern Pattern // nil without a subject, but for `_`
	Guard   Expr    // nil without where; the condition where there is no subject
	Value   Expr
}

// Field is `name: e`, or `...e` where Spread.
type Field struct {
	Span   source.Span
	Name   string
	Value  Expr
	Spread bool
}

// TemplatePart is a piece of a Template: Text, or else Value.
type TemplatePart struct {
	Text  string
	Value Expr // nil for a piece of plain text
	// Escape says how the value is put in.
	Escape Escape
}

// Escape is how a value enters the text of a request's path.
type Escape int

const (
	Plain   Escape = iota // as it is: ${NAME}
	Segment               // as one path segment; null or empty text fails the step
	Query                 // query-escaped; null or empty text fails the step
)

// Op is an operator.
type Op int

const (
	Or Op = iota
	And
	Coalesce
	Not
	Eq
	Ne
	Lt
	Le
	Gt
	Ge
	In
	Contains
	StartsWith
	EndsWith
	Range
	Add
	Sub
	Mul
	Div
	Mod
	Neg
	Plus
)

func (e *Literal) At() source.Span      { return e.Span }
func (e *Template) At() source.Span     { return e.Span }
func (e *EnvText) At() source.Span      { return e.Span }
func (e *EnvCall) At() source.Span      { return e.Span }
func (e *Array) At() source.Span        { return e.Span }
func (e *Object) At() source.Span       { return e.Span }
func (e *VarRef) At() source.Span       { return e.Span }
func (e *StoreRef) At() source.Span     { return e.Span }
func (e *StoreGet) At() source.Span     { return e.Span }
func (e *StoreEntries) At() source.Span { return e.Span }
func (e *Errors) At() source.Span       { return e.Span }
func (e *Member) At() source.Span       { return e.Span }
func (e *Index) At() source.Span        { return e.Span }
func (e *Call) At() source.Span         { return e.Span }
func (e *Lambda) At() source.Span       { return e.Span }
func (e *Unary) At() source.Span        { return e.Span }
func (e *Binary) At() source.Span       { return e.Span }
func (e *Cond) At() source.Span         { return e.Span }
func (e *Where) At() source.Span        { return e.Span }
func (e *AnyOf) At() source.Span        { return e.Span }
func (e *Is) At() source.Span           { return e.Span }
func (e *MatchExpr) At() source.Span    { return e.Span }

func (*Literal) expr()      {}
func (*Template) expr()     {}
func (*EnvText) expr()      {}
func (*EnvCall) expr()      {}
func (*Array) expr()        {}
func (*Object) expr()       {}
func (*VarRef) expr()       {}
func (*StoreRef) expr()     {}
func (*StoreGet) expr()     {}
func (*StoreEntries) expr() {}
func (*Errors) expr()       {}
func (*Member) expr()       {}
func (*Index) expr()        {}
func (*Call) expr()         {}
func (*Lambda) expr()       {}
func (*Unary) expr()        {}
func (*Binary) expr()       {}
func (*Cond) expr()         {}
func (*Where) expr()        {}
func (*AnyOf) expr()        {}
func (*Is) expr()           {}
func (*MatchExpr) expr()    {}
