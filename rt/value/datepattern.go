package value

import (
	"strconv"
	"strings"
	"time"
)

// Patterns are the forms of dates that formatDate writes and parseDate reads: text in which these words stand for a part
// of the date. Text in square brackets, and every other character, stands for itself.
//
//	YYYY YY        year, the last two digits of one of 1970 to 2069
//	MMMM MMM MM M  January, Jan, 01, 1
//	DD D           day of the month
//	dddd ddd       Monday, Mon
//	HH H hh h A a  hour from 0 to 23, and from 1 to 12 with AM or am
//	mm m ss s SSS  minute, second, millisecond
//	Z ZZ           +02:00 or Z, +0200 or Z
//	X              seconds since 1970
var patternWords = [...]string{
	"YYYY", "MMMM", "dddd", "MMM", "ddd", "SSS",
	"YY", "MM", "DD", "HH", "hh", "mm", "ss", "ZZ",
	"M", "D", "H", "h", "m", "s", "A", "a", "Z", "X",
}

// isPatternLetter are the letters that those begin with.
var isPatternLetter = func() (is [256]bool) {
	for _, word := range patternWords {
		is[word[0]] = true
	}
	return is
}()

// patternPart takes the first part off a pattern that is not empty: a word, or text that stands for itself.
func patternPart(pattern string) (text string, word bool, rest string) {
	if pattern[0] == '[' {
		if end := strings.IndexByte(pattern, ']'); end > 0 {
			return pattern[1:end], false, pattern[end+1:]
		}
	}
	if isPatternLetter[pattern[0]] {
		for _, word := range patternWords {
			if rest, ok := strings.CutPrefix(pattern, word); ok {
				return word, true, rest
			}
		}
	}
	n := runeLen(pattern)
	return pattern[:n], false, pattern[n:]
}

// format is x in the form of a pattern.
func (x instant) format(pattern string) string {
	t := x.local()
	var buf [32]byte // as a rule it is enough
	b := buf[:0]
	number := func(n, width int) {
		for least := 10; width > 1; width, least = width-1, least*10 {
			if n < least {
				b = append(b, '0')
			}
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	for pattern != "" {
		word, isWord, rest := patternPart(pattern)
		pattern = rest
		if !isWord {
			b = append(b, word...)
			continue
		}
		switch word {
		case "YYYY":
			number(t.Year(), 4)
		case "YY":
			number(t.Year()%100, 2)
		case "MMMM":
			b = append(b, t.Month().String()...)
		case "MMM":
			b = append(b, t.Month().String()[:3]...)
		case "MM", "M":
			number(int(t.Month()), len(word))
		case "DD", "D":
			number(t.Day(), len(word))
		case "dddd":
			b = append(b, t.Weekday().String()...)
		case "ddd":
			b = append(b, t.Weekday().String()[:3]...)
		case "HH", "H":
			number(t.Hour(), len(word))
		case "hh", "h":
			number((t.Hour()+11)%12+1, len(word))
		case "A":
			b = t.AppendFormat(b, "PM")
		case "a":
			b = t.AppendFormat(b, "pm")
		case "mm", "m":
			number(t.Minute(), len(word))
		case "ss", "s":
			number(t.Second(), len(word))
		case "SSS":
			number(t.Nanosecond()/1e6, 3)
		case "Z":
			b = appendZone(b, x.offset, ":")
		case "ZZ":
			b = appendZone(b, x.offset, "")
		case "X":
			b = strconv.AppendInt(b, x.unix, 10)
		}
	}
	return string(b)
}

// dateReader reads a text in the form of a pattern.
type dateReader struct {
	rest             string
	year, month, day int
	hour, minute     int
	second, milli    int
	half             string // "am", "pm" or, where none is written, ""
	since            int64  // 1970, of X
	isSince          bool
	x                instant
}

// parsePattern is the instant that s says in the form of a pattern; false where it does not have that form.
func parsePattern(s, pattern string) (instant, bool) {
	r := dateReader{rest: s, year: 1970, month: 1, day: 1, x: instant{dateOnly: true}}
	for pattern != "" {
		text, isWord, rest := patternPart(pattern)
		pattern = rest
		ok := isWord && r.word(text)
		if !isWord {
			r.rest, ok = strings.CutPrefix(r.rest, text)
		}
		if !ok {
			return instant{}, false
		}
	}
	return r.instant()
}

func (r *dateReader) instant() (instant, bool) {
	if r.rest != "" {
		return instant{}, false
	}
	if r.isSince {
		return epoch.at(r.since, 0), true
	}
	if r.half != "" {
		if r.hour < 1 || r.hour > 12 {
			return instant{}, false
		}
		r.hour %= 12
		if r.half == "pm" {
			r.hour += 12
		}
	}
	if r.month < 1 || r.month > 12 || r.day < 1 || r.day > daysIn(r.year, r.month) ||
		r.hour > 23 || r.minute > 59 || r.second > 59 {
		return instant{}, false
	}
	x := r.x
	if !x.dateOnly {
		x.zoned, x.seconds = true, true
	}
	seconds := r.hour*3600 + r.minute*60 + r.second - x.offset
	return x.at(dayNumber(r.year, r.month, r.day)*86400+int64(seconds), r.milli*1e6), true
}

// word reads one word of the pattern.
func (r *dateReader) word(word string) bool {
	if strings.ContainsAny(word, "HhmsSZAa") {
		r.x.dateOnly = false
	}
	switch word {
	case "YYYY":
		return r.number(&r.year, 4, 4)
	case "YY":
		ok := r.number(&r.year, 2, 2)
		if r.year += 1900; r.year < 1970 {
			r.year += 100
		}
		return ok
	case "MMMM", "MMM":
		for m := time.January; m <= time.December; m++ {
			if r.name(m.String(), len(word) == 3) {
				r.month = int(m)
				return true
			}
		}
		return false
	case "dddd", "ddd":
		for d := time.Sunday; d <= time.Saturday; d++ {
			if r.name(d.String(), len(word) == 3) {
				return true
			}
		}
		return false
	case "MM", "M":
		return r.number(&r.month, len(word), 2)
	case "DD", "D":
		return r.number(&r.day, len(word), 2)
	case "HH", "H", "hh", "h":
		return r.number(&r.hour, len(word), 2)
	case "mm", "m":
		return r.number(&r.minute, len(word), 2)
	case "ss", "s":
		return r.number(&r.second, len(word), 2)
	case "SSS":
		return r.number(&r.milli, 3, 3)
	case "A", "a":
		for _, half := range []string{"am", "pm"} {
			if r.name(half, false) {
				r.half = half
				return true
			}
		}
		return false
	case "X":
		n := len(r.rest) - len(strings.TrimLeft(r.rest, "-0123456789"))
		since, err := strconv.ParseInt(r.rest[:n], 10, 64)
		r.rest, r.since, r.isSince = r.rest[n:], since, true
		return err == nil && since > -1e12 && since < 1e12
	default:
		return r.zone()
	}
}

// number reads so many digits.
func (r *dateReader) number(n *int, least, most int) bool {
	i := 0
	for i < most && i < len(r.rest) && r.rest[i]-'0' <= 9 {
		i++
	}
	*n, _ = digits(r.rest[:i])
	r.rest = r.rest[i:]
	return i >= least
}

// name reads a name, or its first three letters, in any case.
func (r *dateReader) name(name string, short bool) bool {
	if short {
		name = name[:3]
	}
	if len(r.rest) < len(name) || !strings.EqualFold(r.rest[:len(name)], name) {
		return false
	}
	r.rest = r.rest[len(name):]
	return true
}

// zone reads Z, +02:00 or +0200, whichever of them the pattern names.
func (r *dateReader) zone() bool {
	n := min(len(r.rest), 1)
	if n == 1 && (r.rest[0] == '+' || r.rest[0] == '-') {
		if n = min(len(r.rest), 6); n > 3 && r.rest[3] != ':' {
			n = min(n, 5)
		}
	}
	zone := r.rest[:n]
	r.rest = r.rest[n:]
	return zone != "" && r.x.parseZone(zone)
}
