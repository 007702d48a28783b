package expr

import (
	"strconv"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// Text writes an expression as a string of Go: its text as + joins it.
func (w *Writer) Text(out *Code, x plan.Expr) *j.Statement {
	switch x := x.(type) {
	case *plan.Literal:
		if text, ok := x.Value.(string); ok {
			return j.Lit(text)
		}
	case *plan.Template:
		if v := w.same(x, "text"); v != nil {
			return rtapi.ValueText.On(v)
		}
		return w.template(out, x)
	}
	return rtapi.ValueText.On(w.Value(out, x, "text"))
}

func (w *Writer) template(out *Code, x *plan.Template) *j.Statement {
	var operands []Operand
	for _, part := range x.Parts {
		o := Operand{Hint: "part"}
		switch {
		case part.Value == nil:
			o.Code = func(*Code) *j.Statement { return j.Lit(part.Text) }
		case part.Escape == plan.Plain:
			o = w.Operand(part.Value, "part")
			o.Code = func(out *Code) *j.Statement { return w.Text(out, part.Value) }
		default:
			escape := rtapi.Segment
			if part.Escape == plan.Query {
				escape = rtapi.Query
			}
			o = Operand{Hint: "part", Fallible: true, Statements: wantsStatements(part.Value), Code: func(out *Code) *j.Statement {
				return escape.Call(strand(), w.Pos(part.Value.At()), w.Value(out, part.Value, "part"))
			}}
		}
		operands = append(operands, o)
	}
	codes := w.InOrder(out, operands...)
	if len(codes) == 0 {
		return j.Lit("")
	}
	text := codes[0]
	for _, c := range codes[1:] {
		text = text.Op("+").Add(c)
	}
	return text
}

// Quoted writes text of the mission for a reader: between backquotes where that
// saves escapes.
func Quoted(text string) *j.Statement {
	if strings.Contains(text, `"`) && strconv.CanBackquote(text) {
		return j.Op("`" + text + "`")
	}
	return j.Lit(text)
}
