package value

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// Shape is the ordered list of an object's keys, shared by the objects that have them. Two objects with the same keys
// have as a rule, not by law, the same Shape: nothing may depend on it but speed.
//
// A Shape is immutable and safe for concurrent use.
type Shape struct {
	id     uint64 // never zero, and no other shape's; noCache where they have run out
	hash   uint64 // of the keys in their order
	keys   []string
	index  map[string]int32 // position of each key; nil while a scan of the keys is faster
	plain  bool             // each key stands in a document as it is: without escapes
	shared bool             // small enough to be shared by the whole process
	quoted atomic.Pointer[[]string]
	places []int32 // NewShape with a key twice: the field that each value of the literal goes to
}

const (
	idBits   = 44
	slotBits = 64 - idBits - 4 // of a cached field; the rest is spare
	noCache  = 1<<idBits - 1

	indexFrom = 9 // keys from which on a map beats a scan

	// What is shared. Larger objects are maps rather than records, and keep their keys to themselves.
	sharedKeys  = 128
	sharedBytes = 4096
)

// shared holds the shapes that the process has met most recently: a cache of sets, each searched whole. It cannot grow:
// a shape that finds its set full takes another one's place there, which then lives as long as its objects and caches
// do. Documents in which every object has keys of its own only cost it its memory of better ones.
var shared [setCount][setSize]atomic.Pointer[Shape]

const (
	setCount = 512
	setSize  = 4
)

var (
	lastShape atomic.Uint64
	shapeSeed = maphash.MakeSeed()

	emptyShape  = intern(nil)
	emptyObject = makeObject(emptyShape, make([]Value, 1))
)

// NewShape is the shape of those keys, in that order. A key that is given twice keeps its first position, and
// [Shape.Object] gives it the later value.
func NewShape(keys ...string) *Shape {
	if !repeats(keys) {
		return intern(keys)
	}
	var distinct []string
	places := make([]int32, len(keys))
	for i, key := range keys {
		at := slices.Index(distinct, key)
		if at < 0 {
			at = len(distinct)
			distinct = append(distinct, key)
		}
		places[i] = int32(at)
	}
	s := newShape(slices.Clone(distinct), hashKeys(distinct))
	s.places = places
	return s
}

// Object is the object that has these values under the shape's keys, in the order that [NewShape] was given them. It
// panics where their number differs: generated code is right by construction. The values are copied.
func (s *Shape) Object(values ...Value) Value {
	if s.places != nil {
		return s.objectWithRepeats(values)
	}
	if len(values) != len(s.keys) {
		panic(fmt.Sprintf("value: Shape.Object: %d values for %d keys", len(values), len(s.keys)))
	}
	block := make([]Value, 1+len(values))
	copy(block[1:], values)
	return makeObject(s, block)
}

func (s *Shape) objectWithRepeats(values []Value) Value {
	if len(values) != len(s.places) {
		panic(fmt.Sprintf("value: Shape.Object: %d values for %d keys", len(values), len(s.places)))
	}
	block := make([]Value, 1+len(s.keys))
	for i, v := range values {
		block[1+s.places[i]] = v
	}
	return makeObject(s, block)
}

// Keys are the shape's keys in order. The slice belongs to the shape: do not write to it.
func (s *Shape) Keys() []string { return s.keys }

// find is the position of key, or -1.
func (s *Shape) find(key string) int {
	if s.index != nil {
		if i, ok := s.index[key]; ok {
			return int(i)
		}
		return -1
	}
	for i, k := range s.keys {
		if k == key {
			return i
		}
	}
	return -1
}

// intern is the shared shape of keys, which are distinct. It copies them when it keeps them.
func intern(keys []string) *Shape {
	h := hashKeys(keys)
	if s := lookupShape(keys, h); s != nil {
		return s
	}
	return share(keys, h)
}

func lookupShape(keys []string, h uint64) *Shape {
	set := &shared[h%setCount]
	for i := range set {
		if s := set[i].Load(); s != nil && s.hash == h && slices.Equal(s.keys, keys) {
			return s
		}
	}
	return nil
}

// share makes the shape of keys, which are distinct and have that hash, and puts it among the shared ones unless it is
// too large for that.
func share(keys []string, h uint64) *Shape {
	s := newShape(cloneKeys(keys), h)
	if len(keys) > sharedKeys {
		return s
	}
	size := 0
	for _, key := range keys {
		size += len(key)
	}
	if size > sharedBytes {
		return s
	}
	s.shared = true
	set := &shared[h%setCount]
	for i := range set {
		if set[i].CompareAndSwap(nil, s) {
			return s
		}
	}
	set[h>>32%setSize].Store(s)
	return s
}

// newShape takes keys over; they are distinct.
func newShape(keys []string, h uint64) *Shape {
	s := &Shape{id: noCache, hash: h, keys: keys, plain: true}
	if id := lastShape.Add(1); id < noCache {
		s.id = id
	}
	if len(keys) >= indexFrom {
		s.index = make(map[string]int32, len(keys))
		for i, key := range keys {
			s.index[key] = int32(i)
		}
	}
	for _, key := range keys {
		if !isPlain(key) {
			s.plain = false
			break
		}
	}
	return s
}

func hashKeys(keys []string) uint64 {
	h := uint64(len(keys))
	for _, key := range keys {
		h = (h ^ maphash.String(shapeSeed, key)) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h
}

// cloneKeys copies keys into one piece of text, so that no shape keeps a document alive.
func cloneKeys(keys []string) []string {
	text := strings.Join(keys, "")
	clone := make([]string, len(keys))
	for i, key := range keys {
		clone[i], text = text[:len(key)], text[len(key):]
	}
	return clone
}

// repeats reports whether a key occurs twice.
func repeats(keys []string) bool {
	if len(keys) < indexFrom {
		for i, key := range keys {
			if slices.Contains(keys[:i], key) {
				return true
			}
		}
		return false
	}
	seen := make(map[string]struct{}, len(keys))
	for _, key := range keys {
		seen[key] = struct{}{}
	}
	return len(seen) < len(keys)
}

// isPlain reports whether s stands between the quotes of a JSON string as it is.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(s)
}
