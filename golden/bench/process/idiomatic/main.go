// The report as a good engineer writes it in an afternoon.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"math"
	"net/http"
	"os"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

type address struct {
	Street   string `json:"street"`
	City     string `json:"city"`
	Country  string `json:"country,omitempty"`
	Postcode string `json:"postcode,omitempty"`
}

type customer struct {
	ID      int     `json:"id"`
	Name    string  `json:"name"`
	Email   string  `json:"email"`
	Address address `json:"address"`
}

type order struct {
	ID       int    `json:"id"`
	Number   string `json:"number"`
	Status   string `json:"status"`
	Created  string `json:"created"`
	Customer struct {
		ID      int    `json:"id"`
		Segment string `json:"segment"`
	} `json:"customer"`
	Total    float64 `json:"total"`
	Currency string  `json:"currency"`
	Lines    []struct {
		SKU      string  `json:"sku"`
		Quantity int     `json:"quantity"`
		Price    float64 `json:"price"`
	} `json:"lines"`
	Shipping struct {
		Method  string  `json:"method"`
		Address address `json:"address"`
	} `json:"shipping"`
	Notes    string `json:"notes"`
	Priority bool   `json:"priority"`
}

type line struct {
	ID       int     `json:"id"`
	Customer string  `json:"customer"`
	Country  string  `json:"country"`
	City     string  `json:"city"`
	Net      float64 `json:"net"`
	Tax      float64 `json:"tax"`
	Items    int     `json:"items"`
	Speed    int     `json:"speed"`
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

func cents(f float64) float64 { return math.Round(f*100) / 100 }

func run(flags twin.Flags) error {
	var customers []customer
	if err := get(flags.Base+"/customers", &customers); err != nil {
		return err
	}
	byID := make(map[int]customer, len(customers))
	for _, c := range customers {
		byID[c.ID] = c
	}
	var orders []order
	if err := get(flags.Base+"/orders", &orders); err != nil {
		return err
	}

	report := make(map[int]line)
	var ids []int
	for _, o := range orders {
		if o.Status == "cancelled" || o.Total <= 50 {
			continue
		}
		c := byID[o.Customer.ID]
		speed := 7
		switch o.Shipping.Method {
		case "express":
			speed = 1
		case "standard":
			speed = 3
		}
		if _, known := report[o.ID]; !known {
			ids = append(ids, o.ID)
		}
		report[o.ID] = line{
			ID:       o.ID,
			Customer: c.Name,
			Country:  c.Address.Country,
			City:     o.Shipping.Address.City,
			Net:      cents(o.Total / 1.19),
			Tax:      cents(o.Total - o.Total/1.19),
			Items:    len(o.Lines),
			Speed:    speed,
		}
	}

	stores := struct {
		Customers []customer `json:"customers"`
		Report    []line     `json:"report"`
	}{Customers: customers}
	for _, id := range ids {
		stores.Report = append(stores.Report, report[id])
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
	if err := run(twin.Parse()); err != nil {
		log.Fatal(err)
	}
}
