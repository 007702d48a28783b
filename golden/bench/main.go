package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) > 2 && os.Args[1] == timedWord {
		if err := stopwatch(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	rounds := set.Int("rounds", 7, "time each program `N` times")
	file := set.String("json", "", "write the figures to `FILE`, too")
	slopes := set.Bool("slopes", true, "time a sixteenth and a quarter of the work, too")
	set.Usage = func() {
		fmt.Fprintf(set.Output(), "bench compares missions with programs written by hand.\n\n  bench [flags] [WORKLOAD…]\n\nThe workloads are %s; without one, all.\n\n", strings.Join(names(), ", "))
		set.PrintDefaults()
	}
	if err := set.Parse(args); err != nil {
		return err
	}
	if *rounds < 1 {
		return fmt.Errorf("-rounds %d: at least one round is needed", *rounds)
	}
	wanted := set.Args()
	for _, name := range wanted {
		if !slices.Contains(names(), name) {
			return fmt.Errorf("there is no workload %q; there are %s", name, strings.Join(names(), ", "))
		}
	}

	dir, err := os.MkdirTemp("", "reqongen-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b, err := newBuilder(ctx, dir)
	if err != nil {
		return err
	}

	var all []Figures
	for _, w := range workloads {
		if len(wanted) > 0 && !slices.Contains(wanted, w.name) {
			continue
		}
		for _, v := range w.variants {
			figures, err := compare(ctx, b, w, v, *rounds, *slopes)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", w.name, v, err)
			}
			all = append(all, figures)
			print(out, figures)
		}
	}
	if len(wanted) == 0 || slices.Contains(wanted, compileName) {
		if err := compileTimes(ctx, b, out, *rounds); err != nil {
			return err
		}
	}
	if *file == "" {
		return nil
	}
	return writeJSON(*file, all)
}

// names are the workloads that there are, in the order of the run.
func names() []string {
	var all []string
	for _, w := range workloads {
		all = append(all, w.name)
	}
	return append(all, compileName)
}
