package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// compileName is the workload that has no twin: nobody compiles these missions
// by hand.
const compileName = "compile"

// compileTimes prints how long it takes from a mission's text to Go on the
// disk, and from its text to the end of its first run. It writes into a module
// that requires reqongen, so that no runtime is carried along: that is how a
// mission compiles that lives in a repository.
func compileTimes(ctx context.Context, b *builder, out io.Writer, rounds int) error {
	module := filepath.Join(b.dir, "module")
	if err := os.MkdirAll(module, 0o755); err != nil {
		return err
	}
	const requires = "module example.com/compiled\n\ngo 1.26.0\n\nrequire github.com/reqongen/reqongen v0.0.0\n"
	if err := os.WriteFile(filepath.Join(module, "go.mod"), []byte(requires), 0o644); err != nil {
		return err
	}
	fmt.Fprintln(out, "compile, from the mission's text to Go text, starting the compiler included")
	const small, large = 1000, 10_000
	times := map[int]time.Duration{}
	for _, lines := range []int{100, 300, small, large} {
		file := filepath.Join(b.dir, fmt.Sprintf("lines%d.reqon", lines))
		if err := os.WriteFile(file, []byte(missionOf(lines)), 0o644); err != nil {
			return err
		}
		took, err := medianOf(rounds, func(round int) error {
			return command(ctx, "", b.reqongen, "-o", filepath.Join(module, fmt.Sprintf("compiled%d-%d", lines, round)), "--package=compiled", file)
		})
		if err != nil {
			return err
		}
		times[lines] = took
		fmt.Fprintf(out, "  %6d lines  %v\n", lines, round(took))
	}
	fmt.Fprintf(out, "  slope %.2f from %d lines to %d; 1 is a cost that grows as they do\n", math.Log(float64(times[large])/float64(times[small]))/math.Log(large/small), small, large)

	// What run remembers of a mission it keeps in the user's cache folder; the
	// build cache of Go stays as it is, as it does on a developer's machine.
	cold, err := medianOf(rounds, func(round int) error {
		return b.runStart(ctx, filepath.Join(b.dir, fmt.Sprintf("cold%d", round)), round)
	})
	if err != nil {
		return err
	}
	warm, err := medianOf(rounds, func(int) error { return b.runStart(ctx, filepath.Join(b.dir, "cold0"), 0) })
	if err != nil {
		return err
	}
	twin, err := medianOf(rounds, func(int) error {
		return command(ctx, "", "go", "run", "./start/idiomatic", "--output="+filepath.Join(b.dir, "start.json"))
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "from a mission's text to the end of its run: new %v, seen before %v; go run of the twin, seen before: %v\n\n", round(cold), round(warm), round(twin))
	return nil
}

// runStart runs the mission that does nothing, with the folder for what
// reqongen remembers. Each number makes another mission.
func (b *builder) runStart(ctx context.Context, cache string, number int) error {
	text, err := os.ReadFile(filepath.Join("start", "mission.reqon"))
	if err != nil {
		return err
	}
	file := filepath.Join(b.dir, fmt.Sprintf("start%d.reqon", number))
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(text), "x = 1", fmt.Sprintf("x = %d", number))), 0o644); err != nil {
		return err
	}
	return command(ctx, "", "env", "XDG_CACHE_HOME="+cache, "GOCACHE="+b.goCache, b.reqongen, "run", file, "--quiet")
}

func medianOf(rounds int, work func(round int) error) (time.Duration, error) {
	var all []Measure
	for i := range rounds {
		began := time.Now()
		if err := work(i); err != nil {
			return 0, err
		}
		all = append(all, Measure{Wall: time.Since(began)})
	}
	return median(all, func(m Measure) time.Duration { return m.Wall }), nil
}

// missionOf is a mission of about so many lines, of what missions are made of.
func missionOf(lines int) string {
	var b strings.Builder
	b.WriteString("mission Compiled {\n  source Api { base: \"https://api.example.com\" }\n")
	var names []string
	for i := 0; i*17 < lines; i++ {
		names = append(names, fmt.Sprintf("Action%d", i))
		fmt.Fprintf(&b, `
  // Fetches and keeps part %[1]d.
  action Action%[1]d {
    get "/parts/%[1]d" { params: { page: 1, size: 100 } }
    match response {
      { error: e, code: 429 } -> retry { maxAttempts: 5 },
      { error: e } -> abort concat("part %[1]d: ", e),
      _ -> continue
    }
    for item in response.items where .total > %[1]d and not .deleted {
      let total = sum(item.lines, .price) * 1.2
      map item -> Part { ...item, total: round(total, 2), of: kept%[1]d[item.id].name ?? "none" }
      store item -> kept%[1]d { key: .id, upsert: true }
    }
  }
`, i)
	}
	b.WriteString("\n  run " + strings.Join(names, " then ") + "\n}\n")
	return b.String()
}
