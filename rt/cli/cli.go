package cli

import (
	"context"
	"errors"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/prometheus"
	"github.com/reqongen/reqongen/rt/report"
)

// The exit statuses of a mission (the language, §13).
const (
	exitDone        = 0
	exitFailed      = 1   // failed, aborted, out of time, or its stores could not be written
	exitUsage       = 2   // the command line is wrong
	exitSettings    = 3   // a setting is missing or wrong
	exitPartial     = 4   // to its end, but some actions failed
	exitInterrupted = 130 // 128 and the number of SIGINT, as shells tell it
)

// Main runs the program as a process, with its arguments and its environment,
// and returns the exit status.
func Main(p *rt.Program) int {
	tuneMemory(os.LookupEnv)
	// net/http says some things to the standard logger, past the run's
	// redaction. What matters of them comes back as an error.
	log.SetOutput(io.Discard)
	// A reader of the output that has seen enough must not kill a run that
	// is in the middle of its requests: writing fails instead, and is let be.
	signal.Ignore(syscall.SIGPIPE)
	return Run(p, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// Run runs the program with the given arguments (without its name) and
// returns the exit status. Nothing reads stdin yet.
func Run(p *rt.Program, args []string, _ io.Reader, stdout, stderr io.Writer) int {
	c := &console{w: stderr, screen: screenOf(stderr, os.Getenv)}
	f, err := parseFlags(args)
	switch {
	case err != nil:
		c.printf("%s: %v\nSee --help for what there is.\n", p.Mission, err)
		return exitUsage
	case f.help:
		writeHelp(stdout, p)
		return exitDone
	case f.version:
		writeVersion(stdout, p)
		return exitDone
	}
	ctx, stop := untilInterrupted(context.Background(), c, p.Mission)
	defer stop()
	return execute(ctx, p, f, stdout, c)
}

func execute(ctx context.Context, p *rt.Program, f *flags, stdout io.Writer, c *console) (status int) {
	settings := f.settings(p, c)
	defer func() {
		if v := recover(); v != nil {
			c.printf("%s: the program is at fault, not its mission or its settings: %v\n"+
				"Please report it, with what --log-level debug tells.\n", p.Mission, v)
			settings.options.Logger.Debug("panic", "stack", string(debug.Stack()))
			status = exitFailed
		}
	}()
	out, err := planOutput(f.output, stdout)
	if err != nil {
		settings.problem("--output: %v", err)
	}
	options := settings.options
	told := &progress{c: c, lines: !f.quiet && !f.noProgress, started: time.Now()}
	watching := observers{told}
	var recorder *report.Recorder
	if f.report != "" {
		if err := planReport(f.report); err != nil {
			settings.problem("--report: %v", err)
		}
		recorder = new(report.Recorder)
		watching = append(watching, recorder)
	}
	var counts *prometheus.Counts
	if f.metricsFile != "" {
		if err := planFile(f.metricsFile); err != nil {
			settings.problem("--metrics-file: %v", err)
		}
		counts = new(prometheus.Counts)
		watching = append(watching, counts)
	}
	options.Observer, options.Detail = watching, len(watching) > 1
	width, unwatch := defaultWidth, func() {}
	if s := c.screen; s != nil {
		width, _ = s.size()
		if told.lines {
			told.lines = false
			unwatch = c.watch(s, p)
		}
	}
	defer unwatch()

	result, err := rt.Execute(ctx, settings.program(p, c), options)
	if err != nil {
		unwatch()
		return notStarted(p, c, err)
	}

	unwatch()
	made := report.Of(result, recorder)
	writeSummary(c, made, f, width)
	status = exitStatus(result, f.allowPartial)
	written := func(what, path string, err error) {
		if err == nil {
			return
		}
		c.printf("%s: the %s could not be written to %s: %v\n", p.Mission, what, path, err)
		if status == exitDone || status == exitPartial {
			status = exitFailed
		}
	}
	if f.report != "" {
		written("report", f.report, writeReport(made, f.report))
	}
	if f.metricsFile != "" {
		written("figures", f.metricsFile, writeFile(f.metricsFile, func(w io.Writer) error {
			return prometheus.Write(w, result, counts)
		}))
	}
	written("stores", f.output, out.write(result.Stores))
	return status
}

// observers are told one after another.
type observers []rt.Observer

// Observe tells all of them.
func (all observers) Observe(e rt.Event) {
	for _, o := range all {
		o.Observe(e)
	}
}

// notStarted tells why nothing was run.
func notStarted(p *rt.Program, c *console, err error) int {
	var wrong *rt.SettingsError
	if !errors.As(err, &wrong) {
		c.printf("%s: %v\n", p.Mission, err)
		return exitFailed
	}
	if len(wrong.Problems) == 1 {
		c.printf("%s: nothing was run: a setting is missing or wrong\n", p.Mission)
	} else {
		c.printf("%s: nothing was run: %d settings are missing or wrong\n", p.Mission, len(wrong.Problems))
	}
	for _, problem := range wrong.Problems {
		c.printf("  %s\n", problem)
	}
	return exitSettings
}

func exitStatus(result *rt.Result, allowPartial bool) int {
	switch result.Status {
	case rt.Done:
		return exitDone
	case rt.Partial:
		if allowPartial {
			return exitDone
		}
		return exitPartial
	case rt.Cancelled:
		if errors.Is(result.Err, rt.ErrInterrupted) {
			return exitInterrupted
		}
	}
	return exitFailed
}

// untilInterrupted gives a context that the first interrupt ends in good
// order. A second one ends the process at once. stop gives the signals back.
func untilInterrupted(parent context.Context, c *console, mission string) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		for count := 1; ; count++ {
			select {
			case <-signals:
			case <-done:
				return
			}
			if count > 1 {
				os.Exit(exitInterrupted)
			}
			c.printf("%s: interrupted: it ends, and keeps what was stored\n  once more ends it at once\n", mission)
			cancel(rt.ErrInterrupted)
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel(nil)
	}
}
