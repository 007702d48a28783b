package check

import (
	"testing"
	"time"

	"github.com/reqongen/reqongen/rt"
)

// TestDurations holds what the compiler makes of a duration against what the
// runtime would.
func TestDurations(t *testing.T) {
	for text, want := range map[string]int64{
		"30s": 30_000, "5m": 300_000, "1h30m": 5_400_000, "7d": 604_800_000, "250ms": 250, "1.5s": 1500, " 2s ": 2000,
		"1d12h": 129_600_000, "0s": 0,
	} {
		have, problem := parseDuration(text)
		if problem != "" || have != want {
			t.Errorf("%q: %d ms, %s; want %d", text, have, problem, want)
		}
		runtime, err := rt.ParseDuration(text)
		if err != nil || runtime != time.Duration(have)*time.Millisecond {
			t.Errorf("%q: the runtime says %v, %v", text, runtime, err)
		}
	}
	for text, want := range map[string]string{
		"": "says no time", "soon": "is no time", "30": "says no unit", "1h30": "says no unit", "5w": `has the unknown unit "w"`,
		"-5s": "is no time", "1..5s": "is no time", "0.0001s": "is no whole number of milliseconds", "5 s": "is no time",
		"1000000000h": "is too long",
	} {
		if ms, problem := parseDuration(text); problem != want {
			t.Errorf("%q: %d ms, %q; want %q", text, ms, problem, want)
		}
	}
}

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		name, candidate string
		near            bool
	}{
		{"itmes", "items", true},
		{"Items", "items", true},
		{"api_key", "apiKey", true},
		{"lenght", "length", true},
		{"maxConcurency", "maxConcurrency", true},
		{"resp", "response", true},
		{"qbInvoices", "xeroInvoices", false},
		{"a", "b", false},
		{"id", "is", false},
		{"name", "price", false},
		{"orders", "order", true},
		{"same", "same", false},
		{"", "x", false},
	} {
		if _, near := slip(c.name, c.candidate); near != c.near {
			t.Errorf("%s for %s: near is %t", c.name, c.candidate, near)
		}
	}
	if got := nearest("dataC", []string{"dataA", "dataB", "other"}); len(got) != 2 {
		t.Errorf("dataC: %v", got)
	}
	if got := nearest("dataD", []string{"dataA", "dataB", "dataC"}); got != nil {
		t.Errorf("dataD: %v; three are too many", got)
	}
	if got := nearest("item", []string{"Item", "items"}); len(got) != 1 || got[0] != "Item" {
		t.Errorf("item: %v; another case is nearest", got)
	}
}
