package value

import (
	"fmt"
	"strconv"
	"sync"
	"unicode/utf8"
)

// Decode reads one JSON document (RFC 8259). It accepts what encoding/json accepts: of a key that comes twice in an
// object the last value counts, in the place of the first; bytes that are no UTF-8 and halves of surrogate pairs become
// U+FFFD; nesting deeper than 10,000 is an error. Integers of 64 bits are exact, larger ones become doubles, and a
// number that no double holds is an error.
//
// Strings without escapes point into doc: do not write to it afterwards. It lives as long as the last of them; where
// little of a large document is kept, or its memory is to be used again, take [DecodeCopy].
//
// An error is a [*SyntaxError].
func Decode(doc []byte) (Value, error) { return decode(doc, false) }

// DecodeCopy is Decode, but copies the text of strings out of the document, a few kilobytes at a time. Afterwards doc
// is free for other use.
func DecodeCopy(doc []byte) (Value, error) { return decode(doc, true) }

// SyntaxError is a document that is no JSON.
type SyntaxError struct {
	Msg    string
	Offset int // in bytes, of the first that is wrong; the document's length where it ends too early
	Line   int // from 1
	Col    int // from 1, in characters
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("invalid JSON at %d:%d (byte %d): %s", e.Line, e.Col, e.Offset, e.Msg)
}

const (
	maxDepth = 10000 // as in encoding/json

	hintCount  = 128
	slabMost   = 1024     // values that are allocated together
	charsMost  = 16 << 10 // bytes of text that are allocated together
	slabFirst  = 64       // of both the first of a document, and twice as many each time: it may be that little is kept
	charsFirst = 512
	keepStack  = 1 << 14 // values and keys of scratch that a pooled decoder keeps
	keepBuf    = 1 << 16 // bytes of scratch that it keeps
)

// decoder is one run of Decode. Its scratch is pooled.
type decoder struct {
	doc    []byte
	text   string // the same
	pos    int
	depth  int
	copies bool
	err    *SyntaxError // without its line and column, as long as it may be tried again
	in     *arrival     // of the text; nil where that is the whole document

	selection *Selection                   // what is wanted of the document; nil is all
	taker     func(Value) (Value, Outcome) // takes the elements of the array that is taken one by one; nil where none is
	scratch   scratch                      // memory for one of them after the other

	// The elements and fields of what is still open, and the keys of the open objects that no shape predicted. What is
	// complete moves to memory of its exact size.
	values   []Value
	keys     []string
	used     int // the most values that there were
	usedKeys int

	// The shape that an object met last time at the same path below the root. A path is a hash: a wrong hint is noticed
	// at the first key and costs a comparison.
	hints    [hintCount]*Shape
	large    bool                   // one of them is too large to share, and to keep
	expected [hintCount]expectation // where a selection leaves something out

	slab      []Value // memory for arrays and objects to come
	slabSize  int     // of the next one
	chars     []byte  // memory for text to come
	charsSize int
	buf       []byte // scratch for strings with escapes

	repeats *repeats // what has come before; nil while nothing has
}

var decoders = sync.Pool{New: func() any { return newDecoder() }}

func newDecoder() *decoder { return &decoder{slabSize: slabFirst, charsSize: charsFirst} }

func decode(doc []byte, copies bool) (Value, error) {
	d := decoders.Get().(*decoder)
	v, err := d.decode(doc, copies)
	decoders.Put(d)
	return v, err
}

func (d *decoder) decode(doc []byte, copies bool) (Value, error) {
	d.doc, d.text, d.copies = doc, textOf(doc), copies
	v, ok := d.document()
	d.locate()
	err := d.err
	d.forget()
	if !ok {
		return Null, err
	}
	return v, nil
}

// forget leaves nothing in the decoder that refers to the document, and no scratch that only a large one needs.
func (d *decoder) forget() {
	d.pop(0)
	d.popKeys(0)
	if clear(d.values[:d.used]); cap(d.values) > keepStack {
		d.values = nil
	}
	if clear(d.keys[:d.usedKeys]); cap(d.keys) > keepStack {
		d.keys = nil
	}
	if cap(d.buf) > keepBuf {
		d.buf = nil
	}
	if d.large {
		clear(d.hints[:])
	}
	d.doc, d.text, d.pos, d.depth, d.err = nil, "", 0, 0, nil
	d.used, d.usedKeys, d.large = 0, 0, false
	d.slab, d.chars = nil, nil
	d.slabSize, d.charsSize = slabFirst, charsFirst
}

// pop takes the values from base on off the stack. They are good until the next one is read.
func (d *decoder) pop(base int) []Value {
	top := d.values[base:]
	d.used = max(d.used, len(d.values))
	d.values = d.values[:base]
	return top
}

func (d *decoder) popKeys(base int) {
	d.usedKeys = max(d.usedKeys, len(d.keys))
	d.keys = d.keys[:base]
}

func (d *decoder) document() (Value, bool) {
	d.space()
	v, ok := d.selected(d.selection, 0)
	if !ok {
		return Null, false
	}
	if d.space(); d.pos < len(d.text) {
		return d.fail("%s after the end of the document", d.found())
	}
	return v, true
}

// fail records what is wrong at the current position.
func (d *decoder) fail(format string, args ...any) (Value, bool) {
	if d.err == nil {
		d.err = &SyntaxError{Msg: fmt.Sprintf(format, args...), Offset: d.pos}
		if d.in != nil {
			d.err.Offset += d.in.before.offset
		}
	}
	return Null, false
}

// locate says the line and column of what is wrong.
func (d *decoder) locate() {
	if d.err == nil {
		return
	}
	var at place
	if d.in != nil {
		at = d.in.before
	}
	at.pass(d.doc[:d.err.Offset-at.offset])
	d.err.Line, d.err.Col = at.lines+1, at.col+1
}

// coming is how many bytes of the document are still to be decoded, or more than any memory is taken for at once.
func (d *decoder) coming() int {
	if d.in != nil && !d.in.ended {
		return 1 << 30
	}
	return len(d.text) - d.pos
}

// found names what stands at the current position.
func (d *decoder) found() string {
	if d.pos >= len(d.text) {
		return "end of document"
	}
	r, size := utf8.DecodeRuneInString(d.text[d.pos:])
	if r == utf8.RuneError && size <= 1 {
		return fmt.Sprintf("byte 0x%02x", d.text[d.pos])
	}
	return strconv.QuoteRune(r)
}

func (d *decoder) space() {
	for d.pos < len(d.text) {
		switch d.text[d.pos] {
		case ' ', '\n', '\r', '\t':
			d.pos++
		default:
			return
		}
	}
}

// next is the next character after space, and 0 at the end (where a NUL fits no better).
func (d *decoder) next() byte {
	if d.pos < len(d.text) && d.text[d.pos] > ' ' {
		return d.text[d.pos]
	}
	if d.space(); d.pos < len(d.text) {
		return d.text[d.pos]
	}
	return 0
}

// value reads a value that begins at the current position. The path identifies where in the document it stands.
func (d *decoder) value(path uint32) (Value, bool) {
	if d.pos >= len(d.text) {
		return d.fail("the document ends where a value is wanted")
	}
	switch c := d.text[d.pos]; c {
	case '{', '[':
		return d.nested(path)
	case '"':
		s, ok := d.str(path)
		return makeString(s), ok
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return d.number()
	case 't':
		return d.word("true", True)
	case 'f':
		return d.word("false", False)
	case 'n':
		return d.word("null", Null)
	}
	return d.fail("%s where a value is wanted", d.found())
}

// nested reads an array or object, or finds that it is the one that stood there before.
func (d *decoder) nested(path uint32) (v Value, ok bool) {
	if d.remembers() {
		if v, ok := d.repeated(path); ok {
			return v, true
		}
	}
	start := d.pos
	if d.text[start] == '{' {
		v, ok = d.object(path)
	} else {
		v, ok = d.array(path)
	}
	if ok && d.remembers() {
		d.met(path, start, v)
	}
	return v, ok
}

func (d *decoder) word(word string, v Value) (Value, bool) {
	for i := range len(word) {
		if d.pos+i >= len(d.text) || d.text[d.pos+i] != word[i] {
			d.pos += i
			return d.fail("%s in the word %s", d.found(), word)
		}
	}
	d.pos += len(word)
	return v, true
}

// enter opens an array or object.
func (d *decoder) enter() bool {
	if d.depth++; d.depth > maxDepth {
		d.fail("nested deeper than %d levels", maxDepth)
		return false
	}
	d.pos++
	return true
}

func (d *decoder) array(path uint32) (Value, bool) {
	if !d.enter() {
		return Null, false
	}
	base := len(d.values)
	if d.next() == ']' {
		d.pos++
		d.depth--
		return makeArray(nil), true
	}
	path = path*31 + 1
	for {
		v, ok := d.value(path)
		if !ok {
			return Null, false
		}
		d.values = append(d.values, v)
		switch d.next() {
		case ',':
			d.pos++
			d.next()
			continue
		case ']':
			d.pos++
		default:
			return d.fail("%s where , or ] is wanted", d.found())
		}
		break
	}
	elems := d.take(len(d.values) - base)
	copy(elems, d.pop(base))
	d.depth--
	return makeArray(elems), true
}

// take is memory for n values.
func (d *decoder) take(n int) []Value {
	if n > len(d.slab) {
		// A document of that length has more values than that only where they are very short.
		size := min(d.slabSize, d.coming()/16)
		if n > slabMost/4 || n > size {
			return make([]Value, n)
		}
		d.slab, d.slabSize = make([]Value, size), min(2*d.slabSize, slabMost)
	}
	taken := d.slab[:n:n]
	d.slab = d.slab[n:]
	return taken
}
