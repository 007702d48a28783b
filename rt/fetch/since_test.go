package fetch_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
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
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/file"
	"github.com/reqongen/reqongen/rt/value"
)

// changing is an API of records that change all the time: each request for a
// page changes some, and adds one. Pages are by cursor, in the order of the
// last change; a page is what has changed from `since` on.
type changing struct {
	mu      sync.Mutex
	changed map[int]time.Time
	fail    int // the request that fails, from 1; 0 is none
	came    int
	next    int
	sinces  []string
}

func (c *changing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(100 * time.Millisecond)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.came++
	q := r.URL.Query()
	if r.URL.Path == "/posted" {
		if c.came == c.fail {
			w.WriteHeader(http.StatusBadGateway)
		}
		return
	}
	if q.Get("after") == "" {
		c.sinces = append(c.sinces, q.Get("since"))
	}
	since, _ := time.Parse(time.RFC3339Nano, q.Get("since"))
	after, _ := strconv.Atoi(q.Get("after"))
	ids := slices.Sorted(maps.Keys(c.changed))
	var page []map[string]any
	more := false
	for _, id := range ids {
		if id <= after || c.changed[id].Before(since) {
			continue
		}
		if len(page) == 10 {
			more = true
			break
		}
		page = append(page, map[string]any{"id": id, "changed": c.changed[id].UTC().Format(time.RFC3339Nano)})
	}
	// After it looked, the world goes on.
	c.next++
	for _, id := range []int{c.next*7%100 + 1, c.next*31%100 + 1, 100 + c.next} {
		c.changed[id] = time.Now()
	}
	if c.came == c.fail {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	body := map[string]any{"records": page}
	if more {
		body["next"] = page[9]["id"]
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

// syncMission fetches what changed and stores it, page by page or at once, and
// then sends a request more, in the same action.
func syncMission(base string, stream bool, since fetch.Since) *rt.Program {
	return &rt.Program{
		Mission: "Sync", Stages: []rt.StagePlan{{Actions: []string{"Fetch"}}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			src := fetch.Open(run, fetch.Config{Name: "Api", Base: base, Retry: rt.Retry{MaxAttempts: 1}})
			records := file.Open(run, "records")
			return func(ctx context.Context, s *rt.Strand) error {
				return s.Stage(1).Only(ctx, "Fetch", func(ctx context.Context, s *rt.Strand) error {
					r := fetch.Request{
						Method: "GET", Path: "/records", Since: &since,
						Pages: &fetch.Pages{By: fetch.ByCursor, Param: "after", Next: "next", Items: "records"},
					}
					save := func(v value.Value) error { return records.Save(ctx, s, at, v, store.Options{}) }
					if stream {
						pages := src.Stream(s, at, r, "records")
						for part := range pages.Parts(ctx) {
							if err := save(part); err != nil {
								return err
							}
						}
						if err := pages.Err(); err != nil {
							return err
						}
					} else {
						v, err := src.Send(ctx, s, at, r)
						if err != nil {
							return err
						}
						items, _ := v.Lookup("records")
						if items.IsNull() {
							items = value.Array()
						}
						if _, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/posted"}); err != nil {
							return err
						}
						if err := save(items); err != nil {
							return err
						}
					}
					_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/posted"})
					return err
				})
			}
		},
	}
}

// TestNoRecordIsMissed fails a run at every request of a sync in turn, while the
// records change under it: what the next runs store is what the server has,
// whatever the run that failed had come to.
func TestNoRecordIsMissed(t *testing.T) {
	for _, stream := range []bool{false, true} {
		for _, since := range []fetch.Since{{}, {UpdateFrom: "changed"}} {
			t.Run(fmt.Sprintf("stream %v, updateFrom %q", stream, since.UpdateFrom), func(t *testing.T) {
				failed, all := 0, false
				for fail := 1; fail < 100 && !all; fail++ { // until a run has no such request any more
					synctest.Test(t, func(t *testing.T) {
						api := &changing{changed: map[int]time.Time{}}
						for id := 1; id <= 100; id++ {
							api.changed[id] = time.Now().Add(-time.Duration(id) * time.Hour)
						}
						server := rttest.ServeInMemory(api)
						defer server.Close()
						transport := server.Transport()
						defer transport.CloseIdleConnections()
						options := rt.Options{StateDir: t.TempDir(), Transport: transport, Env: env()}
						execute := func() *rt.Result {
							result, err := rt.Execute(t.Context(), syncMission(server.URL, stream, since), options)
							if err != nil {
								t.Fatal(err)
							}
							time.Sleep(time.Minute)
							return result
						}
						api.fail = fail
						if execute().Err != nil {
							failed++
						} else {
							all = true
						}
						api.fail = 0
						for range 2 {
							if result := execute(); result.Err != nil {
								t.Fatal(result.Err)
							}
						}
						// One more, in a world that stands still.
						begin := len(api.sinces)
						api.mu.Lock()
						want := maps.Clone(api.changed)
						api.mu.Unlock()
						result := execute()
						if api.sinces[begin] == "" {
							t.Error("the last run asked for everything: there was no checkpoint")
						}
						missing := 0
						got := map[int]string{}
						for _, record := range result.Stores[0].Records {
							id, _ := record.Lookup("id")
							n, _ := id.AsInt()
							changed, _ := record.Lookup("changed")
							got[int(n)], _ = changed.Text()
						}
						for id, changed := range want {
							if stored, _ := time.Parse(time.RFC3339Nano, got[id]); stored.Before(changed) {
								missing++
							}
						}
						if missing > 0 {
							t.Errorf("failed at request %d: %d of %d records are missing or old", fail, missing, len(want))
						}
					})
				}
				t.Logf("failed at each of %d requests", failed)
				if failed < 12 || !all {
					t.Errorf("%d runs failed, and none came to its end: %v", failed, !all)
				}
			})
		}
	}
}

// TestCheckpoint is what a request carries, and when its checkpoint advances.
func TestCheckpoint(t *testing.T) {
	fails := errors.New("the action fails")
	for _, tc := range []struct {
		name  string
		since fetch.Since
		pages *fetch.Pages
		body  string
		do    func(ctx context.Context, s *rt.Strand, send func(*rt.Strand) error) error
		want  string // what the second run's request carries, query and If-Modified-Since
	}{
		{"the server's clock", fetch.Since{}, nil, "[]", nil, "since=2021-05-04T03%3A02%3A01Z"},
		{"unix", fetch.Since{Param: "from", Format: "unix"}, nil, "[]", nil, "from=1620097321"},
		{"milliseconds", fetch.Since{Param: "from", Format: "unixMs"}, nil, "[]", nil, "from=1620097321000"},
		{"a day", fetch.Since{Format: "date"}, nil, "[]", nil, "since=2021-05-04"},
		{"a pattern", fetch.Since{Format: "DD.MM.YYYY"}, nil, "[]", nil, "since=04.05.2021"},
		{"a header", fetch.Since{Header: "If-Modified-Since"}, nil, "[]", nil, "Tue, 04 May 2021 03:02:01 GMT"},
		{"of the response", fetch.Since{UpdateFrom: "meta.at"}, nil, `{"meta": {"at": "v7"}, "a": []}`, nil, "since=v7"},
		{"of the records", fetch.Since{UpdateFrom: "at"}, nil, `[{"at": 3}, {"at": 12}, {"at": 5}]`, nil, "since=12"},
		{"of no records", fetch.Since{UpdateFrom: "at"}, nil, `[]`, nil, ""},
		{"not all pages", fetch.Since{}, &fetch.Pages{By: fetch.ByPage, Param: "p", Size: 1, MaxPages: 1}, `[1]`, nil, "p=1"},
		{"the action fails", fetch.Since{}, nil, "[]", func(_ context.Context, s *rt.Strand, send func(*rt.Strand) error) error {
			return errors.Join(send(s), fails)
		}, ""},
		{"an iteration fails, and the action goes on", fetch.Since{}, nil, "[]", func(ctx context.Context, s *rt.Strand, send func(*rt.Strand) error) error {
			loop := s.Loop(at, rt.KeepGoing)
			err := loop.Do(ctx, 0, value.Int(1), func(s *rt.Strand) error { return errors.Join(send(s), fails) })
			return loop.End(ctx, err)
		}, ""},
		{"in an iteration", fetch.Since{Key: "k"}, nil, "[]", func(ctx context.Context, s *rt.Strand, send func(*rt.Strand) error) error {
			loop := s.ParallelLoop(at, rt.CollectFailures)
			err := loop.Do(ctx, 0, value.Int(1), send)
			return loop.End(ctx, err)
		}, "since=2021-05-04T03%3A02%3A01Z"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			server := rttest.ServeInMemory(rttest.MustParse("GET /x?*\n-> 200\nDate: Tue, 04 May 2021 03:02:01 GMT\n" + tc.body))
			defer server.Close()
			dir := t.TempDir()
			for range 2 {
				against(t, server, rt.Options{StateDir: dir}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
					send := func(s *rt.Strand) error {
						_, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x", Since: &tc.since, Pages: tc.pages})
						return err
					}
					if tc.do == nil {
						return send(s)
					}
					return tc.do(ctx, s, send)
				})
			}
			all := server.Requests()
			last := all[len(all)-1]
			got := last.Query + last.Header.Get("If-Modified-Since")
			if whole, _, found := strings.Cut(got, "03%3A02%3A0"); found { // the answer may have taken a moment
				got = whole + "03%3A02%3A01Z"
			}
			got = strings.NewReplacer("1620097320", "1620097321", "03:02:00", "03:02:01").Replace(got)
			if tc.since.Format == "unixMs" {
				got = got[:len("from=1620097321")] + "000"
			}
			if got != tc.want {
				t.Errorf("got %q; want %q", got, tc.want)
			}
		})
	}
}

// TestCheckpointFile: missions keep apart what they have in one folder, and a
// file that cannot be read is told; a dry run leaves none.
func TestCheckpointFile(t *testing.T) {
	server := rttest.ServeInMemory(rttest.MustParse("GET /x?*\n-> 200\n[]\nGET /old?*\n-> 304"))
	defer server.Close()
	dir := t.TempDir()
	sync := func(path string) work {
		return func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			v, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: path, Params: parse(t, `{"kind": "a"}`), Since: &fetch.Since{}})
			if err == nil && path == "/old" && !v.IsNull() {
				t.Errorf("nothing is new, and the response is %s", asJSON(v))
			}
			return err
		}
	}
	against(t, server, rt.Options{StateDir: dir, DryRun: true}, fetch.Config{}, sync("/x"))
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("a dry run left %v", left)
	}
	path := filepath.Join(dir, ".checkpoints.json")
	if err := os.WriteFile(path, []byte(`{"Other": {"k": 7}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	against(t, server, rt.Options{StateDir: dir}, fetch.Config{}, sync("/x"))
	if result := against(t, server, rt.Options{StateDir: dir}, fetch.Config{}, sync("/old")); result.Err != nil {
		t.Error(result.Err)
	}
	data, _ := os.ReadFile(path)
	var got map[string]map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Api GET " + server.URL + "/x?kind=a"}, slices.Collect(maps.Keys(got["Test"]))); diff != "" || got["Other"]["k"] != 7.0 {
		t.Errorf("%s%s", diff, data)
	}
	if err := os.WriteFile(path, []byte(`{"Test": `), 0o600); err != nil {
		t.Fatal(err)
	}
	result := against(t, server, rt.Options{StateDir: dir}, fetch.Config{}, sync("/x"))
	if result.Err == nil || !strings.Contains(result.Err.Error(), "the checkpoints in "+path+" cannot be read (without the file, everything is synced anew)") {
		t.Errorf("%v", result.Err)
	}
}

// TestIdempotencyKey: the attempts of one request have one key.
func TestIdempotencyKey(t *testing.T) {
	server := rttest.ServeInMemory(rttest.MustParse("POST /x\n-> 503\nRetry-After: 0\n-> 200\n1"))
	defer server.Close()
	var keys []string
	against(t, server, rt.Options{}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		for _, v := range []string{"null", "false", `"mine"`, "12", "true"} {
			keys = append(keys, fetch.IdempotencyKey(s, at, parse(t, v)))
		}
		_, err := src.Send(ctx, s, at, fetch.Request{Method: "POST", Path: "/x", Retry: &rt.Retry{}, IdempotencyKey: keys[4]})
		fetch.IdempotencyKey(s, at, parse(t, "[]"))
		if fault := s.Fault(); fault == nil || !strings.Contains(fault.Error(), "idempotencyKey wants text, a whole number or true, and this is an array") {
			t.Error(fault)
		}
		return err
	})
	if !slices.Equal(keys[:4], []string{"", "", "mine", "12"}) || len(keys[4]) != 36 {
		t.Errorf("%q", keys)
	}
	all := server.Requests()
	if len(all) != 2 || all[0].Header.Get("Idempotency-Key") != keys[4] || all[1].Header.Get("Idempotency-Key") != keys[4] {
		t.Errorf("%v", all)
	}
}

// TestLastSync is the value of lastSync: null the first time, then the
// checkpoint.
func TestLastSync(t *testing.T) {
	server := rttest.ServeInMemory(rttest.MustParse("GET /x?*\n-> 200\n[{\"n\": 4}]"))
	defer server.Close()
	dir := t.TempDir()
	var got []string
	for range 2 {
		against(t, server, rt.Options{StateDir: dir}, fetch.Config{}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			r := fetch.Request{Method: "GET", Path: "/x", Since: &fetch.Since{Key: "k", UpdateFrom: "n"}}
			got = append(got, asJSON(src.LastSync(s, at, r)))
			_, err := src.Send(ctx, s, at, r)
			return err
		})
	}
	if diff := cmp.Diff([]string{"null", "4"}, got); diff != "" {
		t.Error(diff)
	}
}
