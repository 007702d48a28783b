package fetch

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// outcome is what a request came to, after its attempts.
type outcome struct {
	sent     *outgoing
	attempts int
	before   []string // why the attempts before the last were not enough
	status   int      // 0 where no answer came
	header   http.Header
	began    time.Time        // when the last attempt was sent
	took     time.Duration    // to the end of its answer
	value    value.Value      // the body, decoded
	seen     *value.Selection // what of it is; nil is all
	reply    *reply           // with the body as it came; nil unless it is kept
	fault    *fault           // why there is no answer that can be used; nil where there is one
}

// good tells a success: a 2xx with a body that can be read.
func (o *outcome) good() bool { return o.fault == nil && o.status/100 == 2 }

// outcome is what the reply comes to, its body decoded: of a success no more
// than is seen of it.
func (r *reply) outcome(out *outgoing, attempts int, seen *value.Selection) *outcome {
	o := &outcome{sent: out, attempts: attempts, status: r.status, header: r.header, fault: r.fault, began: r.began, took: r.took}
	if o.fault == nil {
		if !o.good() {
			seen = nil // its fields go into the message, and into data
		}
		o.seen = seen
		v, err := r.decode(seen)
		if err != nil && o.good() {
			o.fault = &fault{rt.CodeJSON, fmt.Sprintf("%s with a body that cannot be read: %v", statusText(r.status), err)}
		} else if err != nil {
			v = value.String(string(r.body))
		}
		o.value = v
	}
	return o
}

var (
	bodyShape  = value.NewShape("error", "code", "headers", "body")
	faultShape = value.NewShape("error", "code", "message")
)

// data is the outcome as the value that a match looks at (the language, §8).
func (o *outcome) data() value.Value {
	if o.fault != nil {
		return faultShape.Object(value.String(o.fault.code), value.Int(0), value.String(o.fault.message))
	}
	code, headers := value.Int(int64(o.status)), headerObject(o.header)
	if o.value.Kind() != value.KindObject {
		return bodyShape.Object(value.String(reasonPhrase(o.status)), code, headers, o.value)
	}
	told, _ := o.value.Lookup("message")
	if told.IsNull() {
		told = value.String(reasonPhrase(o.status))
	}
	var b value.Builder
	b.Spread(o.value)
	for _, field := range []struct {
		name string
		v    value.Value
	}{{"error", told}, {"code", code}, {"headers", headers}} {
		if own, _ := b.Get(field.name); own.IsNull() {
			b.Set(field.name, field.v)
		}
	}
	return b.Object()
}

// code is that of the failure: the status, or what is wrong with the transport.
func (o *outcome) code() value.Value {
	if o.fault != nil {
		return value.String(o.fault.code)
	}
	return value.Int(int64(o.status))
}

// message is that of the failure: what happened, after how many attempts, and
// what the body says about it.
func (o *outcome) message(run *rt.Run) string {
	text := statusText(o.status)
	if o.fault != nil {
		text = o.fault.message
	}
	last := text
	if o.attempts > 1 {
		text += fmt.Sprintf(" after %d attempts", o.attempts)
	}
	if slices.ContainsFunc(o.before, func(cause string) bool { return cause != last }) {
		text += " (before: " + strings.Join(o.before, "; ") + ")"
	}
	if o.fault == nil {
		if told := excerpt(o.value); told != "" && !strings.EqualFold(told, reasonPhrase(o.status)) {
			text += ": " + cut(run.Redact(told), maxExcerpt) // redacted before it is cut: half a secret is one
		}
	}
	return text
}

// maxExcerpt is how many characters of a body's message a failure shows.
const maxExcerpt = 200

// messageFields are where APIs say what went wrong, the most telling first.
var messageFields = []string{"message", "error_description", "detail", "error", "title", "Message", "Detail"}

// excerpt is what the body of an error says, on one line; "" where it says
// nothing to a reader, such as a page of HTML.
func excerpt(body value.Value) string {
	if text, ok := body.Text(); ok && !strings.HasPrefix(strings.TrimSpace(text), "<") {
		return strings.Join(strings.Fields(text), " ")
	}
	for _, name := range messageFields {
		field, _ := body.Lookup(name)
		if text, ok := field.Text(); ok && text != "" {
			return strings.Join(strings.Fields(text), " ")
		}
		if field.Kind() == value.KindObject {
			if text := excerpt(field); text != "" {
				return text
			}
		}
	}
	return ""
}

// cause is the reply on one line, for whoever watches the run.
func (r *reply) cause() string {
	if r.fault != nil {
		return r.fault.message
	}
	return statusText(r.status)
}

// statusText is a status with its name, "503 Service Unavailable".
func statusText(status int) string { return fmt.Sprintf("%d %s", status, reasonPhrase(status)) }

func reasonPhrase(status int) string {
	if text := http.StatusText(status); text != "" {
		return text
	}
	return "Unknown Status"
}
