// The join as somebody writes it who has a week: the fastest JSON library, and
// records that are looked up where they lie.
package main

import (
	"bytes"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/bytedance/sonic"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

type order struct {
	ID       int     `json:"id"`
	Customer string  `json:"customer"`
	Total    float64 `json:"total"`
	Currency string  `json:"currency"`
	Status   string  `json:"status"`
}

type payment struct {
	ID     string  `json:"id"`
	Order  int     `json:"order"`
	Amount float64 `json:"amount"`
	Method string  `json:"method"`
	At     string  `json:"at"`
}

type shipment struct {
	ID       string  `json:"id"`
	Order    int     `json:"order"`
	Carrier  string  `json:"carrier"`
	Weight   float64 `json:"weight"`
	Tracking string  `json:"tracking"`
}

type reconciled struct {
	ID       int     `json:"id"`
	Customer string  `json:"customer"`
	Due      float64 `json:"due"`
	Paid     *string `json:"paid"`
	Carrier  *string `json:"carrier"`
	Weight   float64 `json:"weight"`
}

// fetch gets records and where each key is; a later record takes the place of
// an earlier one of the same key.
func fetch[T any](url string, key func(*T) int) ([]T, map[int]int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, nil, fmt.Errorf("GET %s: %s", url, resp.Status)
	}
	var body bytes.Buffer
	body.Grow(int(max(resp.ContentLength, 0)) + bytes.MinRead)
	if _, err := body.ReadFrom(resp.Body); err != nil {
		return nil, nil, err
	}
	var records []T
	if err := sonic.ConfigFastest.Unmarshal(body.Bytes(), &records); err != nil {
		return nil, nil, err
	}
	at := make(map[int]int, len(records))
	kept := records[:0]
	for i := range records {
		k := key(&records[i])
		if known, ok := at[k]; ok {
			kept[known] = records[i]
			continue
		}
		at[k] = len(kept)
		kept = append(kept, records[i])
	}
	return kept, at, nil
}

func run(flags twin.Flags) error {
	orders, _, err := fetch(flags.Base+"/orders", func(o *order) int { return o.ID })
	if err != nil {
		return err
	}
	payments, paymentAt, err := fetch(flags.Base+"/payments", func(p *payment) int { return p.Order })
	if err != nil {
		return err
	}
	shipments, shipmentAt, err := fetch(flags.Base+"/shipments", func(s *shipment) int { return s.Order })
	if err != nil {
		return err
	}

	done := make([]reconciled, len(orders))
	for i := range orders {
		o := &orders[i]
		r := reconciled{ID: o.ID, Customer: o.Customer, Due: o.Total}
		if at, ok := paymentAt[o.ID]; ok {
			r.Due -= payments[at].Amount
			r.Paid = &payments[at].At
		}
		if at, ok := shipmentAt[o.ID]; ok {
			r.Carrier = &shipments[at].Carrier
			r.Weight = shipments[at].Weight
		}
		done[i] = r
	}

	data, err := sonic.ConfigFastest.Marshal(struct {
		Orders     []order      `json:"orders"`
		Payments   []payment    `json:"payments"`
		Shipments  []shipment   `json:"shipments"`
		Reconciled []reconciled `json:"reconciled"`
	}{orders, payments, shipments, done})
	if err != nil {
		return err
	}
	return os.WriteFile(flags.Output, data, 0o644)
}

func main() {
	if err := run(twin.Parse()); err != nil {
		log.Fatal(err)
	}
}
