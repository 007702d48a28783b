package fetch

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter is how long the server wants its client to wait, as seconds or a
// date; false where it does not say, or says what is neither. More seconds than
// a time can hold are the longest time: the policy bounds it. A 429 may say it by
// the headers of its limit instead.
func (r *reply) retryAfter() (time.Duration, bool) {
	if text := strings.TrimSpace(r.header.Get("Retry-After")); text != "" { // as a rule there is none, and errors cost
		if d, ok := parseSeconds(text); ok {
			return d, true
		}
		if date, err := http.ParseTime(text); err == nil {
			return max(0, date.Sub(r.now())), true
		}
	}
	if r.status == http.StatusTooManyRequests {
		if _, left, reset, ok := readQuota(r.header, r.now()); ok && left == 0 {
			return reset, true
		}
	}
	return 0, false
}

// now is the time by the server's clock, where it says: what it dates, it dates
// by that one.
func (r *reply) now() time.Time {
	if date, err := http.ParseTime(r.header.Get("Date")); err == nil {
		return date
	}
	return time.Now()
}

// parseSeconds reads a number of seconds from 0 up.
func parseSeconds(text string) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil && seconds == 0 || !(seconds >= 0) {
		return 0, false
	}
	const most = float64(math.MaxInt64) / float64(time.Second)
	if seconds >= most {
		return math.MaxInt64, true
	}
	return time.Duration(seconds * float64(time.Second)), true
}
