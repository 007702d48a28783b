// Command library uses a mission as a Go package: go generate writes the
// package catalog from catalog.reqon, and the program calls its Run and reads
// the records that the run left.
//
//	go run ./examples/library
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/reqongen/reqongen/examples/internal/canned"
	"github.com/reqongen/reqongen/examples/library/catalog"
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

//go:generate go tool reqongen -o catalog --package catalog catalog.reqon

func main() {
	server, err := canned.Serve("library")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer server.Close()
	if err := printCatalog(context.Background(), os.Stdout, server.URL); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var (
	name  = value.NewField("name")
	euros = value.NewField("euros")
)

// printCatalog runs the mission with every source at the URL.
func printCatalog(ctx context.Context, w io.Writer, url string) error {
	result, err := catalog.Run(ctx, rt.Options{Bases: map[string]string{"": url}})
	if err != nil {
		return err // nothing was run: a setting is missing or wrong
	}
	if result.Status != rt.Done {
		return fmt.Errorf("the catalog is %s: %w", result.Status, result.Err)
	}
	for _, store := range result.Stores {
		if store.Name != "catalog" {
			continue
		}
		for _, product := range store.Records {
			fmt.Fprintf(w, "%-10s %s EUR\n", product.Get(name), product.Get(euros))
		}
	}
	return nil
}
