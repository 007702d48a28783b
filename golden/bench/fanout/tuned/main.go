// The fan-out as somebody writes it who has a week: workers instead of a
// goroutine a request, buffers and connections kept, only the fields that are
// needed decoded, the rest of each answer kept as it came.
package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"

	"github.com/bytedance/sonic"
	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/golden/bench/internal/twin"
)

type rawItem struct {
	id  int
	raw []byte
}

type needed struct {
	Price    sonicNumber `json:"price"`
	Quantity sonicNumber `json:"quantity"`
}

// A sonicNumber is the text of a number, which goes out as it came in.
type sonicNumber string

func (n *sonicNumber) UnmarshalJSON(text []byte) error { *n = sonicNumber(text); return nil }

func main() {
	if err := run(context.Background(), twin.Parse()); err != nil {
		log.Fatal(err)
	}
}

type syncer struct {
	client *http.Client
	base   string
}

func (s *syncer) get(ctx context.Context, path string, into *bytes.Buffer) error {
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
	into.Reset()
	if resp.ContentLength > 0 {
		into.Grow(int(resp.ContentLength) + bytes.MinRead)
	}
	_, err = into.ReadFrom(resp.Body)
	return err
}

type answer struct {
	raw   []byte
	value string
}

func (s *syncer) each(ctx context.Context, items []rawItem, path string, concurrency int, pick func(needed) string) ([]answer, error) {
	answers := make([]answer, len(items))
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range concurrency {
		group.Go(func() error {
			var buffer bytes.Buffer
			for {
				i := int(next.Add(1)) - 1
				if i >= len(items) {
					return nil
				}
				if err := s.get(ctx, path+"?item="+strconv.Itoa(items[i].id), &buffer); err != nil {
					return err
				}
				raw := bytes.Clone(buffer.Bytes())
				var n needed
				if err := sonic.ConfigFastest.Unmarshal(raw, &n); err != nil {
					return err
				}
				answers[i] = answer{raw, pick(n)}
			}
		})
	}
	return answers, group.Wait()
}

func run(ctx context.Context, flags twin.Flags) error {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns = 2 * flags.Concurrency
	transport.MaxIdleConnsPerHost = 2 * flags.Concurrency
	s := &syncer{client: &http.Client{Transport: transport}, base: flags.Base}

	var body bytes.Buffer
	if err := s.get(ctx, "/items", &body); err != nil {
		return err
	}
	var raws []sonicNumber
	if err := sonic.ConfigFastest.Unmarshal(body.Bytes(), &raws); err != nil {
		return err
	}
	items := make([]rawItem, len(raws))
	for i, raw := range raws {
		var id struct {
			ID int `json:"id"`
		}
		if err := sonic.ConfigFastest.UnmarshalFromString(string(raw), &id); err != nil {
			return err
		}
		items[i] = rawItem{id.ID, []byte(raw)}
	}

	var prices, stocks []answer
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		prices, err = s.each(groupCtx, items, "/prices", flags.Concurrency, func(n needed) string { return string(n.Price) })
		return err
	})
	group.Go(func() (err error) {
		stocks, err = s.each(groupCtx, items, "/stocks", flags.Concurrency, func(n needed) string { return string(n.Quantity) })
		return err
	})
	if err := group.Wait(); err != nil {
		return err
	}
	return write(flags.Output, items, prices, stocks)
}

func write(name string, items []rawItem, prices, stocks []answer) error {
	var out bytes.Buffer
	list := func(name string, one func(i int)) {
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "%q:[", name)
		for i := range items {
			if i > 0 {
				out.WriteByte(',')
			}
			one(i)
		}
		out.WriteByte(']')
	}
	out.WriteByte('{')
	list("items", func(i int) { out.Write(items[i].raw) })
	list("prices", func(i int) { out.Write(prices[i].raw) })
	list("stocks", func(i int) { out.Write(stocks[i].raw) })
	list("enriched", func(i int) {
		raw := items[i].raw
		out.Write(raw[:len(raw)-1])
		out.WriteString(`,"price":`)
		out.WriteString(prices[i].value)
		out.WriteString(`,"stock":`)
		out.WriteString(stocks[i].value)
		out.WriteByte('}')
	})
	out.WriteByte('}')
	return os.WriteFile(name, out.Bytes(), 0o644)
}
