package rt

import (
	"testing"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0": 0, "250": 250 * time.Millisecond, "30s": 30 * time.Second, "1h30m": 90 * time.Minute,
		"7d": 7 * 24 * time.Hour, "1d12h": 36 * time.Hour, "0.5d": 12 * time.Hour, " 5m ": 5 * time.Minute,
		"1.5s": 1500 * time.Millisecond, "100ms": 100 * time.Millisecond,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("ParseDuration(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "soon", "-1s", "-5", "5 minutes", "d", "1d2", "9999999999999999", "1e9h", "106751d24h", "100000d9000000000s"} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("ParseDuration(%q) = %v, want an error", text, got)
		}
	}
}

func TestDurationOfValues(t *testing.T) {
	for _, c := range []struct {
		v    value.Value
		want time.Duration
		ok   bool
	}{
		{value.Int(1500), 1500 * time.Millisecond, true},
		{value.Float(0.5), 500 * time.Microsecond, true},
		{value.String("2s"), 2 * time.Second, true},
		{value.Int(-1), 0, false},
		{value.Float(1e300), 0, false},
		{value.Null, 0, false},
		{value.True, 0, false},
	} {
		got, err := duration(c.v)
		if got != c.want || (err == nil) != c.ok {
			t.Errorf("duration(%v) = %v, %v; want %v", Describe(c.v), got, err, c.want)
		}
	}
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		v    value.Value
		want int
	}{
		{value.Int(3), 3},
		{value.Float(4), 4},
		{value.String(" 12 "), 12}, // the environment holds text
		{value.Int(0), 0},
		{value.Int(-2), 0},
		{value.Float(1.5), 0},
		{value.String(""), 0},
		{value.String("many"), 0},
		{value.Null, 0},
		{value.Int(1 << 40), 0},
	} {
		got, err := count(c.v)
		if got != c.want || (err == nil) != (c.want > 0) {
			t.Errorf("count(%s) = %d, %v; want %d", Describe(c.v), got, err, c.want)
		}
	}
}
