package check

import (
	"math"
	"strconv"
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// Values of options that are more than expressions: words, limits, counts and
// durations.

// word is an option whose value is one of a few words, quoted or bare; "" where
// it is none, which it says.
func (m *mission) word(o *syntax.Option, words []string, habits map[string]string) string {
	text := ""
	switch v := o.Value.(type) {
	case *syntax.Name:
		text = v.Name
	case *syntax.String:
		text, _ = v.Const()
	case *syntax.Bad:
		return ""
	default:
		text = bareWord(v)
	}
	for _, w := range words {
		if w == text {
			return w
		}
	}
	hint := meant(text, habits, words)
	if hint == "" {
		hint = "write " + orList(words)
	}
	if text == "" {
		m.report(codeWord, o.Value.Span(), hint, "%s is a word", o.Name.Name)
	} else {
		m.report(codeWord, o.Value.Span(), hint, "%s cannot be %s", o.Name.Name, quote(text))
	}
	return ""
}

// bareWord is the text of something like fail-fast that is written without
// quotation marks: to the grammar it is a difference.
func bareWord(e syntax.Expr) string {
	text := e.Span().Text()
	for i := range len(text) {
		if !isWord(text[i]) && text[i] != '-' {
			return ""
		}
	}
	return text
}

// limit is how many of something there may be at once: a positive whole number,
// or an expression over env.
func (m *mission) limit(w where, e syntax.Expr, what string) plan.Expr {
	w.place, w.scope, w.hidden, w.record, w.body = inLimit, m.globals, w.scope, nil, nil
	m.inlined = 0
	x := m.expr(w, e)
	m.positive(e, x, codeLimit, what)
	return x
}

// count is a number of attempts, which may be computed at any time.
func (m *mission) count(w where, e syntax.Expr, what string) plan.Expr {
	x := m.expr(w, e)
	m.positive(e, x, codeOptionType, what)
	return x
}

// positive reports an expression that is surely no whole number from 1 up.
func (m *mission) positive(e syntax.Expr, x plan.Expr, code diag.Code, what string) {
	hint := ""
	if l, ok := x.(*plan.Literal); ok {
		switch v := l.Value.(type) {
		case int64:
			if 1 <= v && v <= math.MaxInt32 {
				return
			}
		case string:
			if n, err := strconv.Atoi(v); err == nil && n > 0 {
				hint = "write " + v + " without quotation marks"
			}
		}
	} else if !m.never(x, builtin.Number|builtin.String) {
		return
	}
	d := m.report(code, e.Span(), hint, "%s is a whole number from 1 up, not %s", what, m.describe(x))
	if !e.Span().Contains(x.At()) {
		note(d, x.At(), "it is said here")
	}
}

// number is one above 0 and up to most.
func (m *mission) number(w where, o *syntax.Option, most float64) plan.Expr {
	x := m.expr(w, o.Value)
	hint, bounds := "", ""
	if !math.IsInf(most, 1) {
		bounds = " and up to " + strconv.FormatFloat(most, 'f', -1, 64)
	}
	if l, ok := x.(*plan.Literal); ok {
		v, isNumber := 0.0, true
		switch n := l.Value.(type) {
		case int64:
			v = float64(n)
		case uint64:
			v = float64(n)
		case float64:
			v = n
		default:
			isNumber = false
		}
		if isNumber && 0 < v && v <= most {
			return x
		}
		if isNumber && most == 1 && 1 < v && v <= 100 { // percent
			hint = "write " + strconv.FormatFloat(v/100, 'f', -1, 64)
		}
	} else if !m.never(x, builtin.Number|builtin.String) {
		return x
	}
	m.report(codeOptionType, x.At(), hint, "%s is a number above 0%s, not %s", o.Name.Name, bounds, m.describe(x))
	return x
}

// boolean is true or false, and nothing that only counts as it.
func (m *mission) boolean(w where, o *syntax.Option) plan.Expr {
	x := m.expr(w, o.Value)
	if m.never(x, builtin.Bool) {
		hint := "write " + o.Name.Name + ": true"
		if _, ok := x.(*plan.EnvCall); ok {
			hint = "compare it: " + o.Value.Span().Text() + ` == "true"`
		}
		m.report(codeOptionType, x.At(), hint, "%s is true or false, not %s", o.Name.Name, m.describe(x))
	}
	return x
}

// duration is a length of time, in milliseconds where it is written out; least
// is the least of them.
func (m *mission) duration(w where, o *syntax.Option, least int64) plan.Expr {
	const hint = `write milliseconds, or a time such as "30s", "5m" or "1h30m"`
	x := m.expr(w, o.Value)
	what := o.Name.Name
	l, ok := x.(*plan.Literal)
	if !ok {
		if m.never(x, builtin.Number|builtin.String) {
			m.report(codeDuration, x.At(), hint, "%s is a time, not %s", what, m.describe(x))
		}
		return x
	}
	ms := int64(-1)
	switch v := l.Value.(type) {
	case int64:
		ms = v
	case string:
		parsed, problem := parseDuration(v)
		if problem != "" {
			m.report(codeDuration, l.Span, durationHint(v, hint), "%s: %s %s", what, quote(v), problem)
			return x
		}
		ms = parsed
	}
	switch {
	case ms < 0 || ms > maxMilliseconds:
		m.report(codeDuration, l.Span, hint, "%s is a time, not %s", what, m.describe(l))
	case ms < least:
		m.report(codeDuration, l.Span, "", "%s is a time of more than nothing", what)
	}
	return &plan.Literal{Span: l.Span, Value: ms}
}

const maxMilliseconds = math.MaxInt64 / 1_000_000 // what Go's durations hold

// durationUnits are those of the language, §2, in milliseconds.
var durationUnits = map[string]float64{"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}

// parseDuration reads numbers with units, one after another: "1h30m", "7d",
// "1.5s". It gives milliseconds, or what is wrong with the text.
func parseDuration(text string) (ms int64, problem string) {
	rest := strings.TrimSpace(text)
	if rest == "" {
		return 0, "says no time"
	}
	total := 0.0
	for rest != "" {
		digits := strings.TrimLeft(rest, "0123456789.")
		number, err := strconv.ParseFloat(rest[:len(rest)-len(digits)], 64)
		if err != nil {
			return 0, "is no time"
		}
		after := strings.TrimLeft(digits, "abcdefghijklmnopqrstuvwxyzµABCDEFGHIJKLMNOPQRSTUVWXYZ")
		unit := digits[:len(digits)-len(after)]
		switch {
		case unit == "" && after == "":
			return 0, "says no unit"
		case unit == "":
			return 0, "is no time"
		}
		size, ok := durationUnits[unit]
		if !ok {
			return 0, "has the unknown unit " + strconv.Quote(unit)
		}
		total += number * size
		rest = after
	}
	if total > maxMilliseconds {
		return 0, "is too long"
	}
	if total != math.Trunc(total) {
		return 0, "is no whole number of milliseconds"
	}
	return int64(total), ""
}

// durationHint guesses what a text that is no duration was meant for.
func durationHint(text, otherwise string) string {
	text = strings.TrimSpace(text)
	if _, err := strconv.Atoi(text); err == nil {
		return `write ` + text + ` for milliseconds, "` + text + `s" for seconds`
	}
	fields := strings.Fields(strings.ToLower(text))
	if joined := strings.Join(fields, ""); len(fields) == 2 {
		for unit, short := range map[string]string{
			"second": "s", "sec": "s", "minute": "m", "min": "m", "hour": "h", "hr": "h", "day": "d", "millisecond": "ms",
		} {
			if number, ok := strings.CutSuffix(strings.TrimSuffix(joined, "s"), unit); ok {
				return `write "` + number + short + `"`
			}
		}
		if _, problem := parseDuration(joined); problem == "" {
			return `write "` + joined + `"`
		}
	}
	return otherwise
}
