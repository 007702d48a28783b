package value

import (
	"strconv"
	"strings"
	"time"
)

// FormatDate is formatDate(d, pattern), such as formatDate(d, "DD.MM.YYYY HH:mm"), in the zone that d is written in. The
// words of a pattern are YYYY YY MMMM MMM MM M DD D dddd ddd HH H hh h A a mm m ss s SSS Z ZZ X; text in square brackets,
// and what is no such word, stands for itself.
func (e *Eval) FormatDate(at Pos, d, pattern Value) Value {
	x, ok := e.date(at, "formatDate", d)
	if !ok {
		return Null
	}
	form, ok := e.argument(at, "formatDate", "pattern", pattern)
	if !ok {
		return Null
	}
	return makeString(x.format(form))
}

// ParseDate is parseDate(s), the ISO 8601 text of a date in one of the usual forms: ISO 8601, those of HTTP and mail,
// 2006/01/02, Jan 2, 2006, 2 January 2006, /Date(1136214245000)/, or a number of milliseconds since 1970. What has no
// zone is UTC, and what has no time of day stays a date. parseDate(s, pattern) reads the form of that pattern and no
// other. A text that is no such date is an error.
func (e *Eval) ParseDate(at Pos, s Value, pattern ...Value) Value {
	if len(pattern) > 0 && !pattern[0].IsNull() {
		return e.parseDateAs(at, s, pattern[0])
	}
	switch s.Kind() {
	case KindNull:
		return Null
	case KindInt, KindFloat:
		return e.moved(at, epoch, s, 1)
	case KindString:
	default:
		return e.fail(at, "parseDate wants a string, not %s", describe(s))
	}
	text := strings.TrimSpace(s.str())
	if _, ok := parseInstant(text); ok {
		return makeString(text)
	}
	if ms, ok := dotNetDate(text); ok {
		return e.moved(at, epoch, ms, 1)
	}
	for _, form := range dateForms {
		t, err := time.ParseInLocation(form.layout, text, time.UTC)
		if err != nil {
			continue
		}
		if zone, offset := t.Zone(); offset == 0 && zone != "UTC" && zone != "GMT" && zone != "" {
			continue // package time takes every zone's name that it does not know for UTC
		}
		x := utc(t)
		x.dateOnly = form.dateOnly
		return e.written(at, "parseDate", x)
	}
	return e.fail(at, `parseDate does not know the form of %s; parseDate(…, "DD.MM.YYYY") says it`, describe(s))
}

var dateForms = []struct {
	layout   string
	dateOnly bool
}{
	{time.RFC1123, false},
	{time.RFC1123Z, false},
	{"Mon, 2 Jan 2006 15:04:05 MST", false},
	{"Mon, 2 Jan 2006 15:04:05 -0700", false},
	{"2 Jan 2006 15:04:05 -0700", false},
	{time.RFC850, false},
	{time.ANSIC, false},
	{time.UnixDate, false},
	{"2006/01/02 15:04:05", false},
	{"2006/01/02", true},
	{"20060102T150405Z", false},
	{"20060102", true},
	{"Jan 2, 2006", true},
	{"January 2, 2006", true},
	{"2 Jan 2006", true},
	{"2 January 2006", true},
}

// dotNetDate is the number in /Date(1136214245000)/ or /Date(1136214245000+0000)/, whose zone is for show only.
func dotNetDate(s string) (Value, bool) {
	s, ok1 := strings.CutPrefix(s, "/Date(")
	s, ok2 := strings.CutSuffix(s, ")/")
	if !ok1 || !ok2 {
		return Null, false
	}
	if i := strings.LastIndexAny(s, "+-"); i > 0 {
		s = s[:i]
	}
	ms, err := strconv.ParseInt(s, 10, 64)
	return Int(ms), err == nil
}

func (e *Eval) parseDateAs(at Pos, s, pattern Value) Value {
	text, ok := e.text(at, "parseDate", s)
	if !ok {
		return Null
	}
	form, ok := e.argument(at, "parseDate", "pattern", pattern)
	if !ok {
		return Null
	}
	x, ok := parsePattern(strings.TrimSpace(text), form)
	if !ok {
		return e.fail(at, "parseDate: %s is not in the form %q", describe(s), form)
	}
	return e.written(at, "parseDate", x)
}
