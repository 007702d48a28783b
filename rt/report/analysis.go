package report

import (
	"cmp"
	"slices"
)

// Analyse computes the analysis from stages and actions.
func (r *Report) Analyse() {
	a := Analysis{CriticalPath: []int{}, Held: []Held{}}
	waited := Held{Kind: maxConcurrency}
	var outside Micros // of the run's time, what no stage had
	outside = r.Run.Took
	for i := range r.Stages {
		stage := r.stageTimes(i)
		path, took := stage.criticalPath()
		a.CriticalPath = append(a.CriticalPath, path...)
		a.Critical += took
		waited.add(stage.held())
		a.Best += stage.longest(func(x *Action) Micros { return x.Took() - x.Idle })
		if stage.ran() {
			outside -= stage.end - stage.start
		}
	}
	a.Best = min(r.Run.Took, a.Best+max(0, outside))
	if waited.Count > 0 {
		a.Held = append(a.Held, waited)
	}
	for i, action := range r.Actions {
		for _, w := range action.Waits {
			if w.Kind != maxConcurrency {
				a.Held = append(a.Held, Held{Kind: w.Kind, Action: &i, Count: w.Count, Sum: w.Sum, Wall: w.Wall})
			}
		}
	}
	slices.SortStableFunc(a.Held, func(x, y Held) int { return cmp.Compare(y.Wall, x.Wall) })
	r.Analysis = a
}

// maxConcurrency is the kind of an action's wait.
const maxConcurrency = "maxConcurrency"

func (h *Held) add(other Held) {
	h.Count += other.Count
	h.Sum += other.Sum
	h.Wall += other.Wall
	h.Cost += other.Cost
}

// A stageTimes is a stage with those of its actions that ran.
type stageTimes struct {
	start, end Micros // from its start to the end of its last action
	index      []int  // in Report.Actions
	actions    []*Action
}

func (r *Report) stageTimes(i int) *stageTimes {
	s := &stageTimes{}
	stage := r.Stages[i]
	if !stage.Began() {
		return s
	}
	s.start = *stage.Start
	for _, n := range stage.Actions {
		if a := &r.Actions[n]; a.Began() {
			s.index, s.actions = append(s.index, n), append(s.actions, a)
			s.end = max(s.end, *a.End)
		}
	}
	return s
}

func (s *stageTimes) ran() bool { return len(s.actions) > 0 }

// waits tells whether the action waited for another's place.
func waits(a *Action) bool {
	return slices.ContainsFunc(a.Waits, func(w WaitTotal) bool { return w.Kind == maxConcurrency })
}

// criticalPath is the chain of the stage's actions that took longest, one after
// another: an action that waited for a place can follow each one that had ended
// when it began. The stages before and after it are chained by their order.
func (s *stageTimes) criticalPath() (path []int, took Micros) {
	order := make([]int, len(s.actions)) // by their start
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(*s.actions[i].Start, *s.actions[j].Start) })
	longest := make([]Micros, len(order)) // of the chains that end with the action
	before := make([]int, len(order))
	last := -1
	for n, i := range order {
		a := s.actions[i]
		before[i] = -1
		if waits(a) {
			for _, j := range order[:n] {
				if *s.actions[j].End <= *a.Start && (before[i] < 0 || longest[j] > longest[before[i]]) {
					before[i] = j
				}
			}
		}
		longest[i] = a.Took()
		if before[i] >= 0 {
			longest[i] += longest[before[i]]
		}
		if last < 0 || longest[i] > longest[last] {
			last = i
		}
	}
	if last < 0 {
		return nil, 0
	}
	took = longest[last]
	for i := last; i >= 0; i = before[i] {
		path = append(path, s.index[i])
	}
	slices.Reverse(path)
	return path, took
}

// held is what maxConcurrency held back in the stage. Without it every action
// would have begun with the stage, and taken as long.
func (s *stageTimes) held() Held {
	h := Held{Kind: maxConcurrency}
	for _, a := range s.actions {
		if !waits(a) {
			continue
		}
		wait := *a.Start - s.start
		h.Count++
		h.Sum += wait
		h.Wall = max(h.Wall, wait) // all of them begin to wait with the stage
	}
	if h.Count > 0 {
		h.Cost = s.end - s.start - s.longest((*Action).took)
	}
	return h
}

func (a *Action) took() Micros { return a.Took() }

func (s *stageTimes) longest(of func(*Action) Micros) (most Micros) {
	for _, a := range s.actions {
		most = max(most, of(a))
	}
	return most
}
