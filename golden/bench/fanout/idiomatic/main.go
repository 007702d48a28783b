// The fan-out as a good engineer writes it in an afternoon.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

type item struct {
	ID       int      `json:"id"`
	SKU      string   `json:"sku"`
	Name     string   `json:"name"`
	Category string   `json:"category"`
	Brand    string   `json:"brand"`
	Active   bool     `json:"active"`
	Weight   float64  `json:"weight"`
	Tags     []string `json:"tags"`
	Created  string   `json:"created"`
}

type price struct {
	Item     int     `json:"item"`
	Price    float64 `json:"price"`
	Currency string  `json:"currency"`
	List     string  `json:"list"`
	VAT      float64 `json:"vat"`
	Valid    struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"valid"`
	Tiers []struct {
		From     int     `json:"from"`
		Discount float64 `json:"discount"`
	} `json:"tiers"`
}

type stock struct {
	Item      int `json:"item"`
	Quantity  int `json:"quantity"`
	Warehouse struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	} `json:"warehouse"`
	Reserved int    `json:"reserved"`
	Incoming []any  `json:"incoming"`
	Counted  string `json:"counted"`
}

type enriched struct {
	item
	Price float64 `json:"price"`
	Stock int     `json:"stock"`
}

type syncer struct {
	client *http.Client
	base   string
}

func (s *syncer) get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path, nil)
	if err != nil {
		return err
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

// fetchEach gets one T for each item, so many at once.
func fetchEach[T any](ctx context.Context, s *syncer, items []item, path string, concurrency int) (map[int]T, error) {
	var mu sync.Mutex
	found := make(map[int]T)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(concurrency)
	for _, it := range items {
		group.Go(func() error {
			var one T
			if err := s.get(ctx, path+"?item="+strconv.Itoa(it.ID), &one); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			found[it.ID] = one
			return nil
		})
	}
	return found, group.Wait()
}

func run(ctx context.Context, flags twin.Flags) error {
	s := &syncer{client: &http.Client{Timeout: 30 * time.Second}, base: flags.Base}

	var items []item
	if err := s.get(ctx, "/items", &items); err != nil {
		return err
	}

	var prices map[int]price
	var stocks map[int]stock
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		prices, err = fetchEach[price](groupCtx, s, items, "/prices", flags.Concurrency)
		return err
	})
	group.Go(func() (err error) {
		stocks, err = fetchEach[stock](groupCtx, s, items, "/stocks", flags.Concurrency)
		return err
	})
	if err := group.Wait(); err != nil {
		return err
	}

	stores := struct {
		Items    []item     `json:"items"`
		Prices   []price    `json:"prices"`
		Stocks   []stock    `json:"stocks"`
		Enriched []enriched `json:"enriched"`
	}{Items: items}
	for _, it := range items {
		stores.Prices = append(stores.Prices, prices[it.ID])
		stores.Stocks = append(stores.Stocks, stocks[it.ID])
		stores.Enriched = append(stores.Enriched, enriched{it, prices[it.ID].Price, stocks[it.ID].Quantity})
	}
	return write(flags.Output, stores)
}

func write(name string, stores any) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(file).Encode(stores); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

func main() {
	if err := run(context.Background(), twin.Parse()); err != nil {
		log.Fatal(err)
	}
}
