package rt

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

// A SettingsError is everything that is missing or wrong among the settings
// of a run. Nothing was sent when it is told.
type SettingsError struct{ Problems []string }

// Error lists the problems, one a line.
func (e *SettingsError) Error() string { return strings.Join(e.Problems, "\n") }

// Problem notes a setting that is missing or wrong. The run then ends before
// its first request, with all of them in one SettingsError. What is wrong only
// because a ${NAME} in it is not set is left out: that is told once.
func (r *Run) Problem(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	for _, name := range r.unset {
		if strings.Contains(text, unset(name)) {
			return
		}
	}
	r.problems = append(r.problems, r.Redact(text))
}

// Env is env("NAME"): the environment variable, "" where it is unset.
func (r *Run) Env(name string) value.Value {
	text, _ := r.options.env(name)
	return value.String(text)
}

// LookupEnv is the environment variable and whether it is set.
func (r *Run) LookupEnv(name string) (string, bool) { return r.options.env(name) }

// Setting is ${NAME}. Unset, it is a Problem, and stands for itself: what is
// wrong with a text that holds it follows from that (see Problem).
func (r *Run) Setting(name string) value.Value {
	if text, set := r.options.env(name); set {
		return value.String(text)
	}
	return value.String(unset(name))
}

func unset(name string) string { return "${" + name + "}" }

func (r *Run) checkSettings() {
	for _, s := range r.program.Settings {
		if _, set := r.options.env(s.Name); !set && !s.Optional {
			r.Problem("%s: the environment variable %s is not set; the mission reads it as %s", s.At, s.Name, unset(s.Name))
			r.unset = append(r.unset, s.Name)
		}
	}
}

// Limit is a limit that the mission computes from its environment: a whole
// number from 1 up. What is none is a Problem.
func (r *Run) Limit(at value.Pos, what string, v value.Value) int {
	n, err := count(v)
	if err != nil {
		r.wrong(at, what, err)
		return 1
	}
	return n
}

// Concurrency notes that the mission allows the action so many requests in
// flight at once, and where it says so. It holds nobody to it.
func (r *Run) Concurrency(at value.Pos, action string, most int) {
	for _, stage := range r.stages {
		for _, a := range stage.Actions {
			if a.Name == action {
				a.Limit, a.LimitAt = most, at
			}
		}
	}
}

func (r *Run) wrong(at value.Pos, what string, err error) {
	if err != nil {
		r.Problem("%s: %s %v", at, what, err)
	}
}

// Positive is a number above 0, likewise.
func (r *Run) Positive(at value.Pos, what string, v value.Value) float64 {
	n, err := number(v, math.MaxFloat64, "")
	r.wrong(at, what, err)
	return n
}

// Share is a part of something, likewise: a number above 0 and up to 1.
func (r *Run) Share(at value.Pos, what string, v value.Value) float64 {
	n, err := number(v, 1, " and up to 1")
	r.wrong(at, what, err)
	return n
}

// Duration is a length of time, likewise.
func (r *Run) Duration(at value.Pos, what string, v value.Value) time.Duration {
	d, err := duration(v)
	r.wrong(at, what, err)
	return d
}

// Delay is the Duration of a wait in a Retry, likewise. No wait at all is a
// nanosecond there: zero is what has not been said.
func (r *Run) Delay(at value.Pos, what string, v value.Value) time.Duration {
	return max(r.Duration(at, what, v), time.Nanosecond)
}

// MaxConcurrency is how many actions of a group may run at once, for
// errgroup's SetLimit: what the options say, else what the mission does; -1 is
// no limit. A shuffled run keeps to the limit itself (Strand.begin).
func (r *Run) MaxConcurrency(mission int) int {
	if r.options.MaxConcurrency > 0 {
		mission = r.options.MaxConcurrency
	}
	r.maxConcurrency = max(mission, 0)
	if r.oneByOne = mission == 1 && r.options.Shuffle == 0; r.oneByOne {
		return 1
	}
	if r.options.Shuffle != 0 && mission > 0 {
		r.actions = make(chan struct{}, mission)
		return -1
	}
	return mission
}

func count(v value.Value) (int, error) {
	if text, ok := v.Text(); ok { // what the environment holds is text
		if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
			v = value.Int(n)
		}
	}
	n, ok := v.AsInt()
	if !ok || n < 1 || n > math.MaxInt32 {
		return 0, fmt.Errorf("wants a whole number from 1 up, and this is %s", Describe(v))
	}
	return int(n), nil
}

// number is one above 0 and up to most, which bounds says in words, or text that
// says one: what the environment holds is text.
func number(v value.Value, most float64, bounds string) (float64, error) {
	n, ok := v.AsFloat()
	if text, isText := v.Text(); isText {
		var err error
		n, err = strconv.ParseFloat(strings.TrimSpace(text), 64)
		ok = err == nil
	}
	if !ok || !(0 < n && n <= most) { // nor NaN
		return 0, fmt.Errorf("wants a number above 0%s, and this is %s", bounds, Describe(v))
	}
	return n, nil
}

func duration(v value.Value) (time.Duration, error) {
	const most = float64(math.MaxInt64) / float64(time.Millisecond)
	if ms, ok := v.AsFloat(); ok {
		if ms < 0 || ms > most {
			return 0, errors.New("wants a time from 0 up, and this is " + Describe(v))
		}
		return time.Duration(ms * float64(time.Millisecond)), nil
	}
	text, ok := v.Text()
	if !ok {
		return 0, fmt.Errorf("wants milliseconds or a time such as \"30s\", and this is %s", Describe(v))
	}
	return ParseDuration(text)
}

// ParseDuration reads a time as the mission writes it (the language, §2): a
// whole number of milliseconds, or numbers with the units ms, s, m, h and d,
// such as "1h30m" and "7d".
func ParseDuration(text string) (time.Duration, error) {
	text = strings.TrimSpace(text)
	wrong := fmt.Errorf("wants milliseconds or a time such as \"30s\", \"1h30m\" or \"7d\", and this is %q", text)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		if n < 0 || n > math.MaxInt64/int64(time.Millisecond) {
			return 0, wrong
		}
		return time.Duration(n) * time.Millisecond, nil
	}
	var days time.Duration
	if before, after, ok := strings.Cut(text, "d"); ok {
		n, err := strconv.ParseFloat(before, 64)
		if err != nil || n < 0 || n > 100_000 {
			return 0, wrong
		}
		days = time.Duration(n * float64(24*time.Hour))
		if text = after; text == "" {
			return days, nil
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > math.MaxInt64-days {
		return 0, wrong
	}
	return days + d, nil
}
