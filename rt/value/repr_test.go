//go:build !reqon_safe

package value

import (
	"runtime"
	"strings"
	"testing"
	"unsafe"
)

func TestValueIsTwoWords(t *testing.T) {
	if size := unsafe.Sizeof(Value{}); size != 16 {
		t.Errorf("a Value has %d bytes, want 16", size)
	}
}

// What a value points to must stay while the value does, although only the value's word knows of it.
func TestCollectorKeepsWhatValuesPointTo(t *testing.T) {
	const n = 1000
	values := make([]Value, n)
	for i := range values {
		text := String(strings.Repeat("x", i%50) + "end")
		values[i] = Array(text, NewShape("text", "list").Object(text, Array(Int(int64(i)), text)))
	}
	for range 3 {
		runtime.GC()
		_ = make([]byte, 1<<20)
	}
	list := NewField("list")
	for i, v := range values {
		want := strings.Repeat("x", i%50) + "end"
		object := Index(v, Int(1))
		number, _ := Index(object.Get(list), Int(0)).AsInt()
		text, _ := Index(object.Get(list), Int(1)).Text()
		if first, _ := Index(v, Int(0)).Text(); first != want || text != want || number != int64(i) {
			t.Fatalf("value %d has become %s", i, v)
		}
	}
}

// A piece of a slice is a value of its own: it keeps the memory around it, and no more than its own elements are seen.
func TestPartOfASlice(t *testing.T) {
	all := []Value{Int(0), Int(1), Int(2), Int(3)}
	v := Array(all[1:3]...)
	if got := v.String(); got != "[1,2]" || cap(v.Elems()) != 2 {
		t.Errorf("the middle is %s with room for %d", got, cap(v.Elems()))
	}
}

// A small document costs what it holds and not a slab.
func TestDecodeAllocatesWhatItNeeds(t *testing.T) {
	doc := []byte(`{"id":1,"name":"a","tags":["x","y"]}`)
	var d decoder // its own: the race detector makes the pool forget some
	if _, err := d.decode(doc, false); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { _, _ = d.decode(doc, false) }); n > 2 {
		t.Errorf("decoding %s takes %.0f allocations, want two: an object and an array", doc, n)
	}
}
