package value

import "sync/atomic"

// Field is one place in a mission where a field is read, x.name. It remembers where the name stood in the shapes that
// it met last. Safe for concurrent use without locks.
type Field struct {
	name   string
	length bool // the name is "length", which arrays and strings have too
	recent atomic.Uint64
	before atomic.Uint64
}

// NewField is a place that reads the field of that name.
func NewField(name string) *Field { return &Field{name: name, length: name == "length"} }

// Name is the name of the field.
func (f *Field) Name() string { return f.name }

// Each of a Field's two words is a shape's id and, below it, the slot of the name in a block of that shape: zero where
// the shape has no such key, which is remembered too.
const (
	slotBits = 16
	slotMask = 1<<slotBits - 1
)

// Get is the field of an object; of an array, the array of its elements' fields (items.price), or its length where the
// name is length, as for a string. Anything else, and a field that is not there, is null. It never fails.
func (v Value) Get(f *Field) Value {
	word := f.recent.Load()
	if !v.hasShape(word >> slotBits) {
		return f.get(v)
	}
	if slot := word & slotMask; slot != 0 {
		return v.slot(slot)
	}
	return Null
}

// Has reports whether v is an object that has the field, be it null.
func (v Value) Has(f *Field) bool {
	word := f.recent.Load()
	if !v.hasShape(word >> slotBits) {
		return v.Kind() == KindObject && f.find(v) != 0
	}
	return word&slotMask != 0
}

func (f *Field) get(v Value) Value {
	switch v.Kind() {
	case KindObject:
		return f.read(v)
	case KindArray:
		elems := v.elems()
		if f.length {
			return Int(int64(len(elems)))
		}
		fields := make([]Value, len(elems))
		for i, elem := range elems {
			fields[i] = elem.Get(f)
		}
		return makeArray(fields)
	case KindString:
		if f.length {
			return Int(int64(v.Len()))
		}
	}
	return Null
}

// read is the field of an object whose shape is not the most recent one.
func (f *Field) read(v Value) Value {
	slot := f.find(v)
	if slot == 0 {
		return Null
	}
	return v.slot(slot)
}

// find is the slot of the field in an object whose shape is not the most recent one; 0 where it has no such field.
func (f *Field) find(v Value) uint64 {
	if word := f.before.Load(); v.hasShape(word >> slotBits) {
		return word & slotMask
	}
	shape := v.shape()
	slot := uint64(shape.find(f.name) + 1)
	if shape.id != noCache && slot <= slotMask {
		f.before.Store(f.recent.Load())
		f.recent.Store(shape.id<<slotBits | slot)
	}
	return slot
}

// Index is a[b]: an element of an array under an integer, counted from the end where negative; a field of an object
// under a key (see [KeyText]); null for anything else and where there is none.
func Index(a, b Value) Value {
	switch a.Kind() {
	case KindArray:
		i, ok := b.AsInt()
		if !ok || !b.isNumber() {
			return Null
		}
		elems := a.elems()
		if i < 0 {
			i += int64(len(elems))
		}
		if i < 0 || i >= int64(len(elems)) {
			return Null
		}
		return elems[i]
	case KindObject:
		if key, ok := KeyText(b); ok {
			field, _ := a.Lookup(key)
			return field
		}
	}
	return Null
}

// KeyText is v as a key of a store or an object: a string, an integer (1.0 is one) or a boolean as text. Null,
// fractions, arrays and objects are no keys (the language, §9).
func KeyText(v Value) (string, bool) {
	switch v.Kind() {
	case KindString:
		return v.str(), true
	case KindBool, KindInt:
		return v.String(), true
	case KindFloat:
		if i, ok := v.AsInt(); ok {
			return Int(i).String(), true
		}
	}
	return "", false
}
