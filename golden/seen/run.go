package seen

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Answers is how many APIs each mission is run against.
const Answers = 8

// RunAll is what Run tells of each program, with each of the APIs that follow
// from the seed that it has by its name.
func RunAll(programs map[string]*rt.Program, seeds map[string]uint64) map[string][]string {
	told := make(map[string][]string)
	for name, p := range programs {
		told[name] = RunEach(p, seeds[name])
	}
	return told
}

// RunEach is what Run tells of the program with each of its APIs.
func RunEach(p *rt.Program, seed uint64) []string {
	told := make([]string, Answers)
	for i := range told {
		told[i] = Run(p, seed*Answers+uint64(i))
	}
	return told
}

// Run runs the program against an API whose answers follow from the seed and the
// request, and tells what happened, a line for each thing. One action runs at a
// time.
func Run(p *rt.Program, seed uint64) string {
	var b strings.Builder
	api := &api{seed: seed, sent: make(map[string]uint64)}
	env := func(string) (string, bool) { return "", false }
	result, err := rt.Execute(context.Background(), p, rt.Options{Env: env, Transport: api, Timeout: time.Minute, MaxConcurrency: 1})
	if err != nil {
		return fmt.Sprintf("not run: %v\n", err)
	}
	fmt.Fprintf(&b, "status %s: %v\n", result.Status, result.Err)
	for _, stage := range result.Stages {
		for _, a := range stage.Actions {
			fmt.Fprintf(&b, "action %d %s: %s\n", stage.Number, a.Name, a.State())
		}
	}
	for _, f := range result.Failures {
		fmt.Fprintf(&b, "failure %v; step %s; code %v; item %s\n", f, f.Step, f.Code, value.AppendJSON(nil, f.Item))
	}
	for _, line := range api.log {
		fmt.Fprintf(&b, "request %s\n", line)
	}
	for _, s := range result.Stores {
		for _, record := range s.Records {
			fmt.Fprintf(&b, "store %s: %s\n", s.Name, value.AppendJSON(nil, record))
		}
	}
	return b.String()
}

// api is every server. What it answers follows from the request, and from how
// often it has come.
type api struct {
	seed uint64
	mu   sync.Mutex
	sent map[string]uint64
	log  []string
}

// RoundTrip answers a request.
func (a *api) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	line := fmt.Sprintf("%s %s %s", r.Method, r.URL, body)
	a.mu.Lock()
	a.log = append(a.log, line)
	n := a.sent[line]
	a.sent[line]++
	a.mu.Unlock()
	h := fnv.New64a()
	if q := r.URL.Query(); q.Has("page") && a.seed%3 == 0 { // it does not follow the parameter
		line, n = r.URL.Path, 0
	}
	fmt.Fprint(h, line, n)
	status, contentType, text := answer(rand.New(rand.NewPCG(h.Sum64(), a.seed)))
	header := http.Header{}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: header, Body: io.NopCloser(strings.NewReader(text)), ContentLength: int64(len(text)),
	}, nil
}
