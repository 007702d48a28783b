package value

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
)

// Shape is the ordered list of an object's keys, shared by the objects that have them. Two objects with the same keys
// have as a rule, not by law, the same Shape: nothing may depend on it but speed.
//
// A Shape is immutable and safe for concurrent use.
type Shape struct {
	id     uint64 // no other shape's, and never 0; noCache once they have run out
	hash   uint64 // of the keys
	keys   []string
	index  keyIndex // none where keys are few
	shared bool     // small enough for the table of shared shapes
	quoted atomic.Pointer[[]string]
	places *[]int32 // of a NewShape with a key twice: the field that each value of the literal goes to
}

const (
	idBits  = 44
	noCache = 1<<idBits - 1

	// Objects with more keys, or longer ones, are maps rather than records, and keep their keys to themselves.
	sharedKeys  = 128
	sharedBytes = 4096
)

// shared holds the shapes that the process has met most recently: a cache of small sets, each searched whole. It cannot
// grow. A shape that finds its set full takes the place of another, which then lives as long as its objects and caches
// do; so documents in which every object has keys of its own cost it the memory of better ones for a while, and nothing
// else.
var shared [setCount][setSize]atomic.Pointer[Shape]

const (
	setCount = 512
	setSize  = 4
)

var (
	lastShape atomic.Uint64

	emptyShape  = intern(nil)
	emptyObject = makeObject(emptyShape, make([]Value, 1))
)

// NewShape is the shape of those keys, in that order. A key that is given twice keeps its first position, and
// [Shape.Object] gives it the later value.
func NewShape(keys ...string) *Shape {
	if _, distinct := indexKeys(keys); distinct {
		return intern(keys)
	}
	var names Builder
	places := make([]int32, len(keys))
	for i, key := range keys {
		names.Set(key, Null)
		places[i] = int32(names.find(key))
	}
	s, _ := newShape(names.keys, hashKeys(names.keys))
	s.places = &places
	return s
}

// Object is the object that has these values under the shape's keys, in the order in which [NewShape] was given them.
// It copies them. A wrong number of values is a mistake of the caller's and panics.
func (s *Shape) Object(values ...Value) Value {
	block := make([]Value, 1+len(s.keys))
	switch {
	case s.places != nil && len(values) == len(*s.places):
		for i, v := range values {
			block[1+(*s.places)[i]] = v
		}
	case s.places == nil && len(values) == len(s.keys):
		copy(block[1:], values)
	default:
		panic(fmt.Sprintf("value: Shape.Object: %d values for the keys %q", len(values), s.keys))
	}
	return makeObject(s, block)
}

// Keys are the shape's keys in order. The slice belongs to the shape: do not write to it.
func (s *Shape) Keys() []string { return s.keys }

// find is the position of key, or -1.
func (s *Shape) find(key string) int { return findKey(s.keys, s.index, key) }

// intern is the shared shape of keys, which are distinct. It copies them when it keeps them.
func intern(keys []string) *Shape {
	h := hashKeys(keys)
	if s := lookupShape(keys, h); s != nil {
		return s
	}
	s, _ := share(keys, h)
	return s
}

// lookupShape is the shared shape of keys, which have that hash; nil where there is none.
func lookupShape(keys []string, h uint64) *Shape {
	set := &shared[h%setCount]
	for i := range set {
		if s := set[i].Load(); s != nil && s.hash == h && slices.Equal(s.keys, keys) {
			return s
		}
	}
	return nil
}

// share makes the shape of a copy of keys, and has the process share it unless it is too large for that. False where a
// key occurs twice.
func share(keys []string, h uint64) (*Shape, bool) {
	s, distinct := newShape(cloneKeys(keys), h)
	if !distinct {
		return nil, false
	}
	if !s.shared {
		return s, true
	}
	set := &shared[h%setCount]
	for i := range set {
		if set[i].CompareAndSwap(nil, s) {
			return s, true
		}
	}
	set[h>>32%setSize].Store(s)
	return s, true
}

// newShape takes keys over. False where a key occurs twice.
func newShape(keys []string, h uint64) (s *Shape, distinct bool) {
	s = &Shape{id: noCache, hash: h, keys: keys}
	if len(keys) >= indexFrom {
		if s.index, distinct = indexKeys(keys); !distinct {
			return nil, false
		}
	} else {
		for i, key := range keys {
			if slices.Contains(keys[:i], key) {
				return nil, false
			}
		}
	}
	if id := lastShape.Add(1); id < noCache {
		s.id = id
	}
	size := 0
	for _, key := range keys {
		size += len(key)
	}
	s.shared = len(keys) <= sharedKeys && size <= sharedBytes
	return s, true
}

// cloneKeys copies keys into one piece of text, so that no shape refers to a document.
func cloneKeys(keys []string) []string {
	var joined strings.Builder // not strings.Join, which gives a single key back as it is
	for _, key := range keys {
		joined.WriteString(key)
	}
	text := joined.String()
	clone := make([]string, len(keys))
	for i, key := range keys {
		clone[i], text = text[:len(key)], text[len(key):]
	}
	return clone
}
