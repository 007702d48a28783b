package page

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/reqongen/reqongen/rt/report"
)

// hostile is text that would run or change the page if it were taken for HTML.
const hostile = `</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1"><!--'"&` + "\u2028"

// sample is the report of a made-up run with so many requests: three stages, one
// of them a group with an action that fails. Names and messages have the suffix.
func sample(requests int, suffix string) *report.Report {
	dice := rand.New(rand.NewPCG(1, 6))
	at := func(m report.Micros) *report.Micros { return &m }
	const took = 60_000_000
	r := &report.Report{
		Version: report.Version,
		Run: report.Run{
			ID: "0192f0c4", Mission: "Shop" + suffix, Source: "shop.reqon", Hash: "sha256:1f2e", Status: "partial",
			Started: time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC), Took: took, MaxConcurrency: 4, Detailed: true,
		},
		Stages: []report.Stage{
			{Text: "FetchMaster", At: "shop.reqon:40:7", State: "done", Actions: []int{0}},
			{Text: "[Prices, Stock, Reviews]", At: "shop.reqon:40:24", Group: true, State: "partial", Actions: []int{1, 2, 3}},
			{Text: "Combine", At: "shop.reqon:40:60", State: "done", Actions: []int{4}},
			{Text: "Publish", At: "shop.reqon:40:73", State: "skipped", Actions: []int{5}},
		},
		Loops: []report.Loop{
			{Action: 1, At: "shop.reqon:9:5", Text: "for item in items parallel 8", Items: int64(requests / 2), Done: int64(requests / 2), Most: 8},
			{Action: 2, At: "shop.reqon:15:5", Text: "for item in items parallel 40", Items: int64(requests / 3), Done: int64(requests / 3), Failed: 2, Most: 31},
		},
		Stores: []report.Store{{Name: "items" + suffix, Records: requests / 2}, {Name: "prices", Records: requests / 2}, {Name: "stock", Records: requests/3 - 2}},
	}
	action := func(name string, stage int, state string, start, end report.Micros) {
		a := report.Action{Name: name + suffix, Stage: stage, State: state, Waits: []report.WaitTotal{}}
		if end > 0 {
			a.Span = report.Span{Start: at(start), End: at(end)}
		}
		r.Actions = append(r.Actions, a)
	}
	action("FetchMaster", 0, "done", 0, took/20)
	action("Prices", 1, "done", took/20, took*9/10)
	action("Stock", 1, "failed", took/20, took*6/10)
	action("Reviews", 1, "done", took/20, took*2/10)
	action("Combine", 2, "done", took*9/10, took)
	action("Publish", 3, "skipped", 0, 0)
	r.Actions[1].Waits = []report.WaitTotal{{Kind: "rateLimit", Count: 37, Sum: 9_000_000, Wall: 3_200_000}}

	for i := range r.Stages[:3] {
		r.Stages[i].Span = r.Actions[r.Stages[i].Actions[0]].Span // the first is the longest
	}

	for i, places := range []int{1, 8, 31, 3} {
		a := &r.Actions[i]
		many := []int{1, requests / 2, requests / 3, requests - 1 - requests/2 - requests/3}[i]
		each := (*a.End - *a.Start) / report.Micros(max(1, many/places))
		for n := range many {
			start := *a.Start + report.Micros(n/places)*each + report.Micros(dice.Int64N(int64(each/4+1)))
			end := min(start+each*3/5+report.Micros(dice.Int64N(int64(each/8+1))), *a.End)
			q := report.Request{
				Action: i, At: fmt.Sprintf("shop.reqon:%d:7", 10+6*i), Source: "default", Method: "GET", Asked: start, End: end, Status: 200,
				URL: fmt.Sprintf("https://api.example.com/v1/%s?itemId=%d%s", []string{"items", "prices", "stock", "reviews"}[i], n, suffix),
			}
			if i > 0 {
				q.Loop, q.Iteration = fmt.Sprintf("shop.reqon:%d:5", 9+6*i), &n
			}
			q.Attempts = []report.Attempt{{Start: start, End: end, Status: 200, BytesOut: 0, BytesIn: 812}}
			middle := (start + end) / 2
			switch {
			case i == 2 && n%97 == 5:
				q.Status = 503
				q.Attempts = []report.Attempt{{Start: start, End: middle, Status: 503}, {Start: middle + 1, End: end, Status: 503}}
				q.Waits = []report.Wait{{Kind: "backoff", Start: middle, End: middle + 1}}
				a.Retries++
			case i == 1 && n%11 == 3:
				q.Attempts[0].Start = middle
				q.Waits = []report.Wait{{Kind: "rateLimit", Why: "600 a minute" + suffix, Start: start, End: middle}}
			}
			a.Requests++
			a.BytesIn += 812
			a.Stored++
			r.Requests.Kept = append(r.Requests.Kept, q)
		}
		a.MostInFlight, a.FailedItems = places, 0
	}
	r.Requests.Count = int64(len(r.Requests.Kept))
	failure := report.Failure{
		At: "shop.reqon:22:7", Action: "Stock" + suffix, Stage: 1, Step: `get "/stock" { params: { itemId: item.id } }` + suffix,
		Message: "GET https://api.example.com/v1/stock?itemId=5: 503 Service Unavailable after 2 attempts" + suffix, Code: json.RawMessage("503"),
	}
	r.Actions[2].Failure = &failure
	r.Failures = report.Sample[report.Failure]{Count: 2, Kept: []report.Failure{failure, failure}}
	r.Actions[1].Concurrency, r.Actions[1].ConcurrencyAt = 8, "shop.reqon:14:18"
	r.Actions[2].Concurrency, r.Actions[2].ConcurrencyAt = 40, "shop.reqon:21:32"
	r.Excerpts = []report.Excerpt{{File: "shop.reqon", Line: 20, Lines: []string{
		"  action Stock {" + suffix, "    for item in items parallel 40 {", `      get "/stock" { params: { itemId: item.id } }` + suffix, "      store response -> stock { key: item.id }", "    }",
	}}}
	r.Warnings = report.Sample[report.Warning]{Count: 1, Kept: []report.Warning{{At: "shop.reqon:3:5", Message: "the server says of its limit what is no number" + suffix}}}
	r.Pauses = report.Sample[report.Pause]{Count: 1, Kept: []report.Pause{{Source: "default" + suffix, At: took / 3, Took: 2_000_000, Cause: "429 Too Many Requests"}}}
	r.Rates = []report.Rate{{Source: "default", At: "shop.reqon:2:3", PerMinute: requests + 100}}
	r.Iterations.Kept = []report.Iteration{}
	r.Analyse()
	return r
}
