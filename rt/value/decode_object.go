package value

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
	copy(block[1:], d.pop(base))
	d.depth--
	return makeObject(shape, block), true
}

// predicted reads the fields of an object as long as their keys are those of the last object here.
func (d *decoder) predicted(path uint32) (*Shape, bool) {
	hint := d.hints[path%hintCount]
	if hint == nil {
		return d.unpredicted(path, nil)
	}
	for i, name := range hint.quotedKeys() {
		end := d.pos + len(name) // which stands there with its colon
		if end > len(d.text) || d.text[d.pos:end] != name {
			return d.unpredicted(path, hint.keys[:i])
		}
		d.pos = end
		more, ok := d.member(path*31 + uint32(i) + 2)
		if !ok {
			return nil, false
		}
		if !more {
			if i+1 < len(hint.keys) {
				return d.shapeOf(path, hint.keys[:i+1]), true
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
		shape := d.shapeOf(path, d.keys[base:])
		d.popKeys(base)
		return shape, true
	}
}

// field reads the rest of a field after its key, and reports whether another one follows.
func (d *decoder) field(path uint32) (more, ok bool) {
	if d.next() != ':' {
		d.fail("%s where : is wanted", d.found())
		return false, false
	}
	d.pos++
	return d.member(path)
}

// member reads the rest of a field after its colon.
func (d *decoder) member(path uint32) (more, ok bool) {
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
func (d *decoder) shapeOf(path uint32, keys []string) *Shape {
	h := hashKeys(keys)
	shape := lookupShape(keys, h)
	if shape != nil {
		d.hints[path%hintCount] = shape
		return shape
	}
	shape, distinct := share(keys, h)
	switch {
	case !distinct:
		shape = intern(d.dropRepeats(keys))
	case !shape.shared:
		// Only a hint lets another object have it. A shared one becomes a hint when it comes again: where every object
		// has keys of its own, none does.
		d.hints[path%hintCount] = shape
		d.large = true
	}
	return shape
}

// dropRepeats keeps, of the fields with the same key, the last value in the place of the first.
func (d *decoder) dropRepeats(keys []string) []string {
	base := len(d.values) - len(keys)
	var b Builder
	for i, key := range keys {
		b.Set(key, d.values[base+i])
	}
	d.pop(base)
	d.values = append(d.values, b.block[1:]...)
	return b.keys
}
