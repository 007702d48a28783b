package args

import (
	"testing"

	"github.com/spf13/pflag"
)

func TestNearest(t *testing.T) {
	known := []string{"timeout", "quiet", "output", "max-concurrency", "log-level", "log-format"}
	for word, want := range map[string]string{
		"timout":         "timeout",
		"Timeout":        "timeout",
		"tiemout":        "timeout",
		"quite":          "quiet",
		"max":            "max-concurrency",
		"maxconcurrency": "max-concurrency",
		"log-levle":      "log-level",
		"verbose":        "",
		"x":              "",
		"":               "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%q is nearest to %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"abc", "abc", 0},
		{"abc", "acb", 1}, // a swap
		{"abc", "xbc", 1},
		{"kitten", "sitting", 3},
		{"äöü", "äou", 2},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("%q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestParseTellsWhatWasMeant(t *testing.T) {
	for _, c := range []struct {
		words []string
		want  string // "" is no error
	}{
		{[]string{"--timeout", "5s", "rest"}, ""},
		{[]string{"-q"}, ""},
		{[]string{"--timout", "5s"}, "unknown flag --timout: did you mean --timeout?"},
		{[]string{"--timout=5s"}, "unknown flag --timout: did you mean --timeout?"},
		{[]string{"-timeout", "5s"}, "unknown flag -timeout: did you mean --timeout?"},
		{[]string{"-timeout=5s"}, "unknown flag -timeout: did you mean --timeout?"},
		{[]string{"--frobnicate"}, "unknown flag --frobnicate"},
		{[]string{"--quiet=maybe"}, `--quiet wants true or false, and this is "maybe"`},
		{[]string{"--timeout"}, "--timeout wants a value: --timeout string"},
	} {
		flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
		flags.Usage = func() {}
		flags.String("timeout", "", "")
		flags.BoolP("quiet", "q", false, "")
		got := ""
		if err := Parse(flags, c.words); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.words, got, c.want)
		}
	}
}

func TestUsage(t *testing.T) {
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.String("timeout", "", "end after this time `D`,\nsuch as 30s")
	flags.BoolP("quiet", "q", false, "say nothing")
	const want = `      --timeout D  end after this time D,
                   such as 30s
  -q, --quiet      say nothing
`
	if got := Usage(flags); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
