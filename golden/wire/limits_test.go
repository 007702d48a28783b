package wire

import (
	"slices"
	"testing"
)

// All actions of a group are in flight together, and the next stage starts when
// the last of them has ended.
func TestGroupOverlaps(t *testing.T) {
	h := newHolding(t)
	r := start(t, "group", h.URL)
	h.wants("/a", "/b", "/c")
	h.answer(200, "/b")
	h.wants("/a", "/c")
	h.answer(200, "/a")
	h.wants("/c")
	h.answer(200, "/c")
	h.wants("/merge")
	h.answer(200, "/merge")
	r.exits(0)

	all := h.Requests()
	for _, pair := range [][2]string{{"/a", "/b"}, {"/b", "/c"}, {"/a", "/c"}} {
		if !all.To(pair[0]).Overlap(all.To(pair[1])) {
			t.Errorf("%s and %s never were in flight together", pair[0], pair[1])
		}
	}
}

// A waiting action starts the moment that one of the three ends, whichever it
// is, and not when all three have.
func TestMaxConcurrencySlides(t *testing.T) {
	for _, first := range []string{"/a", "/b", "/c"} {
		t.Run(first[1:]+" ends first", func(t *testing.T) {
			h := newHolding(t)
			r := start(t, "controlled", h.URL)
			h.wants("/a", "/b", "/c")
			h.wantsNoMore(3)
			h.answer(200, first)

			two := slices.DeleteFunc([]string{"/a", "/b", "/c"}, func(path string) bool { return path == first })
			h.wants("/d", two[0], two[1])
			h.answer(200, "/d")
			h.wants("/e", two[0], two[1])
			h.answer(200, two[0])
			h.wants("/e", two[1]) // and nothing more: Finish waits for both
			h.answer(200, "/e", two[1])
			h.wants("/finish")
			h.answer(200, "/finish")
			r.exits(0)
			if most := h.Requests().MaxInFlight(); most != 3 {
				t.Errorf("%d were in flight at once, want 3", most)
			}
		})
	}
}

// The five requests of the limit are used, and no more, although the loop has
// ten iterations at work.
func TestConcurrencyReachesAndHolds(t *testing.T) {
	reachesAndHolds(t, "limited", 5, 50)
}

// An action's limit is one for all of its loops, and one for the run: nested
// loops, a loop after the other, and two callers at once reach five and never
// exceed it.
func TestConcurrencyIsOneForAllLoops(t *testing.T) {
	reachesAndHolds(t, "limited-loops", 5, 2*(4*5+20))
}

// reachesAndHolds wants the mission to have so many requests in flight, never
// more, and so many in all.
func reachesAndHolds(t *testing.T, mission string, limit, total int) {
	h := newHolding(t)
	r := start(t, mission, h.URL)
	if !h.await(patience, func(held []string) bool { return len(held) == limit }) {
		t.Fatalf("%d never were in flight", limit)
	}
	h.wantsNoMore(limit)
	h.answerAll(200)
	r.exits(0)
	all := h.Requests()
	if most := all.MaxInFlight(); most != limit {
		t.Errorf("%d were in flight at once, want %d", most, limit)
	}
	if len(all) != total {
		t.Errorf("%d requests came, want %d", len(all), total)
	}
}
