package value

import (
	"slices"
	"strings"
)

// A Selection says which parts of a document are wanted. A nil Selection wants all of it.
type Selection struct {
	names   []string     // of an object's fields
	fields  []*Selection // what is wanted of each; nil is all
	walked  bool         // an object's fields are gone through or counted: all of it is wanted
	element *Selection   // what is wanted of each element of an array; nil is all
	nothing bool         // but that it is JSON
	root    *want        // of a whole document's selection

	each bool                         // the elements of an array in its place are taken one by one
	take func(Value) (Value, Outcome) // what takes them, of a selection that With made
	of   *Selection                   // what that one selects
}

// nothing is wanted of what is only there to be counted.
var nothing = &Selection{nothing: true}

// Select is the selection of those paths: "total" is a field of an object with all that is in it, "customer.id" a field
// of a field, "lines[].price" a field of each element of an array, "lines[]" an array whose elements only count: they
// become null. What is wanted of an object is also wanted of each object in an array that stands in its place, as a
// field is read through arrays ([Value.Get]).
//
// What a document has instead of the objects and arrays of the paths is decoded whole.
func Select(paths ...string) *Selection {
	if !selecting {
		return nil
	}
	var root want
	for _, path := range paths {
		root.add(path)
	}
	return root.document()
}

// And is the selection of further parts, too. Each is the way to it, a step after another: "[]" goes to each element of an
// array, and stands last where the elements only count; anything else goes to the field of that name, and where it has
// dots, as "meta.next", also down those fields.
func (s *Selection) And(ways ...[]string) *Selection {
	if s == nil {
		return nil
	}
	root := s.root.clone()
	for _, steps := range ways {
		root.way(steps)
	}
	return root.document()
}

// Whole tells whether all of a field is wanted, or with the name "[]", of each element.
func (s *Selection) Whole(name string) bool {
	switch {
	case s == nil:
		return true
	case s.nothing:
		return false
	case name == "[]":
		return s.element == nil
	}
	i := s.index(name)
	return i >= 0 && s.fields[i] == nil
}

// A want is a selection while paths are added to it.
type want struct {
	whole  bool
	names  []string
	fields []*want
	elems  *want // of "[]"; nil without
}

func (w *want) add(path string) {
	switch {
	case path == "":
		w.whole = true
	case strings.HasPrefix(path, "[]"):
		if w.elems == nil {
			w.elems = new(want)
		}
		if rest := strings.TrimPrefix(path[2:], "."); path != "[]" {
			w.elems.add(rest)
		}
	default:
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			end = len(path)
		}
		w.field(path[:end]).add(strings.TrimPrefix(path[end:], "."))
	}
}

// way adds what the steps go to.
func (w *want) way(steps []string) {
	switch {
	case len(steps) == 0:
		w.whole = true
	case steps[0] != "[]":
		w.down(steps[0], steps[1:])
	default:
		if w.elems == nil {
			w.elems = new(want)
		}
		if len(steps) > 1 {
			w.elems.way(steps[1:])
		}
	}
}

// down is way behind the fields of a path, each dot of which may also be of a name.
func (w *want) down(path string, steps []string) {
	w.field(path).way(steps)
	if name, inner, deeper := strings.Cut(path, "."); deeper {
		w.field(name).down(inner, steps)
	}
}

func (w *want) clone() *want {
	if w == nil {
		return nil
	}
	c := &want{whole: w.whole, names: slices.Clone(w.names), elems: w.elems.clone()}
	for _, f := range w.fields {
		c.fields = append(c.fields, f.clone())
	}
	return c
}

func (w *want) field(name string) *want {
	for i, own := range w.names {
		if own == name {
			return w.fields[i]
		}
	}
	f := new(want)
	w.names, w.fields = append(w.names, name), append(w.fields, f)
	return f
}

// and is what either wants; nil wants nothing.
func (w *want) and(other *want) *want {
	switch {
	case w == nil:
		return other
	case other == nil:
		return w
	}
	both := &want{whole: w.whole || other.whole, elems: w.elems.and(other.elems)}
	for _, one := range []*want{w, other} {
		for i, name := range one.names {
			f := both.field(name)
			*f = *f.and(one.fields[i])
		}
	}
	return both
}

// document is the selection of a whole document.
func (w *want) document() *Selection {
	s := w.selection(nil)
	switch s {
	case nil:
		return nil
	case nothing:
		return &Selection{nothing: true, root: w}
	}
	s.root = w
	return s
}

// selection is what is wanted of a value, where fields of it are wanted
// through the arrays around it.
func (w *want) selection(through *want) *Selection {
	all := w.and(through)
	switch {
	case all == nil || !all.whole && len(all.names) == 0 && all.elems == nil:
		return nothing
	case all.whole:
		return nil
	}
	s := &Selection{names: all.names, walked: all.elems != nil}
	for _, f := range all.fields {
		s.fields = append(s.fields, f.selection(nil))
	}
	if len(all.names) > 0 {
		through = &want{names: all.names, fields: all.fields}
	}
	if all.elems == nil {
		s.element = s // in arrays of arrays, to any depth
	} else {
		s.element = all.elems.selection(through)
	}
	return s
}

func (s *Selection) index(name string) int {
	for i, own := range s.names {
		if own == name {
			return i
		}
	}
	return -1
}

// DecodeSelected is [DecodeCopy] of what is selected of a document; the rest is read, so that the same documents are
// errors, and left out.
func DecodeSelected(doc []byte, s *Selection) (Value, error) {
	if s == nil {
		return DecodeCopy(doc)
	}
	d := decoders.Get().(*decoder)
	d.selects(s)
	v, err := d.decode(doc, true)
	d.selects(nil)
	decoders.Put(d)
	return v, err
}
