package expr

import (
	"slices"
	"strconv"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// Object writes the object that fields make, at the place of span.
func (w *Writer) Object(out *Code, x *plan.Object, hint string) *j.Statement {
	if v := w.same(x, hint); v != nil {
		return v
	}
	return w.object(out, x, hint)
}

func (w *Writer) object(out *Code, x *plan.Object, hint string) *j.Statement {
	if hint == "" {
		hint = "object"
	}
	named := x.Fields
	if len(named) > 0 && named[0].Spread {
		named = named[1:]
	}
	if slices.ContainsFunc(named, func(f plan.Field) bool { return f.Spread }) {
		return w.built(out, x, hint)
	}
	keys := make([]string, len(named))
	operands := make([]Operand, len(x.Fields))
	for i, f := range x.Fields {
		operands[i] = w.Operand(f.Value, f.Name)
		if !f.Spread {
			keys[i-(len(x.Fields)-len(named))] = f.Name
		}
	}
	values := asCode(w.InOrder(out, operands...))
	if len(named) == len(x.Fields) {
		return rtapi.ShapeObject.Of(w.Package.shape(hint, keys)).Add(arguments(x, keys, nil, values))
	}
	first := []j.Code{w.Pos(x.Fields[0].Span), w.Package.merge(hint, keys), values[0]}
	return rtapi.EvalMerge.Of(strand()).Add(arguments(x, keys, first, values[1:]))
}

// built writes an object with spreads anywhere, field by field.
func (w *Writer) built(out *Code, x *plan.Object, hint string) *j.Statement {
	if out == nil {
		var body Code
		body.Add(j.Return(w.In(w.Scope.Block()).built(&body, x, hint)))
		return j.Func().Params().Add(rtapi.Value.Qual()).Block(body...).Call()
	}
	name := w.Scope.New("object")
	out.Add(j.Var().Id(name).Add(rtapi.Builder.Qual()))
	for _, f := range x.Fields {
		v := w.Value(out, f.Value, f.Name)
		if f.Spread {
			out.Add(w.call(rtapi.EvalSpread, f.Span, j.Op("&").Id(name), v))
		} else {
			out.Add(rtapi.BuilderSet.On(j.Id(name), j.Lit(f.Name), v))
		}
	}
	return rtapi.BuilderObject.On(j.Id(name))
}

// arguments writes the values of an object, each on a line of its own with its
// field's name behind it where the author has spread them over lines too.
func arguments(x *plan.Object, keys []string, first, values []j.Code) *j.Statement {
	wide := false
	for i, v := range values {
		wide = wide || !isNamed(v, keys[i]) && Long(x.Span.Text())
	}
	if !wide {
		return j.Call(append(first, values...)...)
	}
	call := j.Op("(")
	for _, code := range first {
		call.Add(code).Op(",")
	}
	for i, v := range values {
		call.Line().Add(v).Op(",")
		if !isNamed(v, keys[i]) {
			call.Comment("// " + key(keys[i]))
		}
	}
	return call.Line().Op(")")
}

// isNamed tells a variable that bears the name of the field already.
func isNamed(v j.Code, key string) bool {
	s, ok := v.(*j.Statement)
	return ok && len(*s) == 1 && s.GoString() == names.Local(key)
}

// key is the name of a field as a comment shows it.
func key(name string) string {
	if quoted := strconv.Quote(name); quoted != `"`+name+`"` || name == "" {
		return quoted
	}
	return name
}
