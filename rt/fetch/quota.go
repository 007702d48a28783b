package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// quota is what the answers of a server say of its limit: how many requests are
// left until a moment at which it renews. The zero quota is that of a server
// that has said nothing yet.
type quota struct {
	seen     bool // some answer said something
	known    bool // left and reset hold
	guessed  bool // that they do is a guess: the limit has just renewed
	left     int  // less than those in flight, which an answer may have counted or not
	limit    int  // 0 where it is not said
	reset    time.Time
	inFlight int
}

// wait is how long the next request has to wait. Evenly, what is left is spread
// over the time until the limit renews.
func (q *quota) wait(now, last time.Time, evenly bool) time.Duration {
	if !q.known {
		return 0
	}
	rest := q.reset.Sub(now)
	switch {
	case rest <= 0:
		q.known, q.guessed = q.limit > 0, true // until an answer says
		q.left, q.reset = q.limit, now.Add(time.Minute)
		return 0
	case q.left <= 0:
		return rest
	case evenly:
		return last.Add(rest / time.Duration(q.left)).Sub(now)
	}
	return 0
}

// learn reads what the answer says.
func (q *quota) learn(r *reply, now time.Time) {
	limit, left, reset, ok := readQuota(r.header, r.now())
	if !ok {
		return
	}
	until := now.Add(reset)
	left -= max(0, q.inFlight)
	// Answers overtake each other: within one period, the least is the latest.
	if d := until.Sub(q.reset); q.known && !q.guessed && d.Abs() <= resetTolerance {
		left = min(left, q.left)
	}
	q.seen, q.known, q.guessed = true, true, false
	q.left, q.limit, q.reset = left, limit, until
}

// resetTolerance is how much the resets of answers differ that belong to one
// period: they are told in whole seconds, each from a moment of its own.
const resetTolerance = 2 * time.Second

// readQuota reads the headers that servers have for their limits: the
// X-RateLimit- and RateLimit- ones, and the single RateLimit of both drafts of
// the standard. reset is the time until the limit renews; limit is 0 where it
// is not said.
func readQuota(h http.Header, serverNow time.Time) (limit, left int, reset time.Duration, ok bool) {
	for _, prefix := range []string{"Ratelimit-", "X-Ratelimit-", "X-Rate-Limit-"} {
		text := h.Get(prefix + "Remaining")
		if text == "" {
			continue
		}
		left, err := strconv.Atoi(firstWord(text))
		reset, hasReset := readReset(h.Get(prefix+"Reset"), serverNow)
		if err != nil || left < 0 || !hasReset {
			continue
		}
		limit, _ := strconv.Atoi(firstWord(h.Get(prefix + "Limit")))
		return max(0, limit), left, reset, true
	}
	var found struct{ left, reset bool }
	for _, part := range strings.FieldsFunc(h.Get("Ratelimit"), func(r rune) bool { return r == ';' || r == ',' }) {
		key, text, _ := strings.Cut(strings.TrimSpace(part), "=")
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 0 {
			continue
		}
		switch strings.ToLower(key) {
		case "limit", "q":
			limit = n
		case "remaining", "r":
			left, found.left = n, true
		case "reset", "t":
			reset, found.reset = time.Duration(min(n, maxSeconds))*time.Second, true
		}
	}
	return limit, left, reset, found.left && found.reset
}

// firstWord is a header's value without the policy that some put behind it:
// "100, 100;w=60".
func firstWord(text string) string {
	if i := strings.IndexAny(text, ",;"); i >= 0 {
		text = text[:i]
	}
	return strings.TrimSpace(text)
}

// maxSeconds is more than any limit takes to renew, and less than a time can
// hold.
const maxSeconds = 1 << 31

// readReset reads when a limit renews: as seconds from now, as seconds or
// milliseconds since 1970, or as a date.
func readReset(text string, serverNow time.Time) (time.Duration, bool) {
	text = firstPart(text)
	const years, yearsOfMillis = 1e8, 1e11 // what is larger is no time from now
	if n, err := strconv.ParseFloat(text, 64); err == nil && n >= 0 {
		switch {
		case n >= yearsOfMillis:
			n = (n - float64(serverNow.UnixMilli())) / 1000
		case n >= years:
			n -= float64(serverNow.Unix())
		}
		return time.Duration(min(max(n, 0), maxSeconds) * float64(time.Second)), true
	}
	for _, parse := range []func(string) (time.Time, error){
		http.ParseTime,
		func(text string) (time.Time, error) { return time.Parse(time.RFC3339, text) },
	} {
		if date, err := parse(text); err == nil {
			return max(0, date.Sub(serverNow)), true
		}
	}
	return 0, false
}

// firstPart is the text before a semicolon: a date has commas.
func firstPart(text string) string {
	text, _, _ = strings.Cut(text, ";")
	return strings.TrimSpace(text)
}
