package fetch_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
	"github.com/reqongen/reqongen/rt/value"
)

// records is an API of so many records, with every kind of paging: /offset and
// /page with size, /cursor, /link; and /array/… for pages that are arrays.
func records(total, size int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		number := func(name string, def int) int {
			n, err := strconv.Atoi(q.Get(name))
			if err != nil {
				return def
			}
			return n
		}
		from := 0
		kind, array := strings.CutPrefix(r.URL.Path, "/array")
		switch kind {
		case "/offset":
			from = number("offset", 0)
		case "/page":
			from = (number("page", 1) - 1) * size
		case "/cursor":
			from = number("after", 0)
		case "/link":
			from = number("from", 0)
		}
		to := min(total, from+size)
		items := []map[string]int{}
		for id := from; id < to; id++ {
			items = append(items, map[string]int{"id": id})
		}
		body := map[string]any{"data": map[string]any{"records": items}, "records": items, "from": from, "meta": map[string]any{}}
		if to < total {
			body["meta"] = map[string]any{"next": strconv.Itoa(to)}
			w.Header().Add("Link", `<https://elsewhere.test/a,b>; rel="prev", </link>; title="next"; rel=first`)
			w.Header().Add("Link", fmt.Sprintf(`<%s?from=%d&keep=1>; rel="last next"`, r.URL.Path, to))
		}
		w.Header().Set("Content-Type", "application/json")
		if array {
			_ = json.NewEncoder(w).Encode(items)
			return
		}
		_ = json.NewEncoder(w).Encode(body)
	}
}

// ids are the ids of the records, as one text: 0-9 where none is missing or out
// of order.
func ids(items []value.Value) string {
	for i, item := range items {
		id, _ := item.Lookup("id")
		if n, ok := id.AsInt(); !ok || int(n) != i {
			return fmt.Sprintf("at %d: %s", i, asJSON(item))
		}
	}
	return fmt.Sprintf("0-%d", len(items)-1)
}

// TestPages joins pages of every kind, and goes through them part by part with
// the same result.
func TestPages(t *testing.T) {
	reached := func(n int64) func(response, parameter value.Value) bool {
		return func(response, _ value.Value) bool {
			from, _ := response.Lookup("from")
			got, _ := from.AsInt()
			return got >= n
		}
	}
	for _, tc := range []struct {
		name  string
		total int
		path  string
		pages fetch.Pages
		want  string
		came  int // requests
	}{
		{"offset", 25, "/offset", fetch.Pages{By: fetch.ByOffset, Param: "offset", Size: 10}, "0-24", 3},
		{"offset, full last page", 20, "/offset", fetch.Pages{By: fetch.ByOffset, Param: "offset", Size: 10}, "0-19", 3},
		{"offset without a size", 25, "/offset", fetch.Pages{By: fetch.ByOffset, Param: "offset"}, "0-24", 4},
		{"offset, side by side", 95, "/offset", fetch.Pages{By: fetch.ByOffset, Param: "offset", Size: 10, Parallel: 4}, "0-94", 0},
		{"page", 25, "/page", fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10}, "0-24", 3},
		{"page, side by side", 1000, "/page", fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10, Parallel: 16}, "0-999", 0},
		{"page, side by side, one page", 5, "/page", fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10, Parallel: 16}, "0-4", 1},
		{"page, nothing", 0, "/page", fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10}, "0--1", 1},
		{"page, until", 100, "/page", fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10, Until: reached(40)}, "0-49", 5},
		{"page, until the parameter", 100, "/page", fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10, Until: func(_, page value.Value) bool {
			return value.Equal(page, value.Int(3))
		}}, "0-29", 3},
		{"page, at most 2", 100, "/page", fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10, MaxPages: 2}, "0-19", 2},
		{"cursor", 25, "/cursor", fetch.Pages{By: fetch.ByCursor, Param: "after", Next: "meta.next"}, "0-24", 3},
		{"link", 25, "/link", fetch.Pages{By: fetch.ByLink}, "0-24", 3},
		{"arrays by page", 25, "/array/page", fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10}, "0-24", 3},
		{"arrays by link", 25, "/array/link", fetch.Pages{By: fetch.ByLink}, "0-24", 3},
		{"deep items", 25, "/cursor", fetch.Pages{By: fetch.ByCursor, Param: "after", Next: "meta.next", Items: "data.records"}, "0-24", 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			server := rttest.ServeInMemory(records(tc.total, 10))
			defer server.Close()
			if tc.pages.Items == "" && !strings.HasPrefix(tc.path, "/array") {
				tc.pages.Items = "records"
			}
			request := fetch.Request{Method: "GET", Path: tc.path, Params: parse(t, `{"keep": 1}`), Pages: &tc.pages}
			against(t, server, rt.Options{}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
				v, err := src.Send(ctx, s, at, request)
				if err != nil {
					t.Error(err)
				}
				came := len(server.Requests())
				if tc.came > 0 && came != tc.came {
					t.Errorf("%d requests; want %d", came, tc.came)
				}
				if tc.came == 0 && came > (tc.total/10+1)+tc.pages.Parallel {
					t.Errorf("%d requests for %d records", came, tc.total)
				}
				whole := v
				for _, name := range strings.Split(tc.pages.Items, ".") {
					if name != "" {
						v, _ = v.Lookup(name)
					}
				}
				if got := ids(v.Elems()); got != tc.want {
					t.Errorf("got %s; want %s", got, tc.want)
				}
				for _, r := range server.Requests() {
					if !strings.Contains(r.Query, "keep=1") {
						t.Errorf("%s lost the parameters of the request", r)
					}
				}
				// Part by part: the items, and the response.
				var items []value.Value
				stream := src.Stream(s, at, request, tc.pages.Items)
				for item := range stream.Items(ctx, at) {
					items = append(items, item)
				}
				if got := ids(items); got != tc.want || stream.Err() != nil {
					t.Errorf("part by part: %s, %v; want %s", got, stream.Err(), tc.want)
				}
				var parts []value.Value
				stream = src.Stream(s, at, request, "")
				for part := range stream.Parts(ctx) {
					parts = append(parts, part)
				}
				if whole.Kind() == value.KindArray {
					var all []value.Value
					for _, part := range parts {
						all = append(all, part.Elems()...)
					}
					parts = []value.Value{value.Array(all...)}
				}
				if len(parts) != 1 || stream.Err() != nil || asJSON(parts[0]) != asJSON(whole) {
					t.Errorf("part by part: %d parts, %v, not what is sent at once", len(parts), stream.Err())
				}
				return nil
			})
		})
	}
}

// TestJoined is the response that pages are.
func TestJoined(t *testing.T) {
	page := fetch.Pages{By: fetch.ByPage, Param: "p", Size: 2}
	for _, tc := range []struct{ name, canned, items, want string }{
		{"arrays", "GET /x?p=1\n-> 200\n[1, 2]\nGET /x?p=2\n-> 200\n[3]", "", "[1,2,3]"},
		{"the last page's object", "GET /x?p=1\n-> 200\n{\"n\": 1, \"a\": [1, 2]}\nGET /x?p=2\n-> 200\n{\"n\": 2, \"a\": [3], \"end\": true}", "", `{"n":2,"a":[1,2,3],"end":true}`},
		{"items of several arrays", "GET /x?p=1\n-> 200\n{\"e\": [], \"a\": [1]}", "a", `{"e":[],"a":[1]}`},
		{"empty last page", "GET /x?p=1\n-> 200\n[1, 2]\nGET /x?p=2\n-> 200\n[]", "", "[1,2]"},
		{"no content at the end", "GET /x?p=1\n-> 200\n{\"a\": [1, 2], \"n\": 1}\nGET /x?p=2\n-> 204", "", `{"a":[1,2],"n":1}`},
		{"no items at the end", "GET /x?p=1\n-> 200\n{\"a\": [1, 2]}\nGET /x?p=2\n-> 200\n{\"a\": null}", "", `{"a":[1,2]}`},
		{"items under a name with a dot", "GET /x?p=1\n-> 200\n{\"a.b\": [1, 2]}\nGET /x?p=2\n-> 200\n{\"a.b\": [3]}", "", `{"a.b":[1,2,3]}`},
		{"nothing at all", "GET /x?p=1\n-> 204", "", "null"},
		{"no items at all", "GET /x?p=1\n-> 200\n{\"a\": null}", "", `{"a":null}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			server := rttest.ServeInMemory(rttest.MustParse(tc.canned))
			defer server.Close()
			pages := page
			pages.Items = tc.items
			got, failure := send(t, server, fetch.Config{}, fetch.Request{Method: "GET", Path: "/x", Pages: &pages})
			if got != tc.want {
				t.Errorf("got %s%s; want %s", got, failure, tc.want)
			}
		})
	}
}

// TestBrokenPages: whatever a broken API does with its pages ends in an error
// that names it, after few requests.
func TestBrokenPages(t *testing.T) {
	const base = "http://canned.localhost"
	byPage := fetch.Pages{By: fetch.ByPage, Param: "p", Size: 2}
	byOffset := fetch.Pages{By: fetch.ByOffset, Param: "o", Size: 2}
	byCursor := fetch.Pages{By: fetch.ByCursor, Param: "c", Next: "next"}
	for _, tc := range []struct {
		name, canned string
		pages        fetch.Pages
		want         string
	}{
		{"a cursor again", "GET /x\n-> 200\n{\"a\": [{\"id\": 1}], \"next\": 7}\nGET /x?c=7\n-> 200\n{\"a\": [{\"id\": 2}], \"next\": 7}", byCursor, "GET " + base + "/x?c=7: page 2: the API gives the cursor 7 a second time: its pages would never end"},
		{"a cursor that is an object", "GET /x\n-> 200\n{\"a\": [1], \"next\": {}}", byCursor, "page 1: the next cursor at next is an object"},
		{"a link again", "GET /x?*\n-> 200\nLink: </x?n=2>; rel=next\n[1]", fetch.Pages{By: fetch.ByLink}, "page 2: the API gives the next link " + base + "/x?n=2 a second time: its pages would never end"},
		{"a link to itself", "GET /x\n-> 200\nLink: </x>; rel=next\n[1]", fetch.Pages{By: fetch.ByLink}, "page 1: the API gives the next link " + base + "/x a second time: its pages would never end"},
		{"a link that is none", "GET /x\n-> 200\nLink: <ftp://x>; rel=next\n[1]", fetch.Pages{By: fetch.ByLink}, `page 1: its next link "ftp://x" is no URL`},
		{"the same page again", "GET /x?*\n-> 200\n[{\"id\": 1}, {\"id\": 2}]", byPage, "page 2: the items are those of the page before: the API does not follow the parameter p, and its pages would never end"},
		{"an object for an array", "GET /x?p=1\n-> 200\n[1, 2]\nGET /x?p=2\n-> 200\n{\"error\": \"no\"}", byPage, "page 2: an object came where the pages before were arrays"},
		{"an array for an object", "GET /x?p=1\n-> 200\n{\"a\": [1, 2]}\nGET /x?p=2\n-> 200\n[3]", byPage, "page 2: an array came where its items are at a"},
		{"no array any more", "GET /x?p=1\n-> 200\n{\"a\": [1, 2]}\nGET /x?p=2\n-> 200\n{\"a\": {\"x\": 1}}", byPage, "page 2: a is no array but an object"},
		{"a page that is text", "GET /x?p=1\n-> 200\nContent-Type: text/html\nhello", byPage, `page 1: a page is an array or an object, and this is the string "hello"`},
		{"no array", "GET /x?p=1\n-> 200\n{\"ok\": false}", byPage, `page 1: no array is in it that could hold the items: {"ok":false}`},
		{"several arrays", "GET /x?p=1\n-> 200\n{\"a\": [1], \"b\": [2]}", byPage, `page 1: the arrays a, b are in it: say which holds the items, items: "a"`},
		{"larger pages than asked for", "GET /x?o=0\n-> 200\n[1, 2, 3]", byOffset, "page 1: 3 items came where a page has 2: pages would overlap; write the size that the API has"},
		{"a failing page", "GET /x?p=1\n-> 200\n[1, 2]\nGET /x?p=2\n-> 500\n", byPage, "GET " + base + "/x?p=2: 500 Internal Server Error"},
		{"a page that is not there", "GET /x?p=1\n-> 200\n[1, 2]\nGET /x?p=2\n-> 404\n", byPage, "GET " + base + "/x?p=2: 404 Not Found"},
	} {
		for _, side := range []int{0, 3} {
			t.Run(tc.name+", "+strconv.Itoa(side), func(t *testing.T) {
				server := rttest.ServeInMemory(rttest.MustParse(tc.canned))
				defer server.Close()
				pages := tc.pages
				pages.Parallel = side
				request := fetch.Request{Method: "GET", Path: "/x", Pages: &pages, Retry: once}
				got, failure := send(t, server, fetch.Config{}, request)
				if !strings.HasSuffix(failure, tc.want) {
					t.Errorf("got %s%s\nwant %s", got, failure, tc.want)
				}
				if n := len(server.Requests()); n > 2+side {
					t.Errorf("%d requests", n)
				}
				result := against(t, server, rt.Options{}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
					stream := src.Stream(s, at, request, "")
					for range stream.Parts(ctx) { //nolint:revive // only its end is looked at
					}
					return stream.Err()
				})
				if result.Err == nil || !strings.HasSuffix(result.Err.Error(), tc.want) {
					t.Errorf("part by part: %v\nwant %s", result.Err, tc.want)
				}
			})
		}
	}
}

// TestEndless: pages that bring something new each time end all the same.
func TestEndless(t *testing.T) {
	defer fetch.SetEndless(50)()
	n := 0
	server := rttest.ServeInMemory(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		n++
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"a": [{"id": %d}], "next": %d}`, n, n)
	}))
	defer server.Close()
	_, failure := send(t, server, fetch.Config{}, fetch.Request{Method: "GET", Path: "/x", Pages: &fetch.Pages{By: fetch.ByCursor, Param: "c", Next: "next"}})
	if want := "page 50: after 50 pages there are still more; say maxPages where there can be so many"; !strings.HasSuffix(failure, want) {
		t.Errorf("got %s", failure)
	}
}

// TestPagesSideBySide: pages come in their order though they are fetched at
// once, as many as it says and no more; what lies beyond the end does no harm.
func TestPagesSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := records(100, 10)
		var mu sync.Mutex
		server := rttest.ServeInMemory(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			page, _ := strconv.Atoi(r.URL.Query().Get("page"))
			time.Sleep(time.Duration(100-7*(page%5)) * time.Millisecond)
			if page > 11 {
				http.Error(w, "no such page", http.StatusTeapot)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			all(w, r)
		}))
		defer server.Close()
		begin := time.Now()
		pages := &fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10, Items: "records", Parallel: 5}
		against(t, server, rt.Options{}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			v, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/page", Pages: pages})
			items, _ := v.Lookup("records")
			if got := ids(items.Elems()); got != "0-99" || err != nil {
				t.Errorf("%s, %v", got, err)
			}
			return err
		})
		if took, most := time.Since(begin), server.Requests().MaxInFlight(); most != 5 || took > 500*time.Millisecond {
			t.Errorf("at most %d in flight; %v", most, took)
		}
	})
}

// TestPagesAsData: what a match looks at is the page that failed; a status that
// is allowed ends the pages, or is the response where it is the first.
func TestPagesAsData(t *testing.T) {
	server := rttest.ServeInMemory(rttest.MustParse("GET /x?p=1\n-> 200\n[1, 2]\nGET /x?p=2\n-> 404\n{\"message\": \"no more\"}\nGET /y?p=1\n-> 404\n{\"a\": 1}"))
	defer server.Close()
	against(t, server, rt.Options{}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		pages := &fetch.Pages{By: fetch.ByPage, Param: "p", Size: 2}
		answer, err := src.Ask(ctx, s, at, fetch.Request{Method: "GET", Path: "/x", Pages: pages})
		if told, _ := answer.Value.Lookup("error"); answer.Status != 404 || err != nil || asJSON(told) != `"no more"` {
			t.Errorf("%d %s %v", answer.Status, asJSON(answer.Value), err)
		}
		var got []string
		for _, path := range []string{"/x", "/y"} {
			v, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: path, Pages: pages, Allow: []int{404}})
			if err != nil {
				t.Error(err)
			}
			code, _ := v.Lookup("code")
			if code.IsNull() {
				code = v
			}
			got = append(got, asJSON(code))
		}
		if diff := cmp.Diff([]string{"[1,2]", "404"}, got); diff != "" {
			t.Error(diff)
		}
		return nil
	})
}

// TestStreamStops: who wants no more parts gets none, and no page is fetched
// for nothing.
func TestStreamStops(t *testing.T) {
	server := rttest.ServeInMemory(records(1000, 10))
	defer server.Close()
	against(t, server, rt.Options{}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		request := fetch.Request{Method: "GET", Path: "/array/page", Pages: &fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10}}
		stream := src.Stream(s, at, request, "")
		came := 0
		for range stream.Items(ctx, at) {
			if came++; came == 15 {
				break
			}
		}
		if n := len(server.Requests()); n != 2 || stream.Err() != nil {
			t.Errorf("%d requests, %v", n, stream.Err())
		}
		return nil
	})
}

// TestDryPages: a dry run tells the first page, and gives the others no chance.
func TestDryPages(t *testing.T) {
	server := rttest.ServeInMemory(records(100, 10))
	defer server.Close()
	var seen events
	against(t, server, rt.Options{DryRun: true, Observer: &seen}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		request := fetch.Request{Method: "GET", Path: "/page", Params: parse(t, `{"q": 1}`), Pages: &fetch.Pages{By: fetch.ByPage, Param: "page", Size: 10}}
		if _, err := src.Send(ctx, s, at, request); err != nil {
			return err
		}
		stream := src.Stream(s, at, request, "records")
		for range stream.Items(ctx, at) {
			t.Error("an item came")
		}
		return stream.Err()
	})
	told := of[rt.WouldSend](&seen)
	if len(told) != 2 || told[0].URL != server.URL+"/page?q=1&page=1" || told[1].URL != told[0].URL || len(server.Requests()) != 0 {
		t.Errorf("%+v, %d requests", told, len(server.Requests()))
	}
}
