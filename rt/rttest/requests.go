package rttest

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// A Request is one that came to a [Server], as the server saw it.
type Request struct {
	Method string
	Path   string // unescaped
	Query  string // as it came, escaped
	Target string // path and query as they came
	Host   string
	Header http.Header
	Body   string

	Status     int       // of the answer; 0 where none was begun
	Unexpected bool      // no entry of the API fits it
	Started    time.Time // when its header had come
	Ended      time.Time // when the answer was given, or given up; zero while it is in flight
	Gone       time.Time // when the client left before the answer was given; zero where it did not

	arrived, left int // by the server's count of arrivals and departures; left is 0 in flight
}

// String is the request on one line: method, path with query, body.
func (r Request) String() string {
	text := r.Method + " " + r.Target
	if r.Body != "" {
		text += " " + r.Body
	}
	return text
}

// Overlaps tells whether the two were in flight at the same time.
func (r Request) Overlaps(other Request) bool {
	return (r.left == 0 || other.arrived < r.left) && (other.left == 0 || r.arrived < other.left)
}

// Requests are what came to a [Server], in order of arrival, or a part of it.
type Requests []Request

// To are those whose path begins with the text.
func (rs Requests) To(path string) Requests {
	return rs.Where(func(r Request) bool { return strings.HasPrefix(r.Path, path) })
}

// Where are those for which the condition holds.
func (rs Requests) Where(holds func(Request) bool) Requests {
	var found Requests
	for _, r := range rs {
		if holds(r) {
			found = append(found, r)
		}
	}
	return found
}

// Unexpected are those that the canned API had no entry for.
func (rs Requests) Unexpected() Requests {
	return rs.Where(func(r Request) bool { return r.Unexpected })
}

// Gone are those whose client left before they were answered.
func (rs Requests) Gone() Requests {
	return rs.Where(func(r Request) bool { return !r.Gone.IsZero() })
}

// InFlight is how many of them are not answered yet.
func (rs Requests) InFlight() int {
	return len(rs.Where(func(r Request) bool { return r.left == 0 }))
}

// MaxInFlight is the most of them that were in flight at one moment.
func (rs Requests) MaxInFlight() int {
	type step struct{ at, change int }
	var steps []step
	for _, r := range rs {
		steps = append(steps, step{r.arrived, 1})
		if r.left > 0 {
			steps = append(steps, step{r.left, -1})
		}
	}
	slices.SortFunc(steps, func(a, b step) int { return a.at - b.at })
	now, most := 0, 0
	for _, s := range steps {
		now += s.change
		most = max(most, now)
	}
	return most
}

// Overlap tells whether any of them was in flight together with any of the
// others.
func (rs Requests) Overlap(others Requests) bool {
	for _, a := range rs {
		for _, b := range others {
			if a.arrived != b.arrived && a.Overlaps(b) {
				return true
			}
		}
	}
	return false
}

// Lines are the requests as text, one a line, in order of arrival.
func (rs Requests) Lines() []string {
	lines := make([]string, len(rs))
	for i, r := range rs {
		lines[i] = r.String()
	}
	return lines
}

// Sorted are the lines in alphabetical order: what two runs that sent the same
// requests in another order have in common.
func (rs Requests) Sorted() []string {
	lines := rs.Lines()
	slices.Sort(lines)
	return lines
}
