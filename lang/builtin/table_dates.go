package builtin

// dates are the functions of dates and lengths of time.
var dates = []*Func{
	{
		Name: "now", Go: "Now", Result: String, Fickle: true,
		Doc:     "The current instant as text, in UTC and to the millisecond.",
		Example: `now()`,
	},
	{
		Name: "timestamp", Go: "Timestamp", Result: Number, Fickle: true,
		Doc:     "The milliseconds since 1970.",
		Example: `timestamp()`,
	},
	{
		Name: "parseDate", Go: "ParseDate", Params: params(Param{Name: "s", Type: String | Number | Null}, Param{Name: "pattern", Type: String | Null}.optional()), Result: String | Null, Rule: Passes,
		Doc: "The ISO 8601 text of a date in one of the usual forms, of milliseconds since 1970, or in the form of a pattern " +
			"such as \"DD.MM.YYYY\". A text that is no such date is an error.",
		Null:    `null`,
		Example: `parseDate("31.01.2024", "DD.MM.YYYY") = "2024-01-31"`,
	},
	{
		Name: "formatDate", Go: "FormatDate", Params: params(date("d"), Param{Name: "pattern", Type: String | Number | Bool}), Result: String | Null, Rule: Passes,
		Doc:     "The date in the form of a pattern of YYYY, MM, DD, HH, mm, ss, MMM, dddd and the like.",
		Null:    `null`,
		Example: `formatDate("2024-01-31", "DD.MM.YYYY") = "31.01.2024"`,
	},
	{
		Name: "year", Go: "Year", Params: params(date("d")), Result: numberType, Rule: Passes,
		Doc:     "The year, in the zone that the date is written in.",
		Null:    `null`,
		Example: `year("2024-01-31") = 2024`,
	},
	{
		Name: "month", Go: "Month", Params: params(date("d")), Result: numberType, Rule: Passes,
		Doc:     "The month, from 1.",
		Null:    `null`,
		Example: `month("2024-01-31") = 1`,
	},
	{
		Name: "day", Go: "Day", Params: params(date("d")), Result: numberType, Rule: Passes,
		Doc:     "The day of the month, from 1.",
		Null:    `null`,
		Example: `day("2024-01-31") = 31`,
	},
	{
		Name: "hour", Go: "Hour", Params: params(date("d")), Result: numberType, Rule: Passes,
		Doc:     "The hour, in the zone that the date is written in.",
		Null:    `null`,
		Example: `hour("2024-01-31T09:30:00Z") = 9`,
	},
	{
		Name: "minute", Go: "Minute", Params: params(date("d")), Result: numberType, Rule: Passes,
		Doc:     "The minute.",
		Null:    `null`,
		Example: `minute("2024-01-31T09:30:00Z") = 30`,
	},
	{
		Name: "second", Go: "Second", Params: params(date("d")), Result: numberType, Rule: Passes,
		Doc:     "The second, without its fraction.",
		Null:    `null`,
		Example: `second("2024-01-31T09:30:05Z") = 5`,
	},
	{
		Name: "dayOfWeek", Go: "DayOfWeek", Params: params(date("d")), Result: numberType, Rule: Passes,
		Doc:     "The day of the week: 0 for Sunday to 6 for Saturday.",
		Null:    `null`,
		Example: `dayOfWeek("2024-01-31") = 3`,
	},
	{
		Name: "addDays", Go: "AddDays", Params: params(date("d"), integer("n")), Result: String | Null, Rule: Passes,
		Doc:     "The same time of day n days later, in the date's own form.",
		Null:    `null`,
		Example: `addDays("2024-02-28", 2) = "2024-03-01"`,
	},
	{
		Name: "addHours", Go: "AddHours", Params: params(date("d"), integer("n")), Result: String | Null, Rule: Passes,
		Doc:     "The instant n hours later.",
		Null:    `null`,
		Example: `addHours("2024-01-31T23:00:00Z", 2) = "2024-02-01T01:00:00Z"`,
	},
	{
		Name: "addMinutes", Go: "AddMinutes", Params: params(date("d"), integer("n")), Result: String | Null, Rule: Passes,
		Doc:     "The instant n minutes later.",
		Null:    `null`,
		Example: `addMinutes("2024-01-31T09:30:00Z", 45) = "2024-01-31T10:15:00Z"`,
	},
	{
		Name: "addMonths", Go: "AddMonths", Params: params(date("d"), integer("n")), Result: String | Null, Rule: Passes,
		Doc:     "The same day n months later, or the last day of a month that is shorter.",
		Null:    `null`,
		Example: `addMonths("2024-01-31", 1) = "2024-02-29"`,
	},
	{
		Name: "subtractDays", Go: "SubtractDays", Params: params(date("d"), integer("n")), Result: String | Null, Rule: Passes,
		Doc:     "The same time of day n days earlier.",
		Null:    `null`,
		Example: `subtractDays("2024-03-01", 2) = "2024-02-28"`,
	},
	{
		Name: "diffDays", Go: "DiffDays", Params: params(date("a"), date("b")), Result: numberType, Rule: Passes,
		Doc:     "The whole days from b to a: negative where a is earlier.",
		Null:    `null`,
		Example: `diffDays("2024-03-01", "2024-02-28") = 2`,
	},
	{
		Name: "isBefore", Go: "IsBefore", Params: params(date("a"), date("b")), Result: Bool,
		Doc:     "Whether a is the earlier instant; false where either is null.",
		Null:    `false`,
		Example: `isBefore("2024-01-31", "2024-02-01") = true`,
	},
	{
		Name: "isAfter", Go: "IsAfter", Params: params(date("a"), date("b")), Result: Bool,
		Doc:     "Whether a is the later instant; false where either is null.",
		Null:    `false`,
		Example: `isAfter("2024-01-31", "2024-02-01") = false`,
	},
	{
		Name: "fromUnix", Go: "FromUnix", Params: params(number("n")), Result: String | Null, Rule: Passes,
		Doc:     "The instant n seconds after 1970 as text in UTC.",
		Null:    `null`,
		Example: `fromUnix(86400) = "1970-01-02T00:00:00Z"`,
	},
	{
		Name: "toUnix", Go: "ToUnix", Params: params(date("d")), Result: numberType, Rule: Passes,
		Doc:     "The whole seconds from 1970 to the date.",
		Null:    `null`,
		Example: `toUnix("1970-01-02") = 86400`,
	},
	{
		Name: "days", Go: "Days", Params: params(number("n")), Result: numberType, Rule: Passes,
		Doc:     "That length of time in milliseconds, which + and - add to an instant.",
		Null:    `null`,
		Example: `"2024-01-31" + days(1) = "2024-02-01"`,
	},
	{
		Name: "hours", Go: "Hours", Params: params(number("n")), Result: numberType, Rule: Passes,
		Doc:     "That length of time in milliseconds, which + and - add to an instant.",
		Null:    `null`,
		Example: `hours(1) = 3600000`,
	},
	{
		Name: "minutes", Go: "Minutes", Params: params(number("n")), Result: numberType, Rule: Passes,
		Doc:     "That length of time in milliseconds, which + and - add to an instant.",
		Null:    `null`,
		Example: `minutes(5) = 300000`,
	},
}
