package rt

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The order of places is that of their paths, whatever the shape of the tree.
func TestPlaceCompareAgreesWithPath(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var places []Place
		var grow func(s *Strand, depth int)
		grow = func(s *Strand, depth int) {
			for range 1 + rng.IntN(4) {
				places = append(places, s.Next())
				if depth == 0 || rng.IntN(2) == 0 {
					continue
				}
				root := s.fork()
				for i := range 1 + rng.IntN(3) {
					place := root
					place.index = uint64(i)
					grow(&Strand{place: place}, depth-1)
				}
			}
		}
		grow(&Strand{}, 4)
		// The walk above is the serial order.
		for i, p := range places {
			for j, q := range places {
				want := i - j
				if got := p.Compare(q); sign(got) != sign(want) {
					t.Fatalf("seed %d: place %d %v compared with place %d %v: %d", seed, i, p.Path(), j, q.Path(), got)
				}
				if got := slices.Compare(p.Path(), q.Path()); sign(got) != sign(want) {
					t.Fatalf("seed %d: path %v compared with %v: %d", seed, p.Path(), q.Path(), got)
				}
			}
		}
	}
}

func TestZeroPlaceIsFirst(t *testing.T) {
	p := new(Strand).Next()
	if (Place{}).Compare(p) >= 0 || p.Compare(Place{}) <= 0 || (Place{}).Compare(Place{}) != 0 {
		t.Errorf("the zero place is not before %v", p.Path())
	}
}

// What a strand did is before its Now, what it does next is not.
func TestNow(t *testing.T) {
	s := new(Strand)
	before := s.Next()
	now := s.Here()
	after := s.Next()
	if before.Compare(now) >= 0 || after.Compare(now) < 0 {
		t.Errorf("before %v, now %v, after %v", before.Path(), now.Path(), after.Path())
	}
}

func sign(n int) int { return max(-1, min(1, n)) }

// A place encloses what its strand and those that forked off it did, and
// nothing of siblings, of their forks or of its parents.
func TestPlaceEncloses(t *testing.T) {
	s := new(Strand)
	before := s.Next()
	root := s.fork()
	strand := func(index uint64) *Strand {
		place := root
		place.index = index
		return &Strand{place: place}
	}
	first, second := strand(0), strand(1)
	inner := &Strand{place: first.fork()}
	in, one, two, after := inner.Next(), first.Next(), second.Next(), s.Next()
	for _, c := range []struct {
		name string
		p, q Place
		want bool
	}{
		{"its own", after, before, true},
		{"a fork's", after, one, true},
		{"a fork's fork's", after, in, true},
		{"its fork's", one, in, true},
		{"a sibling's", two, one, false},
		{"a sibling's fork's", two, in, false},
		{"its parent's", one, before, false},
		{"the zero place", one, Place{}, false},
		{"of the zero place", Place{}, one, false},
	} {
		if got := c.p.Encloses(c.q); got != c.want {
			t.Errorf("%s: %v encloses %v: %v", c.name, c.p.Path(), c.q.Path(), got)
		}
	}
}
