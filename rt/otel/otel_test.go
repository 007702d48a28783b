package otel_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.opentelemetry.io/otel/baggage"
	"go.opentelemetry.io/otel/trace"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/proto"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/otel"
	"github.com/reqongen/reqongen/rt/value"
)

// taker takes spans as a collector does.
type taker struct {
	*httptest.Server
	before func() // is called before an export is answered; nil is nothing

	mu    sync.Mutex
	spans []*tracepb.Span
}

// take starts one, and has the environment name it.
func take(t *testing.T, before func()) *taker {
	t.Helper()
	c := &taker{before: before}
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", c.URL+"/v1/traces")
	return c
}

func (c *taker) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	if c.before != nil {
		c.before()
	}
	body, err := io.ReadAll(r.Body)
	var request collector.ExportTraceServiceRequest
	if err != nil || proto.Unmarshal(body, &request) != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range request.ResourceSpans {
		for _, s := range r.ScopeSpans {
			c.spans = append(c.spans, s.Spans...)
		}
	}
}

// named are the spans whose names begin so.
func (c *taker) named(name string) []*tracepb.Span {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(c.spans), func(s *tracepb.Span) bool { return !strings.HasPrefix(s.Name, name) })
}

func attribute(s *tracepb.Span, name string) int64 {
	for _, a := range s.Attributes {
		if a.Key == name {
			return a.Value.GetIntValue()
		}
	}
	return 0
}

// told is a mission of one action, Work.
func told(work func(ctx context.Context, run *rt.Run, s *rt.Strand) error) *rt.Program {
	return &rt.Program{
		Mission: "Told", Source: "told.reqon",
		Stages:    []rt.StagePlan{{Text: "Work", At: "told.reqon:9:7", Actions: []string{"Work"}}},
		Steps:     []rt.Step{{At: "told.reqon:3:5", Text: "for item in items parallel 4"}, {At: "told.reqon:4:7", Text: `get "/a"`}},
		Telemetry: otel.Follow,
		Open: func(run *rt.Run) func(context.Context, *rt.Strand) error {
			return func(ctx context.Context, s *rt.Strand) error {
				return s.Stage(1).Only(ctx, "Work", func(ctx context.Context, s *rt.Strand) error { return work(ctx, run, s) })
			}
		},
	}
}

// iterate runs a parallel loop of so many iterations.
func iterate(ctx context.Context, s *rt.Strand, count int, body func(i int) error) error {
	loop := s.ParallelLoop("told.reqon:3:5", rt.KeepGoing)
	group := new(errgroup.Group)
	group.SetLimit(4)
	for i, item := range loop.Over(ctx, slices.Repeat([]value.Value{value.Null}, count)) {
		group.Go(func() error { return loop.Do(ctx, i, item, func(*rt.Strand) error { return body(i) }) })
	}
	return loop.End(ctx, group.Wait())
}

type warnings struct {
	mu    sync.Mutex
	texts []string
}

func (w *warnings) Observe(e rt.Event) {
	if warned, ok := e.(rt.Warned); ok {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.texts = append(w.texts, warned.Text)
	}
}

// execute runs the program and gives what it warned of.
func execute(ctx context.Context, t *testing.T, p *rt.Program, options rt.Options) []string {
	t.Helper()
	var w warnings
	options.Observer = &w
	if _, err := rt.Execute(ctx, p, options); err != nil {
		t.Fatal(err)
	}
	return w.texts
}

// Of very many iterations as many have a span as anybody can look at; the action
// says how many it had to leave out.
func TestManyIterations(t *testing.T) {
	const most, count = 10_000, 10_007
	c := take(t, nil)
	warned := execute(t.Context(), t, told(func(ctx context.Context, _ *rt.Run, s *rt.Strand) error {
		return iterate(ctx, s, count, func(i int) error {
			if i%2 == 0 {
				return errors.New("an item that fails")
			}
			return nil
		})
	}), rt.Options{})
	if len(warned) > 0 {
		t.Errorf("it warns: %q", warned)
	}
	if got := len(c.named("for item in items parallel 4")); got != most {
		t.Errorf("%d iterations have a span, want %d", got, most)
	}
	actions := c.named("action Work")
	if len(actions) != 1 || attribute(actions[0], "reqon.spans.left_out") != count-most {
		t.Errorf("the action's span does not say that %d were left out: %v", count-most, actions)
	}
	if n := int(actions[0].DroppedEventsCount) + len(actions[0].Events); n != (count+1)/2 {
		t.Errorf("the action tells of %d failed items, want %d", n, (count+1)/2)
	}
}

// A run is a part of what it runs in; an API is told so, and of the baggage only
// where that is asked for.
func TestWithinAnotherSpan(t *testing.T) {
	around := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}, TraceFlags: trace.FlagsSampled})
	member, err := baggage.NewMember("user", "ada")
	if err != nil {
		t.Fatal(err)
	}
	carried, err := baggage.New(member)
	if err != nil {
		t.Fatal(err)
	}
	ctx := baggage.ContextWithBaggage(trace.ContextWithSpanContext(t.Context(), around), carried)
	for propagators, want := range map[string]string{"": "", "tracecontext,baggage": "user=ada", "none": ""} {
		t.Run("propagators "+propagators, func(t *testing.T) {
			c := take(t, nil)
			t.Setenv("OTEL_PROPAGATORS", propagators)
			var header http.Header
			api := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { header = r.Header }))
			defer api.Close()
			p := told(nil)
			p.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
				source := fetch.Open(run, fetch.Config{Name: "Api", Base: api.URL})
				return func(ctx context.Context, s *rt.Strand) error {
					return s.Stage(1).Only(ctx, "Work", func(ctx context.Context, s *rt.Strand) error {
						_, err := source.Send(ctx, s, "told.reqon:4:7", fetch.Request{Method: "GET", Path: "/a"})
						return err
					})
				}
			}
			execute(ctx, t, p, rt.Options{})
			runs, attempts := c.named("mission Told"), c.named("GET")
			if len(runs) != 1 || trace.TraceID(runs[0].TraceId) != around.TraceID() || trace.SpanID(runs[0].ParentSpanId) != around.SpanID() {
				t.Fatalf("the run is not within %v: %v", around, runs)
			}
			parent := fmt.Sprintf("00-%s-%x-01", around.TraceID(), attempts[0].SpanId)
			if propagators == "none" {
				parent = ""
			}
			if got := header.Get("Traceparent"); got != parent {
				t.Errorf("the API is told %q, want %q", got, parent)
			}
			if got := header.Get("Baggage"); got != want {
				t.Errorf("the API is told the baggage %q, want %q", got, want)
			}
		})
	}
}

// Spans that the collector does not take fast enough go lost, and that is told.
func TestDroppedSpans(t *testing.T) {
	arrived, goOn := make(chan struct{}, 1), make(chan struct{})
	c := take(t, func() {
		select {
		case arrived <- struct{}{}:
		default:
		}
		<-goOn
	})
	t.Setenv("OTEL_BSP_MAX_QUEUE_SIZE", "1")
	t.Setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1")
	const count = 20
	warned := execute(t.Context(), t, told(func(ctx context.Context, _ *rt.Run, s *rt.Strand) error {
		none := func(int) error { return nil }
		if err := iterate(ctx, s, 1, none); err != nil {
			return err
		}
		<-arrived // and is not answered: one more can wait
		err := iterate(ctx, s, count, none)
		close(goOn)
		return err
	}), rt.Options{})
	if len(warned) != 1 || !strings.Contains(warned[0], " spans were dropped") || !strings.Contains(warned[0], "OTEL_BSP_MAX_QUEUE_SIZE") {
		t.Errorf("it warns: %q", warned)
	}
	if got := len(c.named("for item")); got > 2 {
		t.Errorf("%d spans came, want no more than 2", got)
	}
}

// A dry run sends nothing, to nobody.
func TestDryRun(t *testing.T) {
	c := take(t, nil)
	execute(t.Context(), t, told(func(context.Context, *rt.Run, *rt.Strand) error { return nil }), rt.Options{DryRun: true})
	if got := c.named(""); len(got) > 0 {
		t.Errorf("%d spans came", len(got))
	}
}
