package gen

import (
	"time"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// A field is one of a composite literal.
type field struct {
	name  rtapi.Symbol
	value j.Code
}

// composite writes a struct literal, spread over lines where it has more fields
// than a line takes.
func composite(typ *j.Statement, wide bool, fields ...field) *j.Statement {
	codes := make([]j.Code, len(fields))
	for i, f := range fields {
		codes[i] = j.Id(f.name.Name()).Op(":").Add(f.value)
	}
	return typ.Add(expr.List("{", "}", wide, codes...))
}

// A literal is a struct literal in the making, whose fields are evaluated in
// the order in which they are added.
type literal struct {
	names    []rtapi.Symbol
	operands []expr.Operand
	wide     bool // spread over lines, whatever it has
}

func (l *literal) add(name rtapi.Symbol, o expr.Operand) {
	l.names = append(l.names, name)
	l.operands = append(l.operands, o)
}

// code writes the literal, spread over lines where it has more than two fields.
func (l *literal) code(w *expr.Writer, out *expr.Code, typ *j.Statement) *j.Statement {
	fields := make([]field, len(l.names))
	for i, code := range w.InOrder(out, l.operands...) {
		fields[i] = field{l.names[i], code}
	}
	return composite(typ, l.wide || len(fields) > 2, fields...)
}

// operand is the literal as one of several.
func (l *literal) operand(w *expr.Writer, hint string, typ func() *j.Statement) expr.Operand {
	o := expr.Operand{Hint: hint, Code: func(out *expr.Code) *j.Statement { return l.code(w, out, typ()) }}
	for _, field := range l.operands {
		o.Fallible = o.Fallible || field.Fallible
		o.Statements = o.Statements || field.Statements
	}
	return o
}

// literalInt is the value of an integer literal.
func literalInt(x plan.Expr) (int64, bool) {
	lit, ok := x.(*plan.Literal)
	if !ok {
		return 0, false
	}
	n, ok := lit.Value.(int64)
	return n, ok
}

// duration writes a length of time as people do: 30 * time.Second.
func duration(ms int64) *j.Statement {
	for _, unit := range []struct {
		ms   int64
		name string
	}{
		{time.Hour.Milliseconds(), "Hour"},
		{time.Minute.Milliseconds(), "Minute"},
		{time.Second.Milliseconds(), "Second"},
		{1, "Millisecond"},
	} {
		if ms%unit.ms != 0 || ms == 0 {
			continue
		}
		if ms == unit.ms {
			return j.Qual("time", unit.name)
		}
		return j.Lit(int(ms/unit.ms)).Op("*").Qual("time", unit.name)
	}
	return j.Lit(0)
}
