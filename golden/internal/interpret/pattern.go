package interpret

import (
	"fmt"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

// fits holds a value against a pattern and binds its names.
func (t *thread) fits(p plan.Pattern, v value.Value, answer *fetch.Answer) bool {
	switch p := p.(type) {
	case nil, *plan.Any:
		return true
	case *plan.Bind:
		t.set(p.Var, v)
		return true
	case *plan.Equal:
		return value.Equal(v, literal(p.Value)) || p.Status && answers(answer, p.Value)
	case *plan.SchemaPattern:
		if p.Array {
			return value.ArrayOf(v, func(elem value.Value) bool { return hasShape(elem, p.Schema.Fields) })
		}
		return hasShape(v, p.Schema.Fields)
	case *plan.Elements:
		if v.Kind() != value.KindArray || v.Len() != len(p.Elems) {
			return false
		}
		for i, e := range p.Elems {
			if !t.fits(e, v.Elems()[i], nil) {
				return false
			}
		}
		return true
	case *plan.Fields:
		for _, f := range p.Fields {
			if equal, ok := f.Fit.(*plan.Equal); ok && f.Status && answer != nil {
				if !answers(answer, equal.Value) {
					return false
				}
				if len(p.Fields) == 1 {
					return true // of an answer that is no object, too
				}
				continue
			}
			field, there := v.Lookup(f.Name)
			equal, isEqual := f.Fit.(*plan.Equal)
			missing := isEqual && equal.Value.Value == nil && v.Kind() == value.KindObject
			if !there && !missing || !t.fits(f.Fit, field, nil) {
				return false
			}
		}
		return v.Kind() == value.KindObject
	}
	panic(fmt.Sprintf("no meaning for %T", p))
}

// answers tells whether an answer has the status: the number that its body has
// as its code, or else its own.
func answers(answer *fetch.Answer, status *plan.Literal) bool {
	if answer == nil {
		return false
	}
	if code, _ := answer.Value.Lookup("code"); value.Is(code, "number") {
		return value.Equal(code, literal(status))
	}
	return value.Equal(value.Int(int64(answer.Status)), literal(status))
}

func literal(l *plan.Literal) value.Value {
	v, err := value.FromGo(l.Value)
	if err != nil {
		panic(err)
	}
	return v
}
