package syntax

import (
	"github.com/reqongen/reqongen/lang/source"
)

// An Expr is an expression: Null, Bool, Number, String, Array, Object, Name,
// Dot, Member, Index, Call, Named (an argument only), Unary, Binary, Is, Cond, Where, Lambda, MatchExpr,
// AnyOf or Bad.
type Expr interface {
	Node
	expr()
}

// A Null is `null`.
type Null struct{ node }

// A Bool is `true` or `false`.
type Bool struct {
	node
	Value bool
}

// A Number is `42`, `3.14`, `1e6` or `1_000_000`; a sign is a Unary.
type Number struct {
	node
	Text string // as written, without the underscores
}

// A String is `"…"` or `'…'`.
type String struct {
	node
	Parts []StringPart // in order; neighbouring TextParts do not occur, and an empty string has none
}

// Const gives the text of a string without inserted values; ok is false where
// it has any.
func (s *String) Const() (text string, ok bool) {
	switch len(s.Parts) {
	case 0:
		return "", true
	case 1:
		if part, isText := s.Parts[0].(*TextPart); isText {
			return part.Text, true
		}
	}
	return "", false
}

// A StringPart is a TextPart, an EnvPart or an ExprPart.
type StringPart interface {
	Node
	stringPart()
}

// A TextPart is text of a string, its escapes undone.
type TextPart struct {
	node
	Text string
}

// An EnvPart is `${NAME}`: the environment variable NAME.
type EnvPart struct {
	node
	Name Ident
}

// An ExprPart is `{expr}`, in the string that is a request's path only.
type ExprPart struct {
	node
	Value Expr
}

// An Array is `[a, b …]`.
type Array struct {
	node
	Elems []Expr
}

// An Object is `{ key: value, "key": value, ...spread }`.
type Object struct {
	node
	Items []ObjectItem // in file order
}

// Fields is `{ key: value, ...spread }` behind a shape's name, in a Map or a
// Variant.
type Fields struct {
	node
	Items []ObjectItem // in file order
}

// An ObjectItem is a Field, a Spread or Bad.
type ObjectItem interface {
	Node
	objectItem()
}

// A Field is `key: value`.
type Field struct {
	node
	Key   Ident
	Value Expr
}

// A Spread is `...value`.
type Spread struct {
	node
	Value Expr
}

// A Name is a bare name.
type Name struct {
	node
	Name string
}

// Ident is the name and its place.
func (n *Name) Ident() Ident { return Ident{Name: n.Name, Span: n.span} }

// A Dot is `.name`: a field of the record.
type Dot struct {
	node
	Field Ident
}

// A Member is `x.name`.
type Member struct {
	node
	X     Expr
	Field Ident
}

// An Index is `x[i]`.
type Index struct {
	node
	X     Expr
	Index Expr
}

// A Call is `f(x, …)`, `x.f(…)` or `x | f(…)`, which mean the same.
type Call struct {
	node
	Func Ident
	Form CallForm
	Args []Expr // x is the first in every form
}

// A Named is `name: value`, an argument with a name.
type Named struct {
	node
	Name  Ident
	Value Expr
}

// A CallForm is a way of writing a call.
type CallForm int

// The ways of writing a call.
const (
	PlainCall  CallForm = iota // f(x, …)
	MethodCall                 // x.f(…)
	PipeCall                   // x | f(…)
)

// An Op is an operator, as it is written.
type Op string

// The operators of Unary and Binary.
const (
	OpNot        Op = "not"
	OpMinus      Op = "-" // in a Unary too
	OpPlus       Op = "+" // in a Unary too
	OpMul        Op = "*"
	OpDiv        Op = "/"
	OpMod        Op = "%"
	OpRange      Op = ".."
	OpEq         Op = "=="
	OpNotEq      Op = "!="
	OpLess       Op = "<"
	OpLessEq     Op = "<="
	OpGreater    Op = ">"
	OpGreaterEq  Op = ">="
	OpIn         Op = "in"
	OpContains   Op = "contains"
	OpStartsWith Op = "startsWith"
	OpEndsWith   Op = "endsWith"
	OpAnd        Op = "and"
	OpOr         Op = "or"
	OpCoalesce   Op = "??"
)

// A Unary is `not x`, `-x` or `+x`.
type Unary struct {
	node
	Op     Op
	OpSpan source.Span
	X      Expr
}

// A Binary is `x op y`.
type Binary struct {
	node
	Op     Op
	OpSpan source.Span
	X, Y   Expr
}

// An Is is `x is Name`: a kind of value (`x is string`) or a schema.
type Is struct {
	node
	X    Expr
	What Ident
}

// A Cond is `if c then a else b`, or `c ? a : b`.
type Cond struct {
	node
	Ternary        bool // written c ? a : b
	If, Then, Else Expr
}

// A Where is `xs where condition`.
type Where struct {
	node
	X    Expr
	Cond Expr
}

// A Lambda is `x => e` or `(a, b) => e`.
type Lambda struct {
	node
	Params []Ident
	Body   Expr
}

// A MatchExpr is `match x { pattern [where expr] => e … }` or
// `match { condition => e … }`.
type MatchExpr struct {
	node
	Subject Expr // nil when the arms are conditions
	Arms    []*MatchArm
}

// A MatchArm is `pattern [where expr] => e` or `condition => e`.
type MatchArm struct {
	node
	Pattern Pattern // nil where Cond is set
	Where   Expr    // nil when there is no where
	Cond    Expr    // as in Arm
	Value   Expr
}

// An AnyOf is `any of xs [where condition]`.
type AnyOf struct {
	node
	X     Expr
	Where Expr // nil when there is no where
}

func (*Null) expr()      {}
func (*Bool) expr()      {}
func (*Number) expr()    {}
func (*String) expr()    {}
func (*Array) expr()     {}
func (*Object) expr()    {}
func (*Name) expr()      {}
func (*Dot) expr()       {}
func (*Member) expr()    {}
func (*Index) expr()     {}
func (*Call) expr()      {}
func (*Named) expr()     {}
func (*Unary) expr()     {}
func (*Binary) expr()    {}
func (*Is) expr()        {}
func (*Cond) expr()      {}
func (*Where) expr()     {}
func (*Lambda) expr()    {}
func (*MatchExpr) expr() {}
func (*AnyOf) expr()     {}
func (*Bad) expr()       {}

func (*TextPart) stringPart() {}
func (*EnvPart) stringPart()  {}
func (*ExprPart) stringPart() {}

func (*Field) objectItem()  {}
func (*Spread) objectItem() {}
func (*Bad) objectItem()    {}

// IsName reports whether e is the bare name.
func IsName(e Expr, name string) bool {
	n, ok := e.(*Name)
	return ok && n.Name == name
}
