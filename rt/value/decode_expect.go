package value

import "strings"

// expectation is what the keys of objects at one place of a document were so far, in their order, each with what the
// selection there makes of it. The next object most likely has them in that order, but for some.
type expectation struct {
	of     *Selection
	quoted []string // with quotes and colon, as they stand in the document
	wanted []int32  // the field of the selection that has the key, -1 where none has
	next   int      // the one that comes next, if the object is like those before
}

const (
	expectedKeys  = 64
	expectedBytes = 256 // of one key
)

// expect is what is known of the keys of objects at the path, which stands for a hash as with hints.
func (d *decoder) expect(s *Selection, path uint32) *expectation {
	e := &d.expected[path%hintCount]
	if e.of != s {
		*e = expectation{of: s, quoted: e.quoted[:0], wanted: e.wanted[:0]}
	}
	e.next = 0
	return e
}

// key goes behind the key at the current position and its colon, to the value, and gives the field of the selection
// that it is, -1 where it is none.
func (e *expectation) key(d *decoder, s *Selection) (wanted int, ok bool) {
	if e.of == s && e.next < len(e.quoted) { // an object within, of a path with the same hash, may have taken its place
		name := e.quoted[e.next]
		if end := d.pos + len(name); end <= len(d.text) && d.text[d.pos:end] == name {
			wanted = int(e.wanted[e.next])
			e.next++
			d.pos = end
			d.next()
			return wanted, true
		}
	}
	return e.other(d, s)
}

// other is key for one that is not the expected one.
func (e *expectation) other(d *decoder, s *Selection) (wanted int, ok bool) {
	if d.pos >= len(d.text) || d.text[d.pos] != '"' {
		d.fail("%s where a key is wanted", d.found())
		return -1, false
	}
	start := d.pos
	key, ok := d.key()
	if !ok {
		return -1, false
	}
	wanted = s.index(key)
	if d.next() != ':' {
		d.fail("%s where : is wanted", d.found())
		return -1, false
	}
	d.pos++
	if e.of == s {
		e.meet(d.text[start:d.pos], wanted)
	}
	d.next()
	return wanted, true
}

// meet goes on behind the key that stands there, which it takes note of.
func (e *expectation) meet(quoted string, wanted int) {
	for i, known := range e.quoted {
		if known == quoted {
			e.next = i + 1
			return
		}
	}
	if len(e.quoted) < expectedKeys && len(quoted) <= expectedBytes {
		e.quoted, e.wanted = append(e.quoted, strings.Clone(quoted)), append(e.wanted, int32(wanted))
		e.next = len(e.quoted)
	}
}
