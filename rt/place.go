package rt

import "cmp"

// A Place is where in the serial order of a run something happened: stages in
// their order, the actions of a group in written order, the steps of a strand
// one after another, the iterations of a loop in the collection's order.
// Places are totally ordered, and the order has nothing to do with the clock.
//
// The zero Place comes before all others.
type Place struct {
	line *branch
	step uint64
}

// A branch is the root of the serial order, or a strand that forked off at a
// step of another, as one of several that are told apart by their index.
//
// There is one on the heap for each iteration that writes to a store side by
// side with others, as long as the stage lasts: what it knows of itself is packed.
type branch struct {
	parent *branch
	at     uint64
	tag    uint64 // side, depth and index, from the highest bit down
}

const (
	indexBits = 44 // 17 million million iterations
	depthBits = 19 // strands within strands
	sideBit   = 1 << (indexBits + depthBits)
)

func (b *branch) index() uint64 { return b.tag & (1<<indexBits - 1) }
func (b *branch) depth() uint64 { return b.tag >> indexBits & (1<<depthBits - 1) }

// side tells that the others of its fork run beside it, and not before and after.
func (b *branch) side() bool { return b.tag&sideBit != 0 }

// nth is, of what fork gives, the branch of that index.
func (b branch) nth(index int, side bool) branch {
	b.tag = b.depth()<<indexBits | uint64(index)
	if side {
		b.tag |= sideBit
	}
	return b
}

// Next gives the strand's next place: later than all it gave before, and than
// everything that forked off in between.
func (s *Strand) Next() Place {
	if s.line == nil {
		line := s.place
		s.line = &line
	}
	p := Place{s.line, s.next}
	s.next++
	return p
}

// Pass leaves out the next n places, for work that needs none where it is
// alone: those after it are the same in any run of the mission.
func (s *Strand) Pass(n int) { s.next += uint64(n) }

// Here is the place up to which the strand has come: what it did itself is
// before it.
func (s *Strand) Here() Place {
	p := s.Next()
	s.next--
	return p
}

// fork gives the branches of strands that start here together.
func (s *Strand) fork() branch {
	p := s.Next()
	return branch{parent: p.line, at: p.step, tag: (p.line.depth() + 1) << indexBits}
}

// Compare is negative where p comes before q in the serial order, positive
// where it comes after, and 0 where they are the same place.
func (p Place) Compare(q Place) int {
	if p.line == q.line {
		return cmp.Compare(p.step, q.step)
	}
	if p.line == nil {
		return -1
	}
	if q.line == nil {
		return 1
	}
	// Climb from the deeper line to where both lie on one; what is left to
	// compare there is the step at which each left it.
	pl, ps, ql, qs := p.line, p.step, q.line, q.step
	pi, qi := uint64(0), uint64(0) // the index among those that forked at that step
	for pl.depth() > ql.depth() {
		pl, ps, pi = pl.parent, pl.at, pl.index()
	}
	for ql.depth() > pl.depth() {
		ql, qs, qi = ql.parent, ql.at, ql.index()
	}
	for pl != ql {
		pl, ps, pi = pl.parent, pl.at, pl.index()
		ql, qs, qi = ql.parent, ql.at, ql.index()
	}
	if c := cmp.Compare(ps, qs); c != 0 {
		return c
	}
	return cmp.Compare(pi, qi)
}

// Continues tells whether p, which is later than q, goes on in the line of
// sequential work that q was part of: q was done by p's strand, by iterations
// of the sequential loops around it, or by what forked off any of them. All of
// that is over, so nobody comes to a place between the two any more.
func (p Place) Continues(q Place) bool {
	line := p.line
	if line == nil {
		return false
	}
	for !line.side() && line.parent != nil {
		line = line.parent
	}
	other := q.line
	for other != nil && other.depth() > line.depth() {
		other = other.parent
	}
	return other == line
}

// Path is the place as numbers that compare the same way, element by element:
// for each fork on the way its step and index, then the step. It is what a
// journal keeps of a place.
func (p Place) Path() []uint64 {
	if p.line == nil {
		return nil
	}
	path := make([]uint64, 0, 2*p.line.depth()+1)
	var climb func(b *branch)
	climb = func(b *branch) {
		if b.parent != nil {
			climb(b.parent)
			path = append(path, b.at, b.index())
		}
	}
	climb(p.line)
	return append(path, p.step)
}
