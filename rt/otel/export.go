package otel

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/reqongen/reqongen/rt"
)

// resourceOf is what all that is told belongs to. What the variables say comes
// last, and wins.
func resourceOf(run *rt.Run) *resource.Resource {
	about, _ := resource.New(
		context.Background(),
		resource.WithTelemetrySDK(),
		resource.WithAttributes(
			semconv.ServiceName(strings.ToLower(run.Mission())),
			attribute.String(keyMission, run.Mission()),
		),
		resource.WithFromEnv(),
	) // what it could make nothing of is left out
	return about
}

// A collector that is busy is asked again, for less long than the libraries
// would: somebody may be waiting for the run.
const (
	firstRetry = 250 * time.Millisecond
	mostRetry  = time.Second
	allRetries = 3 * time.Second
)

func newSpanExporter(protocol string) (sdktrace.SpanExporter, error) {
	if protocol == overGRPC {
		return otlptracegrpc.New(context.Background(), otlptracegrpc.WithRetry(otlptracegrpc.RetryConfig{
			Enabled: true, InitialInterval: firstRetry, MaxInterval: mostRetry, MaxElapsedTime: allRetries,
		}))
	}
	return otlptracehttp.New(context.Background(), otlptracehttp.WithRetry(otlptracehttp.RetryConfig{
		Enabled: true, InitialInterval: firstRetry, MaxInterval: mostRetry, MaxElapsedTime: allRetries,
	}))
}

func newMetricExporter(protocol string) (sdkmetric.Exporter, error) {
	if protocol == overGRPC {
		return otlpmetricgrpc.New(context.Background(), otlpmetricgrpc.WithRetry(otlpmetricgrpc.RetryConfig{
			Enabled: true, InitialInterval: firstRetry, MaxInterval: mostRetry, MaxElapsedTime: allRetries,
		}))
	}
	return otlpmetrichttp.New(context.Background(), otlpmetrichttp.WithRetry(otlpmetrichttp.RetryConfig{
		Enabled: true, InitialInterval: firstRetry, MaxInterval: mostRetry, MaxElapsedTime: allRetries,
	}))
}

// until is the context of an export, which ends at the latest when the run does
// not wait any more.
func (t *telemetry) until(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(t.over, cancel)
	return ctx, func() { stop(); cancel() }
}

// spanExporter counts the spans that it was given. What fails it tells once.
type spanExporter struct {
	sdktrace.SpanExporter
	t     *telemetry
	given atomic.Int64
}

// ExportSpans hands the spans over.
func (e *spanExporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	e.given.Add(int64(len(spans)))
	ctx, stop := e.t.until(ctx)
	defer stop()
	e.t.failed(e.SpanExporter.ExportSpans(ctx, spans))
	return nil
}

// metricExporter tells once what fails.
type metricExporter struct {
	sdkmetric.Exporter
	t *telemetry
}

// Export hands the figures over.
func (e *metricExporter) Export(ctx context.Context, m *metricdata.ResourceMetrics) error {
	ctx, stop := e.t.until(ctx)
	defer stop()
	e.t.failed(e.Exporter.Export(ctx, m))
	return nil
}
