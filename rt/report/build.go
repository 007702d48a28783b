package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// A builder makes the report of a run.
type builder struct {
	result *rt.Result
	report *Report
	index  map[*rt.ActionRecord]int
}

// Of is the report of a run that is over. recorder kept what the run told in
// detail; nil where nothing did.
func Of(result *rt.Result, recorder *Recorder) *Report {
	b := &builder{
		result: result, report: &Report{Version: Version},
		index: map[*rt.ActionRecord]int{nil: -1},
	}
	b.run(recorder != nil)
	for i, stage := range result.Stages {
		b.stage(i, stage)
	}
	b.rest()
	if recorder == nil {
		recorder = new(Recorder)
	}
	b.recorded(recorder)
	b.report.Analyse()
	return b.report
}

func (b *builder) run(detailed bool) {
	r := b.result
	b.report.Run = Run{
		ID: r.ID, Mission: r.Mission, Status: string(r.Status), Started: r.Started.Round(0), Took: b.at(r.Ended),
		MaxConcurrency: r.MaxConcurrency, Shuffle: r.Shuffle, Chaos: r.Chaos, DryRun: r.DryRun, Detailed: detailed,
	}
	if r.Program != nil {
		b.report.Run.Source, b.report.Run.Hash = r.Program.Source, hashOfMission(r.Program)
	}
	if r.Err != nil {
		b.report.Run.Cause = r.Err.Error()
	}
}

// hashOfMission is one of the mission's name and the text of its files.
func hashOfMission(p *rt.Program) string {
	h := sha256.New()
	_, _ = io.WriteString(h, p.Mission)
	for _, f := range p.Files {
		_, _ = fmt.Fprintf(h, "\x00%s\x00%s", f.Name, f.Text)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// at is a moment as the time since the run's start.
func (b *builder) at(t time.Time) Micros { return max(0, micros(t.Sub(b.result.Started))) }

func (b *builder) span(start, end time.Time) Span {
	if start.IsZero() {
		return Span{}
	}
	if end.IsZero() { // the run ended before it did
		end = b.result.Ended
	}
	from, to := b.at(start), b.at(end)
	return Span{&from, &to}
}

func (b *builder) stage(n int, record *rt.StageRecord) {
	stage := Stage{
		Text: record.Plan.Text, At: string(record.Plan.At), Group: record.Plan.Group,
		Actions: []int{}, Span: b.span(record.Started, record.Ended),
	}
	states := map[rt.State]int{}
	for _, a := range record.Actions {
		index := len(b.report.Actions)
		b.index[a] = index
		stage.Actions = append(stage.Actions, index)
		states[a.State()]++
		b.report.Actions = append(b.report.Actions, b.action(n, record, a))
		for _, l := range a.Loops() {
			b.report.Loops = append(b.report.Loops, Loop{
				Action: index, At: string(l.At), Text: b.result.Program.StepAt(l.At), Inner: l.Inner,
				Items: l.Items.Load(), Done: l.Done.Load(), Failed: l.Failed.Load(), Most: l.Most(),
			})
		}
	}
	stage.State = stateOf(states, len(record.Actions))
	b.report.Stages = append(b.report.Stages, stage)
}

// stateOf is what the states of a stage's actions come to.
func stateOf(states map[rt.State]int, all int) string {
	for _, state := range []rt.State{rt.Succeeded, rt.Skipped, rt.Waiting, rt.Running} {
		if states[state] == all {
			return string(state)
		}
	}
	switch {
	case states[rt.Ended] > 0:
		return string(rt.Ended)
	case states[rt.Dropped]+states[rt.Waiting] > 0 && states[rt.Broken] == 0:
		return string(rt.Dropped)
	case states[rt.Dropped] > 0, states[rt.Succeeded] == 0:
		return string(rt.Broken)
	}
	return string(rt.Partial)
}

func (b *builder) action(stage int, in *rt.StageRecord, record *rt.ActionRecord) Action {
	a := Action{
		Name: record.Name, Stage: stage, State: string(record.State()), Span: b.span(record.Started, record.Ended),
		Requests: record.Requests.Load(), Retries: record.Retries.Load(),
		Concurrency: record.Limit, ConcurrencyAt: string(record.LimitAt),
		BytesOut: record.BytesOut.Load(), BytesIn: record.BytesIn.Load(),
		Read: record.Read.Load(), Stored: record.Stored.Load(), FailedItems: record.Failed.Load(),
		Waits: []WaitTotal{},
	}
	if f := record.Failure; f != nil {
		told := failure(f)
		a.Failure = &told
	}
	spent := record.Spent()
	a.InFlight, a.InFlightSum, a.Idle = micros(spent.InFlight), micros(spent.Requests), micros(spent.Idle)
	a.MostInFlight = spent.MostInFlight
	if record.Queued && a.Began() {
		wait := *a.Start - b.at(in.Started)
		a.Waits = append(a.Waits, WaitTotal{Kind: maxConcurrency, Count: 1, Sum: wait, Wall: wait})
	}
	for _, kind := range rt.WaitKinds {
		if w := spent.Waits[kind]; w.Count > 0 {
			a.Waits = append(a.Waits, WaitTotal{Kind: kind.String(), Count: w.Count, Sum: micros(w.Sum), Wall: micros(w.Wall)})
		}
	}
	return a
}

func failure(f *rt.Failure) Failure {
	return Failure{
		At: string(f.At), Action: f.Action, Stage: f.Stage - 1, Step: f.Step, Message: f.Message,
		Code: value.AppendJSON(nil, f.Code),
	}
}

func (b *builder) rest() {
	r := b.report
	if r.Loops == nil {
		r.Loops = []Loop{}
	}
	for _, rate := range b.result.Rates {
		r.Rates = append(r.Rates, Rate{Source: rate.Source, At: string(rate.At), PerMinute: rate.PerMinute})
	}
	r.Stores = []Store{}
	for _, s := range b.result.Stores {
		r.Stores = append(r.Stores, Store{s.Name, len(s.Records)})
	}
	r.Failures = Sample[Failure]{Count: int64(len(b.result.Failures)), Kept: []Failure{}}
	for i, f := range b.result.Failures {
		if i == mostOthers { // the first ones of the serial order
			break
		}
		r.Failures.Kept = append(r.Failures.Kept, failure(f))
	}
	r.Excerpts = excerpts(b.result, r.Failures.Kept)
}

func (b *builder) recorded(rec *Recorder) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	requests := rec.requests.sample(func(x, y *rt.RequestRecord) int {
		return cmp.Or(x.Asked.Compare(y.Asked), slices.Compare(x.Path, y.Path), cmp.Compare(x.URL, y.URL))
	})
	b.report.Requests = each(requests, b.request)
	iterations := rec.iterations.sample(func(x, y *rt.IterationRecord) int {
		return cmp.Or(x.Started.Compare(y.Started), slices.Compare(x.Path, y.Path))
	})
	b.report.Iterations = each(iterations, b.iteration)
	pauses := rec.pauses.sample(func(x, y pause) int { return x.at.Compare(y.at) })
	b.report.Pauses = each(pauses, func(p pause) Pause {
		return Pause{Source: p.Source, At: b.at(p.at), Took: micros(p.For), Cause: p.Cause}
	})
	warnings := rec.warnings.sample(func(x, y rt.Warned) int {
		return cmp.Or(cmp.Compare(x.At, y.At), cmp.Compare(x.Text, y.Text))
	})
	b.report.Warnings = each(warnings, func(w rt.Warned) Warning { return Warning{string(w.At), w.Text} })
}

func each[T, U any](s Sample[T], f func(T) U) Sample[U] {
	made := Sample[U]{Count: s.Count, Kept: make([]U, len(s.Kept))}
	for i, thing := range s.Kept {
		made.Kept[i] = f(thing)
	}
	return made
}

func (b *builder) request(q *rt.RequestRecord) Request {
	r := Request{
		Action: b.index[q.Action], At: string(q.At), Source: q.Source, Method: q.Method, URL: q.URL,
		Asked: b.at(q.Asked), End: b.at(q.Ended), Attempts: make([]Attempt, len(q.Attempts)),
		Status: q.Status, Code: q.Code, Message: q.Message,
	}
	if i := q.Iteration; i != nil {
		r.Loop, r.Iteration = string(i.Loop), &i.Index
	}
	for i, a := range q.Attempts {
		r.Attempts[i] = Attempt{
			Start: b.at(a.Started), End: b.at(a.Ended), Status: a.Status, Code: a.Code, BytesOut: a.BytesOut, BytesIn: a.BytesIn,
		}
	}
	for _, w := range q.Waits {
		r.Waits = append(r.Waits, Wait{Kind: w.Kind.String(), Why: w.Why, Start: b.at(w.Started), End: b.at(w.Ended)})
	}
	return r
}

func (b *builder) iteration(i *rt.IterationRecord) Iteration {
	state := rt.Succeeded
	switch {
	case i.Failure != nil:
		state = rt.Broken
	case i.Stopped:
		state = rt.Dropped
	}
	return Iteration{
		Action: b.index[i.Action], Loop: string(i.Loop), Index: i.Index,
		Start: b.at(i.Started), End: b.at(i.Ended), State: string(state),
	}
}
