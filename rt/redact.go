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
	"unicode"
	"unicode/utf8"

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
//
// A secret of one, two or three characters goes where it stands as a word of
// its own: within other words it is there by chance, and taken out of them it
// would leave nothing readable, and be told by the gaps.
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

// Redact gives the text with every known secret replaced, also what a cut has
// left of one.
func (r *Run) Redact(text string) string {
	s := &r.secrets
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, secret := range s.texts {
		if len(secret) > shortSecret {
			text = strings.ReplaceAll(text, secret, redacted)
		} else {
			text = replaceWord(text, secret)
		}
	}
	if len(s.texts) == 0 || !strings.Contains(text, cutMark) {
		return text
	}
	parts := strings.Split(text, cutMark)
	for i, part := range parts[:len(parts)-1] {
		parts[i] = s.withoutBeginning(part)
	}
	return strings.Join(parts, cutMark)
}

const shortSecret = 3

// replaceWord replaces the secret where no letter or digit is beside it.
func replaceWord(text, secret string) string {
	var b strings.Builder
	for from := 0; ; {
		i := strings.Index(text[from:], secret)
		if i < 0 {
			b.WriteString(text[from:])
			return b.String()
		}
		start, end := from+i, from+i+len(secret)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		b.WriteString(text[from:start])
		if isWord(before) || isWord(after) {
			b.WriteString(secret)
		} else {
			b.WriteString(redacted)
		}
		from = end
	}
}

func isWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// cutMark stands where a text was cut (see Brief): in the middle of a secret, its
// beginning would be left.
const cutMark = "…"

// leastPart is how much of a secret tells something of it: less stands at the
// end of any text by chance.
const leastPart = 3

// withoutBeginning replaces the beginning of a secret at the end of the text,
// the longest that there is.
func (s *secrets) withoutBeginning(text string) string {
	most := 0
	for _, secret := range s.texts {
		for n := min(len(secret)-1, len(text)); n >= leastPart && n > most; n-- {
			if strings.HasSuffix(text, secret[:n]) {
				most = n
			}
		}
	}
	if most == 0 {
		return text
	}
	return text[:len(text)-most] + redacted
}
