package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"time"
)

// A Measure is what one program took, the median of its rounds.
type Measure struct {
	Wall   time.Duration `json:"wallNanoseconds"`
	CPU    time.Duration `json:"cpuNanoseconds"`
	Memory int64         `json:"peakBytes"` // resident
}

// Figures are those of one variant of a workload.
type Figures struct {
	Workload string                     `json:"workload"`
	Variant  string                     `json:"variant"`
	Size     int                        `json:"size"`
	Rounds   int                        `json:"rounds"`
	Programs []string                   `json:"programs"`
	Measures map[string]Measure         `json:"measures"`          // by program
	Least    time.Duration              `json:"leastNanoseconds"`  // that is possible; 0 where nothing says
	Smaller  map[int]map[string]Measure `json:"smaller,omitempty"` // by size, then by program
}

// compare checks that the programs of a variant agree and times them.
func compare(ctx context.Context, b *builder, w workload, v variant, rounds int, slopes bool) (Figures, error) {
	programs, err := b.programs(ctx, w, v)
	if err != nil {
		return Figures{}, err
	}
	size := v.size(w)
	f := Figures{Workload: w.name, Variant: v.String(), Size: size, Rounds: rounds, Least: v.least(size)}
	for _, p := range programs {
		f.Programs = append(f.Programs, p.name)
	}
	if slopes && !v.fixed {
		f.Smaller = map[int]map[string]Measure{}
		for _, part := range []int{16, 4} {
			if f.Smaller[size/part], err = measure(ctx, b, w, v, programs, size/part, rounds); err != nil {
				return Figures{}, err
			}
		}
	}
	f.Measures, err = measure(ctx, b, w, v, programs, size, rounds)
	return f, err
}

// measure runs the programs in rounds against a server of their own, the first
// time to see that they leave the same stores and send the same.
func measure(ctx context.Context, b *builder, w workload, v variant, programs []program, size, rounds int) (map[string]Measure, error) {
	api := w.api(size, v)
	server := httptest.NewServer(api)
	defer server.Close()
	witness, _ := api.(witness)

	var first map[string]any
	for _, p := range programs {
		file := filepath.Join(b.dir, p.name+".json")
		if _, err := timed(ctx, p, server.URL, file); err != nil {
			return nil, err
		}
		stores, err := readStores(file)
		if err != nil {
			return nil, err
		}
		if witness != nil {
			if stores["what was sent"], err = witness.received(); err != nil {
				return nil, fmt.Errorf("%s: %w", p.name, err)
			}
		}
		if first == nil {
			first = stores
		}
		if d := difference("", first, stores); d != "" {
			return nil, fmt.Errorf("%s and %s do not leave the same: %s", programs[0].name, p.name, d)
		}
	}
	first = nil

	took := map[string][]Measure{}
	for range rounds {
		for _, p := range programs {
			m, err := timed(ctx, p, server.URL, filepath.Join(b.dir, p.name+".json"))
			if err != nil {
				return nil, err
			}
			if witness != nil {
				if _, err := witness.received(); err != nil { // else they would pile up
					return nil, fmt.Errorf("%s: %w", p.name, err)
				}
			}
			took[p.name] = append(took[p.name], m)
		}
	}
	medians := map[string]Measure{}
	for name, all := range took {
		medians[name] = Measure{
			Wall:   median(all, func(m Measure) time.Duration { return m.Wall }),
			CPU:    median(all, func(m Measure) time.Duration { return m.CPU }),
			Memory: median(all, func(m Measure) int64 { return m.Memory }),
		}
	}
	return medians, nil
}

func median[N int64 | time.Duration](all []Measure, of func(Measure) N) N {
	var numbers []N
	for _, m := range all {
		numbers = append(numbers, of(m))
	}
	slices.Sort(numbers)
	return numbers[len(numbers)/2]
}
