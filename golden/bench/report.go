package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"text/tabwriter"
	"time"
)

// print writes the figures as a table.
func print(out io.Writer, f Figures) {
	fmt.Fprintf(out, "%s, %s, size %d, medians of %d\n", f.Workload, f.Variant, f.Size, f.Rounds)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "\twall\tcpu\tmemory\twall ×\tcpu ×\tmemory ×\t")
	if f.Least > 0 {
		fmt.Fprint(table, "of the least ×\t")
	}
	sizes := slices.Sorted(maps.Keys(f.Smaller))
	if len(sizes) > 0 {
		fmt.Fprint(table, "slope\t")
	}
	fmt.Fprintln(table)
	one := f.Measures[idiomatic]
	for _, name := range f.Programs {
		m := f.Measures[name]
		fmt.Fprintf(table, "%s\t%v\t%v\t%.1f MiB\t%.2f\t%.2f\t%.2f\t", name, round(m.Wall), round(m.CPU), float64(m.Memory)/(1<<20),
			ratio(m.Wall, one.Wall), ratio(m.CPU, one.CPU), ratio(m.Memory, one.Memory))
		if f.Least > 0 {
			fmt.Fprintf(table, "%.3f\t", ratio(m.Wall, f.Least))
		}
		if len(sizes) > 0 {
			fmt.Fprintf(table, "%.2f\t", slope(f, name, sizes))
		}
		fmt.Fprintln(table)
	}
	_ = table.Flush() // what could not be written, print could not either
	fmt.Fprintln(out)
}

// slope is the exponent with which processor time grows with the size: 1 is a
// line, 2 a square. It is taken from the two largest sizes, where starting the
// program weighs least.
func slope(f Figures, name string, smaller []int) float64 {
	quarter := smaller[len(smaller)-1]
	return math.Log(ratio(f.Measures[name].CPU, f.Smaller[quarter][name].CPU)) / math.Log(float64(f.Size)/float64(quarter))
}

func ratio[N int64 | time.Duration](a, b N) float64 { return float64(a) / float64(b) }

func round(d time.Duration) time.Duration {
	if d < 10*time.Millisecond {
		return d.Round(10 * time.Microsecond)
	}
	return d.Round(time.Millisecond)
}

func writeJSON(file string, all []Figures) error {
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o644)
}
