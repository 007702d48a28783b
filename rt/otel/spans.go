package otel

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/reqongen/reqongen/rt"
)

// mostOfAction is how many iterations, and how many requests, of one action have
// a span: a trace of a million spans is one that nothing can show. The action's
// span says how many were left out.
const mostOfAction = 10_000

// queue is how many spans wait to be handed over, unless OTEL_BSP_MAX_QUEUE_SIZE
// says: a run makes many in a short time.
const queue = 1 << 14

// scope is who tells.
const scope = "github.com/reqongen/reqongen/rt/otel"

// spans follow a run as spans. Each is a child of what it belongs to: an attempt
// of its request, that of its iteration, those of their action, actions of their
// stage, stages of the run.
type spans struct {
	t          *telemetry
	provider   *sdktrace.TracerProvider
	exporter   *spanExporter
	tracer     trace.Tracer
	propagator propagation.TextMapPropagator
	run        span

	mu         sync.Mutex
	ended      int64 // spans that were to be handed over
	stages     map[int]span
	actions    map[*rt.ActionRecord]*actionSpan
	iterations map[*rt.IterationRecord]span
	requests   map[*rt.RequestRecord]*requestSpan
}

// span is one with the context for those within it.
type span struct {
	trace.Span
	ctx context.Context
}

type actionSpan struct {
	span
	iterations, requests int64 // that there were
}

type requestSpan struct {
	span
	attempt  span
	attempts int // that have begun
}

// newSpans begins the run's span; nil where no exporter can be made.
func (t *telemetry) newSpans(ctx context.Context, a asked, about *resource.Resource) *spans {
	inner, err := newSpanExporter(a.traces)
	if err != nil {
		t.failed(err)
		return nil
	}
	s := &spans{
		t: t, exporter: &spanExporter{SpanExporter: inner, t: t},
		stages: map[int]span{}, actions: map[*rt.ActionRecord]*actionSpan{},
		iterations: map[*rt.IterationRecord]span{}, requests: map[*rt.RequestRecord]*requestSpan{},
	}
	var batch []sdktrace.BatchSpanProcessorOption
	if len(list("OTEL_BSP_MAX_QUEUE_SIZE")) == 0 {
		batch = append(batch, sdktrace.WithMaxQueueSize(queue))
	}
	s.provider = sdktrace.NewTracerProvider(sdktrace.WithBatcher(s.exporter, batch...), sdktrace.WithResource(about))
	s.tracer = s.provider.Tracer(scope, trace.WithSchemaURL(semconv.SchemaURL))
	var propagators []propagation.TextMapPropagator
	for _, name := range a.propagators {
		switch name {
		case "tracecontext":
			propagators = append(propagators, propagation.TraceContext{})
		case "baggage":
			propagators = append(propagators, propagation.Baggage{})
		}
	}
	s.propagator = propagation.NewCompositeTextMapPropagator(propagators...)
	s.run = s.begin(context.WithoutCancel(ctx), "mission "+t.run.Mission(), time.Now(),
		attribute.String(keyMission, t.run.Mission()), attribute.String(keyRun, t.run.ID()))
	return s
}

// begin begins a span within the context.
func (s *spans) begin(ctx context.Context, name string, at time.Time, attrs ...attribute.KeyValue) span {
	return s.beginAs(ctx, trace.SpanKindInternal, name, at, attrs...)
}

func (s *spans) beginAs(ctx context.Context, kind trace.SpanKind, name string, at time.Time, attrs ...attribute.KeyValue) span {
	ctx, started := s.tracer.Start(ctx, s.t.run.Redact(name),
		trace.WithSpanKind(kind), trace.WithTimestamp(at), trace.WithAttributes(s.clean(attrs)...))
	return span{started, ctx}
}

// finish ends the span; a message makes it one that failed.
func (s *spans) finish(over span, at time.Time, message string, attrs ...attribute.KeyValue) {
	over.SetAttributes(s.clean(attrs)...)
	if message != "" {
		over.SetStatus(codes.Error, s.t.run.Redact(message))
	}
	if over.IsRecording() && over.SpanContext().IsSampled() {
		s.mu.Lock()
		s.ended++
		s.mu.Unlock()
	}
	over.End(trace.WithTimestamp(at))
}

// clean is the attributes without secrets.
func (s *spans) clean(attrs []attribute.KeyValue) []attribute.KeyValue {
	for i, a := range attrs {
		if a.Value.Type() == attribute.STRING {
			attrs[i].Value = attribute.StringValue(s.t.run.Redact(a.Value.AsString()))
		}
	}
	return attrs
}

func (s *spans) observe(e rt.Event) {
	switch e := e.(type) {
	case rt.StageStarted:
		s.stageStarted(e.Stage)
	case rt.StageEnded:
		s.stageEnded(e.Stage)
	case rt.ActionStarted:
		s.actionStarted(e.Action)
	case rt.ActionEnded:
		s.actionEnded(e.Action)
	case rt.IterationStarted:
		s.iterationStarted(e.Iteration)
	case rt.IterationEnded:
		s.iterationEnded(e.Iteration)
	case rt.ItemFailed:
		s.itemFailed(e.Failure)
	case rt.RequestStarted:
		s.requestStarted(e.Request)
	case rt.AttemptEnded:
		s.attemptEnded(e.Request)
	case rt.RequestEnded:
		s.requestEnded(e.Request)
	}
}

func (s *spans) stageStarted(stage *rt.StageRecord) {
	started := s.begin(s.run.ctx, fmt.Sprintf("stage %d: %s", stage.Number, brief(stage.Plan.Text)), stage.Started,
		append(place(stage.Plan.At), attribute.Int(keyStage, stage.Number), attribute.String(keyStep, stage.Plan.Text))...)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stages[stage.Number] = started
}

func (s *spans) stageEnded(stage *rt.StageRecord) {
	s.mu.Lock()
	over, known := s.stages[stage.Number]
	delete(s.stages, stage.Number)
	s.mu.Unlock()
	if !known {
		return
	}
	var failed, states []string
	for _, a := range stage.Actions {
		if state := string(a.State()); !slices.Contains(states, state) {
			states = append(states, state)
		}
		if a.State() == rt.Broken || a.State() == rt.Ended {
			failed = append(failed, a.Name)
		}
	}
	message := ""
	if len(failed) > 0 {
		message = strings.Join(failed, ", ") + " failed"
	}
	s.finish(over, stage.Ended, message, attribute.StringSlice(keyState, states))
}

func (s *spans) actionStarted(a *rt.ActionRecord) {
	s.mu.Lock()
	defer s.mu.Unlock()
	parent, known := s.stages[a.Stage]
	if !known {
		parent = s.run
	}
	s.actions[a] = &actionSpan{span: s.begin(parent.ctx, "action "+a.Name, a.Started,
		attribute.String(keyAction, a.Name), attribute.Int(keyStage, a.Stage))}
}

func (s *spans) actionEnded(a *rt.ActionRecord) {
	s.mu.Lock()
	over := s.actions[a]
	delete(s.actions, a)
	s.mu.Unlock()
	if over == nil {
		return
	}
	attrs := []attribute.KeyValue{
		attribute.String(keyState, string(a.State())),
		attribute.Int64(keyRequests, a.Requests.Load()), attribute.Int64(keyRetries, a.Retries.Load()),
		attribute.Int64(keyStored, a.Stored.Load()), attribute.Int64(keyRead, a.Read.Load()), attribute.Int64(keyFailed, a.Failed.Load()),
	}
	if n := max(over.iterations-mostOfAction, 0) + max(over.requests-mostOfAction, 0); n > 0 {
		attrs = append(attrs, attribute.Int64(keyLeftOut, n))
	}
	message := ""
	if a.Failure != nil {
		message = a.Failure.Error()
		attrs = append(attrs, failure(a.Failure)...)
	}
	s.finish(over.span, a.Ended, message, attrs...)
}

// failure is where and how a step failed.
func failure(f *rt.Failure) []attribute.KeyValue {
	return append(place(f.At), semconv.ErrorTypeKey.String(codeOf(f)), attribute.String(keyCode, codeOf(f)), attribute.String(keyStep, f.Step))
}

func (s *spans) iterationStarted(i *rt.IterationRecord) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.actions[i.Action]; a != nil {
		if a.iterations++; a.iterations > mostOfAction {
			return
		}
	}
	s.iterations[i] = s.begin(s.around(i.Action, i.Outer).ctx, brief(s.t.run.StepAt(i.Loop)), i.Started,
		append(place(i.Loop), attribute.Int(keyIteration, i.Index))...)
}

// around is the span of the nearest iteration that has one, or of the action.
// The caller holds the lock.
func (s *spans) around(a *rt.ActionRecord, i *rt.IterationRecord) span {
	for ; i != nil; i = i.Outer {
		if found, known := s.iterations[i]; known {
			return found
		}
	}
	if found := s.actions[a]; found != nil {
		return found.span
	}
	return s.run
}

func (s *spans) iterationEnded(i *rt.IterationRecord) {
	s.mu.Lock()
	over, known := s.iterations[i]
	delete(s.iterations, i)
	s.mu.Unlock()
	if !known {
		return
	}
	message := ""
	var attrs []attribute.KeyValue
	if i.Failure != nil {
		message, attrs = i.Failure.Error(), failure(i.Failure)
	}
	s.finish(over, i.Ended, message, attrs...)
}

// itemFailed is told on the action, which goes on; of very many the SDK keeps
// the last (OTEL_SPAN_EVENT_COUNT_LIMIT).
func (s *spans) itemFailed(f *rt.Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for a, over := range s.actions {
		if a.Name == f.Action && a.Stage == f.Stage {
			over.AddEvent("item failed", trace.WithAttributes(s.clean(append(failure(f), semconv.ExceptionMessage(f.Message)))...))
		}
	}
}

func (s *spans) requestStarted(q *rt.RequestRecord) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.actions[q.Action]; a != nil {
		if a.requests++; a.requests > mostOfAction {
			return
		}
	}
	s.requests[q] = &requestSpan{span: s.begin(s.around(q.Action, q.Iteration).ctx, brief(s.t.run.StepAt(q.At)), q.Asked,
		append(place(q.At), attribute.String(keySource, q.Source), semconv.HTTPRequestMethodKey.String(q.Method), semconv.URLFull(q.URL))...)}
}

// sending begins the span of an attempt, and puts it into the header.
func (s *spans) sending(q *rt.RequestRecord, header http.Header) {
	s.mu.Lock()
	request := s.requests[q]
	around := s.around(q.Action, q.Iteration)
	s.mu.Unlock()
	if request != nil {
		attrs := append(server(q.URL), semconv.HTTPRequestMethodKey.String(q.Method), semconv.URLFull(q.URL), attribute.String(keySource, q.Source))
		if request.attempts > 0 {
			attrs = append(attrs, semconv.HTTPRequestResendCount(request.attempts))
		}
		request.attempts++
		request.attempt = s.beginAs(request.ctx, trace.SpanKindClient, q.Method, time.Now(), attrs...)
		around = request.attempt
	}
	carrier := propagation.HeaderCarrier{}
	s.propagator.Inject(around.ctx, carrier)
	maps.Copy(header, carrier)
}

func (s *spans) attemptEnded(q *rt.RequestRecord) {
	s.mu.Lock()
	request := s.requests[q]
	s.mu.Unlock()
	if request == nil || len(q.Attempts) == 0 {
		return
	}
	a := q.Attempts[len(q.Attempts)-1]
	attrs := answer(a.Status, a.Code)
	if a.BytesOut > 0 {
		attrs = append(attrs, semconv.HTTPRequestBodySize(int(a.BytesOut)))
	}
	if a.BytesIn > 0 {
		attrs = append(attrs, semconv.HTTPResponseBodySize(int(a.BytesIn)))
	}
	s.finish(request.attempt, a.Ended, problem(a.Status, a.Code), attrs...)
}

// problem is why an answer is an error; "" where it is none.
func problem(status int, code string) string {
	switch {
	case code != "":
		return code
	case status >= 400:
		return fmt.Sprintf("%d %s", status, http.StatusText(status))
	}
	return ""
}

func (s *spans) requestEnded(q *rt.RequestRecord) {
	s.mu.Lock()
	over := s.requests[q]
	delete(s.requests, q)
	s.mu.Unlock()
	if over == nil {
		return
	}
	for _, w := range q.Waits {
		over.AddEvent("waited", trace.WithTimestamp(w.Started), trace.WithAttributes(s.clean([]attribute.KeyValue{
			attribute.String(keyWait, w.Kind.String()), attribute.String(keyWhy, w.Why), attribute.Float64(keySeconds, w.Ended.Sub(w.Started).Seconds()),
		})...))
	}
	message := problem(q.Status, q.Code)
	if q.Message != "" {
		message = q.Message
	}
	s.finish(over.span, q.Ended, message, append(answer(q.Status, q.Code), attribute.Int(keyAttempts, len(q.Attempts)))...)
}

// end ends the run's span.
func (s *spans) end(result *rt.Result) {
	attrs := []attribute.KeyValue{attribute.String(keyStatus, string(result.Status))}
	message := ""
	switch {
	case result.Err != nil:
		message = result.Err.Error()
	case result.Status != rt.Done:
		message = string(result.Status)
	}
	if len(result.Failures) > 0 && result.Status != rt.Cancelled {
		attrs = append(attrs, failure(result.Failures[0])...) // the first of the serial order
	}
	s.finish(s.run, result.Ended, message, attrs...)
}

// tellDropped warns of spans for which the queue had no room.
func (s *spans) tellDropped() {
	s.mu.Lock()
	ended := s.ended
	s.mu.Unlock()
	if n := ended - s.exporter.given.Load(); n > 0 {
		s.t.lost.Do(func() {
			s.t.run.Warn("OpenTelemetry: %d of %d spans were dropped: the run made them faster than they were taken; "+
				"OTEL_BSP_MAX_QUEUE_SIZE (%d unless said) has more of them wait", n, ended, queue)
		})
	}
}

// longestName is how much of a step's text the name of its span shows.
const longestName = 60

// brief is a step's text as a name.
func brief(text string) string {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "{"))
	if runes := []rune(text); len(runes) > longestName {
		return string(runes[:longestName]) + "…"
	}
	return text
}
