package value

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestDateFunctionsOfOtherValues(t *testing.T) {
	for name, f := range map[string]func(*Eval, Pos, Value) Value{
		"year": (*Eval).Year, "month": (*Eval).Month, "day": (*Eval).Day, "hour": (*Eval).Hour, "minute": (*Eval).Minute,
		"second": (*Eval).Second, "dayOfWeek": (*Eval).DayOfWeek, "toUnix": (*Eval).ToUnix,
		"addDays":    func(e *Eval, at Pos, v Value) Value { return e.AddDays(at, v, Int(1)) },
		"addMonths":  func(e *Eval, at Pos, v Value) Value { return e.AddMonths(at, v, Int(1)) },
		"diffDays":   func(e *Eval, at Pos, v Value) Value { return e.DiffDays(at, v, j(`"2024-01-31"`)) },
		"formatDate": func(e *Eval, at Pos, v Value) Value { return e.FormatDate(at, v, j(`"YYYY"`)) },
	} {
		runCalls(t, []call{
			unary(name, f, `null`, `null`, ``),
			unary(name, f, `"31.1.2024"`, ``, name+` wants an ISO 8601 date, not the string "31.1.2024"; parseDate(…) reads other forms`),
			unary(name, f, `1706693400`, ``, name+` wants an ISO 8601 date, not the number 1706693400`),
			unary(name, f, `[]`, ``, name+` wants an ISO 8601 date, not an array`),
		})
	}
}

func TestPartsOfADate(t *testing.T) {
	const d = `"2024-02-29T23:05:09.250-03:00"` // Thursday
	runCalls(t, []call{
		unary("year", (*Eval).Year, d, `2024`, ``),
		unary("month", (*Eval).Month, d, `2`, ``),
		unary("day", (*Eval).Day, d, `29`, ``),
		unary("hour", (*Eval).Hour, d, `23`, ``),
		unary("minute", (*Eval).Minute, d, `5`, ``),
		unary("second", (*Eval).Second, d, `9`, ``),
		unary("dayOfWeek", (*Eval).DayOfWeek, d, `4`, ``),
		unary("dayOfWeek", (*Eval).DayOfWeek, `"2024-03-03"`, `0`, ``),
		unary("hour", (*Eval).Hour, `"2024-03-03"`, `0`, ``),
	})
}

func TestMovingDates(t *testing.T) {
	days := func(d, n, want, fail string) call { return two("addDays", (*Eval).AddDays, d, n, want, fail) }
	months := func(d, n, want, fail string) call { return two("addMonths", (*Eval).AddMonths, d, n, want, fail) }
	runCalls(t, []call{
		days(`"2024-02-28"`, `2`, `"2024-03-01"`, ``),
		days(`"2024-02-28T23:30:00+01:00"`, `1`, `"2024-02-29T23:30:00+01:00"`, ``),
		days(`"2024-03-01"`, `-1`, `"2024-02-29"`, ``),
		days(`"2024-03-01"`, `1.5`, `"2024-03-02T12:00:00"`, ``),
		days(`"2024-03-01"`, `null`, ``, `addDays wants a number, not null`),
		days(`"2024-03-01"`, `"1"`, ``, `addDays wants a number, not the string "1"`),
		days(`"2024-03-01"`, `1e300`, ``, `the date is out of range`),
		two("subtractDays", (*Eval).SubtractDays, `"2024-03-01"`, `2`, `"2024-02-28"`, ``),
		two("addHours", (*Eval).AddHours, `"2024-01-31T23:00:00Z"`, `2`, `"2024-02-01T01:00:00Z"`, ``),
		two("addHours", (*Eval).AddHours, `"2024-01-31"`, `2`, `"2024-01-31T02:00:00"`, ``),
		two("addMinutes", (*Eval).AddMinutes, `"2024-01-31T09:30Z"`, `45`, `"2024-01-31T10:15Z"`, ``),
		two("addMinutes", (*Eval).AddMinutes, `"2024-01-31T09:30Z"`, `0.5`, `"2024-01-31T09:30:30Z"`, ``),
		months(`"2024-01-31"`, `1`, `"2024-02-29"`, ``),
		months(`"2023-01-31"`, `1`, `"2023-02-28"`, ``),
		months(`"2024-01-15"`, `1`, `"2024-02-15"`, ``),
		months(`"2024-11-30"`, `3`, `"2025-02-28"`, ``),
		months(`"2024-03-31"`, `-1`, `"2024-02-29"`, ``),
		months(`"2024-01-31"`, `-13`, `"2022-12-31"`, ``),
		months(`"2024-01-31T23:30:00-05:00"`, `1`, `"2024-02-29T23:30:00-05:00"`, ``),
		months(`"2024-01-31"`, `12`, `"2025-01-31"`, ``),
		months(`"2024-01-31"`, `0.5`, ``, `addMonths wants an integer, not the number 0.5`),
		months(`"2024-01-31"`, `120000`, ``, `addMonths: the date is out of range`),
		months(`"2024-01-31"`, `9223372036854775807`, ``, `addMonths: the date is out of range`),
	})
}

func TestComparingDates(t *testing.T) {
	diff := func(a, b, want, fail string) call { return two("diffDays", (*Eval).DiffDays, a, b, want, fail) }
	runCalls(t, []call{
		diff(`"2024-03-01"`, `"2024-02-28"`, `2`, ``),
		diff(`"2024-02-28"`, `"2024-03-01"`, `-2`, ``),
		diff(`"2024-03-01"`, `"2024-03-01"`, `0`, ``),
		diff(`"2024-03-02T11:59:59Z"`, `"2024-03-01T12:00:00Z"`, `0`, ``),
		diff(`"2024-03-02T12:00:00Z"`, `"2024-03-01T12:00:00.001Z"`, `0`, ``),
		diff(`"2024-03-01T12:00:00.001Z"`, `"2024-03-02T12:00:00Z"`, `0`, ``),
		diff(`"2024-03-02T12:00:00.001Z"`, `"2024-03-01T12:00:00Z"`, `1`, ``),
		diff(`"2024-03-02T00:00:00+02:00"`, `"2024-03-01T22:00:00Z"`, `0`, ``),
		diff(`"2024-03-01"`, `null`, `null`, ``),
		two("isBefore", (*Eval).IsBefore, `"2024-01-31"`, `"2024-02-01"`, `true`, ``),
		two("isBefore", (*Eval).IsBefore, `"2024-02-01"`, `"2024-02-01T00:00:00Z"`, `false`, ``),
		two("isBefore", (*Eval).IsBefore, `null`, `"2024-02-01"`, `false`, ``),
		two("isAfter", (*Eval).IsAfter, `"2024-02-01T00:00:00Z"`, `"2024-02-01T01:00:00+02:00"`, `true`, ``),
		two("isAfter", (*Eval).IsAfter, `"2024-02-01"`, `null`, `false`, ``),
		two("isAfter", (*Eval).IsAfter, `"2024-02-01"`, `"soon"`, ``, `isAfter wants an ISO 8601 date, not the string "soon"; parseDate(…) reads other forms`),
	})
}

func TestUnix(t *testing.T) {
	runCalls(t, []call{
		unary("fromUnix", (*Eval).FromUnix, `0`, `"1970-01-01T00:00:00Z"`, ``),
		unary("fromUnix", (*Eval).FromUnix, `1706693400`, `"2024-01-31T09:30:00Z"`, ``),
		unary("fromUnix", (*Eval).FromUnix, `1706693400.5`, `"2024-01-31T09:30:00.500Z"`, ``),
		unary("fromUnix", (*Eval).FromUnix, `-1`, `"1969-12-31T23:59:59Z"`, ``),
		unary("fromUnix", (*Eval).FromUnix, `1e18`, ``, `the date is out of range`),
		unary("toUnix", (*Eval).ToUnix, `"2024-01-31T09:30:00Z"`, `1706693400`, ``),
		unary("toUnix", (*Eval).ToUnix, `"2024-01-31T09:30:00.999Z"`, `1706693400`, ``),
		unary("toUnix", (*Eval).ToUnix, `"1970-01-02"`, `86400`, ``),
		unary("toUnix", (*Eval).ToUnix, `"1969-12-31T23:59:59.5Z"`, `-1`, ``),
	})
}

func TestNowAndTimestamp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // whose clock begins at 2000-01-01T00:00:00Z
		time.Sleep(26*time.Hour + 1500*time.Millisecond)
		runCalls(t, []call{
			{"now()", func(e *Eval) Value { return e.Now(at) }, `"2000-01-02T02:00:01.500Z"`, ``},
			{"timestamp()", func(e *Eval) Value { return e.Timestamp(at) }, `946778401500`, ``},
		})
	})
}

func TestFormatDate(t *testing.T) {
	format := func(d, pattern, want, fail string) call {
		return two("formatDate", (*Eval).FormatDate, d, pattern, want, fail)
	}
	const d = `"2024-02-09T03:05:07.080+02:00"`
	runCalls(t, []call{
		format(d, `"YYYY-MM-DD HH:mm:ss.SSS Z"`, `"2024-02-09 03:05:07.080 +02:00"`, ``),
		format(d, `"YY M D H m s ZZ"`, `"24 2 9 3 5 7 +0200"`, ``),
		format(d, `"dddd, MMMM D, YYYY"`, `"Friday, February 9, 2024"`, ``),
		format(d, `"ddd MMM DD"`, `"Fri Feb 09"`, ``),
		format(d, `"hh:mm A"`, `"03:05 AM"`, ``),
		format(`"2024-02-09T00:05:00Z"`, `"h a Z"`, `"12 am Z"`, ``),
		format(`"2024-02-09T12:00:00Z"`, `"h A"`, `"12 PM"`, ``),
		format(`"2024-02-09T23:00:00Z"`, `"hh"`, `"11"`, ``),
		format(`"1970-01-02"`, `"X"`, `"86400"`, ``),
		format(`"2024-02-09"`, `"[Day] D [of MMMM] 2nd é"`, `"Day 9 of MMMM 2nd é"`, ``),
		format(`"0007-02-09"`, `"YYYY"`, `"0007"`, ``),
		format(d, `""`, `""`, ``),
		format(d, `null`, ``, `formatDate wants a string for the pattern, not null`),
	})
}

func TestParseDate(t *testing.T) {
	parse := func(want, fail string, vs ...string) call {
		return with("parseDate", firstOf((*Eval).ParseDate), want, fail, vs...)
	}
	runCalls(t, []call{
		parse(`"2024-01-31"`, ``, `" 2024-01-31 "`),
		parse(`"2024-01-31T09:30:00.5+02:00"`, ``, `"2024-01-31T09:30:00.5+02:00"`),
		parse(`"2006-01-02T15:04:05Z"`, ``, `"Mon, 02 Jan 2006 15:04:05 GMT"`),
		parse(`"2006-01-02T22:04:05Z"`, ``, `"Mon, 02 Jan 2006 15:04:05 -0700"`),
		parse(`"2006-01-02T15:04:05Z"`, ``, `"Mon, 2 Jan 2006 15:04:05 +0000"`),
		parse(`"2006-01-02T15:04:05Z"`, ``, `"Mon Jan  2 15:04:05 2006"`),
		parse(`"2006-01-02T15:04:05Z"`, ``, `"2006/01/02 15:04:05"`),
		parse(`"2006-01-02T15:04:05Z"`, ``, `"20060102T150405Z"`),
		parse(`"2006-01-02"`, ``, `"2006/01/02"`),
		parse(`"2006-01-02"`, ``, `"20060102"`),
		parse(`"2006-01-02"`, ``, `"Jan 2, 2006"`),
		parse(`"2006-01-02"`, ``, `"January 2, 2006"`),
		parse(`"2006-01-02"`, ``, `"2 January 2006"`),
		parse(`"2018-02-15T12:05:50.940Z"`, ``, `"/Date(1518696350940+0000)/"`),
		parse(`"1969-12-31T23:59:59Z"`, ``, `"/Date(-1000)/"`),
		parse(`"2024-01-31T09:30:00Z"`, ``, `1706693400000`),
		parse(`null`, ``, `null`),
		parse(`null`, ``, `null`, `"YYYY"`),
		// The name of a zone says too little.
		parse(``, `parseDate does not know the form of the string "Mon, 02 Jan 2006 15:04:05 PST"; parseDate(…, "DD.MM.YYYY") says it`,
			`"Mon, 02 Jan 2006 15:04:05 PST"`),
		parse(``, `parseDate does not know the form of the string "soon"; parseDate(…, "DD.MM.YYYY") says it`, `"soon"`),
		parse(``, `parseDate wants a string, not the boolean true`, `true`),
		parse(``, `the date is out of range`, `1e18`),

		parse(`"2024-01-31"`, ``, `"31.01.2024"`, `"DD.MM.YYYY"`),
		parse(`"2024-01-01"`, ``, `"1/1/24"`, `"D/M/YY"`),
		parse(`"1999-12-31"`, ``, `"12/31/99"`, `"M/D/YY"`),
		parse(`"2024-01-31T15:04:05Z"`, ``, `"31 Jan 2024 03:04:05 PM"`, `"DD MMM YYYY hh:mm:ss A"`),
		parse(`"2024-01-31T00:04:00Z"`, ``, `"31 january 2024 12:04am"`, `"DD MMMM YYYY hh:mma"`),
		parse(`"2024-01-31T09:30:00+02:00"`, ``, `"2024-01-31 09:30 +02:00"`, `"YYYY-MM-DD HH:mm Z"`),
		parse(`"2024-01-31T09:30:00-05:30"`, ``, `"20240131093000-0530"`, `"YYYYMMDDHHmmssZZ"`),
		parse(`"2024-01-31T09:30:00.125Z"`, ``, `"2024-01-31T09:30:00.125Z"`, `"YYYY-MM-DDTHH:mm:ss.SSSZ"`),
		parse(`"2024-01-31"`, ``, `"Wednesday, 31 Jan 2024"`, `"dddd, D MMM YYYY"`),
		parse(`"2024-01-31T09:30:00Z"`, ``, `"1706693400"`, `"X"`),
		parse(`"2024-01-31T09:30:00Z"`, ``, `1706693400`, `"X"`),
		parse(`"2024-03-01"`, ``, `20240301`, `"YYYYMMDD"`),
		parse(`"2024-03-01"`, ``, `"Day 1 of 03/2024"`, `"[Day] D [of] MM/YYYY"`),
		parse(``, `parseDate: the string "31.02.2024" is not in the form "DD.MM.YYYY"`, `"31.02.2024"`, `"DD.MM.YYYY"`),
		parse(``, `parseDate: the string "1.2.2024" is not in the form "DD.MM.YYYY"`, `"1.2.2024"`, `"DD.MM.YYYY"`),
		parse(``, `parseDate: the string "01.02.2024x" is not in the form "DD.MM.YYYY"`, `"01.02.2024x"`, `"DD.MM.YYYY"`),
		parse(``, `parseDate: the string "01.02.20" is not in the form "DD.MM.YYYY"`, `"01.02.20"`, `"DD.MM.YYYY"`),
		parse(``, `parseDate: the string "13 PM" is not in the form "h A"`, `"13 PM"`, `"h A"`),
		parse(``, `parseDate: the string "10:30 +020" is not in the form "HH:mm ZZ"`, `"10:30 +020"`, `"HH:mm ZZ"`),
		parse(``, `parseDate: the string "24:00" is not in the form "HH:mm"`, `"24:00"`, `"HH:mm"`),
		parse(``, `parseDate wants a string, not an array`, `[]`, `"YYYY"`),
		parse(``, `parseDate wants a string, not an array`, `"2024"`, `["YYYY"]`),
	})
}
