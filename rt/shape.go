package rt

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/reqongen/reqongen/rt/value"
)

// A Part is a part of a value that is held against a schema: the whole of it, a
// field, an element of that. What does not fit is told with its path.
type Part struct {
	Value value.Value

	path    string
	missing bool
	told    *misfits
}

// misfits gathers what does not fit, the first few of it.
type misfits struct {
	first []string
	count int
}

// fewMisfits is how many of them a message tells.
const fewMisfits = 5

// Field is the field of an object under the name.
func (p Part) Field(name string) Part {
	v, ok := p.Value.Lookup(name)
	path := p.path + "[" + strconv.Quote(name) + "]"
	switch {
	case isName(name) && p.path == "":
		path = name
	case isName(name):
		path = p.path + "." + name
	}
	return Part{Value: v, path: path, missing: !ok, told: p.told}
}

// isName tells a name that can stand behind a dot.
func isName(name string) bool {
	for i, r := range name {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return name != ""
}

// Elements explains each element of an array, which wanted is the type of.
func (p Part) Elements(wanted string, explain func(Part)) {
	if p.Value.Kind() != value.KindArray {
		p.Wants(wanted)
		return
	}
	for i, elem := range p.Value.Elems() {
		explain(Part{Value: elem, path: p.path + "[" + strconv.Itoa(i) + "]", told: p.told})
	}
}

// Wants tells that the part is not what is wanted.
func (p Part) Wants(wanted string) {
	p.told.count++
	if len(p.told.first) == fewMisfits {
		return
	}
	found := Describe(p.Value)
	if p.missing {
		found = "nothing"
	}
	text := fmt.Sprintf("wanted %s, found %s", wanted, found)
	if p.path != "" {
		text = p.path + ": " + text
	}
	p.told.first = append(p.told.first, text)
}

// Misfit is the failure of a value that does not have the shape of the schema;
// explain tells a Part what keeps it from that.
func (s *Strand) Misfit(at value.Pos, schema string, v value.Value, explain func(Part)) error {
	if err := s.Fault(); err != nil {
		return err
	}
	var told misfits
	explain(Part{Value: v, told: &told})
	more := ""
	if n := told.count - len(told.first); n > 0 {
		more = fmt.Sprintf("; and %d more", n)
	}
	return s.Fail(at, CodeShape, "this does not fit %s: %s%s", schema, strings.Join(told.first, "; "), more)
}

// Apply transforms a value, or each element of an array by itself. It stops at
// the first failure of an expression.
func (s *Strand) Apply(at value.Pos, v value.Value, transform func(*Strand, value.Pos, value.Value) value.Value) value.Value {
	if v.Kind() != value.KindArray {
		return transform(s, at, v)
	}
	transformed := make([]value.Value, v.Len())
	for i, elem := range v.Elems() {
		if s.EvalErr() != nil {
			return value.Null
		}
		transformed[i] = transform(s, at, elem)
	}
	return value.Array(transformed...)
}

// NoVariant is the failure of a transform none of whose variants fits. It gives
// the null that stands for its result.
func (s *Strand) NoVariant(at value.Pos, transform string, v value.Value, variants ...string) value.Value {
	s.Eval.Fail(at, "no variant of %s fits %s; it has %s", transform, Brief(v), strings.Join(variants, ", "))
	return value.Null
}
