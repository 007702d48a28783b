package otel

import (
	"cmp"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// asked is what the environment asks for. The SDK reads all the rest itself.
type asked struct {
	traces, metrics string // the protocol; "" is not asked for
	propagators     []string
	secrets         []string // values of headers for the collector
}

// The protocols of OTLP, as OTEL_EXPORTER_OTLP_PROTOCOL names them.
const (
	overGRPC = "grpc"
	overHTTP = "http/protobuf"
)

// readAsked reads the variables. As the standard has it, what nobody can make
// something of is warned of, and fails nothing.
func readAsked(warn func(format string, args ...any)) asked {
	var a asked
	if strings.EqualFold(os.Getenv("OTEL_SDK_DISABLED"), "true") {
		return a
	}
	a.traces = protocolFor("TRACES", warn)
	a.metrics = protocolFor("METRICS", warn)
	if a.traces == "" && a.metrics == "" {
		return a
	}
	a.propagators = readPropagators(warn)
	for _, part := range []string{"", "TRACES_", "METRICS_"} {
		prefix := "OTEL_EXPORTER_OTLP_" + part
		switch { // the SDK would print the whole value, with what it keeps secret, and go on with another
		case !isEndpoint(os.Getenv(prefix + "ENDPOINT")):
			warn("OpenTelemetry: nothing is told: %sENDPOINT is no URL such as http://localhost:4318", prefix)
			return asked{}
		case !areHeaders(list(prefix + "HEADERS")):
			warn("OpenTelemetry: nothing is told: %sHEADERS wants name=value,name=value with %%20 for a space, and is something else", prefix)
			return asked{}
		}
		a.secrets = append(a.secrets, secretsOf(prefix)...)
	}
	return a
}

// isEndpoint tells a URL, or nothing at all.
func isEndpoint(text string) bool {
	u, err := url.Parse(strings.TrimSpace(text))
	return text == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

func areHeaders(pairs []string) bool {
	for _, pair := range pairs {
		name, value, found := strings.Cut(pair, "=")
		_, err := url.PathUnescape(value)
		if !found || err != nil || !headerName.MatchString(strings.TrimSpace(name)) {
			return false
		}
	}
	return true
}

// protocolFor is how a signal goes out; "" where it does not: nothing asks for
// it, or its exporter is another than otlp.
func protocolFor(signal string, warn func(format string, args ...any)) string {
	exporter := "OTEL_" + signal + "_EXPORTER"
	otlp := false
	for _, name := range list(exporter) {
		switch name {
		case "otlp":
			otlp = true
		case "none":
		default:
			warn("OpenTelemetry: %s can be otlp or none, and this is %q", exporter, name)
		}
	}
	if os.Getenv(exporter) == "" {
		otlp = os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || os.Getenv("OTEL_EXPORTER_OTLP_"+signal+"_ENDPOINT") != ""
	}
	if !otlp {
		return ""
	}
	const general = "OTEL_EXPORTER_OTLP_PROTOCOL"
	own := "OTEL_EXPORTER_OTLP_" + signal + "_PROTOCOL"
	switch protocol := cmp.Or(os.Getenv(own), os.Getenv(general), overHTTP); protocol {
	case overGRPC, overHTTP:
		return protocol
	default:
		warn("OpenTelemetry: %s can be %s or %s, and this is %q: %s is taken", general, overGRPC, overHTTP, protocol, overHTTP)
		return overHTTP
	}
}

// readPropagators are those of OTEL_PROPAGATORS. Unless said, an API is told the
// trace and not the baggage, which the standard has too: an API is somebody
// else's, and the baggage of a program that a mission runs in is not for it.
func readPropagators(warn func(format string, args ...any)) []string {
	names := list("OTEL_PROPAGATORS")
	if len(names) == 0 {
		return []string{"tracecontext"}
	}
	var known []string
	for _, name := range names {
		switch name {
		case "tracecontext", "baggage":
			known = append(known, name)
		case "none":
		default:
			warn("OpenTelemetry: OTEL_PROPAGATORS can be tracecontext, baggage or none, and this is %q", name)
		}
	}
	return known
}

func list(variable string) []string {
	var names []string
	for name := range strings.SplitSeq(os.Getenv(variable), ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// leastSecret is how long the value of a header is that is taken for a secret:
// a shorter one, such as a tenant's name, may well stand elsewhere.
const leastSecret = 8

// secretsOf are what the variables that begin so keep to themselves: the values
// of headers, and a password in the endpoint.
func secretsOf(prefix string) []string {
	var found []string
	for _, pair := range list(prefix + "HEADERS") {
		_, value, _ := strings.Cut(pair, "=")
		value = strings.TrimSpace(value)
		if len(value) < leastSecret {
			continue
		}
		found = append(found, value)
		if plain, err := url.PathUnescape(value); err == nil && plain != value {
			found = append(found, plain)
		}
	}
	if u, err := url.Parse(os.Getenv(prefix + "ENDPOINT")); err == nil {
		if password, set := u.User.Password(); set {
			found = append(found, password)
		}
	}
	return found
}
