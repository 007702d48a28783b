package store

import "hash/maphash"

// An index finds entries by their keys. It is a hash table with open addressing,
// whose slots have no pointers: the collector of garbage does not look at it, and
// growing it reads none of the keys. The zero value is empty.
type index struct {
	slots []slot // a power of two; nil where there are none
	used  int
}

// A slot holds the number of an entry, and of its key's hash what the home of
// the slot comes from; the zero slot is free.
type slot struct{ hash, entry uint32 }

var seed = maphash.MakeSeed()

func hashOf(key string) uint32 { return uint32(maphash.String(seed, key)) }

// find is the number of the key's entry; 0 where there is none.
func (x *index) find(s *slab, hash uint32, key string) uint32 {
	if x.used == 0 {
		return 0
	}
	mask := uint32(len(x.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		switch at := x.slots[i]; {
		case at.entry == 0:
			return 0
		case at.hash == hash && s.at(at.entry).key == key:
			return at.entry
		}
	}
}

// insert takes in an entry that is not in the index.
func (x *index) insert(hash, entry uint32) {
	if x.used+1 > len(x.slots)/4*3 {
		x.grow(x.used + 1)
	}
	x.put(slot{hash, entry})
	x.used++
}

func (x *index) put(s slot) {
	mask := uint32(len(x.slots) - 1)
	i := s.hash & mask
	for x.slots[i].entry != 0 {
		i = (i + 1) & mask
	}
	x.slots[i] = s
}

// grow makes room for n entries.
func (x *index) grow(n int) {
	size := max(8, len(x.slots))
	for size/4*3 < n {
		size *= 2
	}
	if size == len(x.slots) {
		return
	}
	old := x.slots
	x.slots = make([]slot, size)
	for _, s := range old {
		if s.entry != 0 {
			x.put(s)
		}
	}
}

// remove takes out an entry that is in the index. What stands behind it moves
// up, as far as it is not at home.
func (x *index) remove(hash, entry uint32) {
	mask := uint32(len(x.slots) - 1)
	free := hash & mask
	for x.slots[free].entry != entry {
		free = (free + 1) & mask
	}
	for i := (free + 1) & mask; x.slots[i].entry != 0; i = (i + 1) & mask {
		if home := x.slots[i].hash & mask; (i-home)&mask >= (i-free)&mask {
			x.slots[free] = x.slots[i]
			free = i
		}
	}
	x.slots[free] = slot{}
	x.used--
}

// adopt takes over the entries of another index, none of which is in this one.
// It adds the fewer to the more.
func (x *index) adopt(y index) {
	if y.used > x.used {
		*x, y = y, *x
	}
	if y.used == 0 {
		return
	}
	x.grow(x.used + y.used)
	for _, s := range y.slots {
		if s.entry != 0 {
			x.put(s)
		}
	}
	x.used += y.used
}
