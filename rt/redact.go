package rt

import (
	"slices"
	"strings"
	"sync"
)

// redacted stands for a secret in whatever a run prints.
const redacted = "[redacted]"

type secrets struct {
	mu    sync.RWMutex
	texts []string // longest first, so that one that holds another goes first
}

// Secret makes the run never print the text: Redact takes it out of failures,
// logs and reports.
func (r *Run) Secret(text string) {
	if text == "" {
		return
	}
	s := &r.secrets
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.texts, text) {
		return
	}
	s.texts = append(s.texts, text)
	slices.SortStableFunc(s.texts, func(a, b string) int { return len(b) - len(a) })
}

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
