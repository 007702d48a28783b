package rt

import (
	"testing"
	"time"
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
