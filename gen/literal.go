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
