package main

import (
	"context"
	"fmt"

	"github.com/reqongen/reqongen/examples/internal/canned"
	"github.com/reqongen/reqongen/examples/library/catalog"
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/report"
)

// A watcher is told of each event of a run, from many goroutines at once. It
// takes what it wants to know by the event's type, and lets the others be.
type watcher struct{}

// Observe prints when actions start and how they end.
func (watcher) Observe(e rt.Event) {
	switch e := e.(type) {
	case rt.ActionStarted:
		fmt.Println(e.Action.Name, "starts")
	case rt.ActionEnded:
		fmt.Println(e.Action.Name, "is", e.Action.State())
	}
}

// While it runs, a mission tells an observer what happens; when it is over, its
// result says what became of each stage and action, and what failed where.
func Example_watch() {
	server, err := canned.Serve("library")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()

	result, err := catalog.Run(context.Background(), rt.Options{
		Bases:          map[string]string{"Shop": server.URL, "Bank": server.URL + "/closed"},
		MaxConcurrency: 1, // so that what is printed has one order
		Observer:       watcher{},
	})
	if err != nil {
		fmt.Println(err) // nothing was run: a setting is missing or wrong
		return
	}

	fmt.Println("\nthe run is", result.Status)
	for _, stage := range result.Stages {
		fmt.Printf("%d  %s\n", stage.Number, stage.Plan.Text)
		for _, a := range stage.Actions {
			fmt.Printf("     %-13s  %-6s  %d requests, %d records\n", a.Name, a.State(), a.Requests.Load(), a.Stored.Load())
		}
	}
	for _, f := range result.Failures {
		fmt.Printf("%s: %s, code %v, in %q\n", f.At, f.Action, f.Code, f.Step)
	}

	// The report has the same as data, and what follows from it.
	r := report.Of(result, nil)
	fmt.Println("first to do:", r.Advice()[0])

	// Output:
	// FetchProducts starts
	// FetchProducts is done
	// FetchRates starts
	// FetchRates is failed
	// Price starts
	// Price is failed
	//
	// the run is failed
	// 1  [FetchProducts, FetchRates]
	//      FetchProducts  done    1 requests, 3 records
	//      FetchRates     failed  1 requests, 0 records
	// 2  Price
	//      Price          failed  0 requests, 0 records
	// catalog.reqon:13:5: FetchRates, code 404, in "get Bank \"/rates\" { params: { base: \"EUR\" } }"
	// catalog.reqon:22:29: Price, code expression, in "map product -> Priced { … }"
	// first to do: the API refuses the request: see its path and parameters, or allow the status: catalog.reqon:13:5
}
