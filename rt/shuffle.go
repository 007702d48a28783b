package rt

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// Dice gives random numbers that follow from a seed and the place: the same in
// every run of the mission with that seed, however it was scheduled.
func (p Place) Dice(seed uint64) *rand.Rand {
	h := mix(p.step)
	for b := p.line; b != nil; b = b.parent {
		h = mix(mix(h^b.at) ^ b.index())
	}
	return rand.New(rand.NewPCG(seed, h))
}

// mix spreads the bits of a number over all of it (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// How long a shuffled run waits, at the most, where it waits.
const (
	beforeAction    = 20 * time.Millisecond
	beforeIteration = 2 * time.Millisecond
	betweenSteps    = time.Millisecond
	seldom          = 8 // a wait between steps comes once in so many
)

// shuffle gives a strand that works beside others its dice, where the run is
// shuffled.
func (s *Strand) shuffle() {
	if seed := s.run.options.Shuffle; seed != 0 && s.parallel {
		s.dice = Place{line: &s.place}.Dice(seed)
	}
}

// dawdle waits up to the time before something of a shuffled run.
func (s *Strand) dawdle(ctx context.Context, most time.Duration) error {
	if s.dice == nil {
		return StoppedBy(ctx)
	}
	return Sleep(ctx, time.Duration(s.dice.Int64N(int64(most))))
}

// shuffled gives the indexes of a parallel loop's items in the order in which
// they are to start; nil is the collection's.
func (l *Loop) shuffled(items []value.Value) []int {
	seed := l.s.run.options.Shuffle
	if seed == 0 || !l.side {
		return nil
	}
	return Place{line: l.root.parent, step: l.root.at}.Dice(seed).Perm(len(items))
}

// begin comes back when the strand's action may begin. Of a shuffled run it
// waits for a place under maxConcurrency: the group then has no limit, so that
// any of its actions may come first.
func (s *Strand) begin(ctx context.Context) (leave func(), err error) {
	s.shuffle()
	if err := s.dawdle(ctx, beforeAction); err != nil {
		return nil, err
	}
	running := s.run.actions
	if running == nil {
		return func() {}, nil
	}
	select {
	case running <- struct{}{}:
		return func() { <-running }, nil
	case <-ctx.Done():
		return nil, stopped(ctx)
	}
}
