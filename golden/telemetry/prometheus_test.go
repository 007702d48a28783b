package telemetry

import (
	"maps"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// What --metrics-file writes is what Prometheus reads, under names that its
// linter has nothing against, with the report's figures.
func TestMetricsFile(t *testing.T) {
	r := run(t, newShop(t), nil)
	problems, err := promlint.New(strings.NewReader(r.figures)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(r.figures))
	if err != nil {
		t.Fatal(err)
	}

	sum := func(name string, by ...string) map[string]float64 {
		t.Helper()
		family := families[name]
		if family == nil || family.GetHelp() == "" {
			t.Fatalf("there is no %s, or it has no help:\n%s", name, r.figures)
		}
		found := map[string]float64{}
		for _, m := range family.GetMetric() {
			value := m.GetGauge().GetValue()
			if family.GetType() == dto.MetricType_HISTOGRAM {
				value = float64(m.GetHistogram().GetSampleCount())
			}
			found[labels(m, by)] += value
		}
		maps.DeleteFunc(found, func(_ string, n float64) bool { return n == 0 })
		return found
	}
	compare := func(name string, got, want map[string]float64) {
		t.Helper()
		maps.DeleteFunc(want, func(_ string, n float64) bool { return n == 0 })
		if !maps.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: %v, and the report has %v", name, got, want)
		}
	}
	of := func(figure func(i int) int64) map[string]float64 {
		found := map[string]float64{}
		for i, a := range r.report.Actions {
			found[a.Name] = float64(figure(i))
		}
		return found
	}
	actions := r.report.Actions
	compare("reqon_requests", sum("reqon_requests", "action"), of(func(i int) int64 { return actions[i].Requests }))
	compare("reqon_http_request_duration_seconds", sum("reqon_http_request_duration_seconds", "action"), of(func(i int) int64 { return actions[i].Requests }))
	compare("reqon_retries", sum("reqon_retries", "action"), of(func(i int) int64 { return actions[i].Retries }))
	compare("reqon_records_read", sum("reqon_records_read", "action"), of(func(i int) int64 { return actions[i].Read }))
	compare("reqon_records_stored", sum("reqon_records_stored", "action"), of(func(i int) int64 { return actions[i].Stored }))
	compare("reqon_response_body_bytes", sum("reqon_response_body_bytes", "action"), of(func(i int) int64 { return actions[i].BytesIn }))
	compare("reqon_requests", sum("reqon_requests", "source", "status"),
		map[string]float64{"Shop 200": 7, "Shop 503": 2, "Shop 404": 1, "Shop 410": 1})
	compare("reqon_failures", sum("reqon_failures"), map[string]float64{"": float64(r.report.Failures.Count)})
	compare("reqon_run_status", sum("reqon_run_status", "status"), map[string]float64{r.report.Run.Status: 1})
	items, waits, stores, states := map[string]float64{}, map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, l := range r.report.Loops {
		items[actions[l.Action].Name+" done"] += float64(l.Done - l.Failed)
		items[actions[l.Action].Name+" failed"] += float64(l.Failed)
	}
	for _, a := range actions {
		states[a.Name+" "+a.State] = 1
		for _, w := range a.Waits {
			waits[a.Name+" "+w.Kind] = float64(w.Count)
		}
	}
	for _, s := range r.report.Stores {
		stores[s.Name] = float64(s.Records)
	}
	compare("reqon_items", sum("reqon_items", "action", "status"), items)
	compare("reqon_waits", sum("reqon_waits", "action", "kind"), waits)
	compare("reqon_store_records", sum("reqon_store_records", "store"), stores)
	compare("reqon_action_status", sum("reqon_action_status", "action", "status"), states)
	for _, name := range []string{"reqon_run_start_timestamp_seconds", "reqon_run_end_timestamp_seconds", "reqon_run_duration_seconds", "reqon_action_duration_seconds"} {
		if len(sum(name, "action")) == 0 {
			t.Errorf("%s is 0", name)
		}
	}
	noSecret(t, "the figures", r.figures)
}

// labels are the values of those labels.
func labels(m *dto.Metric, by []string) string {
	var values []string
	for _, name := range by {
		for _, l := range m.GetLabel() {
			if l.GetName() == name {
				values = append(values, l.GetValue())
			}
		}
	}
	return strings.Join(values, " ")
}
