package rt

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/reqongen/reqongen/rt/value"
)

// redacted stands for a secret in whatever a run prints.
const redacted = "[redacted]"

type secrets struct {
	mu    sync.RWMutex
	texts []string // longest first, so that one that holds another goes first
}

// Secret makes the run never print the text: Redact takes it out of failures,
// logs and reports, also where it stands escaped for a URL or in quotes, or as
// base64.
func (r *Run) Secret(text string) {
	if text == "" {
		return
	}
	s := &r.secrets
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, form := range forms(text) {
		if !slices.Contains(s.texts, form) {
			s.texts = append(s.texts, form)
		}
	}
	slices.SortStableFunc(s.texts, func(a, b string) int { return len(b) - len(a) })
}

// forms are the ways in which a secret may turn up in a text: a server that
// repeats a request in its error, a URL, a header.
func forms(secret string) []string {
	quoted := strconv.Quote(secret)
	asJSON := string(value.AppendJSON(nil, value.String(secret)))
	inPage, _ := json.Marshal(secret) // as Go servers write it: with & < > escaped
	escaped := []string{url.QueryEscape(secret), url.PathEscape(secret)}
	for _, e := range escaped {
		escaped = append(escaped, percent.ReplaceAllStringFunc(e, strings.ToLower))
	}
	return append(
		escaped,
		secret,
		quoted[1:len(quoted)-1],
		asJSON[1:len(asJSON)-1],
		string(inPage[1:len(inPage)-1]),
		base64.RawStdEncoding.EncodeToString([]byte(secret)),
		base64.RawURLEncoding.EncodeToString([]byte(secret)),
	)
}

var percent = regexp.MustCompile("%[0-9A-F]{2}")

// Redact gives the text with every known secret replaced.
func (r *Run) Redact(text string) string {
	s := &r.secrets
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, secret := range s.texts {
		text = strings.ReplaceAll(text, secret, redacted)
	}
	return text
}
