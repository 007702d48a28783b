package serial_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/store"
	"github.com/reqongen/reqongen/rt/store/memory"
	"github.com/reqongen/reqongen/rt/value"
)

// BenchmarkFanOut tells what the order of the serial run costs a mission that
// fans out: 2 × 1,000 requests, ten at once in each of two actions, whose
// answers are stored one by one. Beside it, by turns, is the same with each
// store a map and the list of its keys behind a mutex, in the order of the
// clock. Answers take no time, so that nothing hides behind the network.
func BenchmarkFanOut(b *testing.B) {
	items := make([]value.Value, 1000)
	shape := value.NewShape("id", "name")
	for i := range items {
		items[i] = shape.Object(value.Int(int64(i)), value.String("item "+strconv.Itoa(i)))
	}
	var serial, plain time.Duration
	for b.Loop() {
		serial += fanOut(b, items, func(run *rt.Run, name string) keeping { return kept{memory.Open(run, name)} })
		plain += fanOut(b, items, func(*rt.Run, string) keeping { return &mapped{rows: map[string]value.Value{}} })
	}
	b.ReportMetric(float64(serial)/float64(b.N)/1e6, "stores-ms")
	b.ReportMetric(float64(plain)/float64(b.N)/1e6, "maps-ms")
	b.ReportMetric(100*(float64(serial)/float64(plain)-1), "%more")
	b.ReportMetric(0, "ns/op")
}

// keeping is what the mission does with a store.
type keeping interface {
	save(ctx context.Context, s *rt.Strand, at value.Pos, record, key value.Value) error
	get(s *rt.Strand, key value.Value) value.Value
}

type kept struct{ *store.Store }

func (k kept) save(ctx context.Context, s *rt.Strand, at value.Pos, record, key value.Value) error {
	return k.Save(ctx, s, at, record, store.Options{Key: func(value.Value) value.Value { return key }})
}

func (k kept) get(s *rt.Strand, key value.Value) value.Value { return k.Get(s, key) }

type mapped struct {
	mu   sync.Mutex
	rows map[string]value.Value
	keys []string
}

func (m *mapped) save(ctx context.Context, s *rt.Strand, at value.Pos, record, key value.Value) error {
	s.Enter(at)
	if err := s.Check(ctx); err != nil {
		return err
	}
	text, _ := value.KeyText(key)
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, there := m.rows[text]; !there {
		m.keys = append(m.keys, text)
	}
	m.rows[text] = record
	return nil
}

func (m *mapped) get(_ *rt.Strand, key value.Value) value.Value {
	text, _ := value.KeyText(key)
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.rows[text]
}

// fanOut runs the mission and gives the time of the processors that it took.
func fanOut(b *testing.B, items []value.Value, open func(run *rt.Run, name string) keeping) time.Duration {
	b.Helper()
	id, price, quantity := value.NewField("id"), value.NewField("price"), value.NewField("quantity")
	params, combined := value.NewShape("itemId"), value.NewMerge("price", "stock")
	program := &rt.Program{
		Mission: "FanOut",
		Stages: []rt.StagePlan{
			{Actions: []string{"Pricing", "Inventory"}, At: "m.reqon:9:1", Group: true},
			{Actions: []string{"Combine"}, At: "m.reqon:9:9"},
		},
	}
	program.Open = func(run *rt.Run) func(context.Context, *rt.Strand) error {
		src := fetch.Open(run, fetch.Config{Name: "default", Base: "http://api.example"})
		pricing, inventory, enriched := open(run, "pricing"), open(run, "inventory"), open(run, "enriched")
		enrich := func(path string, into keeping) func(context.Context, *rt.Strand) error {
			return func(ctx context.Context, s *rt.Strand) error {
				loop := s.ParallelLoop("m.reqon:2:1", rt.CollectFailures)
				group := new(errgroup.Group)
				group.SetLimit(10)
				for i, item := range loop.Over(ctx, items) {
					group.Go(func() error {
						return loop.Do(ctx, i, item, func(s *rt.Strand) error {
							response, err := src.Send(ctx, s, "m.reqon:3:1", fetch.Request{Method: "GET", Path: path, Params: params.Object(item.Get(id))})
							if err != nil {
								return err
							}
							return into.save(ctx, s, "m.reqon:4:1", response, item.Get(id))
						})
					})
				}
				return loop.End(ctx, group.Wait())
			}
		}
		return func(ctx context.Context, s *rt.Strand) error {
			stage := s.Stage(1)
			group := new(errgroup.Group)
			group.Go(func() error { return stage.Settle(ctx, "Pricing", enrich("/pricing", pricing)) })
			group.Go(func() error { return stage.Settle(ctx, "Inventory", enrich("/inventory", inventory)) })
			if err := stage.End(ctx, group.Wait()); err != nil {
				return err
			}
			return s.Stage(2).Only(ctx, "Combine", func(ctx context.Context, s *rt.Strand) error {
				for _, item := range items {
					key := item.Get(id)
					record := s.Merge("m.reqon:6:1", combined, item, pricing.get(s, key).Get(price), inventory.get(s, key).Get(quantity))
					if err := enriched.save(ctx, s, "m.reqon:7:1", record, key); err != nil {
						return err
					}
				}
				return nil
			})
		}
	}
	start := processorTime()
	result, err := rt.Execute(b.Context(), program, rt.Options{Env: func(string) (string, bool) { return "", false }, Transport: instant{}})
	if err != nil || result.Status != rt.Done {
		b.Fatal(err, result)
	}
	return processorTime() - start
}

// processorTime is what the process has taken of the processors, and whatever
// else the machine does takes none of.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// instant answers at once.
type instant struct{}

func (instant) RoundTrip(r *http.Request) (*http.Response, error) {
	text := `{"itemId":1,"price":9.5,"quantity":3}`
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader([]byte(text))),
		ContentLength: int64(len(text)),
	}, nil
}
