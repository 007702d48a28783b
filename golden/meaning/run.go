package meaning

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Run runs the program against an API that answers anything, always in the same
// way, and tells what happened, a line for each thing. One action runs at a time, so
// that groups run in serial order, too.
func Run(p *rt.Program) string {
	var b strings.Builder
	api := &api{sent: make(map[string]uint64)}
	result, err := rt.Execute(context.Background(), p, rt.Options{Env: env, Transport: api, Timeout: time.Minute, MaxConcurrency: 1})
	if err != nil {
		fmt.Fprintf(&b, "not run: %v\n", err)
		return b.String()
	}
	fmt.Fprintf(&b, "status %s: %v\n", result.Status, result.Err)
	for _, stage := range result.Stages {
		for _, a := range stage.Actions {
			fmt.Fprintf(&b, "action %d %s: %s\n", stage.Number, a.Name, a.State())
		}
	}
	for _, f := range result.Failures {
		fmt.Fprintf(&b, "failure %v; step %s; code %v; item %v\n", f, f.Step, f.Code, f.Item)
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

// env is the environment: some of what missions ask for is set.
func env(name string) (string, bool) {
	text, ok := map[string]string{
		"BANK": "https://bank.example", "B": "b", "P": "p", "HOME": "/home", "MAX": "2", "C": "3", "W": "2", "T": "9s",
		"REQON_SHOP_TOKEN": "secret", "REQON_BASE": "https://default.example",
	}[name]
	return text, ok
}

// api is every server. What it answers follows from the request, and from how
// often it has come.
type api struct {
	mu   sync.Mutex
	sent map[string]uint64
	log  []string
}

// RoundTrip answers a request.
func (a *api) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body.Close()
	}
	line := fmt.Sprintf("%s %s %s", r.Method, r.URL, body)
	a.mu.Lock()
	a.log = append(a.log, line)
	n := a.sent[line]
	a.sent[line]++
	a.mu.Unlock()
	h := fnv.New64a()
	fmt.Fprint(h, line)
	status, text := answer(h.Sum64()%1000 + n)
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader([]byte(text))),
		ContentLength: int64(len(text)),
	}, nil
}

func answer(n uint64) (status int, body string) {
	const record = `{"id":%d,"n":%d,"a":1,"b":{"c":"v%d"},"list":[{"id":1,"a":2,"b":4,"n":1},{"id":"x","a":0,"n":2}],"length":%d,"a-b":1,"t":"1s","p":false,"x":"y","type":"t"}`
	switch n % 9 {
	case 0:
		return http.StatusNotFound, `{"error":"gone"}`
	case 1:
		return http.StatusNotFound, `{"code":"none","a":3}`
	case 2:
		return http.StatusConflict, `{"code":429,"error":"slow","n":2}`
	case 3:
		return http.StatusOK, `[{"id":1,"a":1},{"d":null}]`
	case 4:
		return http.StatusOK, "404"
	}
	return http.StatusOK, fmt.Sprintf(record, n%7, n%5, n%3, 2+n%3)
}
