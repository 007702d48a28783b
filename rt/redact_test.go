package rt

import (
	"strings"
	"testing"

	"github.com/reqongen/reqongen/rt/value"
)

func TestRedactForms(t *testing.T) {
	const secret = "p/w \"é\"+1?&"
	var r Run
	r.Secret(secret)
	r.Secret("")
	for _, text := range []string{
		secret,
		"p%2Fw+%22%C3%A9%22%2B1%3F%26", // in a query
		"p%2fw+%22%c3%a9%22%2b1%3f%26",
		"p%2Fw%20%22%C3%A9%22+1%3F&", // in a path
		`p/w \"é\"+1?&`,              // in quotes
		`p/w \"é\"+1?\u0026`,
		"cC93ICLDqSIrMT8m", // as base64
		"cC93ICLDqSIrMT8m",
	} {
		got := r.Redact("before " + text + " after")
		if rest := strings.TrimSuffix(got, "= after"); rest != "before [redacted]" && got != "before [redacted] after" {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// TestRedactWhatACutLeft: a message shows the beginning of a long value, and the
// cut falls anywhere in a secret.
func TestRedactWhatACutLeft(t *testing.T) {
	const secret = "s3cr3t-t0ken"
	var r Run
	r.Secret(secret)
	for at := range 140 {
		text := strings.Repeat("x", at) + secret + strings.Repeat("y", 200)
		got := r.Redact("this is " + Brief(value.String(text)) + " and more…")
		if strings.Contains(got, secret[:leastPart]) {
			t.Errorf("with the secret at %d: %s", at, got)
		}
		if strings.Count(got, redacted) > 1 || !strings.HasSuffix(got, " and more…") {
			t.Errorf("with the secret at %d: %s", at, got)
		}
	}
}

// TestRedactShortSecrets: a secret that is in many words is taken out of none.
func TestRedactShortSecrets(t *testing.T) {
	var r Run
	r.Secret("a")
	r.Secret("12")
	const text = "Read: GET http://shop/a?key=12&page=120: a bad answer after 3 attempts, token a"
	const want = "Read: GET http://shop/[redacted]?key=[redacted]&page=120: [redacted] bad answer after 3 attempts, token [redacted]"
	if got := r.Redact(text); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
