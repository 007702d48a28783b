package expr

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// Code is statements in the making.
type Code []j.Code

// Add puts statements behind those that are there.
func (c *Code) Add(statements ...j.Code) { *c = append(*c, statements...) }

// A Writer writes the expressions of one function. Its functions say how what
// belongs to the mission is called there.
type Writer struct {
	Package *Package
	Scope   *names.Scope
	Var     func(*plan.Var) *j.Statement
	Store   func(*plan.Store) *j.Statement
	Setting func(name string) *j.Statement // ${NAME}
	Env     func(name string) *j.Statement // env("NAME")
	Errors  func() *j.Statement
	Pos     func(source.Span) *j.Statement
	// Repeated tells that what is written is evaluated again and again: what is
	// the same each time is not made there.
	Repeated bool
	// Same gives the variable that holds what an expression comes to each time,
	// declared where it is evaluated once and seen from the scope; nil where it may
	// differ. It is asked for what is Steady. nil where there is no such place.
	Same func(scope *names.Scope, x plan.Expr, hint string) *j.Statement

	// bound are variables that stand for code: names in a pattern.
	bound map[*plan.Var]func() *j.Statement
}

// Strand is what generated code calls the strand that it works on.
const Strand = "s"

func strand() *j.Statement { return j.Id(Strand) }

// In gives a Writer for a block within the writer's.
func (w *Writer) In(scope *names.Scope) *Writer {
	inner := *w
	inner.Scope = scope
	return &inner
}

// With gives a Writer that writes the code wherever the variable is read.
func (w *Writer) With(bound map[*plan.Var]func() *j.Statement) *Writer {
	if len(bound) == 0 {
		return w
	}
	inner := *w
	inner.bound = make(map[*plan.Var]func() *j.Statement, len(w.bound)+len(bound))
	for v, code := range w.bound {
		inner.bound[v] = code
	}
	for v, code := range bound {
		inner.bound[v] = code
	}
	return &inner
}

// Once gives a Writer for what is evaluated once, or never.
func (w *Writer) Once() *Writer {
	inner := *w
	inner.Repeated, inner.Same = false, nil
	return &inner
}

// variable is the code that reads a variable.
func (w *Writer) variable(v *plan.Var) *j.Statement {
	if code, ok := w.bound[v]; ok {
		return code()
	}
	return w.Var(v)
}

// An Operand is one of several expressions that are evaluated in a row.
type Operand struct {
	Hint       string // a word for a variable that holds it
	Fallible   bool
	Statements bool // wants statements in front of it
	Code       func(out *Code) *j.Statement
}

func (w *Writer) Operand(x plan.Expr, hint string) Operand {
	return Operand{
		Hint: hint, Fallible: Fallible(x), Statements: wantsStatements(x),
		Code: func(out *Code) *j.Statement { return w.Value(out, x, hint) },
	}
}

// InOrder writes operands so that they are evaluated from left to right also
// where a later one puts statements in front: what can fail before it becomes a
// variable, so that the first failure is the one that is told.
func (w *Writer) InOrder(out *Code, operands ...Operand) []*j.Statement {
	last := -1
	for i, o := range operands {
		if out != nil && o.Statements {
			last = i
		}
	}
	codes := make([]*j.Statement, len(operands))
	for i, o := range operands {
		before := 0
		if out != nil {
			before = len(*out)
		}
		codes[i] = o.Code(out)
		isVariable := out != nil && len(*out) > before && len(*codes[i]) == 1
		if i < last && o.Fallible && !isVariable {
			name := w.Scope.New(hinted(o.Hint))
			out.Add(j.Id(name).Op(":=").Add(codes[i]))
			codes[i] = j.Id(name)
		}
	}
	return codes
}

// Values writes expressions in their order.
func (w *Writer) Values(out *Code, hint string, xs ...plan.Expr) []j.Code {
	operands := make([]Operand, len(xs))
	for i, x := range xs {
		operands[i] = w.Operand(x, hint)
	}
	return asCode(w.InOrder(out, operands...))
}

func asCode(statements []*j.Statement) []j.Code {
	codes := make([]j.Code, len(statements))
	for i, s := range statements {
		codes[i] = s
	}
	return codes
}

// hinted is the name that a variable without one gets.
func hinted(hint string) string {
	if hint == "" {
		return "chosen"
	}
	return names.Local(hint)
}

// Word is a word for a variable that holds the value of an expression; "" where
// nothing in it suggests one.
func Word(x plan.Expr) string {
	switch x := x.(type) {
	case *plan.Member:
		return x.Name
	case *plan.Call:
		return x.Func.Name
	}
	return ""
}

// call calls a method of the strand that takes the position first.
func (w *Writer) call(method rtapi.Symbol, at source.Span, args ...j.Code) *j.Statement {
	return method.On(strand(), append([]j.Code{w.Pos(at)}, args...)...)
}
