package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
)

// TestTooLarge: an answer ends at 64 MiB, said or not, as it comes or unpacked.
func TestTooLarge(t *testing.T) {
	const most = 64 << 20
	text := bytes.Repeat([]byte("x"), most+1)
	var packed bytes.Buffer
	packer, _ := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	_, _ = packer.Write(text)
	_ = packer.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		switch r.URL.Path {
		case "/fits":
			_, _ = w.Write(text[:most])
		case "/said":
			w.Header().Set("Content-Length", strconv.Itoa(most+1))
			_, _ = w.Write(text[:10])
		case "/unsaid":
			_, _ = w.Write(text)
		case "/packed":
			if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				t.Error("the request does not take gzip")
			}
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed.Bytes())
		}
	}))
	defer server.Close()
	for path, tooLarge := range map[string]bool{"/fits": false, "/said": true, "/unsaid": true, "/packed": true} {
		size := 0
		result, err := run(t.Context(), rt.Options{}, fetch.Config{Base: server.URL}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
			v, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: path})
			size = v.Len()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if requests := result.Stages[0].Actions[0].Requests.Load(); requests != 1 {
			t.Errorf("%s was sent %d times", path, requests)
		}
		if !tooLarge {
			if result.Err != nil || size != most {
				t.Errorf("%s: %d bytes, %v", path, size, result.Err)
			}
			continue
		}
		if len(result.Failures) != 1 || asJSON(result.Failures[0].Code) != `"too_large"` ||
			!strings.HasSuffix(result.Failures[0].Message, path+": the answer is larger than 64 MiB") {
			t.Errorf("%s: %v", path, result.Failures)
		}
	}
}

// TestConnectionRefused is a failure like any other, told without the URL twice.
func TestConnectionRefused(t *testing.T) {
	server := rttest.Serve(rttest.MustParse(echo))
	server.Close()
	_, failure := send(t, server, fetch.Config{}, fetch.Request{Method: "GET", Path: "/x", Retry: once})
	host := strings.TrimPrefix(server.URL, "http://")
	if want := "m.reqon:3:5: Fetch: GET " + server.URL + "/x: dial tcp " + host + ": connect: connection refused"; failure != want {
		t.Errorf("got %s\nwant %s", failure, want)
	}
}

// TestConnectionsAreKept: the sources of a run share its connections, which
// serve one request after another, and are closed with the run: while the server
// still is there, no goroutine of either side is left.
func TestConnectionsAreKept(t *testing.T) {
	opened := map[string]bool{}
	server := rttest.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		opened[r.RemoteAddr] = true
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, strings.Repeat(" ", 10_000)+"7")
	}))
	defer server.Close()
	before := goleak.IgnoreCurrent()
	result, err := rt.Execute(t.Context(), &rt.Program{
		Mission: "Test", Stages: []rt.StagePlan{{Actions: []string{"A"}}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			sources := make([]*fetch.Source, 10)
			for i := range sources {
				sources[i] = fetch.Open(run, fetch.Config{Name: fmt.Sprint("Source", i), Base: server.URL})
			}
			return func(ctx context.Context, s *rt.Strand) error {
				return s.Stage(1).Only(ctx, "A", func(ctx context.Context, s *rt.Strand) error {
					for range 2 {
						for _, src := range sources {
							if _, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/x"}); err != nil {
								return err
							}
						}
					}
					return nil
				})
			}
		},
	}, rt.Options{Env: env()})
	if err != nil || result.Err != nil {
		t.Fatal(err, result.Err)
	}
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
	// One, unless the machine stood still: net/http gives up a connection whose
	// writing side is not done within 50 ms of the answer.
	if len(opened) > 4 {
		t.Errorf("20 requests of 10 sources, one after another, opened %d connections", len(opened))
	}
}

// TestManyAtOnce sends from many goroutines over one source: each gets its own
// answer, though buffers and headers are shared.
func TestManyAtOnce(t *testing.T) {
	server := serve(t, "GET /items/{id}\n-> 200\n{ \"id\": {id}, \"text\": \"item {id}\" }\nPOST /items/{id}\n-> 200\n{ \"id\": {id}, \"sent\": {body} }")
	_, err := run(t.Context(), rt.Options{}, fetch.Config{Base: server.URL}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		loop := s.ParallelLoop(at, rt.FailLoop)
		var group errgroup.Group
		group.SetLimit(50)
		for i, item := range loop.Over(ctx, parse(t, "["+strings.Repeat("0,", 999)+"0]").Elems()) {
			group.Go(func() error {
				return loop.Do(ctx, i, item, func(s *rt.Strand) error {
					r := fetch.Request{Method: "GET", Path: fmt.Sprint("/items/", i)}
					want := fmt.Sprintf(`{"id":%d,"text":"item %d"}`, i, i)
					if i%2 == 1 {
						r.Method, r.Body = "POST", parse(t, fmt.Sprint(i))
						want = fmt.Sprintf(`{"id":%d,"sent":%d}`, i, i)
					}
					v, err := src.Send(ctx, s, at, r)
					if got := asJSON(v); got != want {
						t.Errorf("got %s, %v; want %s", got, err, want)
					}
					return err
				})
			})
		}
		return loop.End(ctx, group.Wait())
	})
	if err != nil {
		t.Fatal(err)
	}
}
