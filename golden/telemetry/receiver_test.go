package telemetry

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
)

// collector is the receiver of an OpenTelemetry collector, which keeps what
// comes.
type collector struct {
	endpoint string
	traces   consumertest.TracesSink
	metrics  consumertest.MetricsSink
}

// collect starts one for the protocol, as a collector's configuration names it.
func collect(t *testing.T, protocol string) *collector {
	t.Helper()
	c := new(collector)
	address := freeAddress(t)
	c.endpoint = "http://" + address
	factory := otlpreceiver.NewFactory()
	config := factory.CreateDefaultConfig()
	err := confmap.NewFromStringMap(map[string]any{
		"protocols": map[string]any{protocol: map[string]any{"endpoint": address}},
	}).Unmarshal(config)
	if err != nil {
		t.Fatal(err)
	}
	settings := receivertest.NewNopSettings(factory.Type())
	traces, err := factory.CreateTraces(t.Context(), settings, config, &c.traces)
	if err != nil {
		t.Fatal(err)
	}
	metrics, err := factory.CreateMetrics(t.Context(), settings, config, &c.metrics)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []component.Component{traces, metrics} {
		if err := r.Start(t.Context(), componenttest.NewNopHost()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := r.Shutdown(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	return c
}

// freeAddress is one that nobody listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// spans are all that came, with the attributes of their resource.
func (c *collector) spans() (spans []ptrace.Span, about map[string]any) {
	for _, traces := range c.traces.AllTraces() {
		for _, r := range traces.ResourceSpans().All() {
			about = r.Resource().Attributes().AsRaw()
			for _, s := range r.ScopeSpans().All() {
				for _, span := range s.Spans().All() {
					spans = append(spans, span)
				}
			}
		}
	}
	return spans, about
}

// tree is the spans as text, each below its parent, with those of the given
// attributes that they have. Siblings stand in the order of their lines: which
// of them began first is for the clock to say.
func tree(t *testing.T, spans []ptrace.Span, attributes ...string) string {
	t.Helper()
	children := map[pcommon.SpanID][]ptrace.Span{}
	known := map[pcommon.SpanID]bool{}
	for _, s := range spans {
		known[s.SpanID()] = true
	}
	for _, s := range spans {
		parent := s.ParentSpanID()
		if !parent.IsEmpty() && !known[parent] {
			t.Errorf("the parent of %s did not come", s.Name())
		}
		if s.EndTimestamp() < s.StartTimestamp() {
			t.Errorf("%s ends before it begins", s.Name())
		}
		children[parent] = append(children[parent], s)
	}
	var draw func(of pcommon.SpanID, indent string) []string
	draw = func(of pcommon.SpanID, indent string) []string {
		var blocks []string
		for _, s := range children[of] {
			line := indent + s.Name()
			for _, name := range attributes {
				if v, has := s.Attributes().Get(name); has {
					line += fmt.Sprintf(" %s=%s", name[strings.LastIndexByte(name, '.')+1:], v.AsString())
				}
			}
			if s.Kind() == ptrace.SpanKindClient {
				line += " (client)"
			}
			if s.Status().Code() == ptrace.StatusCodeError {
				line += " ERROR " + s.Status().Message()
			}
			blocks = append(blocks, strings.Join(append([]string{line}, draw(s.SpanID(), indent+"  ")...), "\n"))
		}
		slices.Sort(blocks)
		return blocks
	}
	return strings.Join(draw(pcommon.SpanID{}, ""), "\n")
}

// sum adds the points of a metric up, by the values of their attributes; of a
// histogram, the numbers of what was recorded. The last export has them all.
func (c *collector) sum(name string, by ...string) map[string]int64 {
	found := map[string]int64{}
	for _, metrics := range c.metrics.AllMetrics() {
		now := map[string]int64{}
		for _, r := range metrics.ResourceMetrics().All() {
			for _, s := range r.ScopeMetrics().All() {
				for _, m := range s.Metrics().All() {
					if m.Name() == name {
						addPoints(now, m, by)
					}
				}
			}
		}
		if len(now) > 0 {
			found = now
		}
	}
	return found
}

func addPoints(to map[string]int64, m pmetric.Metric, by []string) {
	key := func(attributes pcommon.Map) string {
		var values []string
		for _, name := range by {
			v, _ := attributes.Get(name)
			values = append(values, v.AsString())
		}
		return strings.Join(values, " ")
	}
	switch m.Type() {
	case pmetric.MetricTypeSum:
		for _, p := range m.Sum().DataPoints().All() {
			to[key(p.Attributes())] += p.IntValue()
		}
	case pmetric.MetricTypeHistogram:
		for _, p := range m.Histogram().DataPoints().All() {
			to[key(p.Attributes())] += int64(p.Count())
		}
	}
}
