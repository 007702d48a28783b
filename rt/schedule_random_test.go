package rt_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/reqongen/reqongen/rt"
)

// odd keeps what comes from outside off the ticks of the steps: when the
// clock comes to it, everything else is waiting.
const odd = 500 * time.Microsecond

func randomPipeline(rng *rand.Rand) *pipeline {
	m := &pipeline{failFast: rng.IntN(3) == 0, maxConcurrency: -1, items: map[string]int{}, ended: map[string]bool{}}
	if rng.IntN(2) == 0 {
		m.maxConcurrency = 1 + rng.IntN(4)
	}
	for stage := range 1 + rng.IntN(3) {
		var actions []*work
		group := rng.IntN(4) > 0
		n := 1
		if group {
			n += rng.IntN(6)
		}
		for i := range n {
			a := &work{name: fmt.Sprintf("S%dA%d", stage+1, i+1), concurrency: 1 + rng.IntN(4)}
			a.requests = semaphore.NewWeighted(int64(a.concurrency))
			a.steps = m.randomSteps(rng, a.name, 2)
			actions = append(actions, a)
		}
		m.stages, m.group = append(m.stages, actions), append(m.group, group)
	}
	if rng.IntN(4) == 0 {
		m.shuffle = 1 + rng.Uint64N(1000)
	}
	switch rng.IntN(8) {
	case 0:
		m.interrupt = time.Duration(1+rng.IntN(400))*time.Millisecond + odd
	case 1:
		m.timeout = time.Duration(1+rng.IntN(400))*time.Millisecond + odd
	}
	return m
}

func (m *pipeline) randomSteps(rng *rand.Rand, name string, depth int) []step {
	var steps []step
	for i := range 1 + rng.IntN(3) {
		st := step{takes: time.Duration(rng.IntN(50)) * time.Millisecond, failing: -1}
		switch n := rng.IntN(30); {
		case n == 0:
			st.kind = fail
		case n == 1:
			st.kind = blowUp
		case n == 2 && rng.IntN(4) == 0:
			st.kind = abort
		case n < 9:
			st.kind = pause
		case n < 20 || depth == 0:
			st.kind = request
		default:
			st.kind, st.limit, st.items = loop, rng.IntN(5), rng.IntN(8)
			st.onError = []rt.OnError{rt.FailLoop, rt.CollectFailures, rt.KeepGoing}[rng.IntN(3)]
			if st.limit == 0 && st.onError == rt.CollectFailures {
				st.onError = rt.KeepGoing // a sequential loop never collects
			}
			if rng.IntN(4) == 0 {
				st.failing = rng.IntN(8)
			}
			inner := fmt.Sprintf("%s/%d", name, i)
			st.body = &work{name: inner, steps: m.randomSteps(rng, inner, depth-1)}
		}
		steps = append(steps, st)
	}
	return steps
}

func (m *pipeline) String() string {
	text := fmt.Sprintf("fail-fast %v, maxConcurrency %d, shuffle %d, interrupt %v, timeout %v\n", m.failFast, m.maxConcurrency, m.shuffle, m.interrupt, m.timeout)
	var show func(indent string, w *work)
	show = func(indent string, w *work) {
		for _, st := range w.steps {
			text += fmt.Sprintf("%skind %d takes %v", indent, st.kind, st.takes)
			if st.kind == loop {
				text += fmt.Sprintf(" limit %d items %d failing %d onError %d\n", st.limit, st.items, st.failing, st.onError)
				show(indent+"  ", st.body)
				continue
			}
			text += "\n"
		}
	}
	for i, stage := range m.stages {
		for _, a := range stage {
			text += fmt.Sprintf("stage %d (group %v) %s concurrency %d\n", i+1, m.group[i], a.name, a.concurrency)
			show("  ", a)
		}
	}
	return text
}
