package report

import (
	"container/heap"
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
)

// How many of each kind a report keeps, and how many of them for having taken
// longest.
const (
	mostRequests   = 100_000
	mostIterations = 10_000
	mostOthers     = 10_000
	slowestOf      = 10 // one in so many
)

// A sampler keeps some of many things. Those that took longest are kept, and of
// the others those whose hash is least: which they are follows from the things
// themselves, so two runs that do the same keep the same, whatever came first.
type sampler[T any] struct {
	most    int
	count   int64
	slowest ranked[T] // the least slow on top
	chosen  ranked[T] // the greatest hash on top
}

type ranking[T any] struct {
	rank  uint64 // those with a lower one go first
	hash  uint64
	thing T
}

// add takes a thing that took so long, or leaves it.
func (s *sampler[T]) add(thing T, took Micros, hash uint64) {
	s.count++
	s.slow(ranking[T]{rank: uint64(max(took, 0)), hash: hash, thing: thing})
}

// slow keeps it among the slowest; the one that has to go for it is for the
// hash to decide on.
func (s *sampler[T]) slow(r ranking[T]) {
	if room := max(1, s.most/slowestOf); push(&s.slowest, r, room, &r) {
		return
	}
	r.rank = math.MaxUint64 - r.hash
	push(&s.chosen, r, s.most-max(1, s.most/slowestOf), &r)
}

// push puts the thing in. It gives false where one had to go, in gone.
func push[T any](h *ranked[T], r ranking[T], room int, gone *ranking[T]) bool {
	heap.Push(h, r)
	if h.Len() <= room {
		return true
	}
	*gone = heap.Pop(h).(ranking[T])
	return false
}

// sample is what is kept, in the order of the comparison.
func (s *sampler[T]) sample(compare func(a, b T) int) Sample[T] {
	kept := make([]T, 0, s.slowest.Len()+s.chosen.Len())
	for _, h := range []ranked[T]{s.slowest, s.chosen} {
		for _, r := range h {
			kept = append(kept, r.thing)
		}
	}
	slices.SortFunc(kept, compare)
	return Sample[T]{Count: s.count, Kept: kept}
}

// ranked is a heap with the lowest rank on top, and of equal ranks the greatest
// hash.
type ranked[T any] []ranking[T]

func (h ranked[T]) Len() int { return len(h) }
func (h ranked[T]) Less(i, j int) bool {
	if h[i].rank != h[j].rank {
		return h[i].rank < h[j].rank
	}
	return h[i].hash > h[j].hash
}
func (h ranked[T]) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *ranked[T]) Push(x any)   { *h = append(*h, x.(ranking[T])) }
func (h *ranked[T]) Pop() any {
	last := len(*h) - 1
	r := (*h)[last]
	*h = (*h)[:last]
	return r
}

// hashOf is a number that follows from a place in the serial order and a text.
func hashOf(path []uint64, text string) uint64 {
	h := fnv.New64a()
	var b [8]byte
	for _, n := range path {
		binary.LittleEndian.PutUint64(b[:], n)
		_, _ = h.Write(b[:])
	}
	_, _ = h.Write([]byte(text))
	sum := h.Sum64() // FNV's low bits are not evenly spread: mix them
	sum ^= sum >> 33
	sum *= 0xff51afd7ed558ccd
	sum ^= sum >> 33
	return sum
}
