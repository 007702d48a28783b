package prometheus

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// Write writes what became of the run. Its figures are gauges: they are those of
// the last run, and begin anew with the next. counts was the run's observer; nil
// leaves out what it counts.
func Write(w io.Writer, result *rt.Result, counts *Counts) error {
	e := newExposition(w, label{"mission", result.Mission})
	writeRun(e, result)
	writeActions(e, result)
	writeWaits(e, result)
	writeFailures(e, result.Failures)
	e.family("reqon_store_records", "gauge", "Records that a store held at the end of the last run.")
	for _, s := range result.Stores {
		e.sample("reqon_store_records", float64(len(s.Records)), label{"store", s.Name})
	}
	if counts != nil {
		writeRequests(e, result, counts)
	}
	return e.flush()
}

func writeRun(e *exposition, result *rt.Result) {
	for _, f := range []struct {
		name, help string
		value      float64
	}{
		{"reqon_run_start_timestamp_seconds", "When the last run began.", seconds(result.Started)},
		{"reqon_run_end_timestamp_seconds", "When the last run ended, however it did.", seconds(result.Ended)},
		{"reqon_run_duration_seconds", "How long the last run took.", result.Ended.Sub(result.Started).Seconds()},
	} {
		e.family(f.name, "gauge", f.help)
		e.sample(f.name, f.value)
	}
	e.family("reqon_run_status", "gauge", "1 for how the last run ended, 0 for all other ways.")
	for _, status := range []rt.Status{rt.Done, rt.Partial, rt.Failed, rt.Aborted, rt.Cancelled} {
		e.sample("reqon_run_status", is(result.Status == status), label{"status", string(status)})
	}
}

func seconds(t time.Time) float64 { return float64(t.UnixMicro()) / 1e6 }

func is(so bool) float64 {
	if so {
		return 1
	}
	return 0
}

// each calls f with every action of the run.
func each(result *rt.Result, f func(a *rt.ActionRecord)) {
	for _, stage := range result.Stages {
		for _, a := range stage.Actions {
			f(a)
		}
	}
}

// of are the labels of an action.
func of(a *rt.ActionRecord, more ...label) []label {
	if a == nil {
		return append([]label{{"stage", ""}, {"action", ""}}, more...)
	}
	return append([]label{{"stage", strconv.Itoa(a.Stage)}, {"action", a.Name}}, more...)
}

func writeActions(e *exposition, result *rt.Result) {
	states := []rt.State{rt.Succeeded, rt.Broken, rt.Ended, rt.Dropped, rt.Skipped, rt.Waiting}
	e.family("reqon_action_status", "gauge", "1 for what became of an action in the last run, 0 for all else; waiting is one that never started.")
	each(result, func(a *rt.ActionRecord) {
		for _, state := range states {
			e.sample("reqon_action_status", is(a.State() == state), of(a, label{"status", string(state)})...)
		}
	})
	for _, f := range []struct {
		name, help string
		value      func(a *rt.ActionRecord) float64
	}{
		{"reqon_action_duration_seconds", "How long an action took in the last run; 0 for one that never started.", func(a *rt.ActionRecord) float64 {
			return a.Ended.Sub(a.Started).Seconds()
		}},
		{"reqon_retries", "Requests of the last run that were not the first attempt.", func(a *rt.ActionRecord) float64 { return float64(a.Retries.Load()) }},
		{"reqon_request_body_bytes", "Bytes of the bodies that were sent.", func(a *rt.ActionRecord) float64 { return float64(a.BytesOut.Load()) }},
		{"reqon_response_body_bytes", "Bytes of the bodies that were answered, decompressed.", func(a *rt.ActionRecord) float64 { return float64(a.BytesIn.Load()) }},
		{"reqon_records_read", "Records of stores that loops and expressions went through.", func(a *rt.ActionRecord) float64 { return float64(a.Read.Load()) }},
		{"reqon_records_stored", "Records that were written into stores.", func(a *rt.ActionRecord) float64 { return float64(a.Stored.Load()) }},
	} {
		e.family(f.name, "gauge", f.help)
		each(result, func(a *rt.ActionRecord) { e.sample(f.name, f.value(a), of(a)...) })
	}
	e.family("reqon_items", "gauge", "Iterations of loops that have ended.")
	each(result, func(a *rt.ActionRecord) {
		var done, failed int64
		for _, l := range a.Loops() {
			failed += l.Failed.Load()
			done += l.Done.Load()
		}
		e.sample("reqon_items", float64(done-failed), of(a, label{"status", "done"})...)
		e.sample("reqon_items", float64(failed), of(a, label{"status", "failed"})...)
	})
}

// writeWaits tells those that there were.
func writeWaits(e *exposition, result *rt.Result) {
	for _, f := range []struct {
		name, help string
		value      func(w rt.WaitTotal) float64
	}{
		{"reqon_waits", "How often something waited, by what for.", func(w rt.WaitTotal) float64 { return float64(w.Count) }},
		{"reqon_wait_seconds", "How long it waited, those at the same time counted each.", func(w rt.WaitTotal) float64 { return w.Sum.Seconds() }},
	} {
		e.family(f.name, "gauge", f.help)
		each(result, func(a *rt.ActionRecord) {
			spent := a.Spent()
			for _, kind := range rt.WaitKinds {
				if w := spent.Waits[kind]; w.Count > 0 {
					e.sample(f.name, f.value(w), of(a, label{"kind", kind.String()})...)
				}
			}
		})
	}
}

func writeFailures(e *exposition, failures []*rt.Failure) {
	type kind struct {
		stage        int
		action, code string
	}
	counts := map[kind]int{}
	for _, f := range failures {
		counts[kind{f.Stage, f.Action, f.Code.String()}]++
	}
	e.family("reqon_failures", "gauge", "Steps that failed in the last run, those that onError took included.")
	for _, k := range slices.SortedFunc(maps.Keys(counts), func(a, b kind) int {
		return cmp.Or(a.stage-b.stage, cmp.Compare(a.action, b.action), cmp.Compare(a.code, b.code))
	}) {
		e.sample("reqon_failures", float64(counts[k]), label{"stage", strconv.Itoa(k.stage)}, label{"action", k.action}, label{"code", k.code})
	}
}

func writeRequests(e *exposition, result *rt.Result, counts *Counts) {
	place := map[*rt.ActionRecord]int{}
	each(result, func(a *rt.ActionRecord) { place[a] = len(place) + 1 })
	compare := func(a, b asked) int {
		return cmp.Or(place[a.action]-place[b.action], cmp.Compare(a.source, b.source))
	}
	counts.mu.Lock()
	defer counts.mu.Unlock()
	e.family("reqon_requests", "gauge", "Requests that went over the wire in the last run, each attempt counted, by the answer's status or why there was none.")
	for _, k := range slices.SortedFunc(maps.Keys(counts.requests), func(a, b answered) int {
		return cmp.Or(compare(a.asked, b.asked), cmp.Compare(a.status, b.status))
	}) {
		e.sample("reqon_requests", float64(counts.requests[k]), of(k.action, label{"source", k.source}, label{"status", k.status})...)
	}
	const name = "reqon_http_request_duration_seconds"
	e.family(name, "histogram", "How long requests of the last run took, each attempt counted.")
	for _, k := range slices.SortedFunc(maps.Keys(counts.times), compare) {
		e.histogram(name, counts.times[k], of(k.action, label{"source", k.source})...)
	}
}
