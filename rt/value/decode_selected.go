package value

import "slices"

// selected reads what is wanted of the value at the current position.
func (d *decoder) selected(s *Selection, path uint32) (Value, bool) {
	switch {
	case s == nil:
		return d.value(path)
	case s.nothing:
		return Null, d.skip()
	case d.pos >= len(d.text):
		return d.value(path)
	case d.text[d.pos] == '[':
		return d.elements(s.element, path)
	case d.text[d.pos] == '{' && !s.walked:
		return d.fieldsOf(s, path)
	}
	return d.value(path)
}

// elements reads an array, and of each element what is wanted.
func (d *decoder) elements(s *Selection, path uint32) (Value, bool) {
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
		v, ok := d.selected(s, path)
		if !ok {
			return Null, false
		}
		d.values = append(d.values, v)
		more, ok := d.another(']')
		if !ok {
			return Null, false
		}
		if !more {
			break
		}
	}
	elems := d.take(len(d.values) - base)
	copy(elems, d.pop(base))
	d.depth--
	return makeArray(elems), true
}

// another goes behind what follows an element or a field: a comma, and the array or object goes on, or its end.
func (d *decoder) another(end byte) (more, ok bool) {
	switch d.next() {
	case ',':
		d.pos++
		d.next()
		return true, true
	case end:
		d.pos++
		return false, true
	}
	d.fail("%s where , or %c is wanted", d.found(), end)
	return false, false
}

// fieldsOf reads an object, and of its fields those that are wanted.
func (d *decoder) fieldsOf(s *Selection, path uint32) (Value, bool) {
	if !d.enter() {
		return Null, false
	}
	if d.next() == '}' {
		d.pos++
		d.depth--
		return emptyObject, true
	}
	base, keys := len(d.values), len(d.keys)
	next := 0 // the field that comes next, if the document has them in the order of the selection
	for more := true; more; {
		if d.pos >= len(d.text) || d.text[d.pos] != '"' {
			return d.fail("%s where a key is wanted", d.found())
		}
		key, ok := d.key()
		if !ok {
			return Null, false
		}
		at := -1
		if next < len(s.names) && s.names[next] == key {
			at = next
		} else {
			at = s.index(key)
		}
		if at >= 0 {
			d.keys = append(d.keys, s.names[at]) // not key, which points into the document
		}
		if d.next() != ':' {
			return d.fail("%s where : is wanted", d.found())
		}
		d.pos++
		d.next()
		if at < 0 {
			ok = d.skip()
		} else {
			var v Value
			v, ok = d.selected(s.fields[at], path*31+uint32(at)+2)
			d.values = append(d.values, v)
			next = at + 1
		}
		if !ok {
			return Null, false
		}
		if more, ok = d.another('}'); !ok {
			return Null, false
		}
	}
	d.depth--
	if len(d.keys) == keys {
		return emptyObject, true
	}
	shape := d.hints[path%hintCount]
	if shape == nil || !slices.Equal(shape.keys, d.keys[keys:]) {
		shape = d.shapeOf(path, d.keys[keys:])
		d.hints[path%hintCount] = shape
	}
	d.popKeys(keys)
	n := len(d.values) - base
	block := d.take(1 + n)
	copy(block[1:], d.pop(base))
	return makeObject(shape, block), true
}

// skip goes behind the value at the current position, which must be JSON as any other.
func (d *decoder) skip() bool {
	if d.pos >= len(d.text) {
		_, ok := d.value(0)
		return ok
	}
	switch d.text[d.pos] {
	case '"':
		start := d.pos + 1
		if d.plain() {
			return true
		}
		_, ok := d.unescape(start)
		return ok
	case '[':
		if !d.enter() {
			return false
		}
		if d.next() == ']' {
			d.pos++
			d.depth--
			return true
		}
		for more := true; more; {
			ok := d.skip()
			if !ok {
				return false
			}
			if more, ok = d.another(']'); !ok {
				return false
			}
		}
		d.depth--
		return true
	case '{':
		return d.skipObject()
	}
	_, ok := d.value(0) // a number or a word, or what is no value
	return ok
}

func (d *decoder) skipObject() bool {
	if !d.enter() {
		return false
	}
	if d.next() == '}' {
		d.pos++
		d.depth--
		return true
	}
	for more := true; more; {
		if d.pos >= len(d.text) || d.text[d.pos] != '"' {
			d.fail("%s where a key is wanted", d.found())
			return false
		}
		if _, ok := d.key(); !ok {
			return false
		}
		if d.next() != ':' {
			d.fail("%s where : is wanted", d.found())
			return false
		}
		d.pos++
		d.next()
		ok := d.skip()
		if !ok {
			return false
		}
		if more, ok = d.another('}'); !ok {
			return false
		}
	}
	d.depth--
	return true
}
