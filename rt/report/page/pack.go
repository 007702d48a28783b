package page

import (
	"cmp"
	"strings"

	"github.com/reqongen/reqongen/rt/report"
)

// A packed list of requests is how the page holds them: a browser reads a fifth
// of what they are as the report's JSON. unpack.js makes them of it again, but
// for the bytes of attempts and the loop, which the page does not show.
type packed struct {
	Places   []place  `json:"places"`
	Prefixes []string `json:"prefixes"` // of URLs
	// Rows are [place, iteration or -1, prefix, rest of the URL, asked, took,
	// status], and behind that, of a request that was not just sent and
	// answered, what else there is to tell of it.
	Rows [][]any `json:"rows"`
}

// A place is where in the mission requests come from.
type place struct {
	Action int    `json:"action"`
	At     string `json:"at"`
	Source string `json:"source"`
	Method string `json:"method"`
}

// more is what only some requests have.
type more struct {
	Attempts []attempt     `json:"attempts"`
	Waits    []report.Wait `json:"waits,omitempty"`
	Code     string        `json:"code,omitempty"`
	Message  string        `json:"message,omitempty"`
}

type attempt struct {
	Start  report.Micros `json:"start"`
	End    report.Micros `json:"end"`
	Status int           `json:"status"`
	Code   string        `json:"code,omitempty"`
}

func pack(requests []report.Request) packed {
	p := packed{Places: []place{}, Prefixes: []string{}, Rows: make([][]any, len(requests))}
	places, prefixes := map[place]int{}, map[string]int{}
	for i, q := range requests {
		iteration := -1
		if q.Iteration != nil {
			iteration = *q.Iteration
		}
		cut := strings.LastIndexAny(q.URL, "/?=&") + 1
		row := []any{
			index(&p.Places, places, place{q.Action, q.At, q.Source, q.Method}), iteration,
			index(&p.Prefixes, prefixes, q.URL[:cut]), q.URL[cut:], q.Asked, q.End - q.Asked, q.Status,
		}
		if !plain(&q) {
			m := more{Attempts: make([]attempt, len(q.Attempts)), Waits: q.Waits, Code: q.Code, Message: q.Message}
			for n, a := range q.Attempts {
				m.Attempts[n] = attempt{a.Start, a.End, a.Status, a.Code}
			}
			row = append(row, m)
		}
		p.Rows[i] = row
	}
	return p
}

// plain tells a request that was sent once, at once, and answered.
func plain(q *report.Request) bool {
	if len(q.Attempts) != 1 || len(q.Waits) > 0 || cmp.Or(q.Code, q.Message) != "" {
		return false
	}
	a := q.Attempts[0]
	return a.Start == q.Asked && a.End == q.End && a.Status == q.Status && a.Code == ""
}

// index is where the thing stands in the list, at its end where it is new.
func index[T comparable](list *[]T, known map[T]int, thing T) int {
	i, ok := known[thing]
	if !ok {
		i = len(*list)
		known[thing] = i
		*list = append(*list, thing)
	}
	return i
}
