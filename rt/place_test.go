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
					place := root.nth(i, false)
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

// A place continues what its own line of sequential work did, forks of it
// that are over included, and nothing of what runs beside it or around.
func TestPlaceContinues(t *testing.T) {
	root := new(Strand)
	fork := func(s *Strand, index int, side bool) *Strand {
		place := s.fork().nth(index, side)
		place.at = 7
		return &Strand{place: place}
	}
	start := root.Next()
	first, second := fork(root, 0, true), fork(root, 1, true) // iterations of a parallel loop
	before := first.Next()
	one, two := fork(first, 0, false), fork(first, 1, false) // iterations of a sequential one in the first
	inOne := fork(one, 0, true).Next()
	atOne, atTwo, beside, end := one.Next(), two.Next(), second.Next(), root.Next()
	for _, c := range []struct {
		name string
		p, q Place
		want bool
	}{
		{"its own", end, start, true},
		{"a fork's", end, beside, true},
		{"a fork's fork's", end, atOne, true},
		{"its fork's", atOne, inOne, true},
		{"the iteration's before it", atTwo, atOne, true},
		{"of what forked off the iteration before it", atTwo, inOne, true},
		{"of the strand around its sequential loop", atOne, before, true},
		{"of the strand around its parallel loop", before, start, false},
		{"what runs beside it", beside, before, false},
		{"of what runs beside it", beside, atTwo, false},
		{"the zero place", atOne, Place{}, false},
		{"of the zero place", Place{}, atOne, false},
	} {
		if got := c.p.Continues(c.q); got != c.want {
			t.Errorf("%s: %v continues %v: %v", c.name, c.p.Path(), c.q.Path(), got)
		}
	}
}

func sign(n int) int { return max(-1, min(1, n)) }
