package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// mostAdvice is how many things to do are told at once.
const mostAdvice = 3

// Advice is what to do about a run that is not done, the first thing first.
func (r *Report) Advice() []string {
	hints := r.whatToMend()
	switch r.Run.Status {
	case "done":
		return nil
	case "partial":
		hints = append(hints, "then run it again; where what the others stored is enough, --allow-partial takes it for done")
	case "failed":
		if len(hints) > 0 {
			hints = append(hints, "then run it again: it starts with its first stage")
		}
	case "cancelled":
		if r.interrupted() {
			return []string{"run it again: it starts with its first stage"}
		}
		return []string{"give it more time with --timeout, or see below what took long"}
	case "aborted":
		return nil // the mission says itself why
	}
	return hints
}

// mostPlaces is how many places one advice names.
const mostPlaces = 3

// whatToMend is what the failures suggest, each thing once, with the places that
// it is for.
func (r *Report) whatToMend() []string {
	var hints []string
	places := map[string][]string{}
	kept := r.Failures.Kept
	// A breaker that is open follows from other failures, where they are told.
	if others := slices.DeleteFunc(slices.Clone(kept), isOpen); len(others) > 0 {
		kept = others
	}
	for _, f := range kept {
		hint := adviceFor(f)
		if !slices.Contains(hints, hint) {
			if len(hints) == mostAdvice-1 {
				continue
			}
			hints = append(hints, hint)
		}
		if !slices.Contains(places[hint], f.At) {
			places[hint] = append(places[hint], f.At)
		}
	}
	for i, hint := range hints {
		at := places[hint]
		if more := len(at) - mostPlaces; more > 0 {
			at = append(at[:mostPlaces:mostPlaces], fmt.Sprintf("%d more", more))
		}
		hints[i] += ": " + strings.Join(at, ", ")
	}
	return hints
}

// isOpen tells a request that a circuit breaker did not let go.
func isOpen(f Failure) bool { return string(f.Code) == `"circuit_open"` }

// adviceFor is what the code of a failure suggests.
func adviceFor(f Failure) string {
	var status int
	var code string
	if json.Unmarshal(f.Code, &status) != nil {
		_ = json.Unmarshal(f.Code, &code)
	}
	switch {
	case status == 401, status == 403, code == "auth":
		return "see that the credentials of the source are right (--auth)"
	case status == 429, code == "rate_limited":
		return "ask the API for less at a time: give the source a rateLimit, or the action a lower concurrency"
	case status >= 500, code == "circuit_open":
		return "the API is at fault: wait for it to work again, or give the request more attempts with retry"
	case status >= 400:
		return "the API refuses the request: see its path and parameters, or allow the status"
	case code == "timeout":
		return "the API is slow: give its source a longer timeout"
	case code == "connection":
		return "the API cannot be reached: see its base (--base) and the network"
	case code == "loop":
		return "see the items that failed; onError: continue keeps the others"
	}
	return "mend the mission, or the data that it is given"
}
