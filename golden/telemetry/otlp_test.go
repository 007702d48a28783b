package telemetry

import (
	"io"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// trace is the mission's: who belongs to whom follows from its text, and how
// each ended from the shop.
const trace = `mission Followed status=partial number=24 ERROR partial
  stage 1: FetchMaster number=42
    action FetchMaster requests=1
      get "/items" status_code=200 number=7
        GET status_code=200 (client)
  stage 2: [EnrichWithPricing, Flaky, Broken, Reviews] number=42 ERROR Broken failed
    action Broken requests=1 number=24 ERROR mission.reqon:24:5: Broken: GET {shop}/broken: 404 Not Found: no such thing for [redacted]
      get "/broken" status_code=404 number=24 ERROR 404 Not Found
        GET status_code=404 (client) ERROR 404 Not Found
    action EnrichWithPricing requests=3
      for item in items parallel 3 iteration=0 number=12
        get "/pricing" { params: { itemId: item.id } } status_code=200 number=13
          GET status_code=200 (client)
      for item in items parallel 3 iteration=1 number=12
        get "/pricing" { params: { itemId: item.id } } status_code=200 number=13
          GET status_code=200 (client)
      for item in items parallel 3 iteration=2 number=12
        get "/pricing" { params: { itemId: item.id } } status_code=200 number=13
          GET status_code=200 (client)
    action Flaky requests=3
      get "/flaky" { retry: { maxAttempts: 3, initialDelay: 1 } } status_code=200 number=19
        GET status_code=200 resend_count=2 (client)
        GET status_code=503 (client) ERROR 503 Service Unavailable
        GET status_code=503 resend_count=1 (client) ERROR 503 Service Unavailable
    action Reviews requests=3
      for item in items onError continue iteration=0 number=29
        get "/reviews/{item.id}" status_code=200 number=30
          GET status_code=200 (client)
      for item in items onError continue iteration=1 number=30 ERROR mission.reqon:30:7: Reviews: GET {shop}/reviews/2: 410 Gone
        get "/reviews/{item.id}" status_code=410 number=30 ERROR 410 Gone
          GET status_code=410 (client) ERROR 410 Gone
      for item in items onError continue iteration=2 number=29
        get "/reviews/{item.id}" status_code=200 number=30
          GET status_code=200 (client)
  stage 3: Combine number=42
    action Combine requests=0`

// shown are the attributes that the tree shows.
var shown = []string{
	"reqon.run.status", "reqon.requests", "reqon.iteration",
	"http.response.status_code", "http.request.resend_count", "code.line.number",
}

// The protocols of a collector's receiver, as the variable names them.
var protocols = map[string]string{"http": "http/protobuf", "grpc": "grpc"}

func TestSpansAndFigures(t *testing.T) {
	for _, receiver := range slices.Sorted(maps.Keys(protocols)) {
		t.Run(receiver, func(t *testing.T) {
			c, s := collect(t, receiver), newShop(t)
			r := run(t, s, nil, "OTEL_EXPORTER_OTLP_ENDPOINT="+c.endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL="+protocols[receiver],
				"OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=test")
			if r.exit != 4 {
				t.Fatalf("exit %d, want 4:\n%s", r.exit, r.stderr)
			}
			if strings.Contains(r.stderr, "OpenTelemetry") {
				t.Errorf("it warns:\n%s", r.stderr)
			}
			spans, about := c.spans()
			if got := strings.ReplaceAll(tree(t, spans, shown...), s.URL, "{shop}"); got != trace {
				t.Errorf("the spans are\n%s\nwant\n%s", got, trace)
			}
			if about["service.name"] != "followed" || about["deployment.environment.name"] != "test" {
				t.Errorf("the spans are of %v", about)
			}
			checkAttempts(t, s, spans)
			checkFigures(t, c, r)
			checkSecrets(t, c)
		})
	}
}

// checkAttempts holds the spans of attempts against the conventions for HTTP,
// and against what the shop was told.
func checkAttempts(t *testing.T, s *shop, spans []ptrace.Span) {
	t.Helper()
	told := map[string]bool{}
	for _, span := range spans {
		if span.Kind() != ptrace.SpanKindClient {
			continue
		}
		a := span.Attributes().AsRaw()
		if a["http.request.method"] != "GET" || a["server.address"] != "127.0.0.1" || a["server.port"] == nil || a["reqon.source"] != "Shop" {
			t.Errorf("an attempt has the attributes %v", a)
		}
		if status, _ := a["http.response.status_code"].(int64); (status >= 400) != (a["error.type"] != nil) {
			t.Errorf("an attempt that was answered %d has error.type %v", status, a["error.type"])
		}
		uri := strings.TrimPrefix(a["url.full"].(string), s.URL)
		told["GET "+uri+" 00-"+span.TraceID().String()+"-"+span.SpanID().String()+"-01"] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for request, parent := range s.parents {
		if !told[request+" "+parent] {
			t.Errorf("%s came with traceparent %q, which is no span of it", request, parent)
		}
	}
}

// checkFigures compares the metrics with the report.
func checkFigures(t *testing.T, c *collector, r ran) {
	t.Helper()
	compare := func(name string, got map[string]int64, want map[string]int64) {
		t.Helper()
		maps.DeleteFunc(got, func(_ string, n int64) bool { return n == 0 })
		maps.DeleteFunc(want, func(_ string, n int64) bool { return n == 0 })
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v, and the report has %v", name, got, want)
		}
		if len(want) == 0 {
			t.Errorf("%s: the report has none: the test compares nothing", name)
		}
	}
	const action = "reqon.action"
	of := func(figure func(i int) int64) map[string]int64 {
		found := map[string]int64{}
		for i, a := range r.report.Actions {
			found[a.Name] += figure(i)
		}
		return found
	}
	actions := r.report.Actions
	compare("reqon.requests", c.sum("reqon.requests", action), of(func(i int) int64 { return actions[i].Requests }))
	compare("reqon.retries", c.sum("reqon.retries", action), of(func(i int) int64 { return actions[i].Retries }))
	compare("reqon.records.read", c.sum("reqon.records.read", action), of(func(i int) int64 { return actions[i].Read }))
	compare("reqon.records.stored", c.sum("reqon.records.stored", action), of(func(i int) int64 { return actions[i].Stored }))
	items, waits, requests := map[string]int64{}, map[string]int64{}, int64(0)
	for _, l := range r.report.Loops {
		items[actions[l.Action].Name+" done"] += l.Done - l.Failed
		items[actions[l.Action].Name+" failed"] += l.Failed
	}
	for _, a := range actions {
		requests += a.Requests
		for _, w := range a.Waits {
			waits[a.Name+" "+w.Kind] = w.Count
		}
	}
	compare("reqon.items", c.sum("reqon.items", action, "reqon.outcome"), items)
	compare("reqon.waits", c.sum("reqon.waits", action, "reqon.wait"), waits)
	compare("reqon.failures", c.sum("reqon.failures"), map[string]int64{"": r.report.Failures.Count})
	compare("http.client.request.duration", c.sum("http.client.request.duration"), map[string]int64{"": requests})
	compare("reqon.requests", c.sum("reqon.requests", "reqon.source", "http.response.status_code"),
		map[string]int64{"Shop 200": 7, "Shop 503": 2, "Shop 404": 1, "Shop 410": 1})
	compare("reqon.run.duration", c.sum("reqon.run.duration", "reqon.run.status"), map[string]int64{"partial": 1})
}

func checkSecrets(t *testing.T, c *collector) {
	t.Helper()
	for _, traces := range c.traces.AllTraces() {
		text, err := (&ptrace.JSONMarshaler{}).MarshalTraces(traces)
		if err != nil {
			t.Fatal(err)
		}
		noSecret(t, "the spans", string(text))
	}
}

// A run that is interrupted hands over what it has.
func TestInterrupted(t *testing.T) {
	c, s := collect(t, "http"), newShop(t)
	r := run(t, s, interrupted(s), "OTEL_EXPORTER_OTLP_ENDPOINT="+c.endpoint)
	if r.exit != 130 {
		t.Fatalf("exit %d, want 130:\n%s", r.exit, r.stderr)
	}
	spans, _ := c.spans()
	got := tree(t, spans, "reqon.run.status", "error.type")
	for _, want := range []string{
		"mission Followed status=cancelled ERROR interrupted\n",
		"\n    action EnrichWithPricing\n",
		"\n        get \"/pricing\" { params: { itemId: item.id } } type=cancelled ERROR cancelled\n" +
			"          GET type=cancelled (client) ERROR cancelled",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the spans have no %q:\n%s", want, got)
		}
	}
	if !strings.Contains(r.figures, `reqon_run_status{mission="Followed",status="cancelled"} 1`) {
		t.Errorf("the figures do not tell that it was cancelled:\n%s", r.figures)
	}
	if runs := c.sum("reqon.run.duration", "reqon.run.status"); runs["cancelled"] != 1 {
		t.Errorf("the metrics tell of runs %v", runs)
	}
}

// Without a variable that asks, nothing is told, neither the collector nor the
// API.
func TestOffUnlessAsked(t *testing.T) {
	for name, environment := range map[string][]string{
		"nothing asks":          nil,
		"it is disabled":        {"OTEL_SDK_DISABLED=true", "OTEL_EXPORTER_OTLP_ENDPOINT={collector}"},
		"no exporter":           {"OTEL_TRACES_EXPORTER=none", "OTEL_METRICS_EXPORTER=none", "OTEL_EXPORTER_OTLP_ENDPOINT={collector}"},
		"something else is set": {"OTEL_SERVICE_NAME=name"},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := collect(t, "http"), newShop(t)
			for i, variable := range environment {
				environment[i] = strings.ReplaceAll(variable, "{collector}", c.endpoint)
			}
			r := run(t, s, nil, environment...)
			if n := c.traces.SpanCount() + c.metrics.DataPointCount(); n > 0 || strings.Contains(r.stderr, "OpenTelemetry") {
				t.Errorf("%d spans and points came:\n%s", n, r.stderr)
			}
			for request, parent := range s.parents {
				if parent != "" {
					t.Errorf("%s came with traceparent %s", request, parent)
				}
			}
		})
	}
}

// Each signal has switches of its own, a .env file serves as the environment,
// and the API is told of the trace where OTEL_PROPAGATORS has it.
func TestVariables(t *testing.T) {
	c, s := collect(t, "http"), newShop(t)
	dir := t.TempDir()
	file := dir + "/otel.env"
	if err := os.WriteFile(file, []byte("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT="+c.endpoint+"/v1/traces\nOTEL_SERVICE_NAME=nightly\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := runWith(t, s, []string{"--env=" + file}, nil, "OTEL_PROPAGATORS=none", "OTEL_METRICS_EXPORTER=console")
	if c.traces.SpanCount() == 0 || c.metrics.DataPointCount() > 0 {
		t.Errorf("%d spans and %d points came, want spans alone:\n%s", c.traces.SpanCount(), c.metrics.DataPointCount(), r.stderr)
	}
	if _, about := c.spans(); about["service.name"] != "nightly" {
		t.Errorf("the spans are of %v", about)
	}
	if want := `OTEL_METRICS_EXPORTER can be otlp or none, and this is \"console\"`; !strings.Contains(r.stderr, want) {
		t.Errorf("it does not warn that %s:\n%s", want, r.stderr)
	}
	for request, parent := range s.parents {
		if parent != "" {
			t.Errorf("%s came with traceparent %s", request, parent)
		}
	}
}

// A collector that is not there, or never answers, or refuses, costs one
// warning: the mission does what it does without.
func TestNoCollector(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	go func() {
		for {
			connection, err := silent.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(io.Discard, connection) }()
		}
	}()
	without := run(t, newShop(t), nil)
	refusing := newShop(t) // answers 404 there, and does not speak gRPC
	for name, address := range map[string]string{
		"nobody listens": freeAddress(t), "nobody answers": silent.Addr().String(),
		"another server answers": strings.TrimPrefix(refusing.URL, "http://") + "/broken",
	} {
		for receiver, protocol := range protocols {
			t.Run(name+" over "+receiver, func(t *testing.T) {
				t.Parallel()
				r := run(t, newShop(t), nil, "OTEL_EXPORTER_OTLP_ENDPOINT=http://"+address, "OTEL_EXPORTER_OTLP_PROTOCOL="+protocol,
					"OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer "+token+"-of-the-collector")
				if r.exit != without.exit || r.stdout != without.stdout {
					t.Errorf("exit %d, want %d; the stores are\n%s\nwant\n%s", r.exit, without.exit, r.stdout, without.stdout)
				}
				if n := strings.Count(r.stderr, "OpenTelemetry: nobody takes what this run tells"); n != 1 {
					t.Errorf("it warns %d times, want once:\n%s", n, r.stderr)
				}
				noSecret(t, "what it says", r.stderr)
			})
		}
	}
}
