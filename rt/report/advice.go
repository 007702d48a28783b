package report

import (
	"encoding/json"
	"fmt"
	"slices"
)

// mostAdvice is how many things to do are told at once.
const mostAdvice = 3

// Advice is what to do about a run that is not done, the first thing first.
func (r *Report) Advice() []string {
	var hints []string
	for _, f := range r.Failures.Kept {
		if hint := adviceFor(f); !slices.Contains(hints, hint) && len(hints) < mostAdvice-1 {
			hints = append(hints, hint)
		}
	}
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

// adviceFor is what the code of a failure suggests.
func adviceFor(f Failure) string {
	var status int
	var code string
	if json.Unmarshal(f.Code, &status) != nil {
		_ = json.Unmarshal(f.Code, &code)
	}
	switch {
	case status == 401, status == 403, code == "auth":
		return fmt.Sprintf("see that the credentials of the source are right (--auth): %s", f.At)
	case status == 429, code == "rate_limited":
		return fmt.Sprintf("ask the API for less at a time: give the source a rateLimit, or the action a lower concurrency: %s", f.At)
	case status >= 500, code == "circuit_open":
		return fmt.Sprintf("the API is at fault: wait for it to work again, or give the request more attempts with retry: %s", f.At)
	case status >= 400:
		return fmt.Sprintf("the API refuses the request: see its path and parameters, or allow the status: %s", f.At)
	case code == "timeout":
		return fmt.Sprintf("the API is slow: give its source a longer timeout: %s", f.At)
	case code == "connection":
		return fmt.Sprintf("the API cannot be reached: see its base (--base) and the network: %s", f.At)
	case code == "loop":
		return fmt.Sprintf("see the items that failed; onError: continue keeps the others: %s", f.At)
	}
	return fmt.Sprintf("mend the mission at %s, or the data that it is given", f.At)
}
