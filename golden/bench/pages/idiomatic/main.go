// The copy as a good engineer writes it in an afternoon: all pages, then all
// batches.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"net/http"
	"os"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

type record struct {
	ID      int     `json:"id"`
	Name    string  `json:"name"`
	Email   string  `json:"email"`
	Net     float64 `json:"net"`
	Created string  `json:"created"`
	Address struct {
		Street   string `json:"street"`
		City     string `json:"city"`
		Postcode string `json:"postcode"`
	} `json:"address"`
	Tags []string `json:"tags"`
	Note string   `json:"note"`
}

type row struct {
	ID    int     `json:"id"`
	Name  string  `json:"name"`
	City  string  `json:"city"`
	Gross float64 `json:"gross"`
}

type batch struct {
	Page int   `json:"page"`
	Rows []row `json:"rows"`
}

type accepted struct {
	Page     int `json:"page"`
	Accepted int `json:"accepted"`
}

func decode(resp *http.Response, err error, into any) error {
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", resp.Request.URL, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

func get(url string, into any) error {
	resp, err := http.Get(url)
	return decode(resp, err, into)
}

func post(url string, body, into any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	resp, err := http.Post(url, "application/json", bytes.NewReader(data))
	return decode(resp, err, into)
}

func run(flags twin.Flags) error {
	var count struct {
		Pages int `json:"pages"`
	}
	if err := get(flags.Base+"/records/count", &count); err != nil {
		return err
	}
	var pages [][]record
	for n := 1; n <= count.Pages; n++ {
		var page struct {
			Records []record `json:"records"`
		}
		if err := get(fmt.Sprintf("%s/records?page=%d", flags.Base, n), &page); err != nil {
			return err
		}
		pages = append(pages, page.Records)
	}

	var stores struct {
		Batches []accepted `json:"batches"`
	}
	for i, page := range pages {
		b := batch{Page: i + 1}
		for _, r := range page {
			b.Rows = append(b.Rows, row{ID: r.ID, Name: r.Name, City: r.Address.City, Gross: math.Round(r.Net*1.2*100) / 100})
		}
		took := accepted{Page: b.Page}
		if err := post(flags.Base+"/batches", b, &took); err != nil {
			return err
		}
		stores.Batches = append(stores.Batches, took)
	}
	data, err := json.Marshal(stores)
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
