// The copy as somebody writes it who has a week: one page at a time in buffers
// that are kept, the fastest JSON library, and only the fields that are needed.
package main

import (
	"bytes"
	"fmt"
	"log"
	"math"
	"net/http"
	"os"

	"github.com/bytedance/sonic"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

type record struct {
	ID      int     `json:"id"`
	Name    string  `json:"name"`
	Net     float64 `json:"net"`
	Address struct {
		City string `json:"city"`
	} `json:"address"`
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

// A client reads answers into one buffer.
type client struct{ body bytes.Buffer }

func (c *client) decode(resp *http.Response, err error, into any) error {
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", resp.Request.URL, resp.Status)
	}
	c.body.Reset()
	if _, err := c.body.ReadFrom(resp.Body); err != nil {
		return err
	}
	// Strings may point into the buffer: nothing of an answer outlives the next.
	return sonic.ConfigFastest.Unmarshal(c.body.Bytes(), into)
}

func (c *client) get(url string, into any) error {
	resp, err := http.Get(url)
	return c.decode(resp, err, into)
}

func (c *client) post(url string, body, into any) error {
	data, err := sonic.ConfigFastest.Marshal(body)
	if err != nil {
		return err
	}
	resp, err := http.Post(url, "application/json", bytes.NewReader(data))
	return c.decode(resp, err, into)
}

func run(flags twin.Flags) error {
	c := new(client)
	var count struct {
		Pages int `json:"pages"`
	}
	if err := c.get(flags.Base+"/records/count", &count); err != nil {
		return err
	}
	stores := struct {
		Batches []accepted `json:"batches"`
	}{make([]accepted, 0, count.Pages)}
	var rows []row
	for n := 1; n <= count.Pages; n++ {
		var page struct {
			Records []record `json:"records"`
		}
		if err := c.get(fmt.Sprintf("%s/records?page=%d", flags.Base, n), &page); err != nil {
			return err
		}
		rows = rows[:0]
		for i := range page.Records {
			r := &page.Records[i]
			rows = append(rows, row{r.ID, r.Name, r.Address.City, math.Round(r.Net*1.2*100) / 100})
		}
		took := accepted{Page: n}
		if err := c.post(flags.Base+"/batches", batch{n, rows}, &took); err != nil {
			return err
		}
		stores.Batches = append(stores.Batches, took)
	}
	data, err := sonic.ConfigFastest.Marshal(stores)
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
