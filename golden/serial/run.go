package serial

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// A Schedule is how a run is scheduled.
type Schedule struct {
	// Number decides how long answers take and, but for 1, the seed of
	// --shuffle. 0 is the serial run: one action after another, and no wait
	// for an answer.
	Number uint64
	// Chaos is the seed of the faults that requests have; 0 is none.
	Chaos uint64
}

// Run runs the program under a fake clock, against an API whose answers follow
// from the request alone, and tells what came of it: its end in a line, and
// where that is done or partial a line for each failure and each record, both in
// their order.
func Run(t *testing.T, p *rt.Program, schedule Schedule) string {
	var b strings.Builder
	synctest.Test(t, func(t *testing.T) {
		options := rt.Options{Env: env, StateDir: t.TempDir(), Transport: &api{schedule.Number}, Chaos: schedule.Chaos}
		switch schedule.Number {
		case 0:
			options.MaxConcurrency = 1
		case 1:
		default:
			options.Shuffle = schedule.Number
		}
		result, err := rt.Execute(t.Context(), p, options)
		if err != nil {
			fmt.Fprintf(&b, "not run: %v\n", err)
			return
		}
		fmt.Fprintf(&b, "%s\n", result.Status)
		if result.Status != rt.Done && result.Status != rt.Partial {
			return
		}
		for _, f := range result.Failures {
			fmt.Fprintf(&b, "failure %v; step %s; code %v; item %v\n", f, f.Step, f.Code, f.Item)
		}
		for _, s := range result.Stores {
			for _, record := range s.Records {
				fmt.Fprintf(&b, "%s: %s\n", s.Name, value.AppendJSON(nil, record))
			}
		}
	})
	return b.String()
}

// Comparable tells whether an outcome of Run is that of a run that came to its
// end: of no other does the language promise what it leaves.
func Comparable(outcome string) bool {
	return strings.HasPrefix(outcome, string(rt.Done)+"\n") || strings.HasPrefix(outcome, string(rt.Partial)+"\n")
}

func env(string) (string, bool) { return "", false }

// An Outcome is what Run told of one mission on one schedule.
type Outcome struct {
	Mission  string
	Schedule uint64
	Told     string
}

// RunAll runs each program on each of the schedules 1 to n, with the faults that
// chaos has for its name, and writes the outcomes to the file, one as JSON a line.
func RunAll(t *testing.T, programs map[string]*rt.Program, chaos map[string]uint64, n uint64, file string) {
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	encoder := json.NewEncoder(out)
	for name, p := range programs {
		for schedule := uint64(1); schedule <= n; schedule++ {
			told := Run(t, p, Schedule{Number: schedule, Chaos: chaos[name]})
			if err := encoder.Encode(Outcome{name, schedule, told}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// api is every server. An answer follows from the method and the URL, and the
// time that it takes from these and the schedule.
type api struct{ schedule uint64 }

// RoundTrip answers a request.
func (a *api) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	h := fnv.New64a()
	fmt.Fprint(h, r.Method, r.URL)
	status, text := answer(rand.New(rand.NewPCG(h.Sum64(), 1)))
	header := http.Header{"Content-Type": {"application/json"}}
	if strings.HasPrefix(r.URL.Path, "/list") && status < 400 {
		var next string
		if text, next = page(*r.URL); next != "" {
			header.Set("Link", "<"+next+`>; rel="next"`)
		}
		status = http.StatusOK
	}
	if a.schedule > 0 {
		latency := rand.New(rand.NewPCG(h.Sum64(), a.schedule)).Int64N(int64(50 * time.Millisecond))
		if err := sleep(r.Context(), time.Duration(latency)); err != nil {
			return nil, err
		}
	}
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header:        header,
		Body:          io.NopCloser(bytes.NewReader([]byte(text))),
		ContentLength: int64(len(text)),
	}, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func answer(r *rand.Rand) (status int, body string) {
	switch r.IntN(20) {
	case 0:
		return http.StatusNotFound, `{"error":"gone","id":3}`
	case 1:
		return http.StatusConflict, `{"code":409,"n":2}`
	case 2:
		return http.StatusBadRequest, `{"error":"bad"}`
	case 3:
		return http.StatusOK, `[{"id":1,"n":4},{"id":"k1","n":2},{"n":3}]`
	}
	return http.StatusOK, fmt.Sprintf(`{"id":%d,"n":%d,"sub":{"a":%d},"list":[{"id":%d,"n":1,"sub":{"d":1}},{"id":"k2","n":%d}]}`,
		1+r.IntN(6), r.IntN(5), r.IntN(3), 1+r.IntN(6), r.IntN(4))
}

// page is a page of two of a list, and the URL of the next one; "" is none. What
// the list has follows from the URL, but for what says which page it is.
func page(u url.URL) (body, next string) {
	query := u.Query()
	from := 0
	if n, err := strconv.Atoi(query.Get("page")); err == nil {
		from = 2 * (n - 1)
	}
	for _, name := range []string{"offset", "cursor"} {
		if n, err := strconv.Atoi(query.Get(name)); err == nil {
			from = n
		}
	}
	for _, name := range []string{"page", "offset", "cursor"} {
		query.Del(name)
	}
	h := fnv.New64a()
	fmt.Fprint(h, u.Path, query.Encode())
	r := rand.New(rand.NewPCG(h.Sum64(), 2))
	items := make([]string, r.IntN(9))
	for i := range items {
		items[i] = fmt.Sprintf(`{"id":%d,"n":%d,"sub":{"a":%d}}`, 1+r.IntN(6), r.IntN(5), i)
	}
	cursor := ""
	if from+2 < len(items) {
		cursor = strconv.Itoa(from + 2)
		query.Set("cursor", cursor)
		u.RawQuery = query.Encode()
		next = u.String()
	}
	from = min(from, len(items))
	return fmt.Sprintf(`{"id":%d,"n":%d,"list":[%s],"next":%q}`, 1+r.IntN(6), r.IntN(5), strings.Join(items[from:min(from+2, len(items))], ","), cursor), next
}
