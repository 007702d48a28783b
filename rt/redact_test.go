package rt

import (
	"strings"
	"testing"
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
