package interpret

import (
	"strings"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// hasShape holds a value against a schema.
func hasShape(v value.Value, fields []*plan.SchemaField) bool {
	if v.Kind() != value.KindObject {
		return false
	}
	for _, f := range fields {
		if !hasField(v, f) {
			return false
		}
	}
	return true
}

func hasField(object value.Value, f *plan.SchemaField) bool {
	v, there := object.Lookup(f.Name)
	if f.Optional && v.IsNull() {
		return true
	}
	return there && hasType(v, f.Type)
}

func hasType(v value.Value, t plan.Type) bool {
	switch t := t.(type) {
	case *plan.Basic:
		if t.Name == "any" {
			return true
		}
		return value.Is(v, t.Name) && (t.Lo == nil || value.Between(v, literal(t.Lo), literal(t.Hi)))
	case *plan.LiteralType:
		return value.Equal(v, literal(t.Value))
	case *plan.SchemaType:
		return hasShape(v, t.Schema.Fields)
	case *plan.ObjectType:
		return hasShape(v, t.Fields)
	case *plan.ArrayType:
		return value.ArrayOf(v, func(elem value.Value) bool { return hasType(elem, t.Elem) })
	case *plan.UnionType:
		for _, term := range t.Terms {
			if hasType(v, term) {
				return true
			}
		}
	}
	return false
}

// explain tells why a value has not the shape of fields.
func explain(part rt.Part, wanted string, fields []*plan.SchemaField) {
	if part.Value.Kind() != value.KindObject {
		part.Wants(wanted)
		return
	}
	for _, f := range fields {
		if !hasField(part.Value, f) {
			explainType(part.Field(f.Name), f.Type)
		}
	}
}

func explainType(part rt.Part, t plan.Type) {
	text := strings.Join(strings.Fields(t.At().Text()), " ")
	switch t := t.(type) {
	case *plan.SchemaType:
		explain(part, "an object ("+t.Schema.Name+")", t.Schema.Fields)
	case *plan.ObjectType:
		explain(part, "an object", t.Fields)
	case *plan.ArrayType:
		part.Elements(text, func(elem rt.Part) {
			if !hasType(elem.Value, t.Elem) {
				explainType(elem, t.Elem)
			}
		})
	default:
		part.Wants(text)
	}
}

// mapped is what a map gives.
func (t *thread) mapped(step *plan.Map) error {
	x := t.eval(step.X)
	t.set(step.Record, x)
	made := x
	if s := step.Check; s == nil {
		made = t.eval(&plan.Object{Fields: step.Fields})
	} else if !hasShape(x, s.Fields) {
		return t.s.Misfit(at(step.Span), s.Name, x, func(part rt.Part) { explain(part, "an object ("+s.Name+")", s.Fields) })
	}
	for _, set := range step.Sets {
		t.set(set, made)
	}
	return nil
}

func (t *thread) apply(step *plan.Apply) {
	v := t.s.Apply(at(step.Span), t.eval(step.X), func(_ *rt.Strand, pos value.Pos, record value.Value) value.Value {
		return t.transform(step.Transform, pos, record)
	})
	t.check()
	t.set(step.As, v)
	t.set(step.Response, v)
}

// transform picks the first variant that the record fits.
func (t *thread) transform(tr *plan.Transform, pos value.Pos, record value.Value) value.Value {
	var texts []string
	for _, v := range tr.Variants {
		inner := *t
		inner.frame = &frame{vars: map[*plan.Var]value.Value{v.Record: record}, outer: &frame{vars: t.globals}}
		if (v.From == nil || hasShape(record, v.From.Fields)) && (v.Guard == nil || inner.eval(v.Guard).Truthy()) {
			return inner.eval(&plan.Object{Fields: v.Fields})
		}
		texts = append(texts, v.Text)
	}
	return t.s.NoVariant(pos, tr.Name, record, texts...)
}

func (t *thread) validate(step *plan.Validate) (signal, error) {
	t.set(step.Var, t.eval(step.X))
	check := t.s.Validate(at(step.Span))
	for _, c := range step.Constraints {
		seen := t.seen(c.X) // before a failure, which would hide it
		if t.holds(c.X) {
			continue
		}
		text := c.Text
		if c.Message != nil {
			failed := t.s.EvalErr() != nil
			t.s.Reset() // what failed is no failure of the message
			text = t.text(c.Message)
			if failed {
				t.holds(c.X) // which the message is told with
			}
		}
		if c.Warning {
			check.Warn(at(c.Span), text, seen...)
		} else {
			check.Fail(at(c.Span), text, seen...)
		}
	}
	if !check.Failed() || step.Or == nil {
		return signal{}, check.Err()
	}
	end, err := t.steps(step.Or.Steps)
	end.goOn = false
	return end, err
}

// holds evaluates a constraint; one whose expression fails does not hold, and the
// failure stays in the strand.
func (t *thread) holds(x plan.Expr) (truth bool) {
	defer func() {
		if v := recover(); v != nil {
			if _, ok := v.(failed); !ok {
				panic(v)
			}
			truth = false
		}
	}()
	return t.eval(x).Truthy()
}

// seen are the values that a message about a constraint tells.
func (t *thread) seen(x plan.Expr) []rt.Seen {
	var list []rt.Seen
	for _, x := range expr.Seen(x) {
		list = append(list, rt.Seen{Name: strings.Join(strings.Fields(x.At().Text()), " "), Value: t.eval(x)})
	}
	return list
}
