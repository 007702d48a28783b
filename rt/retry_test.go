package rt

import (
	"testing"
	"time"

	"github.com/reqongen/reqongen/rt/value"
)

func TestDelay(t *testing.T) {
	for _, c := range []struct {
		name   string
		policy Retry
		most   []time.Duration // after the 1st, 2nd, … attempt; at least half of it
	}{
		{"defaults", Defaults, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 30 * time.Second, 30 * time.Second}},
		{"linear", Retry{Backoff: Linear, InitialDelay: time.Second, MaxDelay: 150 * time.Second}, []time.Duration{time.Second, 2 * time.Second, 3 * time.Second}},
		{"no wait", Retry{Backoff: Exponential, MaxDelay: time.Second}, []time.Duration{0, 0}},
	} {
		for i, most := range c.most {
			for range 100 {
				if d := c.policy.Delay(i + 1); d > most || d < most/2-1 {
					t.Errorf("%s: after attempt %d a wait of %v, want from %v to %v", c.name, i+1, d, most/2, most)
				}
			}
		}
	}
	constant := Retry{Backoff: Constant, InitialDelay: 5 * time.Second, MaxDelay: 30 * time.Second}
	if d := constant.Delay(7); d != 5*time.Second {
		t.Errorf("constant: %v", d)
	}
	if d := (Retry{Backoff: Exponential, InitialDelay: time.Hour, MaxDelay: 1 << 62}).Delay(1000); d <= 0 {
		t.Errorf("a long backoff overflows to %v", d)
	}
}

// A wait of 0 that is said stays none, beside one that is not said.
func TestDelayThatIsNone(t *testing.T) {
	var s Strand
	for _, c := range []struct {
		said value.Value
		want time.Duration
	}{
		{value.Int(0), time.Nanosecond},
		{value.String("0s"), time.Nanosecond},
		{value.Int(5), 5 * time.Millisecond},
		{value.String("2m"), 2 * time.Minute},
	} {
		d := s.Delay("m.reqon:1:1", "delay", c.said)
		policy := Retry{Backoff: Constant, InitialDelay: d, MaxDelay: d}.Over(Defaults)
		if got := policy.Delay(1); got != c.want {
			t.Errorf("%s is a wait of %v, want %v", c.said, got, c.want)
		}
	}
	if err := s.Fault(); err != nil {
		t.Error(err)
	}
}
