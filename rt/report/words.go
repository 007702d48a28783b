package report

import (
	"fmt"
	"strings"
	"time"
)

// Length is a time as people read it, in three or so digits. Halves of the last
// one go up: the page of a report (words.js) says the same.
func Length(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1fms", float64(d.Round(time.Millisecond/10))/float64(time.Millisecond))
	case d < time.Second:
		return fmt.Sprintf("%dms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.2fs", d.Round(time.Second/100).Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1fs", d.Round(time.Second/10).Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%dh%02dm", int(d.Hours()), int(d.Minutes())%60)
}

// Count is a number of things: "1 request", "2 requests".
func Count(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func (m Micros) String() string { return Length(m.Duration()) }

// KindText is what is waited for, as people say it.
func KindText(kind string) string {
	switch kind {
	case "concurrency":
		return "concurrency"
	case "rateLimit":
		return "a rate limit"
	case "pause":
		return "a source that was answered 429"
	case "backoff":
		return "the next attempt"
	case "token":
		return "an access token"
	}
	return kind
}

// wrap lays words out in lines of up to so many characters, each after the
// first indented.
func wrap(words []string, between, indent string, first, width int) string {
	var b strings.Builder
	at := first
	for i, word := range words {
		if i > 0 {
			if at+length(between)+length(strings.TrimRight(word, " ")) > width {
				b.WriteString(strings.TrimRight(between, " ") + "\n" + indent)
				at = length(indent)
			} else {
				b.WriteString(between)
				at += length(between)
			}
		}
		b.WriteString(word)
		at += length(word)
	}
	return b.String()
}
