package main

import (
	"fmt"
	"net/http"
	"time"
)

// A workload is a folder with a mission and its twins.
type workload struct {
	name     string
	full     int // the size of the whole work: items, records, requests
	tuned    bool
	node     bool
	api      func(size int, v variant) http.Handler
	variants []variant
}

// A variant is one setting of a workload. Zero values stand for what the
// workload does not have.
type variant struct {
	concurrency int           // what the mission's "parallel 8" becomes
	latency     time.Duration // of each answer
	perSlot     int           // the size is so many times the concurrency; 0 takes the workload's
	limit       bool          // the least time that is possible is known: requests in turns of latency
	fixed       bool          // there is no smaller work to time
}

func (v variant) String() string {
	switch {
	case v.concurrency == 0:
		return "one size"
	case v.latency == 0:
		return fmt.Sprintf("concurrency %d", v.concurrency)
	}
	return fmt.Sprintf("concurrency %d, latency %v", v.concurrency, v.latency)
}

func (v variant) size(w workload) int {
	if v.perSlot > 0 {
		return v.perSlot * v.concurrency
	}
	return w.full
}

// least is the least time that the variant can take, 0 where nothing says.
func (v variant) least(size int) time.Duration {
	if !v.limit {
		return 0
	}
	return time.Duration((size+v.concurrency-1)/v.concurrency) * v.latency
}

const slow = 200 * time.Millisecond

var workloads = []workload{
	{name: "fanout", full: 10_000, tuned: true, node: true, api: fanoutAPI, variants: []variant{
		{concurrency: 1},
		{concurrency: 8},
		{concurrency: 64},
		{concurrency: 1, latency: 5 * time.Millisecond, perSlot: 1000}, // ten thousand take each program a minute
		{concurrency: 8, latency: 5 * time.Millisecond},
		{concurrency: 64, latency: 5 * time.Millisecond},
	}},
	{name: "process", full: 100_000, tuned: true, node: true, api: processAPI, variants: []variant{{}}},
	{name: "join", full: 100_000, tuned: true, node: true, api: joinAPI, variants: []variant{{}}},
	{name: "pages", full: 100_000, tuned: true, api: pagesAPI, variants: []variant{{}}},
	{name: "schedule", api: scheduleAPI, variants: []variant{
		{concurrency: 8, latency: slow, perSlot: 10, limit: true, fixed: true},
		{concurrency: 64, latency: slow, perSlot: 10, limit: true, fixed: true},
		{concurrency: 512, latency: slow, perSlot: 10, limit: true, fixed: true},
	}},
	{name: "start", full: 1, api: startAPI, variants: []variant{{fixed: true}}},
	{name: "store", full: 1_000_000, tuned: true, api: storeAPI, variants: []variant{
		{concurrency: 1},
		{concurrency: 8},
		{concurrency: 64},
	}},
}
