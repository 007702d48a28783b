package otel

import (
	"context"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/reqongen/reqongen/rt"
)

// figures follow a run as metrics: what the record of the run counts is read
// from there when it is handed over, and only what depends on single requests
// is counted here.
type figures struct {
	provider *sdkmetric.MeterProvider
	requests metric.Int64Counter
	duration metric.Float64Histogram
	failures metric.Int64Counter
	runs     metric.Float64Histogram

	mu     sync.Mutex
	stages []*rt.StageRecord
}

// buckets are the bounds that the semantic conventions advise for requests, in
// seconds.
var buckets = []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10}

// newFigures is nil where no exporter can be made.
func (t *telemetry) newFigures(protocol string, about *resource.Resource) *figures {
	inner, err := newMetricExporter(protocol)
	if err != nil {
		t.failed(err)
		return nil
	}
	f := &figures{provider: sdkmetric.NewMeterProvider(
		sdkmetric.WithReader(sdkmetric.NewPeriodicReader(&metricExporter{inner, t})),
		sdkmetric.WithResource(about),
	)}
	if err := f.instruments(f.provider.Meter(scope, metric.WithSchemaURL(semconv.SchemaURL))); err != nil {
		t.failed(err)
	}
	return f
}

// instruments makes them; an error is one of their names.
func (f *figures) instruments(m metric.Meter) (err error) {
	keep := func(e error) {
		if err == nil {
			err = e
		}
	}
	var e error
	f.requests, e = m.Int64Counter("reqon.requests", metric.WithUnit("{request}"),
		metric.WithDescription("Attempts that went over the wire."))
	keep(e)
	f.duration, e = m.Float64Histogram("http.client.request.duration", metric.WithUnit("s"),
		metric.WithDescription("Duration of HTTP client requests."), metric.WithExplicitBucketBoundaries(buckets...))
	keep(e)
	f.failures, e = m.Int64Counter("reqon.failures", metric.WithUnit("{failure}"),
		metric.WithDescription("Steps that failed, those that onError took included; told when the run ends."))
	keep(e)
	f.runs, e = m.Float64Histogram("reqon.run.duration", metric.WithUnit("s"), metric.WithDescription("Duration of runs."))
	keep(e)

	counters := map[string]metric.Int64ObservableCounter{}
	for _, c := range []struct{ name, unit, about string }{
		{"reqon.retries", "{request}", "Attempts that were not the first of their request."},
		{"reqon.items", "{item}", "Iterations of loops that have ended."},
		{"reqon.records.read", "{record}", "Records of stores that were gone through."},
		{"reqon.records.stored", "{record}", "Records that were written into stores."},
		{"reqon.waits", "{wait}", "Waits of actions and requests."},
	} {
		counters[c.name], e = m.Int64ObservableCounter(c.name, metric.WithUnit(c.unit), metric.WithDescription(c.about))
		keep(e)
	}
	waited, e := m.Float64ObservableCounter("reqon.wait.duration", metric.WithUnit("s"),
		metric.WithDescription("Time of waits, those at the same time counted each."))
	keep(e)
	instruments := []metric.Observable{waited}
	for _, c := range counters {
		instruments = append(instruments, c)
	}
	_, e = m.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		f.each(func(a *rt.ActionRecord) {
			with := func(more ...attribute.KeyValue) metric.ObserveOption {
				return metric.WithAttributes(append(more, attribute.String(keyAction, a.Name), attribute.Int(keyStage, a.Stage))...)
			}
			o.ObserveInt64(counters["reqon.retries"], a.Retries.Load(), with())
			o.ObserveInt64(counters["reqon.records.read"], a.Read.Load(), with())
			o.ObserveInt64(counters["reqon.records.stored"], a.Stored.Load(), with())
			done, failed := itemsOf(a)
			o.ObserveInt64(counters["reqon.items"], done, with(attribute.String(keyOutcome, "done")))
			o.ObserveInt64(counters["reqon.items"], failed, with(attribute.String(keyOutcome, "failed")))
			spent := a.Spent()
			for _, kind := range rt.WaitKinds {
				if w := spent.Waits[kind]; w.Count > 0 {
					o.ObserveInt64(counters["reqon.waits"], w.Count, with(attribute.String(keyWait, kind.String())))
					o.ObserveFloat64(waited, w.Sum.Seconds(), with(attribute.String(keyWait, kind.String())))
				}
			}
		})
		return nil
	}, instruments...)
	keep(e)
	return err
}

// each calls f with every action of the stages that have begun.
func (f *figures) each(call func(*rt.ActionRecord)) {
	f.mu.Lock()
	stages := f.stages
	f.mu.Unlock()
	for _, stage := range stages {
		for _, a := range stage.Actions {
			call(a)
		}
	}
}

// itemsOf are the iterations of an action's loops that were done, and that
// failed.
func itemsOf(a *rt.ActionRecord) (done, failed int64) {
	for _, l := range a.Loops() {
		failed += l.Failed.Load()
		done += l.Done.Load()
	}
	return done - failed, failed
}

func (f *figures) observe(e rt.Event) {
	switch e := e.(type) {
	case rt.StageStarted:
		f.mu.Lock()
		defer f.mu.Unlock()
		f.stages = append(f.stages, e.Stage)
	case rt.AttemptEnded:
		q := e.Request
		if len(q.Attempts) > 0 {
			f.attempt(q, q.Attempts[len(q.Attempts)-1])
		}
	}
}

func (f *figures) attempt(q *rt.RequestRecord, a rt.AttemptRecord) {
	about := append(answer(a.Status, a.Code), semconv.HTTPRequestMethodKey.String(q.Method), attribute.String(keySource, q.Source))
	f.duration.Record(context.Background(), a.Ended.Sub(a.Started).Seconds(), metric.WithAttributes(append(server(q.URL), about...)...))
	if q.Action != nil {
		about = append(about, attribute.String(keyAction, q.Action.Name), attribute.Int(keyStage, q.Action.Stage))
	}
	f.requests.Add(context.Background(), 1, metric.WithAttributes(about...))
}

// end tells what is known when the run is over.
func (f *figures) end(result *rt.Result) {
	for _, failed := range result.Failures {
		f.failures.Add(context.Background(), 1, metric.WithAttributes(
			attribute.String(keyAction, failed.Action), attribute.Int(keyStage, failed.Stage), semconv.ErrorTypeKey.String(codeOf(failed)),
		))
	}
	f.runs.Record(context.Background(), result.Ended.Sub(result.Started).Seconds(),
		metric.WithAttributes(attribute.String(keyStatus, string(result.Status))))
}
