package store

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// An index holds what a map would, whatever comes and goes, keys of one home and
// entries that are used again among them.
func TestIndexIsAMap(t *testing.T) {
	for number := range uint64(50) {
		rng := rand.New(rand.NewPCG(number, 1))
		// Few different hashes make for crowds.
		hash := func(key string) uint32 { return hashOf(key) % (1 + uint32(number)*7) }
		var s slab
		var x index
		want := map[string]uint32{}
		for range 3000 {
			key := fmt.Sprint(rng.IntN(400))
			switch have := x.find(&s, hash(key), key); {
			case have != want[key]:
				t.Fatalf("%d: %s is entry %d, want %d", number, key, have, want[key])
			case have == 0:
				want[key] = s.add(key)
				x.insert(hash(key), want[key])
			case rng.IntN(3) > 0:
				x.remove(hash(key), have)
				s.release(have)
				delete(want, key)
			}
			if x.used != len(want) {
				t.Fatalf("%d: %d entries, want %d", number, x.used, len(want))
			}
		}
		if s.n > 400 {
			t.Errorf("%d: of %d keys there are %d entries: none is used again", number, 400, s.n)
		}
		var other index
		for i := range rng.IntN(500) {
			key := fmt.Sprint("other ", i)
			want[key] = s.add(key)
			other.insert(hash(key), want[key])
		}
		x.adopt(other)
		for key, entry := range want {
			if have := x.find(&s, hash(key), key); have != entry || s.at(entry).key != key {
				t.Fatalf("%d: %s is entry %d, want %d", number, key, have, entry)
			}
		}
		if x.used != len(want) {
			t.Fatalf("%d: %d entries, want %d", number, x.used, len(want))
		}
	}
}

// Entries are numbered in a row, each in a place of its own that it keeps.
func TestSlab(t *testing.T) {
	var s slab
	places := map[*entry]uint32{}
	for i := range uint32(3000) {
		before := s
		number := s.add(fmt.Sprint(i))
		if number != i+1 {
			t.Fatalf("entry %d has the number %d", i, number)
		}
		if old := places[s.at(number)]; old != 0 {
			t.Fatalf("entry %d lies where entry %d does", number, old)
		}
		places[s.at(number)] = number
		if i > 0 && before.at(i).key != fmt.Sprint(i-1) {
			t.Fatalf("entry %d is %q in a copy", i, before.at(i).key)
		}
	}
	for e, number := range places {
		if s.at(number) != e {
			t.Fatalf("entry %d has moved", number)
		}
	}
	if n := len(s.blocks[0]); n != 4 {
		t.Errorf("the first block has %d entries", n)
	}
}

func TestSortAlmost(t *testing.T) {
	for number := range uint64(100) {
		rng := rand.New(rand.NewPCG(number, 2))
		n := rng.IntN(2000)
		keys := make([]int, n) // off their place by up to so much
		off := []int{1, 8, 64, 1 << 20}[number%4]
		for i := range keys {
			keys[i] = i + rng.IntN(off)
		}
		list := make([]uint32, n)
		for i := range list {
			list[i] = uint32(i)
		}
		sortAlmost(list, func(a, b uint32) bool { return keys[a] < keys[b] })
		if !slices.IsSortedFunc(list, func(a, b uint32) int { return cmp.Compare(keys[a], keys[b]) }) {
			t.Fatalf("%d: not in order", number)
		}
		slices.Sort(list)
		for i, at := range list {
			if int(at) != i {
				t.Fatalf("%d: %d is lost", number, i)
			}
		}
	}
}
