package sight

import (
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/source"
)

// A View is what can be seen of one value. The zero View is of a value that is
// there, and of which nothing is seen.
type View struct {
	whole   bool
	why     source.Span // what sees the whole
	present bool        // its kind is seen, and what it is if it has no parts
	counted bool        // so is the number of its parts
	fields  map[string]*View
	names   []string // of fields, in the order in which they were met
	elems   *View    // of an array; nil where nothing goes through them
}

// Whole tells whether all of the value is seen, and what sees it.
func (v *View) Whole() (why source.Span, whole bool) { return v.why, v.whole }

// Paths are the parts that are seen, each as a path: "total" is a field with all
// that is in it, "customer.id" a field of a field, "lines[].price" a field of
// each element, "lines[]" an array of which only the number of elements counts.
// The whole value is the path "".
func (v *View) Paths() []string {
	var paths []string
	v.paths("", &paths)
	return paths
}

func (v *View) paths(at string, to *[]string) {
	parts := len(*to)
	for _, name := range v.names {
		inner := name
		if at != "" {
			inner = at + "." + name
		}
		v.fields[name].paths(inner, to)
	}
	switch {
	case v.all():
		*to = append((*to)[:parts], at)
	case v.elems != nil && !v.elems.bare():
		v.elems.paths(at+"[]", to)
	case v.elems != nil, v.counted:
		*to = append(*to, at+"[]")
	case len(*to) == parts:
		*to = append(*to, at)
	}
}

// all tells that the whole value is seen, if element by element: no path can say
// all of each element.
func (v *View) all() bool {
	return v.whole || v.elems != nil && (v.elems.all() || v.elems.bare() && v.elems.present)
}

// bare tells that no part of the value is seen.
func (v *View) bare() bool { return !v.whole && !v.counted && v.elems == nil && len(v.names) == 0 }

func (v *View) field(name string) *View {
	if f, ok := v.fields[name]; ok {
		return f
	}
	f := new(View)
	if name == "" || strings.ContainsAny(name, ".[]") { // no path can say it
		v.whole = true
		return f
	}
	if v.fields == nil {
		v.fields = make(map[string]*View)
	}
	v.fields[name] = f
	v.names = append(v.names, name)
	return f
}

func (v *View) element() *View {
	if v.elems == nil {
		v.elems = new(View)
	}
	return v.elems
}

// Places are the parts of answers that a value may be. What a mission makes is
// at no place.
type places []*View

func (p places) with(others places) places {
	for _, v := range others {
		if !slices.Contains(p, v) {
			p = append(p[:len(p):len(p)], v)
		}
	}
	return p
}

func (p places) field(name string) places {
	parts := make(places, len(p))
	for i, v := range p {
		parts[i] = v.field(name)
	}
	if name == "length" {
		p.count()
	}
	return parts
}

func (p places) elements() places {
	parts := make(places, len(p))
	for i, v := range p {
		parts[i] = v.element()
	}
	return parts
}

func (p places) count() {
	for _, v := range p {
		v.counted = true
	}
}

func (p places) seen() {
	for _, v := range p {
		v.present = true
	}
}

func (p places) whole(why source.Span) {
	for _, v := range p {
		if !v.whole {
			v.whole, v.why = true, why
		}
	}
}
