package fetch

import "testing"

func TestMostInAMinute(t *testing.T) {
	bucket := &TokenBucket{Capacity: 100, Refill: 2.51}
	for _, c := range []struct {
		limit *RateLimit
		want  int
	}{
		{nil, 0},
		{&RateLimit{FallbackRPM: 30}, 0}, // of servers that say nothing; which this is, is not known
		{&RateLimit{RequestsPerMinute: 60}, 60},
		{&RateLimit{Bucket: bucket}, 100 + 151},
		{&RateLimit{RequestsPerMinute: 300, Bucket: bucket}, 251},
		{&RateLimit{RequestsPerMinute: 200, Bucket: bucket}, 200},
	} {
		if got := c.limit.perMinute(); got != c.want {
			t.Errorf("%+v lets %d through in a minute, want %d", c.limit, got, c.want)
		}
	}
}
