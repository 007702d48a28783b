// Package twin reads the flags that every twin takes, and holds nothing of the
// work itself: each twin is to be read alone.
package twin

import (
	"flag"
	"log"
)

// Flags are what a twin is told.
type Flags struct {
	Base        string // of the API
	Output      string // the file to write the stores to
	Concurrency int    // requests or goroutines at once
}

// Parse reads the command line.
func Parse() Flags {
	log.SetFlags(0)
	var f Flags
	flag.StringVar(&f.Base, "base", "", "the API's `URL`")
	flag.StringVar(&f.Output, "output", "", "write the stores to `FILE`")
	flag.IntVar(&f.Concurrency, "concurrency", 1, "do `N` things at once")
	flag.Parse()
	return f
}
