package value

import (
	"cmp"
	"math"
	"time"
)

// Instants are text: an ISO 8601 date, 2024-01-31, or a date and time of day, 2024-01-31T09:30[:15[.123]], with a zone
// (Z, +02:00, +0200, +02) or without one, which means UTC. A blank may stand for the T, a comma for the point.

// instant is such a text taken apart, so that a result can be written in the same form.
type instant struct {
	unix     int64 // seconds since 1970
	nanos    int   // and what is left of a second, from 0
	offset   int   // of its zone, in seconds
	dateOnly bool
	zoned    bool // a zone is written
	seconds  bool // the seconds are written
	digits   int  // of the fraction of the second
}

func (x instant) compare(y instant) int {
	if c := cmp.Compare(x.unix, y.unix); c != 0 {
		return c
	}
	return cmp.Compare(x.nanos, y.nanos)
}

// local is what the calendar and the clock of x's zone show, as a time in UTC.
func (x instant) local() time.Time { return time.Unix(x.unix+int64(x.offset), int64(x.nanos)).UTC() }

// utc is the instant t, in UTC and with its seconds written.
func utc(t time.Time) instant {
	return instant{zoned: true, seconds: true}.at(t.Unix(), t.Nanosecond())
}

// looksISO reports whether s begins like a date.
func looksISO(s string) bool { return len(s) >= 10 && s[4] == '-' && s[7] == '-' }

// parseInstant takes an ISO 8601 text apart; false where s is none.
func parseInstant(s string) (instant, bool) {
	var x instant
	if !looksISO(s) {
		return x, false
	}
	year, ok1 := digits(s[0:4])
	month, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:10])
	if !ok1 || !ok2 || !ok3 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return x, false
	}
	x.unix = dayNumber(year, month, day) * 86400
	rest := s[10:]
	if rest == "" {
		x.dateOnly = true
		return x, true
	}
	if len(rest) < 6 || (rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ') || rest[3] != ':' {
		return x, false
	}
	hour, ok1 := digits(rest[1:3])
	minute, ok2 := digits(rest[4:6])
	if !ok1 || !ok2 || hour > 23 || minute > 59 {
		return x, false
	}
	x.unix += int64(hour*3600 + minute*60)
	rest, ok := x.parseSeconds(rest[6:])
	if !ok || !x.parseZone(rest) {
		return x, false
	}
	x.unix -= int64(x.offset)
	return x, true
}

// parseSeconds takes :15 or :15.123 from the front of s, if it is there; false where it is wrong.
func (x *instant) parseSeconds(s string) (rest string, ok bool) {
	if len(s) < 3 || s[0] != ':' {
		return s, true
	}
	second, ok := digits(s[1:3])
	if !ok || second > 59 {
		return s, false
	}
	x.unix += int64(second)
	x.seconds = true
	s = s[3:]
	if s == "" || s[0] != '.' && s[0] != ',' {
		return s, true
	}
	n := 1
	for n < len(s) && s[n]-'0' <= 9 {
		n++
	}
	x.digits = min(n-1, 9)
	x.nanos, _ = digits(s[1 : 1+x.digits])
	for range 9 - x.digits {
		x.nanos *= 10
	}
	return s[n:], n > 1
}

// parseZone reads Z, +02:00, +0200, +02 or nothing.
func (x *instant) parseZone(s string) bool {
	x.zoned = s != ""
	if s == "" || s == "Z" || s == "z" {
		return true
	}
	hour, minute := s[1:], "00"
	switch {
	case len(s) == 6 && s[3] == ':':
		hour, minute = s[1:3], s[4:]
	case len(s) == 5:
		hour, minute = s[1:3], s[3:]
	case len(s) != 3:
		return false
	}
	h, ok1 := digits(hour)
	m, ok2 := digits(minute)
	if !ok1 || !ok2 || h > 23 || m > 59 {
		return false
	}
	x.offset = (h*60 + m) * 60
	switch s[0] {
	case '-':
		x.offset = -x.offset
	case '+':
	default:
		return false
	}
	return true
}

// digits is the number that s, which is nothing but digits, says.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, true
}

// daysIn is the number of days of a month.
func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// dayNumber is the number of days from 1970-01-01 to a date. The year begins with March here, so that the day that some
// years have more comes last.
func dayNumber(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	year += 400 // no negative numbers below
	days := 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day
	return int64(days - 719469 - 146097)
}

// at is the instant of that many seconds and nanoseconds since 1970, written in x's form as far as that shows it whole.
func (x instant) at(unix int64, nanos int) instant {
	x.unix, x.nanos = unix, nanos
	if x.dateOnly && (unix%86400 != 0 || nanos != 0) {
		x.dateOnly, x.seconds = false, true
	}
	if unix%60 != 0 || nanos != 0 {
		x.seconds = true
	}
	if nanos != 0 {
		need := 9
		for nanos%10 == 0 {
			nanos /= 10
			need--
		}
		if need > x.digits {
			x.digits = max(need, 3)
		}
	}
	return x
}

// value is x as text; false where its year has not four digits.
func (x instant) value() (Value, bool) {
	t := x.local()
	if y := t.Year(); y < 0 || y > 9999 {
		return Null, false
	}
	b := t.AppendFormat(make([]byte, 0, len("2006-01-02T15:04:05.000000000+00:00")), "2006-01-02")
	if !x.dateOnly {
		b = t.AppendFormat(b, "T15:04")
		if x.seconds {
			b = t.AppendFormat(b, ":05")
			if x.digits > 0 {
				b = t.AppendFormat(b, ".000000000"[:1+x.digits])
			}
		}
		if x.zoned {
			b = appendZone(b, x.offset, ":")
		}
	}
	return makeString(textOf(b)), true
}

// appendZone appends an offset as Z or +02:00, with that between its hours and minutes.
func appendZone(b []byte, offset int, colon string) []byte {
	if offset == 0 {
		return append(b, 'Z')
	}
	sign, minutes := byte('+'), offset/60
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	hour, minute := minutes/60, minutes%60
	b = append(b, sign, byte('0'+hour/10), byte('0'+hour%10))
	b = append(b, colon...)
	return append(b, byte('0'+minute/10), byte('0'+minute%10))
}

// addSpan is an instant plus a length of time, in either order; false where the operands are not that.
func (e *Eval) addSpan(at Pos, a, b Value) (Value, bool) {
	if b.Kind() == KindString {
		a, b = b, a
	}
	if !b.isNumber() || b.span() == 0 {
		return Null, false
	}
	x, ok := parseInstant(a.str())
	if !ok {
		return Null, false
	}
	return e.moved(at, x, b, 1), true
}

// subInstant is a - b where a is a string.
func (e *Eval) subInstant(at Pos, a, b Value) Value {
	x, ok := parseInstant(a.str())
	if !ok {
		return e.fail(at, "cannot subtract %s from %s, which is no ISO 8601 date", b.TypeName(), describe(a))
	}
	if b.isNumber() {
		return e.moved(at, x, b, -1)
	}
	s, ok := b.Text()
	if !ok {
		return e.fail(at, "cannot subtract %s from a date", b.TypeName())
	}
	y, ok := parseInstant(s)
	if !ok {
		return e.fail(at, "cannot subtract %s, which is no ISO 8601 date, from a date", describe(b))
	}
	ms := (x.unix-y.unix)*1000 + int64(x.nanos-y.nanos)/1e6
	return Int(ms).withSpan(tagSpan)
}

// moved is x by a number of milliseconds, forward or (with -1) backward.
func (e *Eval) moved(at Pos, x instant, by Value, sign float64) Value {
	ms, _ := by.AsFloat()
	if math.Abs(ms) > 1e15 { // 30,000 years
		return e.fail(at, "the date is out of range")
	}
	whole, frac := math.Modf(ms * sign)
	nanos := int64(x.nanos) + (int64(whole)%1000)*1e6 + int64(math.Round(frac*1e6))
	t := time.Unix(x.unix+int64(whole)/1000, nanos)
	v, ok := x.at(t.Unix(), t.Nanosecond()).value()
	if !ok {
		return e.fail(at, "the date is out of range")
	}
	return v
}
