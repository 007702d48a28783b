package value

import (
	"strings"
	"unicode/utf8"
)

// key is the key at the current position.
func (d *decoder) key() (string, bool) {
	start := d.pos + 1
	if d.plain() {
		return d.text[start : d.pos-1], true
	}
	buf, ok := d.unescape(start)
	return string(buf), ok
}

// str is the string at the current position, which stands at the path.
func (d *decoder) str(path uint32) (string, bool) {
	start := d.pos + 1
	if d.plain() {
		s := d.text[start : d.pos-1]
		switch {
		case d.remembers():
			return d.again(path, s), true
		case d.copies:
			return d.keep(s), true
		}
		return s, true
	}
	buf, ok := d.unescape(start)
	return d.keep(textOf(buf)), ok
}

// plain goes behind the string at the current position, if it stands there as it is: without escapes, and in UTF-8.
func (d *decoder) plain() bool {
	d.pos++
	start := d.pos
	n, ascii := scanPlain(d.doc[start:])
	d.pos += n
	if d.pos >= len(d.doc) || d.doc[d.pos] != '"' || !ascii && !utf8.ValidString(d.text[start:d.pos]) {
		return false
	}
	d.pos++
	return true
}

// unescape reads the string that begins at start and has escapes, or bytes that are no UTF-8. What it gives is good until
// the next one.
func (d *decoder) unescape(start int) ([]byte, bool) {
	d.pos = start
	buf := d.buf[:0]
	for {
		n, ascii := scanPlain(d.doc[d.pos:])
		buf = appendUTF8(buf, d.text[d.pos:d.pos+n], ascii)
		d.pos += n
		if d.pos >= len(d.text) {
			d.fail("the document ends inside a string")
			return nil, false
		}
		switch d.text[d.pos] {
		case '"':
			d.pos++
			d.buf = buf
			return buf, true
		case '\\':
			var ok bool
			if buf, ok = d.escape(buf); !ok {
				return nil, false
			}
		default:
			d.fail("%s in a string, where it must be an escape", d.found())
			return nil, false
		}
	}
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

// keep is a copy of s, next to others.
func (d *decoder) keep(s string) string {
	if len(s) > cap(d.chars)-len(d.chars) {
		if len(s) > charsMost/4 {
			return strings.Clone(s)
		}
		// About half of a document is keys, numbers and punctuation.
		d.chars = make([]byte, 0, max(len(s), min(d.charsSize, d.coming()/2)))
		d.charsSize = min(2*d.charsSize, charsMost)
	}
	n := len(d.chars)
	d.chars = append(d.chars, s...)
	return textOf(d.chars[n:])
}
