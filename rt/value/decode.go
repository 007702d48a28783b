package value

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
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

	hintCount = 128
	slabMost  = 1024     // values that are allocated together
	charsMost = 16 << 10 // bytes of text that are allocated together
	keepStack = 1 << 14  // values and keys of scratch that a pooled decoder keeps
)

// decoder is one run of Decode. Its scratch is pooled.
type decoder struct {
	doc    []byte
	text   string // the same
	pos    int
	depth  int
	copies bool
	err    *SyntaxError

	// The elements and fields of what is still open, and the keys of the open objects that no shape predicted. What is
	// complete moves to memory of its exact size.
	values []Value
	keys   []string

	// The shape that an object met last time at the same path below the root. A path is a hash: a wrong hint is noticed
	// at the first key and costs a comparison.
	hints [hintCount]*Shape

	slab  []Value // memory for arrays and objects to come
	chars []byte  // memory for text to come
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

func decode(doc []byte, copies bool) (Value, error) {
	d := decoders.Get().(*decoder)
	d.doc, d.text, d.copies = doc, textOf(doc), copies
	v, ok := d.document()
	err := d.err
	d.recycle()
	if !ok {
		return Null, err
	}
	return v, nil
}

// recycle gives the decoder back without anything that refers to this document.
func (d *decoder) recycle() {
	values, keys := d.values[:cap(d.values)], d.keys[:cap(d.keys)]
	if len(values) > keepStack {
		values = nil
	}
	if len(keys) > keepStack {
		keys = nil
	}
	clear(values)
	clear(keys)
	*d = decoder{values: values[:0], keys: keys[:0], hints: d.hints}
	for i, s := range d.hints {
		if s != nil && !s.shared {
			d.hints[i] = nil // its keys may point into the document
		}
	}
	decoders.Put(d)
}

func (d *decoder) document() (Value, bool) {
	d.space()
	v, ok := d.value(0)
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
		before := d.text[:d.pos]
		line, start := 1, 0
		for i := range len(before) {
			if before[i] == '\n' {
				line, start = line+1, i+1
			}
		}
		d.err = &SyntaxError{
			Msg:    fmt.Sprintf(format, args...),
			Offset: d.pos,
			Line:   line,
			Col:    1 + utf8.RuneCountInString(before[start:]),
		}
	}
	return Null, false
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
	case '{':
		return d.object(path)
	case '[':
		return d.array(path)
	case '"':
		s, ok := d.str()
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
	copy(elems, d.values[base:])
	d.values = d.values[:base]
	d.depth--
	return makeArray(elems), true
}

func (d *decoder) object(path uint32) (Value, bool) {
	if !d.enter() {
		return Null, false
	}
	if d.next() == '}' {
		d.pos++
		d.depth--
		return emptyObject, true
	}
	base := len(d.values)
	shape, ok := d.predicted(path)
	if !ok {
		return Null, false
	}
	n := len(d.values) - base
	block := d.take(1 + n)
	copy(block[1:], d.values[base:])
	d.values = d.values[:base]
	d.depth--
	return makeObject(shape, block), true
}

// predicted reads the fields of an object as long as their keys are those of the last object here.
func (d *decoder) predicted(path uint32) (*Shape, bool) {
	hint := d.hints[path%hintCount]
	if hint == nil {
		return d.unpredicted(path, nil)
	}
	for i, key := range hint.keys {
		end := d.pos + 1 + len(key)
		if end >= len(d.text) || d.text[d.pos] != '"' || d.text[end] != '"' || d.text[d.pos+1:end] != key {
			return d.unpredicted(path, hint.keys[:i])
		}
		d.pos = end + 1
		more, ok := d.field(path*31 + uint32(i) + 2)
		if !ok {
			return nil, false
		}
		if !more {
			if i+1 < len(hint.keys) {
				return d.shapeOf(path, hint.keys[:i+1])
			}
			return hint, true
		}
	}
	return d.unpredicted(path, hint.keys)
}

// unpredicted reads the rest of an object's fields, of which some have been read.
func (d *decoder) unpredicted(path uint32, read []string) (*Shape, bool) {
	base := len(d.keys)
	d.keys = append(d.keys, read...)
	for {
		if d.pos >= len(d.text) || d.text[d.pos] != '"' {
			d.fail("%s where a key is wanted", d.found())
			return nil, false
		}
		key, ok := d.key()
		if !ok {
			return nil, false
		}
		d.keys = append(d.keys, key)
		more, ok := d.field(path*31 + uint32(len(d.keys)-base) + 1)
		if !ok {
			return nil, false
		}
		if more {
			continue
		}
		shape, ok := d.shapeOf(path, d.keys[base:])
		d.keys = d.keys[:base]
		return shape, ok
	}
}

// field reads the rest of a field after its key, and reports whether another one follows.
func (d *decoder) field(path uint32) (more, ok bool) {
	if d.next() != ':' {
		d.fail("%s where : is wanted", d.found())
		return false, false
	}
	d.pos++
	d.next()
	v, ok := d.value(path)
	if !ok {
		return false, false
	}
	d.values = append(d.values, v)
	switch d.next() {
	case ',':
		d.pos++
		d.next()
		return true, true
	case '}':
		d.pos++
		return false, true
	}
	d.fail("%s where , or } is wanted", d.found())
	return false, false
}

// shapeOf is the shape of the object that ended, whose keys these are and whose fields are the last values.
func (d *decoder) shapeOf(path uint32, keys []string) (*Shape, bool) {
	h := hashKeys(keys)
	shape := lookupShape(keys, h)
	if shape == nil {
		if repeats(keys) {
			keys = d.dropRepeats(keys)
			h = hashKeys(keys)
			shape = lookupShape(keys, h)
		}
		if shape == nil {
			shape = share(keys, h)
		}
	}
	if shape.plain {
		d.hints[path%hintCount] = shape
	}
	return shape, true
}

// dropRepeats keeps, of the fields with the same key, the last value in the place of the first.
func (d *decoder) dropRepeats(keys []string) []string {
	fields := d.values[len(d.values)-len(keys):]
	place := make(map[string]int, len(keys))
	distinct := make([]string, 0, len(keys))
	for i, key := range keys {
		at, ok := place[key]
		if !ok {
			at = len(distinct)
			place[key] = at
			distinct = append(distinct, key)
		}
		fields[at] = fields[i]
	}
	d.values = d.values[:len(d.values)-len(keys)+len(distinct)]
	return distinct
}

// take is memory for n values.
func (d *decoder) take(n int) []Value {
	if n > len(d.slab) {
		// A document of that length has more values than that only where they are very short.
		size := min(slabMost, (len(d.text)-d.pos)/16)
		if n > slabMost/4 || n > size {
			return make([]Value, n)
		}
		d.slab = make([]Value, size)
	}
	taken := d.slab[:n:n]
	d.slab = d.slab[n:]
	return taken
}

// key is the key at the current position.
func (d *decoder) key() (string, bool) {
	d.pos++
	start := d.pos
	if plain, ascii := d.scan(); plain && (ascii || utf8.ValidString(d.text[start:d.pos])) {
		d.pos++
		return d.text[start : d.pos-1], true
	}
	return d.unescape(start)
}

// str is the string at the current position.
func (d *decoder) str() (string, bool) {
	d.pos++
	start := d.pos
	plain, ascii := d.scan()
	if plain && (ascii || utf8.ValidString(d.text[start:d.pos])) {
		d.pos++
		return d.keep(d.text[start : d.pos-1]), true
	}
	return d.unescape(start)
}

// scan goes on to the end of the string, or to its first escape or control character. It reports whether it is the end,
// and whether all until there is ASCII.
func (d *decoder) scan() (end, ascii bool) {
	const (
		ones  = 0x0101010101010101
		highs = 0x8080808080808080
	)
	i := d.pos
	var seen uint64
	for i+8 <= len(d.doc) {
		x := binary.LittleEndian.Uint64(d.doc[i:])
		quote := x ^ ones*'"'
		slash := x ^ ones*'\\'
		// The lowest of these bits is exact: a borrow only ever runs upward.
		stop := ((quote - ones) &^ quote) | ((slash - ones) &^ slash) | ((x - ones*' ') &^ x)
		if stop &= highs; stop != 0 {
			n := bits.TrailingZeros64(stop) // the top bit of the byte at which to stop
			seen |= x & (1<<n - 1)
			d.pos = i + n/8
			return d.doc[d.pos] == '"', seen&highs == 0
		}
		seen |= x
		i += 8
	}
	ascii = seen&highs == 0
	for ; i < len(d.doc); i++ {
		c := d.doc[i]
		if c == '"' || c == '\\' || c < ' ' {
			d.pos = i
			return c == '"', ascii
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	d.pos = i
	return false, ascii
}

// unescape reads a string from its start that has escapes, or bytes that are no UTF-8.
func (d *decoder) unescape(start int) (string, bool) {
	var buf []byte
	d.pos = start
	for d.pos < len(d.text) {
		switch c := d.text[d.pos]; {
		case c == '"':
			d.pos++
			return string(buf), true
		case c == '\\':
			var ok bool
			if buf, ok = d.escape(buf); !ok {
				return "", false
			}
		case c < ' ':
			d.fail("control character %q in a string: write it as an escape", c)
			return "", false
		case c < utf8.RuneSelf:
			buf = append(buf, c)
			d.pos++
		default:
			r, size := utf8.DecodeRuneInString(d.text[d.pos:])
			buf = utf8.AppendRune(buf, r)
			d.pos += size
		}
	}
	d.fail("the document ends inside a string")
	return "", false
}

// escape appends the character of the escape at the current position.
func (d *decoder) escape(buf []byte) ([]byte, bool) {
	d.pos++
	if d.pos >= len(d.text) {
		d.fail("the document ends inside a string")
		return nil, false
	}
	c := d.text[d.pos]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		return d.unicodeEscape(buf)
	default:
		d.fail("unknown escape \\%s in a string", d.text[d.pos:d.pos+runeLen(d.text[d.pos:])])
		return nil, false
	}
	d.pos++
	return append(buf, c), true
}

// unicodeEscape appends the character of \uXXXX, or of two of them that are a surrogate pair.
func (d *decoder) unicodeEscape(buf []byte) ([]byte, bool) {
	d.pos++
	r, n := hex4(d.text[d.pos:])
	d.pos += n
	if n < 4 {
		d.fail("%s in an escape \\u, which wants four hexadecimal digits", d.found())
		return nil, false
	}
	if r >= 0xd800 && r < 0xdc00 && len(d.text) > d.pos+1 && d.text[d.pos] == '\\' && d.text[d.pos+1] == 'u' {
		if low, n := hex4(d.text[d.pos+2:]); n == 4 && low >= 0xdc00 && low < 0xe000 {
			r = (r-0xd800)<<10 | (low - 0xdc00) + 0x10000
			d.pos += 6
		}
	}
	return utf8.AppendRune(buf, r), true // U+FFFD for half a pair
}

// hex4 reads up to four hexadecimal digits, and says how many there are.
func hex4(s string) (r rune, n int) {
	for n < 4 && n < len(s) {
		c := s[n]
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return r, n
		}
		r = r<<4 | rune(c)
		n++
	}
	return r, n
}

func runeLen(s string) int {
	_, size := utf8.DecodeRuneInString(s)
	return size
}

// keep is text of the document that a value will refer to.
func (d *decoder) keep(s string) string {
	if !d.copies || s == "" {
		return s
	}
	if len(s) > cap(d.chars)-len(d.chars) {
		if len(s) > charsMost/4 {
			return string(slices.Clone([]byte(s)))
		}
		// Half of a document is keys, numbers and punctuation.
		d.chars = make([]byte, 0, max(len(s), min(charsMost, (len(d.text)-d.pos)/2)))
	}
	n := len(d.chars)
	d.chars = append(d.chars, s...)
	return textOf(d.chars[n:])
}

func (d *decoder) number() (Value, bool) {
	text, i := d.text, d.pos
	negative := text[i] == '-'
	if negative {
		i++
	}
	// The digits as an integer, as far as 19 of them go.
	var whole uint64
	first := i
	for i < len(text) && text[i]-'0' <= 9 {
		if i-first < 19 {
			whole = whole*10 + uint64(text[i]-'0')
		}
		i++
	}
	count := i - first
	if count == 0 {
		d.pos = i
		return d.fail("%s where a digit is wanted", d.found())
	}
	if count > 1 && text[first] == '0' {
		d.pos = first + 1
		return d.fail("a number with a leading 0")
	}
	if i < len(text) && (text[i] == '.' || text[i]|0x20 == 'e') {
		return d.float(i, whole, count, negative)
	}
	start := d.pos
	d.pos = i
	switch {
	case count <= 18 || count == 19 && whole <= math.MaxInt64:
		if !negative {
			return Int(int64(whole)), true
		}
		if whole != 0 {
			return Int(-int64(whole)), true
		}
		return Float(math.Copysign(0, -1)), true // so that -0 is written -0 again
	case negative:
		if n, err := strconv.ParseInt(text[start:i], 10, 64); err == nil {
			return Int(n), true
		}
	default:
		if n, err := strconv.ParseUint(text[start:i], 10, 64); err == nil {
			return Uint(n), true
		}
	}
	return d.parseFloat(start)
}

// float reads a number from its point or exponent at i; before it stand count digits.
func (d *decoder) float(i int, mantissa uint64, count int, negative bool) (Value, bool) {
	text, start := d.text, d.pos
	exp := 0
	if text[i] == '.' {
		i++
		first := i
		for i < len(text) && text[i]-'0' <= 9 {
			if count < 19 {
				mantissa = mantissa*10 + uint64(text[i]-'0')
			}
			count++
			i++
		}
		if i == first {
			d.pos = i
			return d.fail("%s where a digit is wanted", d.found())
		}
		exp = first - i
	}
	if i < len(text) && text[i]|0x20 == 'e' {
		i++
		down := false
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			down = text[i] == '-'
			i++
		}
		first, e := i, 0
		for i < len(text) && text[i]-'0' <= 9 {
			if e < 10000 {
				e = e*10 + int(text[i]-'0')
			}
			i++
		}
		if i == first {
			d.pos = i
			return d.fail("%s where a digit is wanted", d.found())
		}
		if down {
			e = -e
		}
		exp += e
	}
	d.pos = i
	// A mantissa and a power of ten that are exact doubles make one correctly rounded operation.
	if count <= 19 && mantissa < 1<<53 && -22 <= exp && exp <= 22 {
		f := float64(mantissa)
		if exp < 0 {
			f /= pow10[-exp]
		} else {
			f *= pow10[exp]
		}
		if negative {
			f = -f
		}
		return Float(f), true
	}
	return d.parseFloat(start)
}

func (d *decoder) parseFloat(start int) (Value, bool) {
	f, err := strconv.ParseFloat(d.text[start:d.pos], 64)
	if err != nil {
		text := d.text[start:d.pos]
		d.pos = start
		if len(text) > 40 {
			text = text[:40] + "…"
		}
		return d.fail("the number %s is too large", text)
	}
	return Float(f), true
}

var pow10 = [23]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}
