package value

import "slices"

// Outcome is what became of an element that was taken while the document was decoded.
type Outcome uint8

const (
	LeftOut Outcome = iota // it is not wanted any more
	Made                   // what was made of it stands in its place
	NotYet                 // it stands there as it was, and is told apart
)

// Each is the selection in which the elements of one array are taken one by one, by what [Selection.With] says: the array
// of the document, or the one under that path of fields. What stands there instead of an array is decoded as before, and so
// is all that is come to through another array.
func (s *Selection) Each(path ...string) *Selection {
	switch {
	case !selecting:
		return nil
	case s == nil && len(path) == 0:
		return &Selection{walked: true, each: true}
	case s == nil || s.nothing:
		return s
	}
	marked := *s // which has s itself as what is wanted in arrays: those are not taken
	if len(path) == 0 {
		marked.each = true
		return &marked
	}
	i := s.index(path[0])
	if i < 0 {
		return s
	}
	marked.fields = slices.Clone(s.fields)
	marked.fields[i] = s.fields[i].Each(path[1:]...)
	return &marked
}

// With is the selection with what takes the elements of the array that [Selection.Each] names: take is called with each as
// soon as it is decoded, and says what is to stand in its place. Nothing of the element may be kept but in what take gives:
// its memory is used again. It is called for elements of documents that turn out to be wrong behind them, too, and twice for
// an element whose end cannot be told at first.
func (s *Selection) With(take func(Value) (Value, Outcome)) *Selection {
	if s == nil {
		return nil
	}
	return &Selection{of: s, take: take}
}

// Begun gives what stands in an array whose elements were taken while it was decoded: what was made of them, and elements
// that are [Value.NotYet] anything else. False where they were not taken.
func (v Value) Begun() (elems []Value, ok bool) {
	if v.Kind() != KindArray {
		return nil, false
	}
	elems = v.elems()
	if len(elems) == 0 || !elems[0].marks(begunShape) {
		return nil, false
	}
	return elems[1:], true
}

// NotYet is an element of a [Value.Begun] array as it was. False where v is what was made of one.
func (v Value) NotYet() (elem Value, ok bool) {
	if !v.marks(notYetShape) {
		return v, false
	}
	return v.fields()[0], true
}

// The shapes of no object of a document: they are not shared.
var (
	begunShape, _  = newShape(nil, 0)
	notYetShape, _ = newShape([]string{"element"}, 0)

	begun = makeObject(begunShape, make([]Value, 1))
)

func (v Value) marks(s *Shape) bool { return v.Kind() == KindObject && v.shape() == s }
