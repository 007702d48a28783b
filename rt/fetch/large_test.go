package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

// largeDocument is more than a megabyte of JSON.
func largeDocument() string {
	var b strings.Builder
	b.WriteString(`{"items":[`)
	for i := range 12_000 {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"id":%d,"name":"größer als %d","of":[{"a":%d.5,"b":null},{"a":"\u00e9\n","b":true}],"rest":"what nobody looks at"}`, i, i, i)
	}
	b.WriteString(`],"next":"x"}`)
	return b.String()
}

// TestLargeBody has a body come that is decoded while it comes, whole or not,
// and wants what it comes to where it is decoded as one piece.
func TestLargeBody(t *testing.T) {
	doc := largeDocument()
	whole, err := value.Decode([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	wrong := func(doc string) string {
		_, err := value.Decode([]byte(doc))
		if err == nil {
			t.Fatal("the document is not wrong")
		}
		return "200 OK with a body that cannot be read: " + err.Error()
	}
	const cut = "the connection was closed in the middle of the answer"
	middle := strings.Index(doc, `"id":2500`)
	broken := doc[:middle] + "x" + doc[middle:]
	for _, c := range []struct {
		name, contentType, body string
		status, length          int // 200, that of the body unless said; -1 in pieces
		zipped                  bool
		failure                 string // "" where it is the document
		attempts                int    // 1 unless said
	}{
		{name: "whole", body: doc},
		{name: "whole, in pieces", body: doc, length: -1},
		{name: "whole, compressed", body: doc, zipped: true},
		{name: "with a byte-order mark", body: "\ufeff" + doc},
		{name: "behind much space", body: strings.Repeat(" ", 300<<10) + doc},
		{name: "before much space", body: doc + strings.Repeat("\n", 300<<10)},
		{name: "nothing but space", body: strings.Repeat(" ", 300<<10), failure: "null"},
		{name: "wrong at its end", body: doc + "]", failure: wrong(doc + "]")},
		{name: "wrong at its end, in pieces", body: doc + "]", length: -1, failure: wrong(doc + "]")},
		{name: "wrong in its middle", body: broken, failure: wrong(broken)},
		{name: "ending too early", body: doc[:len(doc)-20], failure: wrong(doc[:len(doc)-20])},
		{name: "cut", body: doc[:1_100_000], length: len(doc), failure: cut, attempts: 2},
		{name: "cut at its end", body: doc, length: len(doc) + 1, failure: cut, attempts: 2},
		{name: "wrong, and cut", body: broken[:1_100_000], length: len(doc), failure: cut, attempts: 2},
		{name: "of another type", contentType: "text/plain", body: doc, failure: string(value.AppendJSON(nil, value.String(doc)))},
		{name: "an error", status: 404, body: doc, failure: "404 Not Found"},
		{name: "an error that may pass", status: 503, body: doc, failure: "503 Service Unavailable", attempts: 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var attempts atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				attempts.Add(1)
				body := []byte(c.body)
				w.Header().Set("Content-Type", "application/json")
				if c.contentType != "" {
					w.Header().Set("Content-Type", c.contentType)
				}
				if c.zipped {
					var b bytes.Buffer
					z := gzip.NewWriter(&b)
					_, _ = z.Write(body)
					_ = z.Close()
					body = b.Bytes()
					w.Header().Set("Content-Encoding", "gzip")
				}
				if c.length >= 0 {
					w.Header().Set("Content-Length", strconv.Itoa(max(len(body), c.length)))
				}
				if c.status != 0 {
					w.WriteHeader(c.status)
				}
				_, _ = w.Write(body)
				if c.length > len(body) {
					panic(http.ErrAbortHandler)
				}
			}))
			defer server.Close()
			var got value.Value
			config := fetch.Config{Base: server.URL, Retry: rt.Retry{MaxAttempts: 2, InitialDelay: time.Millisecond}}
			result, err := run(t.Context(), rt.Options{}, config, func(ctx context.Context, s *rt.Strand, src *fetch.Source) (err error) {
				got, err = src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/"})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			told := string(value.AppendJSON(nil, got))
			if result.Err != nil {
				told = result.Err.Error()
			}
			switch {
			case c.failure == "" && !value.Equal(got, whole):
				t.Errorf("another document came of it: %.300s", told)
			case !strings.Contains(told, c.failure):
				t.Errorf("%.300s\nwant %s", told, c.failure)
			}
			if want := int64(max(c.attempts, 1)); attempts.Load() != want {
				t.Errorf("%d attempts, want %d", attempts.Load(), want)
			}
		})
	}
}

// TestLargeBodyAgain: an answer that breaks off, and one that is whole.
func TestLargeBodyAgain(t *testing.T) {
	doc := largeDocument()
	var sent atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(doc)))
		if sent.Add(1) == 1 {
			_, _ = w.Write([]byte(doc[:1_100_000]))
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write([]byte(doc))
	}))
	defer server.Close()
	config := fetch.Config{Base: server.URL, Retry: rt.Retry{MaxAttempts: 3, InitialDelay: time.Millisecond}}
	result, err := run(t.Context(), rt.Options{}, config, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		got, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/", Seen: value.Select("items[].id")})
		if items, _ := got.Lookup("items"); items.Len() != 12_000 {
			t.Errorf("%d items", items.Len())
		}
		return err
	})
	if err != nil || result.Err != nil || sent.Load() != 2 {
		t.Error(err, result.Err, sent.Load())
	}
}
