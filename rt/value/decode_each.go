package value

// memory is what values and text are put into.
type memory struct {
	slab  []Value
	chars []byte
}

// scratch is memory for an element that is taken while the document is decoded: the next one has it again. What is too
// large for it lies elsewhere.
type scratch struct {
	memory
	spilled bool // an element was too large
}

const (
	scratchFirst = 256 // values, and sixteen times as many bytes of text
	scratchMost  = 16 << 10
	ownMost      = 4 << 10 // parts of what was made of an element that are looked at
)

// selects sets what is wanted of the document.
func (d *decoder) selects(s *Selection) {
	if d.taker != nil { // it had elements of a document in it
		if clear(d.scratch.slab); len(d.scratch.slab) > slabMost {
			d.scratch = scratch{}
		}
	}
	d.selection, d.taker = s, nil
	if s != nil && s.take != nil {
		d.selection, d.taker = s.of, s.take
	}
}

// taken reads an array, and has each element taken.
func (d *decoder) taken(s *Selection, path uint32) (Value, bool) {
	if !d.enter() {
		return Null, false
	}
	base := len(d.values)
	if d.next() == ']' {
		d.pos++
		d.depth--
		return makeArray(nil), true
	}
	d.values = append(d.values, begun)
	path = path*31 + 1
	for more := true; more; {
		kept := d.lend()
		v, ok := d.selected(s, path)
		d.regain(kept)
		if !ok {
			return Null, false
		}
		if more, ok = d.another(']'); !ok {
			return Null, false
		}
		d.give(v)
	}
	elems := d.take(len(d.values) - base)
	copy(elems, d.pop(base))
	d.depth--
	return makeArray(elems), true
}

// lend has the next values and text put into scratch, and gives the memory that they would have been put into.
func (d *decoder) lend() (kept memory) {
	if !reuses {
		return memory{}
	}
	if size := len(d.scratch.slab); size == 0 || d.scratch.spilled && size < scratchMost {
		size = max(2*size, scratchFirst)
		d.scratch = scratch{memory: memory{make([]Value, size), make([]byte, 0, 16*size)}}
	}
	kept = memory{d.slab, d.chars}
	d.slab, d.chars = d.scratch.slab, d.scratch.chars
	return kept
}

// regain goes back to the memory that lend gave.
func (d *decoder) regain(kept memory) {
	if !reuses {
		return
	}
	used := &d.scratch
	used.spilled = used.spilled || &d.chars[:1][0] != &used.chars[:1][0] ||
		len(d.slab) > 0 && &d.slab[len(d.slab)-1] != &used.slab[len(used.slab)-1]
	d.slab, d.chars = kept.slab, kept.chars
}

// give has the element taken, and puts what stands in its place on the stack.
func (d *decoder) give(v Value) {
	made, outcome := d.taker(v)
	switch outcome {
	case LeftOut:
		return
	case NotYet:
		made = makeObject(notYetShape, []Value{{}, v})
	}
	left := ownMost
	if made = d.own(made, &left); left < 0 {
		d.scratch = scratch{} // the one that was is a part of what was made
	}
	d.values = append(d.values, made)
}

// own is v with what lies in scratch put into memory of its own. What lies elsewhere and refers to it was made of the
// element just now, so nobody else sees that it changes.
func (d *decoder) own(v Value, left *int) Value {
	k := v.Kind()
	if k < KindString {
		return v
	}
	if *left--; *left < 0 {
		return v
	}
	inside := v.within(d.scratch.memory)
	switch {
	case k == KindString:
		if inside {
			return makeString(d.keep(v.str()))
		}
		return v
	case k == KindArray:
		elems := v.elems()
		if !inside {
			d.ownAll(elems, elems, left)
			return v
		}
		own := d.take(len(elems))
		d.ownAll(own, elems, left)
		return makeArray(own)
	}
	fields := v.fields()
	if !inside {
		d.ownAll(fields, fields, left)
		return v
	}
	block := d.take(1 + len(fields))
	d.ownAll(block[1:], fields, left)
	return makeObject(v.shape(), block)
}

// ownAll puts own values of from into to, which may be the same.
func (d *decoder) ownAll(to, from []Value, left *int) {
	same := len(to) > 0 && &to[0] == &from[0]
	for i, v := range from {
		if own := d.own(v, left); !same || v.within(d.scratch.memory) { // others may be reading what is not of the element
			to[i] = own
		}
	}
}
