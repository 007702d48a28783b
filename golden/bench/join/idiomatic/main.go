// The join as a good engineer writes it in an afternoon.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"

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

func get(url string, into any) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", url, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

// A store keeps records by their keys, and their order.
type store[T any] struct {
	byKey map[int]T
	keys  []int
}

func (s *store[T]) put(key int, record T) {
	if s.byKey == nil {
		s.byKey = make(map[int]T)
	}
	if _, known := s.byKey[key]; !known {
		s.keys = append(s.keys, key)
	}
	s.byKey[key] = record
}

func (s *store[T]) MarshalJSON() ([]byte, error) {
	records := make([]T, 0, len(s.keys))
	for _, key := range s.keys {
		records = append(records, s.byKey[key])
	}
	return json.Marshal(records)
}

func fetch[T any](url string, key func(T) int) (*store[T], error) {
	var records []T
	if err := get(url, &records); err != nil {
		return nil, err
	}
	s := new(store[T])
	for _, record := range records {
		s.put(key(record), record)
	}
	return s, nil
}

func run(flags twin.Flags) error {
	orders, err := fetch(flags.Base+"/orders", func(o order) int { return o.ID })
	if err != nil {
		return err
	}
	payments, err := fetch(flags.Base+"/payments", func(p payment) int { return p.Order })
	if err != nil {
		return err
	}
	shipments, err := fetch(flags.Base+"/shipments", func(s shipment) int { return s.Order })
	if err != nil {
		return err
	}

	var done store[reconciled]
	for _, id := range orders.keys {
		o := orders.byKey[id]
		r := reconciled{ID: o.ID, Customer: o.Customer, Due: o.Total}
		if p, ok := payments.byKey[id]; ok {
			r.Due -= p.Amount
			r.Paid = &p.At
		}
		if s, ok := shipments.byKey[id]; ok {
			r.Carrier = &s.Carrier
			r.Weight = s.Weight
		}
		done.put(id, r)
	}

	return write(flags.Output, map[string]any{
		"orders":     orders,
		"payments":   payments,
		"shipments":  shipments,
		"reconciled": &done,
	})
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
	if err := run(twin.Parse()); err != nil {
		log.Fatal(err)
	}
}
