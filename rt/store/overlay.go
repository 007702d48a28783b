package store

import (
	"iter"
	"slices"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// An overlay is what strands that work side by side have written since the
// table was settled. Its Store guards it.
type overlay struct {
	slab      slab       // the table's, and the entries of fresh keys; begun tells that it is there
	begun     bool       // something was written
	fresh     index      // of keys that the table does not have
	changed   list       // the first change of every entry with one
	histories []*history // of entries with several changes
	unkeyed   []change   // records without a key: Puts; Deletes where one was taken back
	clears    history    // Deletes of everything before them
}

// A list is changes in blocks, which are not moved while it grows.
type list struct{ blocks [][]change }

const blockSize = 512

func (l *list) len() int {
	last := len(l.blocks) - 1
	if last < 0 {
		return 0
	}
	return last*blockSize + len(l.blocks[last])
}

func (l *list) at(i int) *change { return &l.blocks[i/blockSize][i%blockSize] }

func (l *list) add(c change) {
	switch last := len(l.blocks) - 1; {
	case last < 0:
		l.blocks = [][]change{{c}}
	case len(l.blocks[last]) == blockSize:
		l.blocks = append(l.blocks, append(make([]change, 0, blockSize), c))
	default:
		l.blocks[last] = append(l.blocks[last], c)
	}
}

// all are the changes.
func (l *list) all() iter.Seq[*change] {
	return func(yield func(*change) bool) {
		for _, block := range l.blocks {
			for i := range block {
				if !yield(&block[i]) {
					return
				}
			}
		}
	}
}

// do adds a write at its place.
func (o *overlay) do(t *table, op Op, p rt.Place) {
	if !o.begun {
		o.slab, o.begun = t.slab, true
	}
	c := change{place: p, record: op.Record, kind: op.Kind}
	switch {
	case op.Kind == Clear:
		c.kind = Delete
		o.addTo(&o.clears, c)
	case op.Keyless:
		o.unkeyed = append(o.unkeyed, c)
	default:
		o.write(t, op.Key, c)
	}
}

// write adds a write to one key. An entry's pending says where its changes
// are: n is the one at change n-1 of changed, -n is histories[n-1].
func (o *overlay) write(t *table, key string, c change) {
	hash := hashOf(key)
	if c.entry = o.find(t, hash, key); c.entry == 0 {
		c.entry = o.slab.add(key)
		o.fresh.insert(hash, c.entry)
	}
	e := o.slab.at(c.entry)
	switch {
	case e.pending == 0:
		o.changed.add(c)
		e.pending = int32(o.changed.len())
	case e.pending > 0:
		first := o.changed.at(int(e.pending) - 1)
		if one, ok := o.asOne(*first, c, c.place); ok {
			*first = one
			return
		}
		h := new(history)
		h.insert(*first)
		h.insert(c)
		*first = change{entry: c.entry}
		o.histories = append(o.histories, h)
		e.pending = -int32(len(o.histories))
	default:
		o.addTo(o.histories[-e.pending-1], c)
	}
}

// find is the number of a key's entry; 0 where neither the table nor the overlay
// has one.
func (o *overlay) find(t *table, hash uint32, key string) uint32 {
	if number := t.index.find(&t.slab, hash, key); number != 0 {
		return number
	}
	return o.fresh.find(&o.slab, hash, key)
}

// addTo puts a change into a history. It takes those right before it in as far
// as they can be one with it, so that a strand that writes a key time and
// again leaves one change.
func (o *overlay) addTo(h *history, c change) {
	at := c.place
	for earlier := h.before(at); earlier != nil; earlier = h.before(at) {
		one, ok := o.asOne(earlier.change, c, at)
		if !ok {
			break
		}
		c = one
		h.remove(earlier.place)
	}
	h.insert(c)
}

// asOne is a change and a later one, whose write was at the place, as one. It
// is false where somebody may see the one without the other, or where they are
// merges that cannot be one.
func (o *overlay) asOne(earlier, later change, at rt.Place) (change, bool) {
	if !at.Continues(earlier.place) {
		return change{}, false
	}
	if (span{after: earlier.place}).has(o.lastClear(at)) {
		return later, true
	}
	return earlier.then(later)
}

// lastClear is the place of the last clear before the given one (the zero
// Place: of the last of all), and the zero Place where there is none.
func (o *overlay) lastClear(before rt.Place) rt.Place {
	if last := o.clears.before(before); last != nil {
		return last.place
	}
	return rt.Place{}
}

// seen is the part of the overlay that is seen before a place (the zero Place:
// at the end). Where its after is no zero Place the table is not seen.
func (o *overlay) seen(before rt.Place) span {
	return span{after: o.lastClear(before), before: before}
}

// state is what the span shows under the key of the entry.
func (o *overlay) state(t *table, e *entry, s span) change {
	state := change{kind: Delete}
	if e.pos >= 0 && s.after == (rt.Place{}) {
		state = change{kind: Put, record: t.records[e.pos]}
	}
	switch {
	case e.pending > 0:
		if c := o.changed.at(int(e.pending) - 1); s.has(c.place) {
			state, _ = state.then(*c)
		}
	case e.pending < 0:
		state = o.histories[-e.pending-1].during(state, s)
	}
	return state
}

// get is the record under a key as it is seen before the place.
func (o *overlay) get(t *table, key string, before rt.Place) value.Value {
	number := o.find(t, hashOf(key), key)
	if number == 0 {
		return value.Null
	}
	return o.state(t, o.slab.at(number), o.seen(before)).record
}

// len is the number of records that are seen before the place.
func (o *overlay) len(t *table, before rt.Place) int {
	s := o.seen(before)
	n := 0
	if s.after == (rt.Place{}) {
		n = t.len()
	}
	for first := range o.changed.all() {
		e := o.slab.at(first.entry)
		if e.pos >= 0 && s.after == (rt.Place{}) {
			n--
		}
		if o.state(t, e, s).kind != Delete {
			n++
		}
	}
	for _, c := range o.unkeyed {
		if c.kind != Delete && s.has(c.place) {
			n++
		}
	}
	return n
}

// A row is a record of a listing; its entry is nil where it has no key yet.
type row struct {
	entry  *entry
	record value.Value
}

// listing is what is seen before the place, in order.
func (o *overlay) listing(t *table, before rt.Place) []row {
	s := o.seen(before)
	var added []change
	for first := range o.changed.all() {
		if c := o.state(t, o.slab.at(first.entry), s); c.kind == renew {
			c.entry = first.entry
			added = append(added, c)
		}
	}
	for _, c := range o.unkeyed {
		if c.kind != Delete && s.has(c.place) {
			added = append(added, c)
		}
	}
	slices.SortFunc(added, byPlace)
	rows := make([]row, 0, t.len()+len(added))
	if s.after == (rt.Place{}) {
		for e, record := range t.all() {
			if e != nil && e.pending != 0 {
				c := o.state(t, e, s)
				if c.kind != Put {
					continue
				}
				record = c.record
			}
			rows = append(rows, row{e, record})
		}
	}
	for _, c := range added {
		if c.entry == 0 {
			rows = append(rows, row{nil, c.record})
		} else {
			rows = append(rows, row{o.slab.at(c.entry), c.record})
		}
	}
	return rows
}

func byPlace(a, b change) int { return a.place.Compare(b.place) }

// undo takes out the changes that the ops made at places from the one up to
// before the other; their records without a key are from that index on. No change
// there is one with one elsewhere (see asOne): the places are those of whole
// iterations.
func (o *overlay) undo(t *table, ops []Op, keyless int, from, before rt.Place) {
	for _, op := range ops {
		switch {
		case op.Kind == Clear:
			o.clears.cut(from, before)
		case op.Keyless:
			o.unkeyed[keyless] = change{kind: Delete}
			keyless++
		default:
			o.undoKey(o.slab.at(o.find(t, hashOf(op.Key), op.Key)), from, before)
		}
	}
}

func (o *overlay) undoKey(e *entry, from, before rt.Place) {
	if e.pending < 0 {
		o.histories[-e.pending-1].cut(from, before)
		return
	}
	first := o.changed.at(int(e.pending) - 1)
	if p := first.place; p.Compare(from) >= 0 && p.Compare(before) < 0 {
		// It stays among the changed, with no change.
		*first = change{entry: first.entry}
		o.histories = append(o.histories, new(history))
		e.pending = -int32(len(o.histories))
	}
}
