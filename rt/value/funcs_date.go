package value

import "time"

// Days is days(n), that length of time: its number of milliseconds, which + and - add to an instant.
func (e *Eval) Days(at Pos, n Value) Value { return e.lasting(at, "days", n, 24*time.Hour) }

// Hours is hours(n): see Days.
func (e *Eval) Hours(at Pos, n Value) Value { return e.lasting(at, "hours", n, time.Hour) }

// Minutes is minutes(n): see Days.
func (e *Eval) Minutes(at Pos, n Value) Value { return e.lasting(at, "minutes", n, time.Minute) }

func (e *Eval) lasting(at Pos, fn string, n Value, unit time.Duration) Value {
	if !e.number(at, fn, n) {
		return Null
	}
	ms := e.Mul(at, n, Int(unit.Milliseconds()))
	if f, ok := ms.AsFloat(); ok && ms.Kind() == KindFloat {
		ms = wholeOr(f)
	}
	return ms.withSpan(tagSpan)
}

// Now is now(), the current instant as text, in UTC and to the millisecond: 2024-01-31T09:30:00.000Z.
func (e *Eval) Now(Pos) Value {
	return makeString(time.Now().UTC().Format("2006-01-02T15:04:05.000Z07:00"))
}

// Timestamp is timestamp(), the milliseconds since 1970.
func (e *Eval) Timestamp(Pos) Value { return Int(time.Now().UnixMilli()) }

// date is the instant that v says. False where the result is null: v is null, or a failure.
func (e *Eval) date(at Pos, fn string, v Value) (instant, bool) {
	switch v.Kind() {
	case KindNull:
		return instant{}, false
	case KindString:
		if x, ok := parseInstant(v.str()); ok {
			return x, true
		}
		e.Fail(at, "%s wants an ISO 8601 date, not %s; parseDate(…) reads other forms", fn, describe(v))
		return instant{}, false
	}
	e.Fail(at, "%s wants an ISO 8601 date, not %s", fn, describe(v))
	return instant{}, false
}

// written is x as text.
func (e *Eval) written(at Pos, fn string, x instant) Value {
	v, ok := x.value()
	if !ok {
		return e.fail(at, "%s: the date is out of range", fn)
	}
	return v
}

// Year is year(d), in the zone that d is written in.
func (e *Eval) Year(at Pos, d Value) Value { return e.part(at, "year", d, time.Time.Year) }

// Month is month(d), from 1.
func (e *Eval) Month(at Pos, d Value) Value {
	return e.part(at, "month", d, func(t time.Time) int { return int(t.Month()) })
}

// Day is day(d), of the month, from 1.
func (e *Eval) Day(at Pos, d Value) Value { return e.part(at, "day", d, time.Time.Day) }

// Hour is hour(d), in the zone that d is written in.
func (e *Eval) Hour(at Pos, d Value) Value { return e.part(at, "hour", d, time.Time.Hour) }

// Minute is minute(d).
func (e *Eval) Minute(at Pos, d Value) Value { return e.part(at, "minute", d, time.Time.Minute) }

// Second is second(d), without its fraction.
func (e *Eval) Second(at Pos, d Value) Value { return e.part(at, "second", d, time.Time.Second) }

// DayOfWeek is dayOfWeek(d): 0 for Sunday to 6 for Saturday.
func (e *Eval) DayOfWeek(at Pos, d Value) Value {
	return e.part(at, "dayOfWeek", d, func(t time.Time) int { return int(t.Weekday()) })
}

func (e *Eval) part(at Pos, fn string, d Value, f func(time.Time) int) Value {
	x, ok := e.date(at, fn, d)
	if !ok {
		return Null
	}
	return Int(int64(f(x.local())))
}

// AddDays is addDays(d, n), the same time of day n days later, in d's form.
func (e *Eval) AddDays(at Pos, d, n Value) Value {
	return e.shift(at, "addDays", d, n, 24*time.Hour, 1)
}

// AddHours is addHours(d, n).
func (e *Eval) AddHours(at Pos, d, n Value) Value { return e.shift(at, "addHours", d, n, time.Hour, 1) }

// AddMinutes is addMinutes(d, n).
func (e *Eval) AddMinutes(at Pos, d, n Value) Value {
	return e.shift(at, "addMinutes", d, n, time.Minute, 1)
}

// SubtractDays is subtractDays(d, n), the same time of day n days earlier.
func (e *Eval) SubtractDays(at Pos, d, n Value) Value {
	return e.shift(at, "subtractDays", d, n, 24*time.Hour, -1)
}

func (e *Eval) shift(at Pos, fn string, d, n Value, unit time.Duration, sign float64) Value {
	x, ok := e.date(at, fn, d)
	if !ok {
		return Null
	}
	if !n.isNumber() {
		return e.fail(at, "%s wants a number, not %s", fn, describe(n))
	}
	return e.moved(at, x, e.Mul(at, n, Int(unit.Milliseconds())), sign)
}

// AddMonths is addMonths(d, n), the same day n months later, or the last one of a month that is shorter.
func (e *Eval) AddMonths(at Pos, d, n Value) Value {
	x, ok := e.date(at, "addMonths", d)
	if !ok {
		return Null
	}
	months, ok := n.AsInt()
	if !ok {
		return e.fail(at, "addMonths wants an integer, not %s", describe(n))
	}
	if months < -120_000 || months > 120_000 {
		return e.fail(at, "addMonths: the date is out of range")
	}
	t := x.local()
	first := t.AddDate(0, int(months), 1-t.Day())
	last := daysIn(first.Year(), int(first.Month()))
	t = first.AddDate(0, 0, min(t.Day(), last)-1)
	return e.written(at, "addMonths", x.at(t.Unix()-int64(x.offset), x.nanos))
}

// DiffDays is diffDays(a, b), the whole days from b to a: negative where a is earlier.
func (e *Eval) DiffDays(at Pos, a, b Value) Value {
	x, ok := e.date(at, "diffDays", a)
	if !ok {
		return Null
	}
	y, ok := e.date(at, "diffDays", b)
	if !ok {
		return Null
	}
	seconds := x.unix - y.unix
	// What is left of the second counts where it decides: 23:59:59.9 to 00:00:00 the day after is no whole day.
	if nanos := x.nanos - y.nanos; seconds > 0 && nanos < 0 {
		seconds--
	} else if seconds < 0 && nanos > 0 {
		seconds++
	}
	return Int(seconds / 86400)
}

// IsBefore is isBefore(a, b): whether a is the earlier instant; false where either is null.
func (e *Eval) IsBefore(at Pos, a, b Value) Value { return e.isOrdered(at, "isBefore", a, b, -1) }

// IsAfter is isAfter(a, b): whether a is the later instant; false where either is null.
func (e *Eval) IsAfter(at Pos, a, b Value) Value { return e.isOrdered(at, "isAfter", a, b, 1) }

func (e *Eval) isOrdered(at Pos, fn string, a, b Value, want int) Value {
	x, ok1 := e.date(at, fn, a)
	y, ok2 := e.date(at, fn, b)
	if e.err != nil {
		return Null
	}
	return Bool(ok1 && ok2 && x.compare(y) == want)
}

var epoch = instant{zoned: true, seconds: true}

// FromUnix is fromUnix(n), the instant n seconds after 1970 as text in UTC.
func (e *Eval) FromUnix(at Pos, n Value) Value {
	if !e.number(at, "fromUnix", n) {
		return Null
	}
	return e.moved(at, epoch, e.Mul(at, n, Int(1000)), 1)
}

// ToUnix is toUnix(d), the whole seconds from 1970 to d.
func (e *Eval) ToUnix(at Pos, d Value) Value {
	x, ok := e.date(at, "toUnix", d)
	if !ok {
		return Null
	}
	return Int(x.unix)
}
