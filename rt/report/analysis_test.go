package report

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// planned is a run as a scheduler with so many places would have it: the
// actions of each stage take the first place that is free, in written order.
func planned(places int, stages ...[]Micros) *Report {
	r := &Report{Version: Version, Run: Run{MaxConcurrency: places}}
	now := Micros(0)
	for n, durations := range stages {
		stage := Stage{Actions: []int{}}
		var free []Micros // when each place is
		end := now
		for i, d := range durations {
			start, queued := now, places > 0 && i >= places
			if queued {
				slices.Sort(free)
				start, free = free[0], free[1:]
			}
			free = append(free, start+d)
			a := Action{Stage: n, Span: span(start, start+d)}
			if queued {
				a.Waits = []WaitTotal{{Kind: maxConcurrency, Count: 1, Sum: start - now, Wall: start - now}}
			}
			end = max(end, start+d)
			stage.Actions = append(stage.Actions, len(r.Actions))
			r.Actions = append(r.Actions, a)
		}
		stage.Span = span(now, end)
		r.Stages = append(r.Stages, stage)
		now = end
	}
	r.Run.Took = now
	r.Analyse()
	return r
}

func span(start, end Micros) Span { return Span{&start, &end} }

func TestAnalysisOfKnownRuns(t *testing.T) {
	for _, c := range []struct {
		name   string
		run    *Report
		path   []int
		held   Held
		best   Micros
		length Micros
	}{
		{"one after another", planned(0, []Micros{5}, []Micros{7}), []int{0, 1}, Held{}, 12, 12},
		{"the longest of a group", planned(0, []Micros{5}, []Micros{3, 9, 4}, []Micros{1}), []int{0, 2, 4}, Held{}, 15, 15},
		// Three places: D begins as B ends, E as A ends.
		{
			"the page's group of five", planned(3, []Micros{6, 2, 9, 10, 4}, []Micros{1}),
			[]int{1, 3, 5},
			Held{Kind: maxConcurrency, Count: 2, Sum: 2 + 6, Wall: 6, Cost: 2},
			10 + 1, 13,
		},
		{
			"a queue", planned(1, []Micros{3, 4, 5}),
			[]int{0, 1, 2},
			Held{Kind: maxConcurrency, Count: 2, Sum: 3 + 7, Wall: 7, Cost: 7},
			5, 12,
		},
	} {
		a := c.run.Analysis
		if !slices.Equal(a.CriticalPath, c.path) || a.Critical != c.length || a.Best != c.best {
			t.Errorf("%s: the path %v of %d, best %d; want %v of %d, best %d", c.name, a.CriticalPath, a.Critical, a.Best, c.path, c.length, c.best)
		}
		held := Held{}
		if len(a.Held) > 0 {
			held = a.Held[0]
		}
		if held != c.held {
			t.Errorf("%s: held back %+v, want %+v", c.name, held, c.held)
		}
	}
}

// An action that only waited could have been shorter by that; the one beside it
// is then the longest.
func TestBestWithoutWaiting(t *testing.T) {
	r := &Report{
		Run:    Run{Took: 110},
		Stages: []Stage{{Actions: []int{0, 1}, Span: span(5, 105)}},
		Actions: []Action{
			{Span: span(5, 105), Idle: 60, Waits: []WaitTotal{{Kind: "rateLimit", Count: 4, Sum: 90, Wall: 70}}},
			{Span: span(5, 80)},
		},
	}
	r.Analyse()
	if r.Analysis.Best != 75+10 { // and ten outside any action
		t.Errorf("best %d, want 85", r.Analysis.Best)
	}
	action := 0
	want := Held{Kind: "rateLimit", Action: &action, Count: 4, Sum: 90, Wall: 70}
	if got := r.Analysis.Held; len(got) != 1 || *got[0].Action != 0 || got[0].Wall != want.Wall || got[0].Sum != want.Sum || got[0].Count != want.Count {
		t.Errorf("held back %+v, want %+v", got, want)
	}
}

// The figures of random runs are those of computations that know nothing of
// how they are got: all chains tried, every microsecond looked at, the run
// planned anew without its limit.
func TestAnalysisOfRandomRuns(t *testing.T) {
	for seed := range uint64(1000) {
		dice := rand.New(rand.NewPCG(seed, 6))
		places := dice.IntN(5)
		var stages [][]Micros
		for range 1 + dice.IntN(3) {
			stage := make([]Micros, 1+dice.IntN(6))
			for i := range stage {
				stage[i] = 1 + Micros(dice.IntN(30))
			}
			stages = append(stages, stage)
		}
		r := planned(places, stages...)
		a := r.Analysis

		if longest := everyChain(r, -1, -1); a.Critical != longest || longest != r.Run.Took {
			t.Fatalf("seed %d: the critical path takes %d; of all chains the longest %d; the run %d", seed, a.Critical, longest, r.Run.Took)
		}
		total, end := Micros(0), Micros(0)
		for _, i := range a.CriticalPath {
			if *r.Actions[i].Start < end {
				t.Fatalf("seed %d: the path %v has an action that began before the one in front of it had ended", seed, a.CriticalPath)
			}
			end = *r.Actions[i].End
			total += r.Actions[i].Took()
		}
		if total != a.Critical {
			t.Fatalf("seed %d: the actions of the path take %d, told are %d", seed, total, a.Critical)
		}

		var wall, sum Micros
		waited := map[int]bool{}
		for now := range r.Run.Took {
			waiting := 0
			for _, s := range r.Stages {
				for _, i := range s.Actions {
					if *s.Start <= now && now < *r.Actions[i].Start {
						waiting++
						waited[i] = true
					}
				}
			}
			sum += Micros(waiting)
			wall += Micros(min(waiting, 1))
		}
		free := planned(0, stages...)
		want := Held{Kind: maxConcurrency, Count: int64(len(waited)), Sum: sum, Wall: wall, Cost: r.Run.Took - free.Run.Took}
		switch {
		case len(waited) == 0 && len(a.Held) != 0:
			t.Fatalf("seed %d: nothing waited, and held back is %+v", seed, a.Held)
		case len(waited) > 0 && (len(a.Held) != 1 || a.Held[0] != want):
			t.Fatalf("seed %d: held back is %+v, want %+v", seed, a.Held, want)
		}
		if a.Best != free.Run.Took {
			t.Fatalf("seed %d: best is %d, and without a limit it takes %d", seed, a.Best, free.Run.Took)
		}
	}
}

// everyChain tries all chains of actions that go on from a moment, each of
// which begins at or after the end of the one before it. Those of a stage that
// began with it can only be the first of the stage.
func everyChain(r *Report, end Micros, stage int) Micros {
	longest := Micros(0)
	for i := range r.Actions {
		a := &r.Actions[i]
		if *a.Start < end || a.Stage == stage && !waits(a) || a.Stage < stage {
			continue
		}
		longest = max(longest, a.Took()+everyChain(r, *a.End, a.Stage))
	}
	return longest
}
