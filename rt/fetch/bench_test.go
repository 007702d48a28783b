package fetch_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

type record struct {
	ID    int64   `json:"id"`
	Name  string  `json:"name"`
	Price float64 `json:"price"`
	Tags  []string
}

const small = `{"id":9007199254740993,"name":"A thing of beauty","price":12.5,"tags":["a","b"]}`

// page is what a list of records looks like.
var page = "[" + strings.Repeat(small+",", 999) + small + "]"

// BenchmarkGet is one GET of a small object, and of a page of a thousand, over
// a real socket: by a Source, and by net/http with encoding/json into a struct
// and into any. The server's work is in all of them.
func BenchmarkGet(b *testing.B) {
	for name, body := range map[string]string{"small": small, "page": page} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Content-Type"] = []string{"application/json"}
			w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
			_, _ = io.WriteString(w, body)
		}))
		defer server.Close()
		b.Run(name+"/fetch", func(b *testing.B) { benchmarkFetch(b, server.URL) })
		b.Run(name+"/any", func(b *testing.B) {
			benchmarkPlain(b, server.URL, func(r io.Reader) error {
				var v any
				return json.NewDecoder(r).Decode(&v)
			})
		})
		b.Run(name+"/struct", func(b *testing.B) {
			benchmarkPlain(b, server.URL, func(r io.Reader) error {
				if name == "small" {
					var v record
					return json.NewDecoder(r).Decode(&v)
				}
				var v []record
				return json.NewDecoder(r).Decode(&v)
			})
		})
	}
}

func benchmarkFetch(b *testing.B, url string) {
	b.ReportAllocs()
	params := value.NewShape("id").Object(value.Int(7))
	result, err := run(b.Context(), rt.Options{}, fetch.Config{Base: url}, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		b.ResetTimer()
		for range b.N {
			if _, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: "/items", Params: params}); err != nil {
				return err
			}
		}
		b.StopTimer()
		return nil
	})
	if err != nil || result.Err != nil {
		b.Fatal(err, result.Err)
	}
}

func benchmarkPlain(b *testing.B, url string, decode func(io.Reader) error) {
	b.ReportAllocs()
	transport := &http.Transport{MaxIdleConnsPerHost: 100}
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport}
	for range b.N {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url+"/items?id="+strconv.Itoa(7), nil)
		if err != nil {
			b.Fatal(err)
		}
		response, err := client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		if err := decode(response.Body); err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
}

// BenchmarkMake is what a request costs before it is sent.
func BenchmarkMake(b *testing.B) {
	id, text := value.NewShape("id"), value.String("2026-11-23")
	headers := value.NewShape("X-Version")
	for name, request := range map[string]func(s *rt.Strand, id value.Value) fetch.Request{
		"path": func(*rt.Strand, value.Value) fetch.Request { return fetch.Request{Method: "GET", Path: "/items"} },
		"segment": func(s *rt.Strand, v value.Value) fetch.Request {
			return fetch.Request{Method: "GET", Path: "/items/" + fetch.Segment(s, at, v) + "/lines"}
		},
		"params": func(_ *rt.Strand, v value.Value) fetch.Request {
			return fetch.Request{Method: "GET", Path: "/items", Params: id.Object(v)}
		},
		"headers": func(*rt.Strand, value.Value) fetch.Request {
			return fetch.Request{Method: "GET", Path: "/items", Headers: headers.Object(text)}
		},
		"body": func(_ *rt.Strand, v value.Value) fetch.Request {
			return fetch.Request{Method: "POST", Path: "/items", Body: id.Object(v)}
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			config := fetch.Config{Base: "http://api.test/v1"}
			result, err := run(b.Context(), rt.Options{}, config, func(_ context.Context, s *rt.Strand, src *fetch.Source) error {
				b.ResetTimer()
				for i := range b.N {
					r := request(s, value.Int(int64(i)))
					if err := fetch.Make(src, &r); err != nil {
						return err
					}
				}
				b.StopTimer()
				return nil
			})
			if err != nil || result.Err != nil {
				b.Fatal(err, result.Err)
			}
		})
	}
}
