package main

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// The answers are made before the first request, all but the smallest, so that
// the server has as little as possible to do while the programs are timed.

// array is a JSON array of the size, an element by its index from 0.
func array(size int, element func(b *bytes.Buffer, i int)) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := range size {
		if i > 0 {
			b.WriteByte(',')
		}
		element(&b, i)
	}
	b.WriteByte(']')
	return b.Bytes()
}

// pick is a deterministic choice that looks random.
func pick[T any](i int, from ...T) T { return from[(uint(i)*2654435761>>7)%uint(len(from))] }

func send(w http.ResponseWriter, body []byte) {
	w.Header()["Content-Type"] = []string{"application/json"}
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	_, _ = w.Write(body) // a client that left is not the server's concern
}

func serve(body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { send(w, body) }
}

// each answers what the parameter item asks for, after the latency.
func each(latency time.Duration, answer func(b []byte, item string) []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if latency > 0 {
			time.Sleep(latency)
		}
		send(w, answer(nil, r.URL.Query().Get("item")))
	}
}

func fanoutAPI(size int, v variant) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /items", serve(array(size, func(b *bytes.Buffer, i int) {
		fmt.Fprintf(b, `{"id":%d,"sku":"SKU-%06d","name":"Item number %d","category":"%s","brand":"%s","active":%t,"weight":%d.%d,"tags":["%s","%s"],"created":"2026-01-%02dT08:00:00Z"}`,
			i+1, i*7, i, pick(i, "tools", "garden", "kitchen"), pick(i+3, "Acme", "Umbra", "Initech", "Hooli"), i%9 != 0,
			i%40, i%10, pick(i, "new", "sale", "old"), pick(i+1, "red", "blue"), 1+i%28)
	})))
	mux.Handle("GET /prices", each(v.latency, func(b []byte, item string) []byte {
		n, _ := strconv.Atoi(item)
		return fmt.Appendf(b, `{"item":%s,"price":%d.%02d,"currency":"EUR","list":"retail","vat":0.2,"valid":{"from":"2026-01-01","to":"2026-12-31"},"tiers":[{"from":10,"discount":0.05},{"from":100,"discount":0.1}]}`, item, n%500, n%100)
	}))
	mux.Handle("GET /stocks", each(v.latency, func(b []byte, item string) []byte {
		n, _ := strconv.Atoi(item)
		return fmt.Appendf(b, `{"item":%s,"quantity":%d,"warehouse":{"id":%d,"name":"North %d"},"reserved":%d,"incoming":[],"counted":"2026-02-01T00:00:00Z"}`, item, n%90, n%7, n%7, n%5)
	}))
	return mux
}

func processAPI(size int, _ variant) http.Handler {
	customers := max(1, size/20)
	mux := http.NewServeMux()
	mux.Handle("GET /customers", serve(array(customers, func(b *bytes.Buffer, i int) {
		fmt.Fprintf(b, `{"id":%d,"name":"Customer %d","email":"c%d@example.com","address":{"street":"Main Street %d","city":"%s","country":"%s"}}`,
			i, i, i, i%200, pick(i, "Vienna", "Graz", "Linz"), pick(i, "AT", "DE", "CH"))
	})))
	mux.Handle("GET /orders", serve(array(size, func(b *bytes.Buffer, i int) {
		fmt.Fprintf(b, `{"id":%d,"number":"ORD-%08d","status":"%s","created":"2026-03-%02dT10:%02d:00Z","customer":{"id":%d,"segment":"%s"},"total":%d.%02d,"currency":"EUR","lines":[{"sku":"SKU-%05d","quantity":%d,"price":%d.50},{"sku":"SKU-%05d","quantity":1,"price":9.90}],"shipping":{"method":"%s","address":{"street":"Side Street %d","city":"%s","postcode":"%04d"}},"notes":"please ring twice","priority":%t}`,
			i, i, pick(i, "open", "paid", "shipped", "cancelled"), 1+i%28, i%60, i%customers, pick(i+2, "b2b", "b2c"), 10+i%400, i%100,
			i%9999, 1+i%5, i%70, (i+7)%9999, pick(i, "express", "standard", "pickup"), i%90, pick(i+1, "Salzburg", "Innsbruck", "Wien"), 1000+i%8999, i%11 == 0)
	})))
	return mux
}

func joinAPI(size int, _ variant) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /orders", serve(array(size, func(b *bytes.Buffer, i int) {
		fmt.Fprintf(b, `{"id":%d,"customer":"Customer %d","total":%d.%02d,"currency":"EUR","status":"%s"}`, i, i%5000, 20+i%300, i%100, pick(i, "open", "paid"))
	})))
	mux.Handle("GET /payments", serve(array(size, func(b *bytes.Buffer, i int) {
		fmt.Fprintf(b, `{"id":"pay-%d","order":%d,"amount":%d.%02d,"method":"%s","at":"2026-04-%02dT12:00:00Z"}`, i, i, 20+i%299, i%100, pick(i, "card", "transfer"), 1+i%28)
	})))
	mux.Handle("GET /shipments", serve(array(size, func(b *bytes.Buffer, i int) {
		fmt.Fprintf(b, `{"id":"shp-%d","order":%d,"carrier":"%s","weight":%d.%d,"tracking":"TRK%09d"}`, i, i, pick(i, "DHL", "Post", "GLS"), 1+i%20, i%10, i)
	})))
	return mux
}

// numbers are those from 1 to the size.
func numbers(size int) []byte {
	return array(size, func(b *bytes.Buffer, i int) { fmt.Fprintf(b, "%d", i+1) })
}

func scheduleAPI(size int, v variant) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /items", serve(numbers(size)))
	mux.Handle("GET /slow", each(v.latency, func(b []byte, item string) []byte {
		return fmt.Appendf(b, `{"item":%s,"ok":true}`, item)
	}))
	return mux
}

func startAPI(int, variant) http.Handler { return http.NotFoundHandler() }

func storeAPI(size int, _ variant) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /numbers", serve(numbers(size)))
	return mux
}
