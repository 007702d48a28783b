package fetch_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

// manyPages is an API of pages of a hundred records with a dozen fields each,
// by cursor. It keeps no log of requests.
func manyPages(pages int) http.HandlerFunc {
	record := ""
	for i := range 12 {
		record += fmt.Sprintf(`, "field%d": "some text that is not short, of the field number %d"`, i, i)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		at, _ := strconv.Atoi(r.URL.Query().Get("after"))
		w.Header().Set("Content-Type", "application/json")
		buf := []byte(`{"records": [`)
		for i := range 100 {
			if i > 0 {
				buf = append(buf, ',')
			}
			buf = fmt.Appendf(buf, `{"id": %d%s}`, at*100+i, record)
		}
		buf = append(buf, ']')
		if at+1 < pages {
			buf = fmt.Appendf(buf, `, "next": "%d"`, at+1)
		}
		_, _ = w.Write(append(buf, '}'))
	}
}

// flat goes through so many pages and gives the most memory that was in use
// above what was before, and the number of records.
func flat(tb testing.TB, pages int) (most uint64, records int) {
	server := http.Server{Handler: manyPages(pages), ReadHeaderTimeout: time.Minute}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak uint64
	measure := func() {
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		peak = max(peak, now.HeapInuse+now.StackInuse)
	}
	id := value.NewField("id")
	_, err = run(tb.Context(), rt.Options{}, fetch.Config{Base: "http://" + listener.Addr().String()}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		sum := value.Int(0)
		stream := src.Stream(s, at, fetch.Request{Method: "GET", Path: "/x", Pages: &fetch.Pages{
			By: fetch.ByCursor, Param: "after", Next: "next", Items: "records",
		}}, "records")
		for item := range stream.Items(ctx, at) {
			if records++; records%1000 == 1 { // each tenth page
				measure()
			}
			sum = s.Add(at, sum, item.Get(id))
		}
		return stream.Err()
	})
	measure()
	if err != nil {
		tb.Fatal(err)
	}
	return peak - min(peak, before.HeapInuse+before.StackInuse), records
}

// TestFlatMemory: three hundred pages take no more than a few.
func TestFlatMemory(t *testing.T) {
	most, records := flat(t, 300)
	t.Logf("%d records: %.1f MiB at most", records, float64(most)/(1<<20))
	if records != 30_000 || most > 64<<20 {
		t.Errorf("%d records, %d bytes", records, most)
	}
}

// BenchmarkFlatMemory goes through 1,000,000 records in 10,000 pages. Server and
// client are of one process: the figure holds both.
func BenchmarkFlatMemory(b *testing.B) {
	for b.Loop() {
		most, records := flat(b, 10_000)
		b.ReportMetric(float64(most)/(1<<20), "MiB-peak")
		b.ReportMetric(float64(records), "records")
	}
}
