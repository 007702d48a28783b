// Many slow requests as a good engineer writes them in an afternoon.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

type answer struct {
	Item int  `json:"item"`
	OK   bool `json:"ok"`
}

func get(ctx context.Context, client *http.Client, url string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", url, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

func run(ctx context.Context, flags twin.Flags) error {
	client := &http.Client{Timeout: 30 * time.Second}

	var items []int
	if err := get(ctx, client, flags.Base+"/items", &items); err != nil {
		return err
	}
	answers := make([]answer, len(items))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(flags.Concurrency)
	for i, item := range items {
		group.Go(func() error {
			return get(ctx, client, flags.Base+"/slow?item="+strconv.Itoa(item), &answers[i])
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	data, err := json.Marshal(map[string]any{"answers": answers})
	if err != nil {
		return err
	}
	return os.WriteFile(flags.Output, data, 0o644)
}

func main() {
	if err := run(context.Background(), twin.Parse()); err != nil {
		log.Fatal(err)
	}
}
