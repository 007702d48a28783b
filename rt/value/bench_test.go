package value

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strconv"
	"testing"
)

// The document of the benchmarks: records as an API of customers answers them.

type benchRecord struct {
	ID       int64        `json:"id"`
	Name     string       `json:"name"`
	Email    string       `json:"email"`
	Status   string       `json:"status"`
	Active   bool         `json:"active"`
	Balance  float64      `json:"balance"`
	Quantity int64        `json:"quantity"`
	Created  string       `json:"created"`
	Note     *string      `json:"note"`
	Tags     []string     `json:"tags"`
	Address  benchAddress `json:"address"`
}

type benchAddress struct {
	Street string `json:"street"`
	City   string `json:"city"`
	Zip    string `json:"zip"`
}

func benchDocument(n int) []byte {
	cities := []string{"Berlin", "Lisboa", "Zürich", "Wellington", "Osaka"}
	statuses := []string{"AUTHORISED", "PAID", "DRAFT"}
	var b bytes.Buffer
	b.WriteString(`[`)
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"id":%d,"name":"Customer %d","email":"customer%d@example.com","status":%q,"active":%t,`+
			`"balance":%s,"quantity":%d,"created":"2024-%02d-%02dT09:30:00Z","note":null,"tags":["retail","tier-%d"],`+
			`"address":{"street":"%d Station Road","city":%q,"zip":"%05d"}}`,
			9007199254740993+int64(i), i, i, statuses[i%3], i%3 == 0,
			strconv.FormatFloat(float64(i%100000)/100, 'f', 2, 64), i%50, i%12+1, i%28+1, i%7,
			i%300, cities[i%5], i%99999)
	}
	b.WriteString("]\n")
	return b.Bytes()
}

// benchOrders is what a mission reads a few fields of, here and there in each record.
func benchOrders(n int) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":%d,"number":"ORD-%08d","status":"open","created":"2026-03-%02dT10:%02d:00Z","customer":{"id":%d,"segment":"b2b"},`+
			`"total":%d.%02d,"currency":"EUR","lines":[{"sku":"SKU-%05d","quantity":%d,"price":%d.50},{"sku":"SKU-%05d","quantity":1,"price":9.90}],`+
			`"shipping":{"method":"express","address":{"street":"Side Street %d","city":"Wien","postcode":"%04d"}},"notes":"please ring twice","priority":false}`,
			i, i, 1+i%28, i%60, i%5000, 10+i%400, i%100, i%9999, 1+i%5, i%70, (i+7)%9999, i%90, 1000+i%8999)
	}
	b.WriteByte(']')
	return b.Bytes()
}

var benchSeen = Select("[].status", "[].total", "[].customer.id", "[].id", "[].shipping.address.city", "[].shipping.method", "[].lines[]")

func BenchmarkDecodeSelected(b *testing.B) {
	doc := benchOrders(10_000)
	for _, c := range []struct {
		name      string
		selection *Selection
	}{{"all", nil}, {"parts", benchSeen}, {"nothing", nothing}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := DecodeSelected(doc, c.selection); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

const benchRecords = 100_000

// retained is what f's result keeps on the heap, once what it threw away is collected.
func retained(f func() any) (any, float64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := f()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return kept, float64(int64(after.HeapAlloc) - int64(before.HeapAlloc))
}

func BenchmarkDecode(b *testing.B) {
	doc := benchDocument(benchRecords)
	// Each decoder gets a document of its own, as a response's body is; what it refers to of it counts as its memory.
	decoders := []struct {
		name   string
		decode func([]byte) (any, error)
	}{
		{"value", func(doc []byte) (any, error) { return Decode(doc) }},
		{"value-copy", func(doc []byte) (any, error) { return DecodeCopy(doc) }},
		{"json-any", func(doc []byte) (any, error) { var v any; err := json.Unmarshal(doc, &v); return v, err }},
		{"json-typed", func(doc []byte) (any, error) { var v []benchRecord; err := json.Unmarshal(doc, &v); return v, err }},
	}
	for _, d := range decoders {
		b.Run(d.name, func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := d.decode(doc); err != nil {
					b.Fatal(err)
				}
			}
			kept, bytes := retained(func() any {
				v, err := d.decode(bytes.Clone(doc))
				if err != nil {
					b.Fatal(err)
				}
				return v
			})
			b.ReportMetric(bytes/1e6, "MB-kept")
			runtime.KeepAlive(kept)
		})
	}
}

// Records of which some lack fields, as where an API leaves out what is null.
func BenchmarkDecodeOptional(b *testing.B) {
	var buf bytes.Buffer
	buf.WriteByte('[')
	for i := range 10_000 {
		if i > 0 {
			buf.WriteByte(',')
		}
		fmt.Fprintf(&buf, `{"id":%d,"name":"n%d"`, i, i)
		for j, name := range []string{"email", "phone", "website", "country", "currency"} {
			if i*7919>>j&1 == 1 {
				fmt.Fprintf(&buf, `,%q:"value %d"`, name, i)
			}
		}
		fmt.Fprintf(&buf, `,"total":%d.5}`, i)
	}
	buf.WriteByte(']')
	doc := buf.Bytes()
	b.Run("value", func(b *testing.B) {
		b.SetBytes(int64(len(doc)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Decode(doc); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("json-any", func(b *testing.B) {
		b.SetBytes(int64(len(doc)))
		b.ReportAllocs()
		for b.Loop() {
			var v any
			if err := json.Unmarshal(doc, &v); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// One object of a million keys, and a million objects of one key each: maps rather than records.
func BenchmarkDecodeMaps(b *testing.B) {
	var large, many bytes.Buffer
	large.WriteByte('{')
	many.WriteByte('[')
	for i := range 1_000_000 {
		if i > 0 {
			large.WriteByte(',')
			many.WriteByte(',')
		}
		fmt.Fprintf(&large, `"key-%d":%d`, i, i)
		fmt.Fprintf(&many, `{"key-%d":%d}`, i, i)
	}
	large.WriteByte('}')
	many.WriteByte(']')
	for _, doc := range []struct {
		name string
		doc  []byte
	}{{"one-large", large.Bytes()}, {"many-different", many.Bytes()}} {
		b.Run(doc.name+"/value", func(b *testing.B) {
			b.SetBytes(int64(len(doc.doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decode(doc.doc); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(doc.name+"/json-any", func(b *testing.B) {
			b.SetBytes(int64(len(doc.doc)))
			b.ReportAllocs()
			for b.Loop() {
				var v any
				if err := json.Unmarshal(doc.doc, &v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	doc := benchDocument(benchRecords)
	v, err := Decode(doc)
	if err != nil {
		b.Fatal(err)
	}
	var plain any
	var typed []benchRecord
	if json.Unmarshal(doc, &plain) != nil || json.Unmarshal(doc, &typed) != nil {
		b.Fatal("the document does not decode")
	}
	b.Run("value", func(b *testing.B) {
		b.SetBytes(int64(len(doc)))
		b.ReportAllocs()
		var buf []byte
		for b.Loop() {
			buf = AppendJSON(buf[:0], v)
		}
	})
	b.Run("value-indent", func(b *testing.B) {
		b.SetBytes(int64(len(doc)))
		b.ReportAllocs()
		var buf []byte
		for b.Loop() {
			buf = AppendIndent(buf[:0], v, 0)
		}
	})
	for name, x := range map[string]any{"json-any": plain, "json-typed": typed} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			var buf bytes.Buffer
			for b.Loop() {
				buf.Reset()
				if err := json.NewEncoder(&buf).Encode(x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFieldRead(b *testing.B) {
	doc := benchDocument(1000)
	v, err := Decode(doc)
	if err != nil {
		b.Fatal(err)
	}
	var plain []map[string]any
	if err := json.Unmarshal(doc, &plain); err != nil {
		b.Fatal(err)
	}
	b.Run("value", func(b *testing.B) {
		f := NewField("created")
		for b.Loop() {
			for _, x := range v.Elems() {
				if x.Get(f).IsNull() {
					b.Fatal("no field")
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/read")
	})
	b.Run("map", func(b *testing.B) {
		for b.Loop() {
			for _, x := range plain {
				if x["created"] == nil {
					b.Fatal("no field")
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/read")
	})
}

// What map item -> Enriched { ...item, price: prices[item.id].price, total: item.quantity * … } does for each item.
func BenchmarkMapSpread(b *testing.B) {
	doc := benchDocument(1000)
	v, err := Decode(doc)
	if err != nil {
		b.Fatal(err)
	}
	var plain []map[string]any
	if err := json.Unmarshal(doc, &plain); err != nil {
		b.Fatal(err)
	}
	b.Run("value", func(b *testing.B) {
		b.ReportAllocs()
		m := NewMerge("price", "total")
		balance, quantity := NewField("balance"), NewField("quantity")
		var e Eval
		for b.Loop() {
			for _, x := range v.Elems() {
				price := x.Get(balance)
				m.Over(x, price, e.Mul("", price, x.Get(quantity)))
			}
		}
		if e.EvalErr() != nil {
			b.Fatal(e.EvalErr())
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/record")
	})
	b.Run("map", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, x := range plain {
				y := make(map[string]any, len(x)+2)
				for k, v := range x {
					y[k] = v
				}
				price := x["balance"].(float64)
				y["price"] = price
				y["total"] = price * x["quantity"].(float64)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/record")
	})
}

func BenchmarkOperators(b *testing.B) {
	var e Eval
	one, two := Int(1), Float(2.5)
	early, late := String("2024-01-31T09:30:00Z"), String("2024-02-01T09:30:00+01:00")
	text, other := String("AUTHORISED"), String("PAID")
	b.Run("add-ints", func(b *testing.B) {
		sum := Int(0)
		for b.Loop() {
			sum = e.Add("", sum, one)
		}
	})
	b.Run("mul-mixed", func(b *testing.B) {
		for b.Loop() {
			e.Mul("", one, two)
		}
	})
	b.Run("less-instants", func(b *testing.B) {
		for b.Loop() {
			if !e.Less("", early, late) {
				b.Fatal("not less")
			}
		}
	})
	b.Run("less-strings", func(b *testing.B) {
		for b.Loop() {
			if !e.Less("", text, other) {
				b.Fatal("not less")
			}
		}
	})
	b.Run("concat", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			e.Concat("", text, one)
		}
	})
	b.Run("instant-plus-days", func(b *testing.B) {
		b.ReportAllocs()
		days := e.Days("", Int(3))
		for b.Loop() {
			e.Add("", early, days)
		}
	})
}
