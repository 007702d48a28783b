package value

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"
)

// DecodeFrom is [DecodeSelected] of a document that is still coming: the first n bytes of the window have come, the rest
// is read from r. No more of the document is in memory than the window has room for, or than its longest string or
// number. Afterwards the window is the caller's again.
//
// An error is a [*SyntaxError], with the place that it has in the whole document, or what r gave other than io.EOF. Behind
// a SyntaxError nothing more is read.
func DecodeFrom(r io.Reader, window []byte, n int, s *Selection) (Value, error) {
	if !selecting {
		rest, err := io.ReadAll(r)
		if err != nil {
			return Null, err
		}
		return DecodeCopy(append(window[:n:n], rest...))
	}
	d := decoders.Get().(*decoder)
	d.selects(s)
	d.copies = true
	d.in = &arrival{r: r, window: window[:cap(window)]}
	d.doc, d.text = window[:n], textOf(window[:n])
	v, ok := d.arrivingDocument()
	d.locate()
	failed, wrong := d.in.err, d.err
	d.selects(nil)
	d.in = nil
	d.forget()
	decoders.Put(d)
	switch {
	case failed != nil:
		return Null, failed
	case !ok:
		return Null, wrong
	}
	return v, nil
}

// An arrival is a document that comes in pieces. The decoder's text is what the window has of it. What fits the window is
// decoded as any text is, and where that fails because the window ends, once more when it has moved on; an array or
// object that does not fit is decoded part by part.
type arrival struct {
	r      io.Reader
	window []byte
	ended  bool  // nothing more comes
	err    error // why, other than the document's end
	before place // of the window's first byte
	vain   int   // bytes that were decoded to be decoded again
}

// A place in a document.
type place struct {
	offset int // in bytes
	lines  int // that ended before
	col    int // characters since the last of them ended
}

// pass goes on behind text, which ends where a character does.
func (p *place) pass(text []byte) {
	p.offset += len(text)
	if n := bytes.Count(text, []byte{'\n'}); n > 0 {
		p.lines, p.col = p.lines+n, 0
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	p.col += countRunes(text)
}

// countRunes is utf8.RuneCount, faster where most of the text is ASCII.
func countRunes(text []byte) (n int) {
	for len(text) >= 8 {
		if binary.LittleEndian.Uint64(text)&0x8080808080808080 == 0 {
			text, n = text[8:], n+8
			continue
		}
		_, size := utf8.DecodeRune(text)
		text, n = text[size:], n+1
	}
	return n + utf8.RuneCount(text)
}

// shift lets go of the document before the current position and reads on, into a larger window where this one is full.
// False where nothing more comes.
func (d *decoder) shift() bool {
	in := d.in
	if in.ended {
		return false
	}
	in.before.pass(d.doc[:d.pos])
	n := copy(in.window, d.doc[d.pos:])
	if n == len(in.window) {
		in.window = append(in.window, make([]byte, max(n, 16))...)
		in.window = in.window[:cap(in.window)]
	}
	had := n
	for idle := 0; n < len(in.window) && !in.ended; {
		got, err := in.r.Read(in.window[n:])
		n += got
		if idle++; got > 0 {
			idle = 0
		}
		if err == nil && idle > 100 {
			err = io.ErrNoProgress
		}
		if in.ended = err != nil; in.ended && !errors.Is(err, io.EOF) {
			in.err = err
		}
	}
	d.doc, d.text, d.pos = in.window[:n], textOf(in.window[:n]), 0
	return n > had && in.err == nil
}

// ready goes to the next character after space, of which all has come then, and where there is none, to the end of the
// document.
func (d *decoder) ready() {
	for d.space(); len(d.text)-d.pos < utf8.UTFMax && d.shift(); {
		d.space()
	}
}

// short tells that what failed may have done so because the window ends.
func (d *decoder) short() bool {
	if d.in.ended {
		return false
	}
	const looksAhead = 16 // more than an escape or a character has
	rest := d.text[d.err.Offset-d.in.before.offset:]
	for i := range len(rest) {
		if c := rest[i]; i >= looksAhead && (c < '0' || c > '9') && c != '.' && c|0x20 != 'e' && c != '+' && c != '-' {
			return false
		}
	}
	return true
}

// attempt has read read what begins at the current position. Where the window ends before that does it goes on with more
// of the document; fits is false where a whole window is not enough.
func (d *decoder) attempt(read func() bool) (ok, fits bool) {
	depth, values, keys := d.depth, len(d.values), len(d.keys)
	for {
		at := d.pos
		if read() {
			return true, true
		}
		if !d.short() {
			return false, true
		}
		d.in.vain += len(d.doc) - at
		d.pop(values)
		d.popKeys(keys)
		d.pos, d.depth, d.err = at, depth, nil
		if at == 0 && len(d.doc) == len(d.in.window) {
			return false, false
		}
		if d.shift(); d.in.err != nil {
			return false, true
		}
	}
}

func (d *decoder) arrivingDocument() (Value, bool) {
	d.ready()
	v, _, ok := d.part(d.selection, 0, 0)
	if !ok {
		return Null, false
	}
	if d.ready(); d.pos < len(d.text) {
		return d.fail("%s after the end of the document", d.found())
	}
	return v, true
}

// part reads what is wanted of an element or a field's value, and goes behind what follows it, as another does; an end of
// 0 is the document's.
func (d *decoder) part(s *Selection, path uint32, end byte) (v Value, more, ok bool) {
	for {
		ok, fits := d.attempt(func() (ok bool) {
			if v, ok = d.selected(s, path); ok && end != 0 {
				more, ok = d.another(end)
			} else if ok && d.pos == len(d.text) && !d.in.ended {
				_, ok = d.fail("more may come") // as of a number
			}
			return ok
		})
		if fits {
			return v, more, ok
		}
		switch c := d.text[d.pos]; {
		case c == '[' && d.patient():
			v, ok = d.arrivingElements(s, path)
		case c == '{' && d.patient():
			v, ok = d.arrivingFields(s, path)
		default: // a long string, or so many levels that a window for all of them is cheaper
			if d.shift(); d.in.err != nil {
				return Null, false, false
			}
			continue
		}
		if s != nil && s.nothing {
			v = Null
		}
		if d.ready(); ok && end != 0 {
			more, ok = d.another(end)
		}
		return v, more, ok
	}
}

// patient tells that little was decoded in vain, by what has come. Each level of a document that does not fit costs a window.
func (d *decoder) patient() bool {
	const levels = 64
	return d.in.vain <= levels*len(d.in.window)+2*d.in.before.offset
}

// arrivingElements is elements for an array that does not fit the window.
func (d *decoder) arrivingElements(s *Selection, path uint32) (Value, bool) {
	if !d.enter() {
		return Null, false
	}
	if d.ready(); d.next() == ']' {
		d.pos++
		d.depth--
		return makeArray(nil), true
	}
	element := s
	if s != nil && !s.nothing {
		element = s.element
	}
	base := len(d.values)
	takes := s != nil && s.each && d.taker != nil
	if takes {
		d.values = append(d.values, begun)
	}
	for more := true; more; {
		d.ready()
		var kept memory
		if takes {
			kept = d.lend()
		}
		v, m, ok := d.part(element, path*31+1, ']')
		if takes {
			d.regain(kept)
		}
		if !ok {
			return Null, false
		}
		switch more = m; {
		case takes:
			d.give(v)
		case s == nil || !s.nothing:
			d.values = append(d.values, v)
		}
	}
	d.depth--
	elems := make([]Value, len(d.values)-base)
	copy(elems, d.pop(base))
	return makeArray(elems), true
}

// arrivingFields is fieldsOf for an object that does not fit the window.
func (d *decoder) arrivingFields(s *Selection, path uint32) (Value, bool) {
	if !d.enter() {
		return Null, false
	}
	if d.ready(); d.next() == '}' {
		d.pos++
		d.depth--
		return emptyObject, true
	}
	if s != nil && s.walked {
		s = nil
	}
	base, keys := len(d.values), len(d.keys)
	for more := true; more; {
		d.ready()
		key, ok := d.arrivingKey()
		if !ok {
			return Null, false
		}
		field, at := s, len(d.keys)-keys
		if s != nil && !s.nothing {
			if at = s.index(key); at < 0 {
				field = nothing
			} else {
				field = s.fields[at]
			}
		}
		kept := at >= 0 && (s == nil || !s.nothing)
		if kept {
			d.keys = append(d.keys, key)
		}
		d.ready()
		v, m, ok := d.part(field, path*31+uint32(at)+2, '}')
		if !ok {
			return Null, false
		}
		if more = m; kept {
			d.values = append(d.values, v)
		}
	}
	d.depth--
	if len(d.keys) == keys {
		return emptyObject, true
	}
	shape := d.shapeOf(path, d.keys[keys:])
	d.popKeys(keys)
	block := make([]Value, 1+len(d.values)-base)
	copy(block[1:], d.pop(base))
	return makeObject(shape, block), true
}

// arrivingKey goes behind a key and its colon, and gives a copy of the key.
func (d *decoder) arrivingKey() (key string, ok bool) {
	for {
		ok, fits := d.attempt(func() bool {
			if d.pos >= len(d.text) || d.text[d.pos] != '"' {
				d.fail("%s where a key is wanted", d.found())
				return false
			}
			text, ok := d.key()
			if !ok {
				return false
			}
			if d.next() != ':' {
				d.fail("%s where : is wanted", d.found())
				return false
			}
			d.pos++
			key = d.keep(text)
			return true
		})
		if fits {
			return key, ok
		}
		if d.shift(); d.in.err != nil {
			return "", false
		}
	}
}
