package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// setHeader sets a header to a value that one can carry. The error never tells
// the value: it may be a secret.
func setHeader(headers http.Header, name, text string) error {
	if !isToken(name) {
		return fmt.Errorf("has a header named %q, which is no name of a header", name)
	}
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\t' || c == 0x7f {
			return fmt.Errorf("has a header %s with a line break or another control character in it", name)
		}
	}
	headers[http.CanonicalHeaderKey(name)] = []string{text}
	return nil
}

// isToken tells whether the name may be that of a header (RFC 9110, §5.6.2).
func isToken(name string) bool {
	if name == "" {
		return false
	}
	for i := range len(name) {
		c := name[i]
		alphanumeric := c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !alphanumeric && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return true
}

// addHeaders sets the headers of an object: text, numbers and booleans as text;
// null leaves the header as it is.
func addHeaders(headers http.Header, v value.Value) error {
	if v.Kind() != value.KindObject {
		return errors.New("headers want an object, and this is " + rt.Describe(v))
	}
	for name, field := range v.Fields() {
		switch field.Kind() {
		case value.KindNull:
			continue
		case value.KindArray, value.KindObject:
			return fmt.Errorf("the header %s wants text, and this is %s", name, rt.Describe(field))
		}
		// The copy lets the document go that the text stands in.
		if err := setHeader(headers, name, strings.Clone(field.String())); err != nil {
			return fmt.Errorf("the request %w", err)
		}
	}
	return nil
}

// headerObject is an answer's headers as data: names in lower case and sorted,
// several values of one joined with commas.
func headerObject(headers http.Header) value.Value {
	var b value.Builder
	for _, name := range sortedKeys(headers) {
		b.Set(strings.ToLower(name), value.String(strings.Join(headers[name], ", ")))
	}
	return b.Object()
}
