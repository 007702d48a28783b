package storetest

import (
	"math/rand/v2"
	"slices"
	"sync"
)

// A baton makes goroutines take turns: one at a time has it, and who gets it
// next is drawn from a seed. So a random schedule of strands can be replayed.
type baton struct {
	mu      sync.Mutex
	rng     *rand.Rand
	running int // goroutines that neither wait for the baton nor for others
	waiting []turn
}

type turn struct {
	path []int // whose turn; tells the waiting apart whatever order they came in
	come chan struct{}
}

// take waits for the baton.
func (b *baton) take(path []int) {
	t := turn{path, make(chan struct{})}
	b.mu.Lock()
	b.waiting = append(b.waiting, t)
	b.running--
	b.pass()
	b.mu.Unlock()
	<-t.come
}

// pass gives the baton to one of those that wait when nobody is running.
func (b *baton) pass() {
	if b.running > 0 || len(b.waiting) == 0 {
		return
	}
	slices.SortFunc(b.waiting, func(x, y turn) int { return slices.Compare(x.path, y.path) })
	i := b.rng.IntN(len(b.waiting))
	t := b.waiting[i]
	b.waiting = slices.Delete(b.waiting, i, i+1)
	b.running++
	close(t.come)
}

// A family is goroutines that another waits for.
type family struct {
	b    *baton
	left int
}

// family begins n goroutines in place of the one that will wait for them.
func (b *baton) family(n int) *family {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.running += n - 1
	return &family{b, n}
}

// done ends one of them. The last one leaves its part to the one that waits.
func (f *family) done() {
	f.b.mu.Lock()
	defer f.b.mu.Unlock()
	if f.left--; f.left > 0 {
		f.b.running--
		f.b.pass()
	}
}
