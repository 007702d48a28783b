package value

import (
	"strconv"
	"strings"
	"time"
)

// The forms of dates that parseDate and formatDate know are patterns of YYYY, YY, MMMM (January), MMM (Jan), MM, M, DD,
// D, dddd (Monday), ddd (Mon), HH, H, hh, h, mm, m, ss, s, SSS, A (AM), a (am), Z (+02:00), ZZ (+0200) and X (seconds since
// 1970). Text in square brackets, and every other character, stands for itself.

// goLayouts are the words of a pattern, longest first, as package time writes them.
var goLayouts = []struct{ word, layout string }{
	{"YYYY", "2006"},
	{"MMMM", "January"},
	{"dddd", "Monday"},
	{"MMM", "Jan"},
	{"ddd", "Mon"},
	{"SSS", "000"},
	{"YY", "06"},
	{"MM", "01"},
	{"DD", "02"},
	{"HH", "15"},
	{"hh", "03"},
	{"mm", "04"},
	{"ss", "05"},
	{"ZZ", "-0700"},
	{"M", "1"},
	{"D", "2"},
	{"H", "15"},
	{"h", "3"},
	{"m", "4"},
	{"s", "5"},
	{"A", "PM"},
	{"a", "pm"},
	{"Z", "-07:00"},
	{"X", ""},
}

// patternPart is a word of a pattern, or text that stands for itself.
type patternPart struct{ word, layout, text string }

func patternParts(pattern string) []patternPart {
	var parts []patternPart
next:
	for pattern != "" {
		if pattern[0] == '[' {
			if end := strings.IndexByte(pattern, ']'); end > 0 {
				parts = append(parts, patternPart{text: pattern[1:end]})
				pattern = pattern[end+1:]
				continue
			}
		}
		for _, l := range goLayouts {
			if strings.HasPrefix(pattern, l.word) {
				parts = append(parts, patternPart{word: l.word, layout: l.layout})
				pattern = pattern[len(l.word):]
				continue next
			}
		}
		n := runeLen(pattern)
		parts = append(parts, patternPart{text: pattern[:n]})
		pattern = pattern[n:]
	}
	return parts
}

// FormatDate is formatDate(d, pattern), such as formatDate(d, "DD.MM.YYYY HH:mm"), in the zone that d is written in.
func (e *Eval) FormatDate(at Pos, d, pattern Value) Value {
	x, ok := e.date(at, "formatDate", d)
	if !ok {
		return Null
	}
	form, ok := e.argument(at, "formatDate", "pattern", pattern)
	if !ok {
		return Null
	}
	var b []byte
	for _, part := range patternParts(form) {
		switch part.word {
		case "":
			b = append(b, part.text...)
		case "H":
			b = strconv.AppendInt(b, int64(x.t.Hour()), 10)
		case "SSS":
			ms := x.t.Nanosecond() / 1e6
			b = append(b, byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10))
		case "X":
			b = strconv.AppendInt(b, x.t.Unix(), 10)
		default:
			b = x.t.AppendFormat(b, part.layout)
		}
	}
	return makeString(string(b))
}

// ParseDate is parseDate(s), the ISO 8601 text of a date in one of the usual forms (ISO 8601, those of HTTP and mail, Jan
// 2, 2006, 2006/01/02, /Date(1136214245000)/ or a number of milliseconds since 1970), or parseDate(s, pattern) in the
// form of that pattern. What has no zone is UTC, and what has no time of day stays a date. A text that is no such date
// is an error.
func (e *Eval) ParseDate(at Pos, s Value, pattern ...Value) Value {
	if s.IsNull() {
		return Null
	}
	if len(pattern) > 0 && !pattern[0].IsNull() {
		form, ok := e.argument(at, "parseDate", "pattern", pattern[0])
		if !ok {
			return Null
		}
		return e.parseDateAs(at, s, form)
	}
	if s.isNumber() {
		return e.fromMillis(at, s)
	}
	text, ok := s.Text()
	if !ok {
		return e.fail(at, "parseDate wants a string, not %s", describe(s))
	}
	text = strings.TrimSpace(text)
	if _, ok := parseInstant(text); ok {
		return makeString(text)
	}
	if ms, ok := dotNetDate(text); ok {
		return e.fromMillis(at, ms)
	}
	for _, form := range dateForms {
		if t, err := time.Parse(form.layout, text); err == nil {
			return e.written(at, "parseDate", instant{t: t, dateOnly: form.dateOnly, zoned: true, seconds: true})
		}
	}
	return e.fail(at, "parseDate: %s is no date that it knows; parseDate(…, \"DD.MM.YYYY\") says another form", describe(s))
}

var dateForms = []struct {
	layout   string
	dateOnly bool
}{
	{time.RFC1123, false},
	{time.RFC1123Z, false},
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
	s, ok := strings.CutPrefix(s, "/Date(")
	if !ok {
		return Null, false
	}
	s, ok = strings.CutSuffix(s, ")/")
	if !ok {
		return Null, false
	}
	if i := strings.LastIndexAny(s, "+-"); i > 0 {
		s = s[:i]
	}
	ms, err := strconv.ParseInt(s, 10, 64)
	return Int(ms), err == nil
}

func (e *Eval) fromMillis(at Pos, ms Value) Value {
	return e.moved(at, instant{t: time.Unix(0, 0).UTC(), zoned: true, seconds: true}, ms, 1)
}

func (e *Eval) parseDateAs(at Pos, s Value, pattern string) Value {
	text, ok := e.text(at, "parseDate", s)
	if !ok {
		return Null
	}
	var layout strings.Builder
	x := instant{dateOnly: true}
	for _, part := range patternParts(pattern) {
		switch part.word {
		case "H", "HH", "h", "hh", "m", "mm", "s", "ss", "SSS":
			x.dateOnly, x.seconds = false, true
		case "Z", "ZZ":
			x.zoned = true
		}
		switch part.word {
		case "":
			layout.WriteString(part.text)
		case "X":
			n, ok := numberFrom(text)
			if !ok {
				return e.fail(at, "parseDate: %s is not in the form %q", describe(s), pattern)
			}
			return e.FromUnix(at, n)
		case "Z":
			layout.WriteString("Z07:00")
		case "ZZ":
			layout.WriteString("Z0700")
		default:
			layout.WriteString(part.layout)
		}
	}
	t, err := time.Parse(layout.String(), text)
	if err != nil {
		return e.fail(at, "parseDate: %s is not in the form %q", describe(s), pattern)
	}
	x.zoned = x.zoned || !x.dateOnly
	return e.written(at, "parseDate", x.at(t))
}
