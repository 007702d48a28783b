package run

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt/rttest"
)

// checkRequests holds the requests against the lines of wire, and tells
// whether they are to be listed in the order in which they came.
func checkRequests(t *testing.T, all rttest.Requests, wire []string) (inOrder bool) {
	t.Helper()
	for _, r := range all.Unexpected() {
		t.Errorf("the API has no entry for %v", r)
	}
	for _, line := range wire {
		if line == "in order" {
			inOrder = true
			continue
		}
		if problem := checkWire(all, line); problem != "" {
			t.Errorf("wire: %s: %s", line, problem)
		}
	}
	return inOrder
}

// checkWire says what is wrong with the condition, "" where it holds. A path
// that nothing was sent to makes no condition hold.
func checkWire(all rttest.Requests, line string) string {
	words := strings.Fields(line)
	var n int
	switch {
	case len(words) == 3 && words[0] == "most" && scan(words[1], &n):
		if got := all.To(words[2]).MaxInFlight(); got != n {
			return fmt.Sprintf("the most in flight was %d", got)
		}
		return ""
	case len(words) == 3 && words[0] == "gone" && scan(words[1], &n):
		if got := len(all.To(words[2]).Gone()); got != n {
			return fmt.Sprintf("%d clients left", got)
		}
		return ""
	case len(words) != 3:
		return "no condition that is known"
	}
	first, second := all.To(words[1]), all.To(words[2])
	if len(first) == 0 || len(second) == 0 {
		return fmt.Sprintf("%d and %d requests came", len(first), len(second))
	}
	switch words[0] {
	case "overlap":
		if !first.Overlap(second) {
			return "they never were in flight together"
		}
	case "apart":
		if first.Overlap(second) {
			return "some were in flight together"
		}
	case "before":
		for _, a := range first {
			for _, b := range second {
				if a.Overlaps(b) || b.Started.Before(a.Started) {
					return fmt.Sprintf("%v was not over when %v came", a, b)
				}
			}
		}
	default:
		return "no condition that is known"
	}
	return ""
}

func scan(text string, n *int) bool {
	_, err := fmt.Sscan(text, n)
	return err == nil
}
