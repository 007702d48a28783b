package value

import "slices"

// selected reads what is wanted of the value at the current position.
func (d *decoder) selected(s *Selection, path uint32) (Value, bool) {
	switch {
	case s == nil:
		return d.value(path)
	case s.nothing:
		return Null, d.skip(path)
	case d.pos >= len(d.text):
		return d.value(path)
	case d.text[d.pos] == '[' && s.each && d.taker != nil:
		return d.taken(s.element, path)
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
	expected := d.expect(s, path)
	for more := true; more; {
		at, ok := expected.key(d, s)
		if !ok {
			return Null, false
		}
		if at < 0 {
			ok = d.skip(path*31 + uint32(expected.next+len(s.names)) + 1)
		} else {
			d.keys = append(d.keys, s.names[at]) // not the document's own text
			var v Value
			v, ok = d.selected(s.fields[at], path*31+uint32(at)+2)
			d.values = append(d.values, v)
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
