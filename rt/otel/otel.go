package otel

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// lastExport is how long the end of a run waits for what is still to be handed
// over.
const lastExport = 5 * time.Second

// Follow follows a run where the variables OTEL_* ask for it, and gives nil
// where they do not, and in a dry run. A span that the context holds is the
// parent of the run's.
func Follow(ctx context.Context, run *rt.Run) rt.Telemetry {
	if run.Options().DryRun {
		return nil
	}
	a := readAsked(run.Warn)
	if a.traces == "" && a.metrics == "" {
		return nil
	}
	t := &telemetry{run: run}
	t.over, t.cut = context.WithCancel(context.Background())
	for _, secret := range a.secrets {
		run.Secret(secret)
	}
	about := resourceOf(run)
	if a.traces != "" {
		t.spans = t.newSpans(ctx, a, about)
	}
	if a.metrics != "" {
		t.figures = t.newFigures(a.metrics, about)
	}
	return t
}

// telemetry follows one run.
type telemetry struct {
	run     *rt.Run
	spans   *spans   // nil: none are wanted
	figures *figures // nil: none are wanted

	over context.Context // ends when nothing more is to be handed over
	cut  context.CancelFunc
	lost sync.Once // the warning that nobody takes what is told
}

// Observe is told each event of the run.
func (t *telemetry) Observe(e rt.Event) {
	if t.spans != nil {
		t.spans.observe(e)
	}
	if t.figures != nil {
		t.figures.observe(e)
	}
}

// Sending begins the span of an attempt, and tells the API of it.
func (t *telemetry) Sending(q *rt.RequestRecord, header http.Header) {
	if t.spans != nil {
		t.spans.sending(q, header)
	}
}

// End hands over what is left, spans and figures side by side.
func (t *telemetry) End(result *rt.Result) {
	ctx, cancel := context.WithTimeout(context.Background(), lastExport)
	defer cancel()
	stop := context.AfterFunc(ctx, t.cut) // exports that are under way end with it
	defer stop()
	var group sync.WaitGroup
	if t.spans != nil {
		t.spans.end(result)
		group.Go(func() { t.failed(t.spans.provider.Shutdown(ctx)) })
	}
	if t.figures != nil {
		t.figures.end(result)
		group.Go(func() { t.failed(t.figures.provider.Shutdown(ctx)) })
	}
	group.Wait()
	if t.spans != nil {
		t.spans.tellDropped()
	}
	t.cut()
}

// failed tells, once a run, that something could not be handed over.
func (t *telemetry) failed(err error) {
	if err == nil {
		return
	}
	t.lost.Do(func() {
		t.run.Warn("OpenTelemetry: nobody takes what this run tells: %v. The mission does its work all the same; "+
			"see OTEL_EXPORTER_OTLP_ENDPOINT, or switch it off with OTEL_SDK_DISABLED=true", reason(err))
	})
}

// reason is an error of an export without what the collector answered: that may
// repeat what it was sent, with the secrets in its header, in any form.
func reason(err error) string {
	text, _, _ := strings.Cut(err.Error(), " (body: ")
	return text
}
