//go:build reqon_safe

package value

// Value is one JSON value: null, a boolean, a number, a string, an array or an object. It is immutable and its zero
// value is null. Copy it freely and compare it with [Equal]; == does not compile.
//
// Values are safe for concurrent use.
//
// This is the representation without package unsafe, twice the size of the other one.
type Value struct {
	_ [0]func() // == would panic on arrays

	ref any // string, []Value (an array's elements, an object's block), *Shape (a block's first slot)
	n   uint64
	t   tag
}

func (v Value) tag() tag { return v.t }

// is reports whether v is a scalar of that tag.
func (v Value) is(t tag) bool { return v.t == t }

func scalar(t tag, bits uint64) Value { return Value{t: t, n: bits} }

// bits are those of a boolean or number.
func (v Value) bits() uint64 { return v.n }

func makeString(s string) Value { return Value{t: tag(KindString), ref: s} }

// str is the text of a string.
func (v Value) str() string { return v.ref.(string) }

func makeArray(elems []Value) Value {
	return Value{t: tag(KindArray), ref: elems[:len(elems):len(elems)]}
}

// elems are the elements of an array.
func (v Value) elems() []Value {
	if elems := v.ref.([]Value); len(elems) > 0 {
		return elems
	}
	return noValues
}

// makeObject takes a block of one slot more than s has keys, with the fields in [1:], and fills its first slot.
func makeObject(s *Shape, block []Value) Value {
	block[0] = Value{ref: s}
	return Value{t: tag(KindObject), ref: block}
}

// shape is that of an object.
func (v Value) shape() *Shape { return v.ref.([]Value)[0].ref.(*Shape) }

// fields are the values of an object, in the order of its shape's keys.
func (v Value) fields() []Value {
	block := v.ref.([]Value)
	return block[1:len(block):len(block)]
}

// hasShape reports whether v is an object whose shape has that id.
func (v Value) hasShape(id uint64) bool { return v.t == tag(KindObject) && v.shape().id == id }

// slot is the i-th slot of an object's block: the i-1-th field. The caller has made sure that the shape has it.
func (v Value) slot(i uint64) Value { return v.ref.([]Value)[i] }

// reuses tells that memory of values can be used again. Here nothing tells what lies there.
const reuses = false

func (v Value) within(memory) bool { return false }

// textOf is b as a string.
func textOf(b []byte) string { return string(b) }
