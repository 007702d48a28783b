//go:build !reqon_safe

package value

import "unsafe"

// Value is one JSON value: null, a boolean, a number, a string, an array or an object. It is immutable, two words in
// size, and its zero value is null. Copy it freely and compare it with [Equal]; == does not compile.
//
// Values are safe for concurrent use.
type Value struct {
	_ [0]func() // == would compare addresses

	// p and n are, by kind:
	//
	//	null             nil                  0
	//	boolean, number  &scalars[tag]        the bits
	//	string           its first byte       KindString<<60 | its length in bytes
	//	array            its first element    KindArray<<60 | its length
	//	object           its block            KindObject<<60 | the id of its shape
	//
	// An empty string and an empty array have no first element; they point at scalars[kind].
	p unsafe.Pointer
	n uint64
}

// scalars gives each scalar tag an address of its own. An address inside it tells a scalar from a reference with one
// comparison, and leaves all 64 bits of n to the number.
var scalars [tagLimit]byte

const (
	tagLimit  = 2 * tagSpan // above every tag
	kindShift = 60
	lenMask   = 1<<kindShift - 1
)

func (v Value) tag() tag {
	// The array is a global: its address never changes, so the difference of the addresses is its index.
	if d := uintptr(v.p) - uintptr(unsafe.Pointer(&scalars)); d < uintptr(tagLimit) {
		return tag(d)
	}
	return tag(v.n >> kindShift)
}

// is reports whether v is a scalar of that tag (or an empty string or array, which never has one of a number's).
func (v Value) is(t tag) bool { return v.p == unsafe.Pointer(&scalars[t]) }

func scalar(t tag, bits uint64) Value { return Value{p: unsafe.Pointer(&scalars[t]), n: bits} }

// bits are those of a boolean or number.
func (v Value) bits() uint64 { return v.n }

func makeString(s string) Value {
	if s == "" {
		return Value{p: unsafe.Pointer(&scalars[KindString])}
	}
	return Value{p: unsafe.Pointer(unsafe.StringData(s)), n: uint64(KindString)<<kindShift | uint64(len(s))}
}

// str is the text of a string.
func (v Value) str() string { return unsafe.String((*byte)(v.p), int(v.n&lenMask)) }

func makeArray(elems []Value) Value {
	if len(elems) == 0 {
		return Value{p: unsafe.Pointer(&scalars[KindArray])}
	}
	return Value{p: unsafe.Pointer(unsafe.SliceData(elems)), n: uint64(KindArray)<<kindShift | uint64(len(elems))}
}

// elems are the elements of an array.
func (v Value) elems() []Value {
	n := int(v.n & lenMask)
	if n == 0 {
		return noValues
	}
	return unsafe.Slice((*Value)(v.p), n)
}

// makeObject takes a block of one slot more than s has keys, with the fields in [1:], and fills its first slot.
func makeObject(s *Shape, block []Value) Value {
	block[0] = Value{p: unsafe.Pointer(s)}
	return Value{p: unsafe.Pointer(unsafe.SliceData(block)), n: uint64(KindObject)<<kindShift | s.id}
}

// shape is that of an object.
func (v Value) shape() *Shape { return (*Shape)((*Value)(v.p).p) }

// fields are the values of an object, in the order of its shape's keys.
func (v Value) fields() []Value {
	n := len(v.shape().keys)
	return unsafe.Slice((*Value)(v.p), n+1)[1:]
}

// hasShape reports whether v is an object whose shape has that id.
func (v Value) hasShape(id uint64) bool {
	return v.n == uint64(KindObject)<<kindShift|id && uintptr(v.p)-uintptr(unsafe.Pointer(&scalars)) >= uintptr(tagLimit)
}

// slot is the i-th slot of an object's block: the i-1-th field. The caller has made sure that the shape has it.
func (v Value) slot(i uint64) Value {
	return *(*Value)(unsafe.Add(v.p, uintptr(i)*unsafe.Sizeof(Value{})))
}

// reuses tells that memory of values can be used again: within knows what lies there.
const reuses = true

// within reports whether a string, array or object begins in that memory.
func (v Value) within(m memory) bool {
	at := uintptr(v.p)
	return at-uintptr(unsafe.Pointer(unsafe.SliceData(m.slab))) < uintptr(len(m.slab))*unsafe.Sizeof(Value{}) ||
		at-uintptr(unsafe.Pointer(unsafe.SliceData(m.chars))) < uintptr(cap(m.chars))
}

// textOf is b as a string without a copy: b must never change again while the string is in use.
func textOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
