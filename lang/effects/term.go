package effects

import (
	"slices"
	"strconv"

	"github.com/reqongen/reqongen/lang/plan"
)

// Form says what a Term is.
type Form int

const (
	Atom   Form = iota // a value of which nothing is known but where it comes from
	Lit                // the text of a literal, as a key has it
	Null               // null
	Member             // Kids[0].Name
	Index              // Kids[0][Kids[1]], where Kids[1] is a Lit
	Join               // the text of Kids one after another, none of them a Join
	Choice             // any one of Kids, none of them a Choice
	Object             // { … }: see Fields
	Array              // of Kids; in another order, and not all of them, where Loose
	Own                // a key that no other record has: the store gives it
)

// Term is what is known of a value. It never changes.
type Term struct {
	Form Form
	Text string // of a Lit; what an Atom is, for messages
	Name string // of a Member
	// Loose tells an Array that some of Kids are in, in an order that is not
	// known.
	Loose bool
	Kids  []*Term
	// Fields of an Object, in written order.
	Fields []Field

	// Varies are the loops from one iteration of which to the next the value
	// may be another.
	Varies []*Loop
	// Born are the loops around the place where an Atom came into being: in
	// another iteration of them it may be another value.
	Born []*Loop

	// Collection tells of an Atom how its elements are told apart.
	Collection Collection
	Store      *plan.Store // of Records, and of Pairs that are a store's
	// ElemOf is the loop whose element an Atom is.
	ElemOf *Loop
	// Unique tells an Atom that is another value each time: uuid().
	Unique bool
	// Record tells an Atom that surely is an object.
	Record bool

	size int
}

// Field is one field of an Object term, or a spread.
type Field struct {
	Name   string
	Value  *Term
	Spread bool
}

// Collection says how the elements of a value are told apart.
type Collection int

const (
	Unknown  Collection = iota
	Records             // of Store: records, by their keys
	Pairs               // [key, record] of Store, [name, value] of an object where that is nil: by the first
	Distinct            // by themselves: a range, the keys of an object
)

// Terms that grow past maxSize become Atoms, and a Choice has at most maxKids.
const (
	maxSize = 200
	maxKids = 24
)

var (
	null = &Term{Form: Null, size: 1}
	own  = &Term{Form: Own, size: 1}
)

func lit(text string) *Term { return &Term{Form: Lit, Text: text, size: 1} }

// compound makes a term of others, and an Atom that varies with them where it
// would be too large.
func (w *walker) compound(t Term) *Term {
	t.size = 1
	for _, k := range t.Kids {
		t.size += k.size
		t.Varies = union(t.Varies, k.Varies)
	}
	for _, f := range t.Fields {
		t.size += f.Value.size
		t.Varies = union(t.Varies, f.Value.Varies)
	}
	if t.size > maxSize {
		return w.atom("a value", t.Varies)
	}
	return &t
}

// atom makes a new unknown value.
func (w *walker) atom(what string, varies []*Loop) *Term {
	return &Term{Form: Atom, Text: what, Varies: varies, Born: w.loops, size: 1}
}

func (w *walker) member(x *Term, name string) *Term {
	for _, f := range w.facts[x] {
		if f.Name == name && f.Value.Form != Atom {
			return f.Value
		}
	}
	switch x.Form {
	case Null:
		return null
	case Choice:
		return w.each(x, func(x *Term) *Term { return w.member(x, name) })
	case Object:
		return w.fieldOf(x, name)
	}
	return w.compound(Term{Form: Member, Name: name, Kids: []*Term{x}})
}

// fieldOf is the field of an object: of fields and spreads the last that has
// it.
func (w *walker) fieldOf(x *Term, name string) *Term {
	var found []*Term
	for _, f := range slices.Backward(x.Fields) {
		switch {
		case f.Spread:
			inner := w.member(f.Value, name)
			if inner != null {
				found = append(found, inner)
			}
		case f.Name == name:
			return w.choice(append(found, f.Value))
		}
	}
	if len(found) == 0 {
		return null
	}
	return w.choice(found)
}

func (w *walker) index(x, key *Term) *Term {
	switch {
	case x.Form == Null:
		return null
	case x.Form == Choice:
		return w.each(x, func(x *Term) *Term { return w.index(x, key) })
	case key.Form == Lit && x.Form == Object:
		return w.fieldOf(x, key.Text)
	case key.Form == Lit && x.Form == Array && !x.Loose:
		if i, err := strconv.Atoi(key.Text); err == nil && i >= 0 && i < len(x.Kids) {
			return x.Kids[i]
		}
	case key.Form == Lit && x.Form != Array:
		return w.compound(Term{Form: Index, Kids: []*Term{x, key}})
	}
	return w.atom("an element", union(x.Varies, key.Varies))
}

// each makes a term of each alternative.
func (w *walker) each(x *Term, make func(*Term) *Term) *Term {
	var list []*Term
	for _, k := range x.Kids {
		list = append(list, make(k))
	}
	return w.choice(list)
}

// choice is any one of the terms.
func (w *walker) choice(list []*Term) *Term {
	var kids []*Term
	add := func(t *Term) {
		for _, k := range kids {
			if Same(k, t) {
				return
			}
		}
		kids = append(kids, t)
	}
	for _, t := range list {
		if t.Form == Choice {
			for _, k := range t.Kids {
				add(k)
			}
		} else {
			add(t)
		}
	}
	switch {
	case len(kids) == 1:
		return kids[0]
	case len(kids) > maxKids:
		return w.atom("one of many values", varyAlways(kids))
	}
	t := w.compound(Term{Form: Choice, Kids: kids})
	t.Varies = varyAlways(kids)
	return t
}

// varyAlways are the loops with which each of the terms varies; null, which is
// no key, and a key of its own are left out.
func varyAlways(list []*Term) []*Loop {
	var common []*Loop
	first := true
	for _, t := range list {
		switch {
		case t.Form == Null, t.Form == Own:
		case first:
			common, first = t.Varies, false
		default:
			var both []*Loop
			for _, l := range common {
				if slices.Contains(t.Varies, l) {
					both = append(both, l)
				}
			}
			common = both
		}
	}
	return common
}

// join is the text of the parts one after another.
func (w *walker) join(parts []*Term) *Term {
	var kids []*Term
	add := func(t *Term) {
		if last := len(kids) - 1; t.Form == Lit && last >= 0 && kids[last].Form == Lit {
			kids[last] = lit(kids[last].Text + t.Text)
			return
		}
		if t.Form != Null {
			kids = append(kids, t)
		}
	}
	for _, t := range parts {
		if t.Form == Join {
			for _, k := range t.Kids {
				add(k)
			}
		} else {
			add(t)
		}
	}
	switch {
	case len(kids) == 0:
		return lit("")
	case len(kids) == 1 && kids[0].Form == Lit:
		return kids[0]
	}
	return w.compound(Term{Form: Join, Kids: kids})
}

// Bare is the term of which t is the text alone, as toString gives it: as keys
// they are one, but where it is null.
func (t *Term) Bare() *Term {
	if t.Form == Join && len(t.Kids) == 1 {
		return t.Kids[0]
	}
	return t
}

// Same reports two terms that are one value where both are evaluated in the
// same iterations of the loops around them. A Choice is the same as nothing.
func Same(a, b *Term) bool {
	if a == b {
		return a.Form != Choice
	}
	if a.Form != b.Form || a.Text != b.Text || a.Name != b.Name || len(a.Kids) != len(b.Kids) {
		return false
	}
	switch a.Form {
	case Atom, Choice, Object, Own, Array:
		return false
	}
	for i := range a.Kids {
		if !Same(a.Kids[i], b.Kids[i]) {
			return false
		}
	}
	return true
}

// Lasts reports a term that is one value in all iterations of the loop.
func (t *Term) Lasts(l *Loop) bool {
	if slices.Contains(t.Born, l) || slices.Contains(t.Varies, l) || t.Form == Choice {
		return false
	}
	for _, k := range t.Kids {
		if !k.Lasts(l) {
			return false
		}
	}
	for _, f := range t.Fields {
		if !f.Value.Lasts(l) {
			return false
		}
	}
	return true
}

func union(a, b []*Loop) []*Loop {
	for _, l := range b {
		if !slices.Contains(a, l) {
			a = append(slices.Clip(a), l)
		}
	}
	return a
}

// String says what the value is, for messages: "`.id` of the records of items".
func (t *Term) String() string {
	switch t.Form {
	case Atom:
		return t.Text
	case Lit:
		return "the text " + strconv.Quote(t.Text)
	case Null:
		return "null"
	case Member, Index:
		path := ""
		for t.Form == Member || t.Form == Index {
			if t.Form == Member {
				path = "." + t.Name + path
			} else {
				path = "[" + t.Kids[1].Text + "]" + path
			}
			t = t.Kids[0]
		}
		return "`" + path + "` of " + t.String()
	case Join:
		if first := t.Kids[0]; first.Form == Lit {
			return "text that begins with " + strconv.Quote(first.Text)
		} else {
			return "text that begins with " + first.String()
		}
	case Choice:
		if len(t.Kids) == 2 {
			return t.Kids[0].String() + " or " + t.Kids[1].String()
		}
		return "one of several values"
	case Own:
		return "a key that the store gives"
	}
	return "a value"
}

// Field is what an Object has surely for its field of that name; nil where that
// is not known.
func (t *Term) Field(name string) *Term {
	for _, f := range slices.Backward(t.Fields) {
		switch {
		case f.Spread:
			return nil
		case f.Name == name:
			return f.Value
		}
	}
	return nil
}
