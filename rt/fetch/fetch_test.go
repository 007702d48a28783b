package fetch_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/rttest"
	"github.com/reqongen/reqongen/rt/value"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// at is where the one request of a test's mission stands.
const at value.Pos = "m.reqon:3:5"

// work is what the one action of a test's mission does.
type work func(ctx context.Context, s *rt.Strand, src *fetch.Source) error

// run executes a mission with one source and one action.
func run(ctx context.Context, options rt.Options, config fetch.Config, do work) (*rt.Result, error) {
	if config.Name == "" {
		config.Name = "Api"
	}
	if options.Env == nil {
		options.Env = env()
	}
	return rt.Execute(ctx, &rt.Program{
		Mission: "Test", Source: "m.reqon",
		Stages: []rt.StagePlan{{At: "m.reqon:9:5", Text: "Fetch", Actions: []string{"Fetch"}}},
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			src := fetch.Open(run, config)
			return func(ctx context.Context, s *rt.Strand) error {
				return s.Stage(1).Only(ctx, "Fetch", func(ctx context.Context, s *rt.Strand) error { return do(ctx, s, src) })
			}
		},
	}, options)
}

// against runs the mission against the server and wants it to start.
func against(t *testing.T, server *rttest.Server, options rt.Options, config fetch.Config, do work) *rt.Result {
	t.Helper()
	if config.Base == "" {
		config.Base = server.URL
	}
	if options.Transport == nil {
		transport := server.Transport()
		defer transport.CloseIdleConnections()
		options.Transport = transport
	}
	result, err := run(t.Context(), options, config, do)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// send sends one request and gives the response as JSON, or the failure.
func send(t *testing.T, server *rttest.Server, config fetch.Config, r fetch.Request) (response, failure string) {
	t.Helper()
	result := against(t, server, rt.Options{}, config, func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		v, err := src.Send(ctx, s, at, r)
		response = asJSON(v)
		return err
	})
	if result.Err != nil {
		return "", result.Err.Error()
	}
	return response, ""
}

func serve(t *testing.T, canned string) *rttest.Server {
	t.Helper()
	api, err := rttest.Parse("canned", canned)
	if err != nil {
		t.Fatal(err)
	}
	server := rttest.Serve(api)
	t.Cleanup(server.Close)
	return server
}

// env is an environment of these variables and no others: name, value, …
func env(pairs ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1], true
			}
		}
		return "", false
	}
}

func asJSON(v value.Value) string { return string(value.AppendJSON(nil, v)) }

// parse is a value written as JSON.
func parse(t *testing.T, text string) value.Value {
	if text == "" {
		return value.Null
	}
	v, err := value.Decode([]byte(text))
	if err != nil {
		t.Helper()
		t.Fatal(err)
	}
	return v
}

// events keeps what an observer is told.
type events struct {
	mu  sync.Mutex
	all []rt.Event
}

func (e *events) Observe(event rt.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, event)
}

// of gives those of one type.
func of[T rt.Event](e *events) []T {
	e.mu.Lock()
	defer e.mu.Unlock()
	var found []T
	for _, event := range e.all {
		if told, ok := event.(T); ok {
			found = append(found, told)
		}
	}
	return slices.Clip(found)
}

// inOrder sorts lines that begin with a number, and takes the number off.
func inOrder(lines []string) []string {
	slices.Sort(lines)
	for i, line := range lines {
		_, lines[i], _ = strings.Cut(line, " ")
	}
	return lines
}

func slicesRepeat(line string, n int) []string { return slices.Repeat([]string{line}, n) }
