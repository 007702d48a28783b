package value

import (
	"math/bits"
	"strings"
)

// APIs say the same again and again: a currency, a state, an address. What comes again is not kept again: values are
// immutable, so one copy serves all. A decoder remembers from document to document, as many have but one record.
//
// What is remembered is in memory of its own, and only what has been met twice is: a few dozen kilobytes at the most stay for
// the sake of what repeats.

const (
	repeatedTexts = 256
	repeatedChars = 32  // a text has at most
	repeatedBytes = 128 // and an array or object
	repeatedVain  = 32  // after so many at one place that were new, one of so many is looked at there
)

// repeats are what a decoder remembers. They are only for documents out of which it copies: the text of any other
// costs nothing.
type repeats struct {
	texts  [repeatedTexts]string     // that came twice, by hash
	once   [4 * repeatedTexts]uint32 // hashes of those that came
	values [hintCount]repeatedValue  // arrays and objects, by path
	vain   [hintCount]vain           // of the texts at a path
}

// A repeatedValue is what stood last at a path: its hash once, text and value from the second time on.
type repeatedValue struct {
	hash  uint64
	text  string
	value Value
	vain  vain
}

// vain is how often in turn it was new what stood at a path: names and numbers of orders are not worth the search.
type vain uint8

func (v *vain) skip() bool {
	if *v < repeatedVain {
		return false
	}
	if *v++; *v < 2*repeatedVain {
		return true
	}
	*v = repeatedVain
	return false
}

func (v *vain) miss() {
	if *v < repeatedVain {
		*v++
	}
}

// again is a copy of s, which stands at the path, and has been made before if s came before.
func (d *decoder) again(path uint32, s string) string {
	if len(s) > repeatedChars || len(s) == 0 {
		return d.keep(s)
	}
	m := d.memory()
	v := &m.vain[path%hintCount]
	if v.skip() {
		return d.keep(s)
	}
	hash := hashText(s)
	text := &m.texts[hash%repeatedTexts]
	if *text == s {
		*v = 0
		return *text
	}
	if once := &m.once[hash>>32%uint64(len(m.once))]; *once != uint32(hash) {
		*once = uint32(hash)
		v.miss()
		return d.keep(s)
	}
	*text = strings.Clone(s)
	return *text
}

// repeated goes behind the array or object at the current position, if it is the one that stood at the path before.
func (d *decoder) repeated(path uint32) (Value, bool) {
	r := &d.memory().values[path%hintCount]
	n := len(r.text)
	// What is that short is not nested deeper than half of its length.
	if n == 0 || len(d.text)-d.pos < n || d.text[d.pos:d.pos+n] != r.text || d.depth > maxDepth-repeatedBytes/2 {
		return Null, false
	}
	d.pos += n
	r.vain = 0
	return r.value, true
}

// met takes note of the array or object between start and the current position.
func (d *decoder) met(path uint32, start int, v Value) {
	r := &d.memory().values[path%hintCount]
	if d.pos-start > repeatedBytes || r.vain.skip() {
		return
	}
	text := d.text[start:d.pos]
	if hash := hashText(text); r.hash != hash {
		r.hash = hash
		r.vain.miss()
		return
	}
	r.text, r.value, r.vain = strings.Clone(text), v.Own(), 0
}

// remembers tells whether what repeats is kept once.
func (d *decoder) remembers() bool { return selecting && d.copies }

func (d *decoder) memory() *repeats {
	if d.repeats == nil {
		d.repeats = new(repeats)
	}
	return d.repeats
}

// hashText need not be hard to foresee: who makes texts collide has each of them kept, as without it. s is not empty.
func hashText(s string) uint64 {
	const odd = 0x9e3779b97f4a7c15
	h := uint64(len(s)) * odd
	n := len(s)
	switch {
	case n >= 8:
		for i := 0; i < n-8; i += 8 {
			h = mix(h^word64(s[i:]), odd)
		}
		return mix(h^word64(s[n-8:]), odd)
	case n >= 4:
		return mix(h^word32(s)<<32^word32(s[n-4:]), odd)
	}
	return mix(h^uint64(s[0])<<16^uint64(s[n/2])<<8^uint64(s[n-1]), odd)
}

func word64(s string) uint64 { return word32(s) | word32(s[4:])<<32 }

func word32(s string) uint64 {
	_ = s[3]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}

func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}
