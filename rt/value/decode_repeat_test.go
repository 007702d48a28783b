package value

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"
)

// TestRepeats decodes documents that say the same again and again, one after another with one decoder, and wants what a
// decoder without memory makes of each.
func TestRepeats(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		d := newDecoder()
		for range 1 + r.IntN(20) {
			doc := []byte(repetitive(r, 4))
			got, err := d.decode(doc, true)
			clear(doc) // what the decoder remembers, and what it gave, is its own
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			again := AppendJSON(nil, got)
			want, err := Decode(again)
			if err != nil || !Equal(got, want) {
				t.Fatalf("seed %d: %s: %v", seed, again, err)
			}
		}
	}
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		d := newDecoder()
		for range 1 + r.IntN(20) {
			doc := repetitive(r, 4)
			got, err := d.decode([]byte(doc), true)
			if err != nil || string(AppendJSON(nil, got)) != doc {
				t.Fatalf("seed %d: %s came out as %s: %v", seed, doc, AppendJSON(nil, got), err)
			}
		}
	}
}

// repetitive is a document as AppendJSON writes it, of few words.
func repetitive(r *rand.Rand, depth int) string {
	words := []string{`"EUR"`, `""`, `"a"`, `"ab"`, `"open"`, `"closed"`, `"2026-01-01"`, `"ü"`, `"Wien"`, `"` + strings.Repeat("long", 8) + `"`, `"` + strings.Repeat("long", 9) + `"`, "1", "2.5", "null", "[]", "{}"}
	var b strings.Builder
	switch n := r.IntN(4); {
	case depth == 0 || depth < 4 && r.IntN(3) == 0:
		return words[r.IntN(len(words))]
	case depth%2 == 0:
		for range n {
			fmt.Fprintf(&b, ",%s", repetitive(r, depth-1))
		}
		return "[" + strings.TrimPrefix(b.String(), ",") + "]"
	default:
		for i := range n {
			fmt.Fprintf(&b, `,"k%d":%s`, i, repetitive(r, depth-1))
		}
		return "{" + strings.TrimPrefix(b.String(), ",") + "}"
	}
}

// TestRepeatedIsShared wants that what comes a third time takes no memory: a short text wherever it stands in other
// documents, and an object with a text too long for that.
func TestRepeatedIsShared(t *testing.T) {
	if !selecting {
		t.Skip("not run: nothing is remembered, as the build tag says")
	}
	d := newDecoder()
	long := strings.Repeat("long", 10)
	var texts, longs []*byte
	for i := range 4 {
		doc := fmt.Sprintf(`{"id":%d,"currency":"EUR","valid":{"note":%q}}`, i, long)
		v, err := d.decode([]byte(doc), true)
		if err != nil {
			t.Fatal(err)
		}
		field := func(v Value, name string) Value {
			f, _ := v.Lookup(name)
			return f
		}
		data := func(v Value) *byte {
			text, _ := v.Text()
			return unsafe.StringData(text)
		}
		texts = append(texts, data(field(v, "currency")))
		longs = append(longs, data(field(field(v, "valid"), "note")))
	}
	if texts[1] != texts[2] || texts[2] != texts[3] {
		t.Errorf("a short text is copied each time: %v", texts)
	}
	if longs[2] != longs[3] {
		t.Errorf("an object is made each time: %v", longs)
	}
}

// TestRepeatedTooDeep wants an error where a value that has been met before stands so deep that a part of it is nested
// too deeply there.
func TestRepeatedTooDeep(t *testing.T) {
	d := newDecoder()
	nested := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	for n := 1; n < 20; n++ { // wherever in the decoder's memory it is looked for
		for range 3 {
			if _, err := d.decode(nested(n), true); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.decode(nested(maxDepth+1), true); err == nil {
			t.Fatalf("%d levels are no error behind %d", maxDepth+1, n)
		}
	}
	if _, err := d.decode(nested(maxDepth), true); err != nil {
		t.Fatal(err)
	}
}
