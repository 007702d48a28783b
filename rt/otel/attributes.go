package otel

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// What has no name in the semantic conventions of OpenTelemetry.
const (
	keyMission   = "reqon.mission"
	keyRun       = "reqon.run.id"
	keyStatus    = "reqon.run.status"
	keyStage     = "reqon.stage"
	keyAction    = "reqon.action"
	keyState     = "reqon.state" // of a stage or an action, as a report has it
	keyIteration = "reqon.iteration"
	keySource    = "reqon.source"
	keyStep      = "reqon.step" // as the mission writes it
	keyCode      = "reqon.failure.code"
	keyAttempts  = "reqon.attempts"
	keyWait      = "reqon.wait" // what was waited for
	keyWhy       = "reqon.wait.why"
	keySeconds   = "reqon.wait.seconds"
	keyOutcome   = "reqon.outcome"
	keyRequests  = "reqon.requests"
	keyRetries   = "reqon.retries"
	keyStored    = "reqon.records.stored"
	keyRead      = "reqon.records.read"
	keyFailed    = "reqon.items.failed"
	keyLeftOut   = "reqon.spans.left_out"
)

// place is a position in the mission's text.
func place(at value.Pos) []attribute.KeyValue {
	file, line, column := rt.SplitPos(at)
	if line == 0 {
		return nil
	}
	return []attribute.KeyValue{semconv.CodeFilePath(file), semconv.CodeLineNumber(line), semconv.CodeColumnNumber(column)}
}

// server is where a request goes, of its URL as it may be shown.
func server(shown string) []attribute.KeyValue {
	origin, _, _ := strings.Cut(shown, "?")
	u, err := url.Parse(origin)
	if err != nil || u.Hostname() == "" {
		return nil
	}
	port := u.Port()
	if port == "" {
		port = strconv.Itoa(defaultPort(u.Scheme))
	}
	number, err := net.LookupPort("tcp", port)
	if err != nil {
		return nil
	}
	return []attribute.KeyValue{semconv.ServerAddress(u.Hostname()), semconv.ServerPort(number)}
}

func defaultPort(scheme string) int {
	if scheme == "https" {
		return 443
	}
	return 80
}

// answer is what came back: the status, and where that or its lack is an error,
// which.
func answer(status int, code string) []attribute.KeyValue {
	var found []attribute.KeyValue
	if status != 0 {
		found = append(found, semconv.HTTPResponseStatusCode(status))
	}
	switch {
	case code != "":
		found = append(found, semconv.ErrorTypeKey.String(code))
	case status >= 400:
		found = append(found, semconv.ErrorTypeKey.String(strconv.Itoa(status)))
	}
	return found
}

// codeOf is a failure's code as text.
func codeOf(f *rt.Failure) string {
	if text, ok := f.Code.Text(); ok {
		return text
	}
	return f.Code.String()
}
