package store

import "math/bits"

// An entry is a key of a store.
type entry struct {
	key     string
	pos     int32 // in the table; -1: not in it
	pending int32 // its changes in the overlay; 0: none (see overlay.write)
}

// A slab is memory for entries, which are numbered from 1 and never moved: whoever
// has a copy of it finds those that were there when it was made. The zero value
// is empty.
type slab struct {
	blocks [][]entry // of 4, 8, 16 and so on up to 512, and then of 512
	n      uint32    // entries that were handed out, freed ones included
	free   uint32    // one that was freed, whose pending is the one freed before; 0: none
}

const (
	smallest  = 2 // the first block has 1<<smallest
	largest   = 9 // others have 1<<largest at the most
	rampUp    = 1<<largest - 1<<smallest
	rampSteps = largest - smallest
)

// at is the entry of that number.
func (s *slab) at(number uint32) *entry {
	i := number - 1
	if i >= rampUp {
		i -= rampUp
		return &s.blocks[rampSteps+i>>largest][i&(1<<largest-1)]
	}
	i += 1 << smallest
	block := uint32(bits.Len32(i)) - smallest - 1
	return &s.blocks[block][i-1<<(block+smallest)]
}

// add makes an entry that is not in the table.
func (s *slab) add(key string) uint32 {
	number := s.free
	if number != 0 {
		s.free = uint32(s.at(number).pending)
	} else {
		s.n++
		number = s.n
		if i := number - 1; i >= rampUp && (i-rampUp)%(1<<largest) == 0 {
			s.blocks = append(s.blocks, make([]entry, 1<<largest))
		} else if i += 1 << smallest; i < 1<<largest && i&(i-1) == 0 {
			s.blocks = append(s.blocks, make([]entry, i))
		}
	}
	*s.at(number) = entry{key: key, pos: -1}
	return number
}

// release takes back an entry that nothing mentions any more.
func (s *slab) release(number uint32) {
	*s.at(number) = entry{pos: -1, pending: int32(s.free)}
	s.free = number
}
