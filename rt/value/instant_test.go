package value

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseInstant(t *testing.T) {
	for text, want := range map[string]string{ // as RFC 3339 in UTC; "" where it is no instant
		"2024-01-31":                           "2024-01-31T00:00:00Z",
		"2024-02-29":                           "2024-02-29T00:00:00Z",
		"2023-02-29":                           "",
		"1900-02-29":                           "",
		"2000-02-29":                           "2000-02-29T00:00:00Z",
		"0000-01-01":                           "0000-01-01T00:00:00Z",
		"9999-12-31":                           "9999-12-31T00:00:00Z",
		"2024-00-01":                           "",
		"2024-13-01":                           "",
		"2024-01-00":                           "",
		"2024-04-31":                           "",
		"2024-1-31":                            "",
		"2024-01-3x":                           "",
		"24-01-31":                             "",
		"2024-01":                              "",
		"":                                     "",
		"2024-01-31T":                          "",
		"2024-01-31T09":                        "",
		"2024-01-31T09:30":                     "2024-01-31T09:30:00Z",
		"2024-01-31 09:30":                     "2024-01-31T09:30:00Z",
		"2024-01-31t09:30:15z":                 "2024-01-31T09:30:15Z",
		"2024-01-31T09:30:15":                  "2024-01-31T09:30:15Z",
		"2024-01-31T09:30:15Z":                 "2024-01-31T09:30:15Z",
		"2024-01-31T09:30:15.5Z":               "2024-01-31T09:30:15.5Z",
		"2024-01-31T09:30:15,25":               "2024-01-31T09:30:15.25Z",
		"2024-01-31T09:30:15.123456789012Z":    "2024-01-31T09:30:15.123456789Z",
		"2024-01-31T09:30:15.Z":                "",
		"2024-01-31T24:00:00Z":                 "",
		"2024-01-31T09:60:00Z":                 "",
		"2024-01-31T09:30:60Z":                 "",
		"2024-01-31T09:30:1":                   "",
		"2024-01-31T09:30:15+02:00":            "2024-01-31T07:30:15Z",
		"2024-01-31T09:30:15-0530":             "2024-01-31T15:00:15Z",
		"2024-01-31T09:30+01":                  "2024-01-31T08:30:00Z",
		"2024-01-31T23:30:00-02:00":            "2024-02-01T01:30:00Z",
		"2024-01-31T09:30:15+24:00":            "",
		"2024-01-31T09:30:15+02:60":            "",
		"2024-01-31T09:30:15+2:00":             "",
		"2024-01-31T09:30:15ZZ":                "",
		"2024-01-31T09:30:15 Z":                "",
		"2024-01-31x09:30:15":                  "",
		"2024-01-31T09.30":                     "",
		"2024-01-31T09:30:15+02:0é":            "",
		"2024-01-31 is a date":                 "",
		"2024/01/31":                           "",
		"2024-01-31T09:30:15.123Z[Europe/Oslo": "",
	} {
		x, ok := parseInstant(text)
		got := ""
		if ok {
			got = time.Unix(x.unix, int64(x.nanos)).UTC().Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%q is the instant %q, want %q", text, got, want)
		}
	}
}

// What package time writes, parseInstant reads as the same instant, and value writes again as it stood.
func TestInstantsAgainstPackageTime(t *testing.T) {
	layouts := []string{
		"2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02T15:04:05.000", "2006-01-02T15:04Z07:00",
		"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05.000000Z07:00", "2006-01-02T15:04:05.000000000Z07:00",
	}
	rapid.Check(t, func(t *rapid.T) {
		layout := rapid.SampledFrom(layouts).Draw(t, "layout")
		zone := time.FixedZone("", 60*rapid.IntRange(-23*60, 23*60).Draw(t, "minutes of zone"))
		from, to := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC).Unix()
		when := time.Unix(rapid.Int64Range(from, to).Draw(t, "seconds"), rapid.Int64Range(0, 999999999).Draw(t, "nanos"))
		text := when.In(zone).Format(layout)
		want, err := time.Parse(layout, text)
		if err != nil {
			t.Fatal(err)
		}
		x, ok := parseInstant(text)
		if !ok || !time.Unix(x.unix, int64(x.nanos)).Equal(want) {
			t.Fatalf("%q is %v, %t, want %v", text, x, ok, want)
		}
		if again, ok := x.value(); !ok || again.String() != text {
			t.Fatalf("%q is written %q", text, again)
		}
	})
}

func TestInstantsAndLengthsOfTime(t *testing.T) {
	var lengths Eval
	days := func(n string) Value { return lengths.Days(at, j(n)) }
	hours := func(n string) Value { return lengths.Hours(at, j(n)) }
	minutes := func(n string) Value { return lengths.Minutes(at, j(n)) }
	plus := func(a string, b Value, want, fail string) call {
		return call{a + " + " + b.String() + "ms", func(e *Eval) Value { return e.Add(at, j(a), b) }, want, fail}
	}
	minus := func(a string, b Value, want, fail string) call {
		return call{a + " - " + b.String(), func(e *Eval) Value { return e.Sub(at, j(a), b) }, want, fail}
	}
	runCalls(t, []call{
		plus(`"2024-01-31"`, days(`3`), `"2024-02-03"`, ``),
		plus(`"2024-01-31"`, days(`0.5`), `"2024-01-31T12:00:00"`, ``),
		plus(`"2024-01-31"`, hours(`24`), `"2024-02-01"`, ``),
		plus(`"2024-01-31"`, minutes(`5`), `"2024-01-31T00:05:00"`, ``),
		plus(`"2024-02-28T23:59:30Z"`, minutes(`1`), `"2024-02-29T00:00:30Z"`, ``),
		plus(`"2024-01-31T09:30:00+02:00"`, hours(`1`), `"2024-01-31T10:30:00+02:00"`, ``),
		plus(`"2024-01-31T09:30-05:30"`, hours(`20`), `"2024-02-01T05:30-05:30"`, ``),
		plus(`"2024-01-31T09:30:00.250Z"`, days(`1`), `"2024-02-01T09:30:00.250Z"`, ``),
		plus(`"2024-01-31T09:30:00Z"`, minutes(`0.00001`), `"2024-01-31T09:30:00.0006Z"`, ``),
		plus(`"1969-12-31T23:59:59.5Z"`, hours(`1`), `"1970-01-01T00:59:59.5Z"`, ``),
		plus(`"9999-12-31"`, days(`1`), ``, `the date is out of range`),
		plus(`"not a date"`, days(`1`), `"not a date86400000"`, ``),
		minus(`"2024-03-01"`, days(`1`), `"2024-02-29"`, ``),
		minus(`"2024-03-01T00:00:00Z"`, minutes(`1`), `"2024-02-29T23:59:00Z"`, ``),
		minus(`"2024-03-01"`, Int(86400000), `"2024-02-29"`, ``),
		minus(`"0000-01-01"`, days(`1`), ``, `the date is out of range`),
		minus(`"2024-03-01"`, Float(1e300), ``, `the date is out of range`),
		minus(`"2024-03-01"`, String("2024-02-01"), `2505600000`, ``),
		minus(`"2024-02-01"`, String("2024-03-01"), `-2505600000`, ``),
		minus(`"2024-01-31T09:30:00.250+02:00"`, String("2024-01-31T07:30:00Z"), `250`, ``),
		minus(`"2024-01-31T00:00:00Z"`, String("2024-01-30T23:59:59.750Z"), `250`, ``),
		minus(`"9999-12-31"`, String("0001-01-01"), `315537811200000`, ``),
		minus(`"2024-03-01"`, String("soon"), ``, `cannot subtract the string "soon", which is no ISO 8601 date, from a date`),
		minus(`"2024-03-01"`, Null, ``, `cannot subtract null from a date`),
		minus(`"2024-03-01"`, True, ``, `cannot subtract boolean from a date`),
		{"length + instant", func(e *Eval) Value { return e.Add(at, days(`1`), j(`"2024-01-31"`)) }, `"2024-02-01"`, ``},
		// Lengths of time stay what they are through arithmetic …
		{"days(1) + hours(12)", func(e *Eval) Value {
			return e.Add(at, j(`"2024-01-31T00:00:00Z"`), e.Add(at, days(`1`), hours(`12`)))
		}, `"2024-02-01T12:00:00Z"`, ``},
		{"days(2) * 3", func(e *Eval) Value {
			return e.Add(at, j(`"2024-01-01"`), e.Mul(at, days(`2`), Int(3)))
		}, `"2024-01-07"`, ``},
		{"-days(1)", func(e *Eval) Value { return e.Add(at, j(`"2024-01-31"`), e.Neg(at, days(`1`))) }, `"2024-01-30"`, ``},
		{"a + (b - c)", func(e *Eval) Value {
			return e.Add(at, j(`"2024-01-31"`), e.Sub(at, j(`"2024-01-02"`), j(`"2024-01-01"`)))
		}, `"2024-02-01"`, ``},
		{"sum of lengths", func(e *Eval) Value {
			return e.Add(at, j(`"2024-01-31"`), e.Sum(at, Array(days(`1`), days(`2`))))
		}, `"2024-02-03"`, ``},
		// … and are numbers of milliseconds everywhere else.
		{"days(1)", func(*Eval) Value { return days(`1`) }, `86400000`, ``},
		{"days(1) == 86400000", func(*Eval) Value { return Bool(Equal(days(`1`), Int(86400000))) }, `true`, ``},
		{"days(1) / hours(1)", func(e *Eval) Value { return e.Div(at, days(`1`), hours(`1`)) }, `24`, ``},
		{"days(1) / hours(1) + instant", func(e *Eval) Value {
			return e.Add(at, j(`"2024-01-31"`), e.Div(at, days(`1`), hours(`1`)))
		}, `"2024-01-3124"`, ``},
		{"days(1) > hours(23)", func(e *Eval) Value { return Bool(e.Greater(at, days(`1`), hours(`23`))) }, `true`, ``},
		{"length + large integer", func(e *Eval) Value {
			return e.Sub(at, e.Add(at, minutes(`1`), j(`18446744073709000000`)), j(`18446744073709000000`))
		}, `59392`, ``}, // a double on the way
		{"days(null)", func(e *Eval) Value { return e.Days(at, Null) }, `null`, ``},
		{
			`days("3")`, func(e *Eval) Value { return e.Days(at, String("3")) }, ``,
			`days wants a number, not the string "3"; toNumber(…) makes one of a text`,
		},
	})
	if lengths.EvalErr() != nil {
		t.Fatal(lengths.EvalErr())
	}
}
