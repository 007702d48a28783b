package store

import (
	"slices"

	"github.com/reqongen/reqongen/rt"
)

// settle writes everything into the table, and leaves the overlay empty.
func (o *overlay) settle(t *table) {
	if !o.begun {
		return
	}
	s := o.seen(rt.Place{})
	cleared := s.after != rt.Place{}
	t.isChanged, t.slab = true, o.slab
	if cleared {
		o.forget(t)
	}
	order := make([]uint32, 0, o.changed.len()) // of those that go to the end, by their index
	for i := range o.changed.len() {
		first := o.changed.at(i)
		e := t.slab.at(first.entry)
		state := o.state(t, e, s)
		e.pending = 0
		switch {
		case state.kind == Put:
			t.set(e, state.record)
			continue
		case e.pos >= 0:
			t.remove(e)
		}
		if state.kind == renew {
			state.entry = first.entry
			*first = state
			order = append(order, uint32(i))
			continue
		}
		in, hash := &o.fresh, hashOf(e.key)
		if in.find(&t.slab, hash, e.key) == 0 {
			in = &t.index
		}
		in.remove(hash, first.entry)
		t.slab.release(first.entry)
	}
	t.index.adopt(o.fresh)
	o.unkeyed = slices.DeleteFunc(o.unkeyed, func(c change) bool { return c.kind == Delete || !s.has(c.place) })
	if !slices.IsSortedFunc(o.unkeyed, byPlace) {
		slices.SortFunc(o.unkeyed, byPlace)
	}
	sortAlmost(order, func(a, b uint32) bool {
		return o.changed.at(int(a)).place.Compare(o.changed.at(int(b)).place) < 0
	})
	t.reserve(len(order) + len(o.unkeyed))
	unkeyed := o.unkeyed
	for _, i := range order {
		c := o.changed.at(int(i))
		for len(unkeyed) > 0 && unkeyed[0].place.Compare(c.place) < 0 {
			t.append(0, unkeyed[0].record)
			unkeyed = unkeyed[1:]
		}
		t.append(c.entry, c.record)
	}
	for _, c := range unkeyed {
		t.append(0, c.record)
	}
	*o = overlay{}
}

// forget empties the table, but for the entries that have changes: to the
// overlay they are fresh then.
func (o *overlay) forget(t *table) {
	for _, number := range t.entries {
		if number == 0 {
			continue
		}
		if e := t.slab.at(number); e.pending == 0 {
			t.slab.release(number)
		} else {
			e.pos = -1
			o.fresh.insert(hashOf(e.key), number)
		}
	}
	*t = table{slab: t.slab, isChanged: true}
}

// sortAlmost sorts what is almost in order: writes of strands side by side come
// a little before or behind those of their neighbours. Where there is more to
// move it sorts as for any order.
func sortAlmost(list []uint32, less func(a, b uint32) bool) {
	moves := 8 * len(list)
	for i := 1; i < len(list); i++ {
		x := list[i]
		j := i
		for ; j > 0 && less(x, list[j-1]); j-- {
			list[j] = list[j-1]
			moves--
		}
		list[j] = x
		if moves < 0 {
			slices.SortFunc(list, func(a, b uint32) int {
				switch {
				case less(a, b):
					return -1
				case less(b, a):
					return 1
				}
				return 0
			})
			return
		}
	}
}
