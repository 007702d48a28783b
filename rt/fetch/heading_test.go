package fetch_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

// TestHeadings sends requests with many headers over one source, some again and
// again: each carries its own, whatever those before it had.
func TestHeadings(t *testing.T) {
	server := serve(t, echo)
	names := []string{"X-A", "X-B", "Content-Type", "Authorization", "Accept"}
	kinds := []struct {
		headers, body string
		want          string // those headers that are there
	}{
		{"", "", "Authorization=source Accept=source"},
		{`{"X-A": "a"}`, "", "X-A=a Authorization=source Accept=source"},
		{`{"X-A": "a"}`, `{"n": 1}`, "X-A=a Content-Type=application/json Authorization=source Accept=source"},
		{"", `{"n": 1}`, "Content-Type=application/json Authorization=source Accept=source"},
		{`{"X-A": "a", "X-B": "b"}`, "", "X-A=a X-B=b Authorization=source Accept=source"},
		{`{"X-B": "b", "X-A": "a"}`, "", "X-A=a X-B=b Authorization=source Accept=source"},
		{`{"X-A": "b", "X-B": "a"}`, "", "X-A=b X-B=a Authorization=source Accept=source"},
		{`{"accept": ""}`, "", "Authorization=source"},
		{`{"accept": null}`, "", "Authorization=source Accept=source"},
		{`{"accept": null, "X-A": 1}`, "", "X-A=1 Authorization=source Accept=source"},
		{`{"X-A": "1"}`, "", "X-A=1 Authorization=source Accept=source"},
		{`{"x-a": "1", "X-A": "2"}`, "", "X-A=2 Authorization=source Accept=source"},
		{`{"X-A": "2", "x-a": "1"}`, "", "X-A=1 Authorization=source Accept=source"},
		{`{"Authorization": "own"}`, "", "Authorization=own Accept=source"},
		{`{"Content-Type": "text/plain"}`, `7`, "Content-Type=text/plain Authorization=source Accept=source"},
	}
	config := fetch.Config{Base: server.URL, Headers: []fetch.Header{{Name: "Authorization", Value: "source"}, {Name: "Accept", Value: "source"}}}
	var want []string
	result, err := run(t.Context(), rt.Options{}, config, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		for round := range 3 {
			for _, k := range kinds {
				for name, bad := range map[string]value.Value{
					"text":     value.String("X-A: a"),
					"an array": value.NewShape("X-A").Object(value.Array(value.String("a"))),
				} {
					r := fetch.Request{Method: "POST", Path: "/x", Headers: bad, Body: parse(t, k.body)}
					if _, err := src.Send(ctx, s, at, r); err == nil {
						t.Errorf("headers that are %s are sent", name)
					}
				}
				want = append(want, k.want)
				r := fetch.Request{Method: "POST", Path: "/x", Headers: parse(t, k.headers), Body: parse(t, k.body)}
				if _, err := src.Send(ctx, s, at, r); err != nil {
					return err
				}
			}
			for i := range 4 { // more than are kept
				want = append(want, fmt.Sprintf("X-A=%d-%d Authorization=source Accept=source", round, i))
				r := fetch.Request{Method: "POST", Path: "/x", Headers: parse(t, fmt.Sprintf(`{"X-A": "%d-%d"}`, round, i))}
				if _, err := src.Send(ctx, s, at, r); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil || result.Err != nil {
		t.Fatal(err, result.Err)
	}
	all := server.Requests()
	if len(all) != len(want) {
		t.Fatalf("%d requests; want %d", len(all), len(want))
	}
	for i, r := range all {
		var got []string
		for _, name := range names {
			if text := r.Header.Get(name); text != "" {
				got = append(got, name+"="+text)
			}
		}
		if strings.Join(got, " ") != want[i] {
			t.Errorf("request %d carries %s; want %s", i, strings.Join(got, " "), want[i])
		}
	}
}
