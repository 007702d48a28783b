package rt

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"
)

// Where an action's time went is what a look at every tick of the clock finds.
func TestSpent(t *testing.T) {
	for seed := range uint64(50) {
		synctest.Test(t, func(t *testing.T) {
			const tick, ticks = time.Millisecond, 60
			dice := rand.New(rand.NewPCG(seed, 1))
			a := new(ActionRecord)
			var holds []Hold
			inFlight := 0
			var want Spent
			for range ticks {
				for range dice.IntN(4) {
					switch dice.IntN(4) {
					case 0:
						a.Sent(time.Now(), false)
						inFlight++
					case 1:
						if inFlight > 0 {
							a.Answered(time.Now(), 1, 2)
							inFlight--
						}
					case 2:
						kind := WaitKinds[dice.IntN(waitKinds)]
						holds = append(holds, a.Wait(kind, "", time.Time{}))
						want.Waits[kind].Count++
					case 3:
						if n := len(holds); n > 0 {
							i := dice.IntN(n)
							if w := holds[i].End(); !w.Ended.Equal(time.Now()) || w.Kind != holds[i].Kind {
								t.Errorf("the wait that is over: %+v", w)
							}
							holds[i] = holds[n-1]
							holds = holds[:n-1]
						}
					}
					want.MostInFlight = max(want.MostInFlight, inFlight)
				}
				if hold, n := a.WaitsFor(); n != len(holds) || n > 0 && !waited(holds, hold.Kind) {
					t.Errorf("waits for %+v with %d others; it is %+v", hold, n, holds)
				}
				time.Sleep(tick)
				for _, kind := range WaitKinds {
					n := 0
					for _, h := range holds {
						if h.Kind == kind {
							n++
						}
					}
					want.Waits[kind].Sum += time.Duration(n) * tick
					want.Waits[kind].Wall += time.Duration(min(n, 1)) * tick
				}
				want.Requests += time.Duration(inFlight) * tick
				switch {
				case inFlight > 0:
					want.InFlight += tick
				case len(holds) > 0:
					want.Idle += tick
				}
			}
			if got := a.Spent(); got != want {
				t.Errorf("seed %d:\ngot  %s\nwant %s", seed, fmt.Sprint(got), fmt.Sprint(want))
			}
		})
	}
}

func waited(holds []Hold, kind WaitKind) bool {
	for _, h := range holds {
		if h.Kind == kind {
			return true
		}
	}
	return false
}

// What a request costs to account for where nobody listens.
func BenchmarkNobodyListens(b *testing.B) {
	a := new(ActionRecord)
	r := new(Run)
	for b.Loop() {
		a.Sent(time.Now(), false)
		a.Answered(time.Now(), 10, 100)
		if r.Detailed() {
			b.Fatal("somebody does")
		}
	}
}
