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
	fresh     map[string]*entry // keys that the table does not have
	changed   list              // every entry with a change, and its first one
	histories []*history        // of entries with several changes
	unkeyed   []change          // records without a key: Puts; Deletes where one was taken back
	clears    history           // Deletes of everything before them
}

type pending struct {
	change
	entry *entry // nil for a record without a key
}

// A list is pending changes in blocks, which are not moved while it grows.
type list struct{ blocks [][]pending }

const blockSize = 512

func (l *list) len() int {
	last := len(l.blocks) - 1
	if last < 0 {
		return 0
	}
	return last*blockSize + len(l.blocks[last])
}

func (l *list) at(i int) *pending { return &l.blocks[i/blockSize][i%blockSize] }

func (l *list) add(p pending) {
	switch last := len(l.blocks) - 1; {
	case last < 0:
		l.blocks = [][]pending{{p}}
	case len(l.blocks[last]) == blockSize:
		l.blocks = append(l.blocks, append(make([]pending, 0, blockSize), p))
	default:
		l.blocks[last] = append(l.blocks[last], p)
	}
}

// entries are those with a change.
func (l *list) entries() iter.Seq[*entry] {
	return func(yield func(*entry) bool) {
		for _, block := range l.blocks {
			for i := range block {
				if !yield(block[i].entry) {
					return
				}
			}
		}
	}
}

// do adds a write at its place.
func (o *overlay) do(t *table, op Op, p rt.Place) {
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
	e := o.find(t, key)
	if e == nil {
		e = t.newEntry(key)
		o.addFresh(e)
	}
	switch {
	case e.pending == 0:
		o.changed.add(pending{c, e})
		e.pending = int32(o.changed.len())
	case e.pending > 0:
		first := o.changed.at(int(e.pending) - 1)
		if one, ok := o.asOne(first.change, c, c.place); ok {
			first.change = one
			return
		}
		h := new(history)
		h.insert(first.change)
		h.insert(c)
		first.change = change{}
		o.histories = append(o.histories, h)
		e.pending = -int32(len(o.histories))
	default:
		o.addTo(o.histories[-e.pending-1], c)
	}
}

// find is the entry of a key; nil where neither the table nor the overlay has
// one.
func (o *overlay) find(t *table, key string) *entry {
	if e := t.index[key]; e != nil {
		return e
	}
	return o.fresh[key]
}

func (o *overlay) addFresh(e *entry) {
	if o.fresh == nil {
		o.fresh = map[string]*entry{}
	}
	o.fresh[e.key] = e
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
		if c := o.changed.at(int(e.pending) - 1).change; s.has(c.place) {
			state, _ = state.then(c)
		}
	case e.pending < 0:
		state = o.histories[-e.pending-1].during(state, s)
	}
	return state
}

// get is the record under a key as it is seen before the place.
func (o *overlay) get(t *table, key string, before rt.Place) value.Value {
	e := o.find(t, key)
	if e == nil {
		return value.Null
	}
	return o.state(t, e, o.seen(before)).record
}

// len is the number of records that are seen before the place.
func (o *overlay) len(t *table, before rt.Place) int {
	s := o.seen(before)
	n := 0
	if s.after == (rt.Place{}) {
		n = t.len()
	}
	for e := range o.changed.entries() {
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

// listing is what is seen before the place, in order. Records that the table
// has in the same place in the listing come with the zero Place.
func (o *overlay) listing(t *table, before rt.Place) []pending {
	s := o.seen(before)
	rows := make([]pending, 0, t.len()+o.changed.len()+len(o.unkeyed))
	for e := range o.changed.entries() {
		if c := o.state(t, e, s); c.kind == renew {
			rows = append(rows, pending{c, e})
		}
	}
	for _, c := range o.unkeyed {
		if c.kind != Delete && s.has(c.place) {
			rows = append(rows, pending{c, nil})
		}
	}
	added := len(rows)
	if s.after == (rt.Place{}) {
		for e, record := range t.all() {
			c := change{record: record}
			if e != nil && e.pending != 0 {
				if c = o.state(t, e, s); c.kind != Put {
					continue
				}
			}
			rows = append(rows, pending{c, e})
		}
	}
	slices.SortFunc(rows[:added], byPlace)
	return slices.Concat(rows[added:], rows[:added])
}

func byPlace(a, b pending) int { return a.place.Compare(b.place) }

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
			o.undoKey(o.find(t, op.Key), from, before)
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
		first.change = change{}
		o.histories = append(o.histories, new(history))
		e.pending = -int32(len(o.histories))
	}
}

// settle writes everything into the table, and leaves the overlay empty.
func (o *overlay) settle(t *table) {
	s := o.seen(rt.Place{})
	cleared := s.after != rt.Place{}
	if cleared {
		t.do(Op{Kind: Clear})
	}
	t.isChanged = true
	added := make([]pending, 0, o.changed.len()+len(o.unkeyed))
	for e := range o.changed.entries() {
		state := o.state(t, e, s)
		e.pending = 0
		inTable := e.pos >= 0
		if cleared {
			e.pos = -1
		}
		switch state.kind {
		case Put:
			t.set(e, state.record)
			continue
		case renew:
			added = append(added, pending{state, e})
			if inTable {
				o.addFresh(e)
			}
		default:
			delete(o.fresh, e.key)
		}
		if inTable && !cleared {
			delete(t.index, e.key)
			t.remove(e)
		}
	}
	for _, c := range o.unkeyed {
		if c.kind != Delete && s.has(c.place) {
			added = append(added, pending{c, nil})
		}
	}
	slices.SortFunc(added, byPlace)
	t.adopt(o.fresh)
	t.reserve(len(added))
	for _, row := range added {
		t.append(row.entry, row.record)
	}
	*o = overlay{}
}
