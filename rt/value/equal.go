package value

import (
	"hash/maphash"
	"math"
)

// Equal is a == b: deep, 1 equal to 1.0 and integers exact against doubles, objects whatever the order of their fields,
// strings by their characters (two spellings of one instant are not equal).
func Equal(a, b Value) bool {
	ak, bk := a.Kind(), b.Kind()
	if ak != bk {
		return a.isNumber() && b.isNumber() && compareNumbers(a, b) == 0
	}
	switch ak {
	case KindNull:
		return true
	case KindBool:
		return a.bits() == b.bits()
	case KindInt, KindFloat:
		return compareNumbers(a, b) == 0
	case KindString:
		return a.str() == b.str()
	case KindArray:
		return equalLists(a.elems(), b.elems())
	default:
		return equalObjects(a, b)
	}
}

func equalLists(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func equalObjects(a, b Value) bool {
	as, bs := a.shape(), b.shape()
	if as == bs {
		return equalLists(a.fields(), b.fields())
	}
	if len(as.keys) != len(bs.keys) {
		return false
	}
	af, bf := a.fields(), b.fields()
	for i, key := range as.keys {
		// Most often the fields are in the same order.
		j := i
		if bs.keys[i] != key {
			if j = bs.find(key); j < 0 {
				return false
			}
		}
		if !Equal(af[i], bf[j]) {
			return false
		}
	}
	return true
}

var hashSeed = maphash.MakeSeed()

// hashOf is the same for values that are equal.
func hashOf(v Value) uint64 {
	const prime = 0x9e3779b97f4a7c15
	switch v.Kind() {
	case KindNull:
		return 1
	case KindBool:
		return 2 + v.bits()
	case KindInt, KindFloat:
		// Equal numbers round to the same double.
		f, _ := v.AsFloat()
		return (math.Float64bits(f+0) ^ 4) * prime
	case KindString:
		return maphash.String(hashSeed, v.str())
	case KindArray:
		h := uint64(5)
		for _, elem := range v.elems() {
			h = (h ^ hashOf(elem)) * prime
			h ^= h >> 29
		}
		return h
	default:
		h := uint64(6)
		for key, field := range v.Fields() {
			one := (maphash.String(hashSeed, key) ^ hashOf(field)*prime) * prime
			h += one ^ one>>29 // a sum, so that order does not count
		}
		return h
	}
}
