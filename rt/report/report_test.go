package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/report"
	"github.com/reqongen/reqongen/rt/rttest"
	"github.com/reqongen/reqongen/rt/value"
)

// shop is a mission written by hand the way the emitter writes it: Fetch reads
// one list, then, two at once, Prices asks for eight items, four at once with
// two requests in flight, Stock fails, and Late waits for a place.
func shop() *rt.Program {
	group := []string{"Prices", "Stock", "Late"}
	return &rt.Program{
		Mission: "Shop", Source: "shop.reqon",
		Stages: []rt.StagePlan{
			{Text: "Fetch", At: "shop.reqon:9:7", Actions: []string{"Fetch"}},
			{Text: "[Prices, Stock, Late]", At: "shop.reqon:9:18", Actions: group, Group: true},
		},
		Steps: []rt.Step{
			{At: "shop.reqon:2:5", Text: `get "/items"`},
			{At: "shop.reqon:4:5", Text: "for item in items parallel 4"},
			{At: "shop.reqon:5:7", Text: `get "/prices/{item}"`},
			{At: "shop.reqon:7:5", Text: `get "/stock"`},
		},
		Files: []rt.File{
			{Name: "other.reqon", Text: "nothing\n"},
			{Name: "shop.reqon", Text: shopText},
		},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			limit := run.MaxConcurrency(2)
			run.Concurrency("shop.reqon:4:32", "Prices", 2)
			src := fetch.Open(run, fetch.Config{
				Name: "Shop", Base: "http://shop.test", At: "shop.reqon:1:3",
				Limit: &fetch.RateLimit{RequestsPerMinute: 450},
			})
			inFlight := semaphore.NewWeighted(2)
			get := func(at value.Pos, path string, inFlight *semaphore.Weighted) func(context.Context, *rt.Strand) error {
				return func(ctx context.Context, s *rt.Strand) error {
					_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: path, InFlight: inFlight})
					return err
				}
			}
			prices := func(ctx context.Context, s *rt.Strand) error {
				loop := s.ParallelLoop("shop.reqon:4:5", rt.CollectFailures)
				g := new(errgroup.Group)
				g.SetLimit(4)
				for i, item := range loop.Over(ctx, make([]value.Value, 8)) {
					g.Go(func() error {
						return loop.Do(ctx, i, item, func(s *rt.Strand) error {
							return get("shop.reqon:5:7", fmt.Sprintf("/prices/%d", i), inFlight)(ctx, s)
						})
					})
				}
				return loop.End(ctx, g.Wait())
			}
			return func(ctx context.Context, s *rt.Strand) error {
				if err := s.Stage(1).Only(ctx, "Fetch", get("shop.reqon:2:5", "/items?token=s3cret", nil)); err != nil {
					return err
				}
				stage := s.Stage(2)
				g := new(errgroup.Group)
				g.SetLimit(limit)
				g.Go(func() error { return stage.Settle(ctx, "Prices", prices) })
				g.Go(func() error { return stage.Settle(ctx, "Stock", get("shop.reqon:7:5", "/stock", nil)) })
				g.Go(func() error {
					return stage.Settle(ctx, "Late", func(ctx context.Context, _ *rt.Strand) error { return rt.Sleep(ctx, time.Second) })
				})
				return stage.End(ctx, g.Wait())
			}
		},
	}
}

const shopText = `mission Shop { source Shop { … }
    get "/items"
  }  action Prices {
    for item in items parallel 4
      get "/prices/{item}" // s3cret
  } action Stock {
    get "/stock"
  }
  run Fetch then [Prices, Stock, Late]
`

const canned = `
GET /items?*
-> 503
-> 429
Retry-After: 4
-> 200 after 500ms
[1,2,3]

GET /prices/{n}
-> 200 after 100ms
{"price": 1}

GET /stock
-> 404 after 50ms
`

// record runs the program on a fake clock and gives its report.
func record(t *testing.T) *report.Report {
	t.Helper()
	var made *report.Report
	synctest.Test(t, func(t *testing.T) {
		api, err := rttest.Parse("shop.api", canned)
		if err != nil {
			t.Fatal(err)
		}
		server := rttest.ServeInMemory(api)
		defer server.Close()
		recorder := new(report.Recorder)
		p := shop()
		open := p.Open
		p.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
			run.Secret("s3cret")
			return open(run)
		}
		result, err := rt.Execute(t.Context(), p, rt.Options{Observer: recorder, Detail: true, Transport: server.Transport()})
		if err != nil {
			t.Fatal(err)
		}
		made = report.Of(result, recorder)
	})
	return made
}

func TestReportOfARun(t *testing.T) {
	r := record(t)
	var text bytes.Buffer
	if err := r.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text.String(), "s3cret") {
		t.Errorf("a secret is in the report:\n%s", &text)
	}

	if want := []report.Rate{{Source: "Shop", At: "shop.reqon:1:3", PerMinute: 450}}; !cmp.Equal(r.Rates, want) {
		t.Errorf("the sources may be asked %+v, want %+v", r.Rates, want)
	}
	fetched, prices, stock, late := r.Actions[0], r.Actions[1], r.Actions[2], r.Actions[3]
	if r.Run.Status != "partial" || r.Stages[0].State != "done" || r.Stages[1].State != "partial" {
		t.Errorf("the run is %s, its stages %s and %s", r.Run.Status, r.Stages[0].State, r.Stages[1].State)
	}
	if fetched.Requests != 3 || fetched.Retries != 2 || fetched.InFlight != 500_000 || fetched.Idle != fetched.Took()-500_000 {
		t.Errorf("Fetch: %+v", fetched)
	}
	if prices.MostInFlight != 2 || prices.InFlight != 400_000 || prices.InFlightSum != 800_000 || prices.Took() != 400_000 {
		t.Errorf("Prices: %+v", prices)
	}
	wall := func(a report.Action, kind string) (w report.WaitTotal) {
		for _, total := range a.Waits {
			if total.Kind == kind {
				return total
			}
		}
		return w
	}
	// Four iterations and two places: two wait from the start on, and each that
	// comes in their place, but for the last two rounds.
	if w := wall(prices, "concurrency"); w.Wall != 300_000 || w.Sum != 600_000 || w.Count != 6 {
		t.Errorf("Prices waited %+v for places", w)
	}
	if w := wall(late, "maxConcurrency"); w.Wall != 50_000 || w.Sum != 50_000 || w.Count != 1 {
		t.Errorf("Late waited %+v for its place", w)
	}
	if w := wall(fetched, "backoff"); w.Count != 2 || w.Wall < 4_500_000 {
		t.Errorf("Fetch waited %+v between attempts", w)
	}
	if stock.Failure == nil || stock.Failure.At != "shop.reqon:7:5" || string(stock.Failure.Code) != "404" || stock.Failure.Step != `get "/stock"` {
		t.Errorf("Stock failed with %+v", stock.Failure)
	}
	if got := r.Analysis.CriticalPath; !cmp.Equal(got, []int{0, 2, 3}) {
		t.Errorf("the critical path is %v: Fetch, Stock, Late wants to be it", got)
	}
	if r.Analysis.Best != 500_000+1_000_000 {
		t.Errorf("best possible: %d", r.Analysis.Best)
	}
	if prices.Concurrency != 2 || prices.ConcurrencyAt != "shop.reqon:4:32" || late.Concurrency != 0 {
		t.Errorf("allowed are Prices %d (%s), Late %d requests at once", prices.Concurrency, prices.ConcurrencyAt, late.Concurrency)
	}
	excerpt := report.Excerpt{File: "shop.reqon", Line: 5, Lines: []string{
		`      get "/prices/{item}" // [redacted]`, "  } action Stock {", `    get "/stock"`, "  }", "  run Fetch then [Prices, Stock, Late]",
	}}
	if diff := cmp.Diff([]report.Excerpt{excerpt}, r.Excerpts); diff != "" {
		t.Errorf("the lines around the failure (-want +got):\n%s", diff)
	}
	if l := r.Loops; len(l) != 1 || l[0].Action != 1 || l[0].Items != 8 || l[0].Done != 8 || l[0].Most != 4 || l[0].Text != "for item in items parallel 4" {
		t.Errorf("loops: %+v", l)
	}
	if r.Requests.Count != 10 || len(r.Requests.Kept) != 10 || r.Iterations.Count != 8 || r.Pauses.Count != 1 {
		t.Fatalf("%d requests, %d iterations, %d pauses", r.Requests.Count, r.Iterations.Count, r.Pauses.Count)
	}
	first, last := r.Requests.Kept[0], r.Requests.Kept[9]
	if len(first.Attempts) != 3 || first.Attempts[1].Status != 429 || first.Status != 200 || !strings.Contains(first.URL, "[redacted]") {
		t.Errorf("the first request: %+v", first)
	}
	if last.Action != 1 || last.Iteration == nil || last.Loop != "shop.reqon:4:5" {
		t.Errorf("the last request: %+v", last)
	}
}

// The schema describes what is written, all of it and no more, and the report
// is read back as it was.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("report-v1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	r := record(t)
	r.Run.Cause, r.Run.Shuffle, r.Run.Chaos = "interrupted", 1, 1<<64-1
	r.Warnings.Kept = append(r.Warnings.Kept, report.Warning{Message: "old"})
	var text bytes.Buffer
	if err := r.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(instance); err != nil {
		t.Errorf("%#v", err)
	}
	again, err := report.ReadJSON(text.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, again); diff != "" {
		t.Errorf("read back it differs (-written +read):\n%s", diff)
	}
}

func TestReadWhatIsNoReport(t *testing.T) {
	for text, want := range map[string]string{
		``:                          "no JSON",
		`{`:                         "no JSON",
		`{"items": []}`:             "this is no report of a run; a mission's --report writes one",
		`{"version": 2, "run": {}}`: "the report is of version 2, and this program reads version 1",
		`{"version": 1, "run": {}, "stages": [{"actions": [3]}]}`: "a stage of the action 3, and there are 0",
		`{"version": 1, "run": {}, "actions": [{"stage": 1}]}`:    "the action 0 is of the stage 1, and there are 0",
		`{"version": 1, "run": {"took": "long"}}`:                 "this is no report",
	} {
		if _, err := report.ReadJSON([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// Of more than are kept, two runs that do the same keep the same, however their
// requests came in, and the slowest always.
func TestSampleFollowsFromWhatItIsOf(t *testing.T) {
	const all = 25_000
	var kept []string
	for _, step := range []int{1, 7} { // 7 goes through all of them too
		recorder := new(report.Recorder)
		started := time.Unix(0, 0)
		for n := range all {
			i := n * step % all
			took := time.Millisecond
			if i%5000 == 0 {
				took = time.Duration(1+i) * time.Second
			}
			recorder.Observe(rt.IterationEnded{Iteration: &rt.IterationRecord{
				Loop: "m.reqon:1:1", Index: i, Path: []uint64{1, uint64(i)}, Started: started, Ended: started.Add(took),
			}})
		}
		r := report.Of(&rt.Result{Started: started, Program: new(rt.Program)}, recorder)
		if r.Iterations.Count != all || len(r.Iterations.Kept) != 10_000 {
			t.Errorf("%d of %d iterations are kept", len(r.Iterations.Kept), r.Iterations.Count)
		}
		slow := 0
		for _, i := range r.Iterations.Kept {
			if i.End-i.Start > 1000 {
				slow++
			}
		}
		if slow != 5 {
			t.Errorf("%d of the 5 slow ones are kept", slow)
		}
		text, err := json.Marshal(r.Iterations)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, string(text))
	}
	if kept[0] != kept[1] {
		t.Error("what is kept depends on the order in which they came")
	}
}

// A thing to do is told once, with the places that it is for; what a breaker
// kept back follows from what made it open.
func TestAdviceIsToldOnce(t *testing.T) {
	failure := func(line int, code string) report.Failure {
		return report.Failure{At: fmt.Sprintf("m.reqon:%d:5", line), Code: json.RawMessage(code)}
	}
	const atFault = "the API is at fault: wait for it to work again, or give the request more attempts with retry"
	for _, c := range []struct {
		failures []report.Failure
		want     []string
	}{
		{[]report.Failure{failure(1, "503"), failure(1, `"circuit_open"`), failure(2, `"circuit_open"`)}, []string{atFault + ": m.reqon:1:5"}},
		{[]report.Failure{failure(1, `"connection"`), failure(1, `"circuit_open"`)}, []string{"the API cannot be reached: see its base (--base) and the network: m.reqon:1:5"}},
		{[]report.Failure{failure(1, `"circuit_open"`), failure(2, `"circuit_open"`)}, []string{atFault + ": m.reqon:1:5, m.reqon:2:5"}},
		{[]report.Failure{failure(1, "500"), failure(2, "502"), failure(2, "503"), failure(3, "500"), failure(4, "500"), failure(5, "500")}, []string{
			atFault + ": m.reqon:1:5, m.reqon:2:5, m.reqon:3:5, 2 more",
		}},
	} {
		r := &report.Report{Run: report.Run{Status: "failed"}}
		r.Failures.Kept = c.failures
		if got := r.Advice(); len(got) != len(c.want)+1 || got[0] != c.want[0] {
			t.Errorf("%v: to do is %q, want %q and then to run it again", c.failures, got, c.want)
		}
	}
}
