package cli

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/reqongen/reqongen/rt/cli/args"
)

// flags are the words of the command line. Values that may be wrong are text
// here: settings.go reads them, so that every wrong one is told at once.
type flags struct {
	auth           string
	env            string
	base           []string
	output         string
	stateDir       string
	maxConcurrency string
	timeout        string
	dryRun         bool
	logLevel       string
	logFormat      string
	quiet          bool
	noProgress     bool
	report         string
	metricsFile    string
	allowPartial   bool
	shuffle        string
	chaos          string
	version        bool
	help           bool
}

func (f *flags) set() *pflag.FlagSet {
	set := pflag.NewFlagSet("mission", pflag.ContinueOnError)
	set.SortFlags = false
	set.Usage = func() {}
	set.StringVar(&f.auth, "auth", "", "the credentials of the sources: a JSON `FILE`")
	set.StringVar(&f.env, "env", "", "a `FILE` of lines NAME=value to read first (.env where there is one);\nwhat the environment already has, wins")
	set.StringArrayVar(&f.base, "base", nil, "`[SOURCE=]URL` in place of the base of that source, or of every source;\nmay be repeated")
	set.StringVar(&f.output, "output", "", "write every store as JSON to `PATH`: a file, a folder (a file a store),\nor - for standard output")
	set.StringVar(&f.stateDir, "state-dir", "", "`DIR` is where file stores live (.reqon-data)")
	set.StringVar(&f.maxConcurrency, "max-concurrency", "", "at most `N` actions at once, whatever the mission says")
	set.StringVar(&f.timeout, "timeout", "", "end the run after the time `D`, such as 30s, 5m, 1h30m")
	set.BoolVar(&f.dryRun, "dry-run", false, "send no request and store nothing: tell the requests")
	set.StringVar(&f.logLevel, "log-level", "", "log from level `L` up: debug, info, warn (unless said), error")
	set.StringVar(&f.logFormat, "log-format", "text", "log in the format `F`: text (unless said), or json, one object a line")
	set.BoolVarP(&f.quiet, "quiet", "q", false, "say nothing but what went wrong")
	set.BoolVar(&f.noProgress, "no-progress", false, "no live view or lines while it runs, the summary alone")
	set.StringVar(&f.report, "report", "", "write what happened to `FILE`: run.html is a page to look at, and\nrun.json is data, which reqongen report reads")
	set.StringVar(&f.metricsFile, "metrics-file", "", "write the run's figures to `FILE`, such as run.prom, in the text format of\nPrometheus: for the textfile collector of its node exporter")
	set.BoolVar(&f.allowPartial, "allow-partial", false, "exit with 0 where some actions of a group failed")
	set.StringVar(&f.shuffle, "shuffle", "", "another schedule, as the number `SEED` says: other starting orders and\nsmall waits in what runs side by side; the stores must come out the same")
	set.StringVar(&f.chaos, "chaos", "", "faults in requests, as the number `SEED` says: refused and lost\nconnections, timeouts, 429, 5xx, broken JSON, slow answers")
	set.BoolVar(&f.version, "version", false, "print what this program was made from, and exit")
	set.BoolVarP(&f.help, "help", "h", false, "print this, and exit")
	return set
}

func parseFlags(words []string) (*flags, error) {
	f := new(flags)
	set := f.set()
	if err := args.Parse(set, words); err != nil {
		return nil, err
	}
	if set.NArg() > 0 {
		return nil, fmt.Errorf("the argument %q is one too many: everything is said with flags", set.Arg(0))
	}
	for _, flag := range []string{"report", "metrics-file", "output"} {
		if set.Changed(flag) && set.Lookup(flag).Value.String() == "" {
			return nil, fmt.Errorf("--%s wants a path", flag)
		}
	}
	return f, nil
}
