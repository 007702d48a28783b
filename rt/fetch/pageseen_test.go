package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

// TestPagesSeen goes through pages of which parts are seen, and wants what comes
// of all of them.
func TestPagesSeen(t *testing.T) {
	cursor := fetch.Pages{By: fetch.ByCursor, Param: "page", Next: "meta.next"}
	byPage := fetch.Pages{By: fetch.ByPage, Param: "page"}
	named, beside := byPage, byPage
	named.Items, beside.Parallel = "rows", 3
	until := byPage
	until.Until = func(response, _ value.Value) bool {
		last, _ := response.Lookup("last")
		return last.Truthy()
	}
	row := func(id, state string) string { return `{"id":` + id + `,"state":"` + state + `","note":"x"}` }
	page := func(rest string, rows ...string) string {
		return `{"rows":[` + strings.Join(rows, ",") + `]` + rest + `}`
	}
	for _, c := range []struct {
		name  string
		pages fetch.Pages
		since *fetch.Since
		seen  string
		sent  []string // the pages; behind them one without items
	}{
		{"by page", byPage, nil, "rows[].id", []string{page("", row("1", "a"), row("2", "b")), page("", row("3", "c"), row("4", "d"))}},
		{"side by side", beside, nil, "rows[].id", []string{page("", row("1", "a")), page("", row("2", "b")), page("", row("3", "c")), page("", row("4", "c"))}},
		{"arrays", byPage, nil, "[].id", []string{"[" + row("1", "a") + "]", "[" + row("2", "b") + "]"}},
		{"arrays, and then none", byPage, nil, "[].id", []string{"[" + row("1", "a") + "]", page("", row("2", "b"))}},
		{"by cursor", cursor, nil, "rows[].id", []string{page(`,"meta":{"next":2,"of":3}`, row("1", "a")), page(`,"meta.next":3`, row("2", "b")), page("", row("3", "b"))}},
		{"a cursor twice", cursor, nil, "rows[].id", []string{page(`,"meta":{"next":2}`, row("1", "a")), page(`,"meta":{"next":2}`, row("2", "b"))}},
		{"until", until, nil, "last rows[].id", []string{page(`,"last":0`, row("1", "a")), page(`,"last":1`, row("2", "b")), page(`,"last":1`, row("3", "b"))}},
		{"the same parts of others", byPage, nil, "rows[].state", []string{page("", row("1", "a")), page("", row("2", "a")), page("", row("3", "a"))}},
		{"the same parts of others, named", named, nil, "rows[].state", []string{page("", row("1", "a")), page("", row("2", "a")), page("", row("3", "a"))}},
		{"the second again", byPage, nil, "rows[].state", []string{page("", row("1", "a")), page("", row("1", "a"))}},
		{"the third again", byPage, nil, "rows[].state", []string{page("", row("1", "a")), page("", row("2", "a")), page("", row("2", "a"))}},
		{"again, written otherwise", byPage, nil, "rows[].id", []string{page("", row("1", "a")), page("", row("2", "a")), page(`,"n":1`, strings.Replace(row("2", "a"), ",", " ,\n", 1))}},
		{"all of the items", byPage, nil, "rows", []string{page("", row("1", "a")), page("", row("2", "a")), page(`,"n":1`, row("2", "a"))}},
		{"all of the items of arrays", byPage, nil, "rows", []string{page("", row("1", "a")), page("", row("2", "a"))}},
		{"counted", named, nil, "rows[]", []string{page("", row("1", "a")), page("", row("2", "a")), page("", row("3", "a")), page("", row("4", "a"))}},
		{"counted, again", named, nil, "rows[]", []string{page("", row("1", "a")), page("", row("2", "a")), page("", row("2", "a"))}},
		{"counted scalars", named, nil, "rows[]", []string{page("", "1"), page("", "1"), page("", "1")}},
		{"nothing of the items", named, nil, "of", []string{page(`,"of":1`, row("1", "a")), page(`,"of":2`, row("2", "a"))}},
		{"no array", named, nil, "rows[].id", []string{page("", row("1", "a")), `{"rows":{"id":1,"rest":2}}`}},
		{"no page", named, nil, "rows[].id", []string{page("", row("1", "a")), `"some text"`}},
		{"dates", byPage, &fetch.Since{UpdateFrom: "state"}, "rows[].id", []string{page("", row("1", "2026-01-01T00:00:00Z")), page("", row("2", "2026-01-02T00:00:00Z"))}},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole, want := throughPages(t, c.sent, c.pages, c.since, nil)
			parts, got := throughPages(t, c.sent, c.pages, c.since, value.Select(strings.Fields(c.seen)...))
			if got != want {
				t.Errorf("with what is seen decoded:\n%s\nwith all of it:\n%s", got, want)
			}
			wanted, err := value.DecodeSelected(value.AppendJSON(nil, whole), value.Select(strings.Fields(c.seen)...))
			if err != nil {
				t.Fatal(err)
			}
			seen, err := value.DecodeSelected(value.AppendJSON(nil, parts), value.Select(strings.Fields(c.seen)...))
			if err != nil || !value.Equal(seen, wanted) {
				t.Errorf("%s is seen, want %s", seen, wanted)
			}
		})
	}
}

// throughPages gives the response that the pages make, and what is told of them.
func throughPages(t *testing.T, pages []string, how fetch.Pages, since *fetch.Since, seen *value.Selection) (response value.Value, told string) {
	var sent atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent.Add(1)
		w.Header().Set("Content-Type", "application/json")
		n := 1
		_, _ = fmt.Sscan(r.URL.Query().Get("page"), &n)
		if n > len(pages) {
			_, _ = fmt.Fprint(w, `{"rows":[]}`)
			return
		}
		_, _ = fmt.Fprint(w, pages[n-1])
	}))
	defer server.Close()
	stateDir := t.TempDir()
	for range 2 { // the second time since the first
		result, err := run(t.Context(), rt.Options{StateDir: stateDir}, fetch.Config{Base: server.URL}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) (err error) {
			r := fetch.Request{Method: "GET", Path: "/", Pages: &how, Seen: seen}
			if since != nil {
				once := *since
				once.Key = "k"
				r.Since = &once
				told += fmt.Sprintf("since %s\n", src.LastSync(s, at, r))
			}
			response, err = src.Send(ctx, s, at, r)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		told += fmt.Sprintf("%s: %v\n", result.Status, result.Err)
	}
	if how.Parallel == 0 {
		told += fmt.Sprintf("%d requests\n", sent.Load())
	}
	return response, strings.ReplaceAll(told, server.URL, "")
}
