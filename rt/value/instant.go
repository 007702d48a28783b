package value

import (
	"math"
	"time"
)

// Instants are text: an ISO 8601 date, 2024-01-31, or a date and time of day, 2024-01-31T09:30[:15[.123]], with a zone
// (Z, +02:00, +0200, +02) or without one, which means UTC. A blank may stand for the T, a comma for the point.

// instant is such a text taken apart, so that a result can be written in the same form.
type instant struct {
	t        time.Time
	dateOnly bool
	zoned    bool // a zone is written
	seconds  bool // the seconds are written
	digits   int  // of the fraction of the second
}

func (x instant) compare(y instant) int { return x.t.Compare(y.t) }

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
	rest := s[10:]
	if rest == "" {
		x.dateOnly = true
		x.t = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
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
	rest = rest[6:]
	second, nanos := 0, 0
	if len(rest) >= 3 && rest[0] == ':' {
		if second, ok1 = digits(rest[1:3]); !ok1 || second > 59 {
			return x, false
		}
		x.seconds = true
		if rest = rest[3:]; rest != "" && (rest[0] == '.' || rest[0] == ',') {
			n := 1
			for n < len(rest) && '0' <= rest[n] && rest[n] <= '9' {
				n++
			}
			if n == 1 {
				return x, false
			}
			x.digits = min(n-1, 9)
			nanos, _ = digits(rest[1 : 1+x.digits])
			for range 9 - x.digits {
				nanos *= 10
			}
			rest = rest[n:]
		}
	}
	zone, ok := parseZone(rest)
	if !ok {
		return x, false
	}
	x.zoned = rest != ""
	x.t = time.Date(year, time.Month(month), day, hour, minute, second, nanos, zone)
	return x, true
}

func parseZone(s string) (*time.Location, bool) {
	switch s {
	case "", "Z", "z", "+00:00":
		return time.UTC, true
	}
	if s[0] != '+' && s[0] != '-' {
		return nil, false
	}
	hour, minute := s[1:], "00"
	switch {
	case len(s) == 6 && s[3] == ':':
		hour, minute = s[1:3], s[4:]
	case len(s) == 5:
		hour, minute = s[1:3], s[3:]
	case len(s) != 3:
		return nil, false
	}
	h, ok1 := digits(hour)
	m, ok2 := digits(minute)
	if !ok1 || !ok2 || h > 23 || m > 59 {
		return nil, false
	}
	offset := (h*60 + m) * 60
	if s[0] == '-' {
		offset = -offset
	}
	return time.FixedZone("", offset), true
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

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// at is the instant t, written in x's form as far as that shows it whole.
func (x instant) at(t time.Time) instant {
	x.t = t
	if h, m, s := t.Clock(); x.dateOnly && (h != 0 || m != 0 || s != 0 || t.Nanosecond() != 0) {
		x.dateOnly, x.seconds = false, true
	}
	if t.Second() != 0 || t.Nanosecond() != 0 {
		x.seconds = true
	}
	if ns := t.Nanosecond(); ns != 0 {
		need := 9
		for ns%10 == 0 {
			ns /= 10
			need--
		}
		x.digits = max(x.digits, need, 3)
	}
	return x
}

// value is x as text; false where its year has not four digits.
func (x instant) value() (Value, bool) {
	if y := x.t.Year(); y < 0 || y > 9999 {
		return Null, false
	}
	layout := "2006-01-02"
	if !x.dateOnly {
		layout = "2006-01-02T15:04"
		if x.seconds {
			layout += ":05"
			if x.digits > 0 {
				layout += "." + "000000000"[:x.digits]
			}
		}
		if x.zoned {
			layout += "Z07:00"
		}
	}
	return String(x.t.Format(layout)), true
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
		return e.fail(at, "cannot subtract %s from the string %s, which is no ISO 8601 date", b.TypeName(), excerpt(a))
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
		return e.fail(at, "cannot subtract the string %s, which is no ISO 8601 date, from a date", excerpt(b))
	}
	// Not time.Sub, which stops at 292 years.
	ms := (x.t.Unix()-y.t.Unix())*1000 + int64(x.t.Nanosecond()-y.t.Nanosecond())/1e6
	return Int(ms).withSpan(tagSpan)
}

// moved is x by a number of milliseconds, forward or (with -1) backward.
func (e *Eval) moved(at Pos, x instant, by Value, sign float64) Value {
	ms, _ := by.AsFloat()
	if math.Abs(ms) > 1e15 { // 30,000 years
		return e.fail(at, "the date is out of range")
	}
	whole, frac := math.Modf(ms * sign)
	seconds := int64(whole) / 1000
	nanos := (int64(whole)%1000)*1e6 + int64(math.Round(frac*1e6))
	t := time.Unix(x.t.Unix()+seconds, int64(x.t.Nanosecond())+nanos).In(x.t.Location())
	v, ok := x.at(t).value()
	if !ok {
		return e.fail(at, "the date is out of range")
	}
	return v
}
