package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

// The test's own program is the stopwatch, too.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == timedWord {
		if err := stopwatch(os.Args[2:]); err != nil {
			os.Stderr.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// The programs of every workload leave the same stores, on little work; nothing
// is timed.
func TestProgramsAgree(t *testing.T) {
	b, err := newBuilder(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if b.node == "" {
		t.Log("not run: the twins in JavaScript, for want of Node.js")
	}
	for _, w := range workloads {
		t.Run(w.name, func(t *testing.T) {
			v := w.variants[min(1, len(w.variants)-1)]
			v.latency = 0
			programs, err := b.programs(t.Context(), w, v)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := measure(t.Context(), b, w, v, programs, 100, 0); err != nil {
				t.Error(err)
			}
		})
	}
}

// Missions of every length compile, and one runs from its text.
func TestCompileTimes(t *testing.T) {
	b, err := newBuilder(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := compileTimes(t.Context(), b, &out, 1); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "10000 lines") {
		t.Errorf("told is only\n%s", out.String())
	}
}

// A difference is seen whatever its kind, and named by its place.
func TestDifference(t *testing.T) {
	left := map[string]any{"s": []any{map[string]any{"a": 1.0, "b": "x", "c": nil, "d": []any{}}}}
	for _, c := range []struct {
		name  string
		right any
		want  bool
	}{
		{"the same", map[string]any{"s": []any{map[string]any{"a": 1.0 + 1e-12, "b": "x", "c": nil, "d": []any{}}}}, false},
		{"a number", map[string]any{"s": []any{map[string]any{"a": 1.01, "b": "x", "c": nil, "d": []any{}}}}, true},
		{"a text", map[string]any{"s": []any{map[string]any{"a": 1.0, "b": "y", "c": nil, "d": []any{}}}}, true},
		{"null", map[string]any{"s": []any{map[string]any{"a": 1.0, "b": "x", "c": false, "d": []any{}}}}, true},
		{"a missing field", map[string]any{"s": []any{map[string]any{"a": 1.0, "b": "x", "d": []any{}}}}, true},
		{"another field", map[string]any{"s": []any{map[string]any{"a": 1.0, "b": "x", "c": nil, "e": []any{}}}}, true},
		{"a longer array", map[string]any{"s": []any{map[string]any{"a": 1.0, "b": "x", "c": nil, "d": []any{1.0}}}}, true},
		{"no store", map[string]any{}, true},
	} {
		if got := difference("", left, c.right); (got != "") != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// Requests in turns take at least so many latencies.
func TestLeast(t *testing.T) {
	v := variant{concurrency: 8, latency: slow, limit: true}
	for size, turns := range map[int]time.Duration{1: 1, 8: 1, 9: 2, 80: 10} {
		if got := v.least(size); got != turns*slow {
			t.Errorf("%d requests: %v, want %v", size, got, turns*slow)
		}
	}
}
