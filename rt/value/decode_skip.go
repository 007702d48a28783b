package value

// skip goes behind the value at the current position, which must be JSON as any other.
func (d *decoder) skip(path uint32) bool {
	if d.pos >= len(d.text) {
		_, ok := d.value(0)
		return ok
	}
	switch d.text[d.pos] {
	case '"':
		return d.skipString()
	case '[':
		return d.skipArray(path)
	case '{':
		return d.skipObject(path)
	}
	_, ok := d.value(0) // a number or a word, or what is no value
	return ok
}

// skipString goes behind a string. Bytes that are no UTF-8 are no error.
func (d *decoder) skipString() bool {
	start := d.pos + 1
	n, _ := scanPlain(d.doc[start:])
	if end := start + n; end < len(d.doc) && d.doc[end] == '"' {
		d.pos = end + 1
		return true
	}
	_, ok := d.unescape(start)
	return ok
}

func (d *decoder) skipArray(path uint32) bool {
	if !d.enter() {
		return false
	}
	if d.next() == ']' {
		d.pos++
		d.depth--
		return true
	}
	path = path*31 + 1
	for more := true; more; {
		ok := d.skip(path)
		if !ok {
			return false
		}
		if more, ok = d.another(']'); !ok {
			return false
		}
	}
	d.depth--
	return true
}

func (d *decoder) skipObject(path uint32) bool {
	if !d.enter() {
		return false
	}
	if d.next() == '}' {
		d.pos++
		d.depth--
		return true
	}
	expected := d.expect(nothing, path)
	for more := true; more; {
		_, ok := expected.key(d, nothing)
		if !ok || !d.skip(path*31+uint32(expected.next)+1) {
			return false
		}
		if more, ok = d.another('}'); !ok {
			return false
		}
	}
	d.depth--
	return true
}
