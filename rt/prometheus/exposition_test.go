package prometheus

import (
	"strings"
	"testing"
	"time"
)

// The text format has three characters to escape in a label, and two in a help;
// a histogram's buckets count all that is not above their bound.
func TestExposition(t *testing.T) {
	var b strings.Builder
	e := newExposition(&b, label{"mission", "M"})
	e.family("a_bytes", "gauge", "of C:\\x\nand \"y\"")
	e.sample("a_bytes", 12345678, label{"store", "a\"b\\c\nd é"})
	h := new(histogram)
	for _, took := range []time.Duration{time.Millisecond, 5 * time.Millisecond, 6 * time.Millisecond, time.Hour} {
		h.add(took)
	}
	e.histogram("a_seconds", h)
	if err := e.flush(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`# HELP a_bytes of C:\\x\nand "y"` + "\n# TYPE a_bytes gauge\n",
		`a_bytes{mission="M",store="a\"b\\c\nd é"} 1.2345678e+07` + "\n",
		`a_seconds_bucket{mission="M",le="0.005"} 2` + "\n", `a_seconds_bucket{mission="M",le="0.01"} 3` + "\n",
		`a_seconds_bucket{mission="M",le="10"} 3` + "\n", `a_seconds_bucket{mission="M",le="+Inf"} 4` + "\n",
		`a_seconds_sum{mission="M"} 3600.012` + "\n", `a_seconds_count{mission="M"} 4` + "\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("there is no %q in\n%s", want, b.String())
		}
	}
}
