package value

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"testing"
)

// FuzzDecode compares Decode with encoding/json: which documents are valid, what they say, in which order.
func FuzzDecode(f *testing.F) {
	for _, doc := range documents {
		f.Add([]byte(doc))
		f.Add([]byte(`[` + doc + `,{"a":` + doc + `,"b":1},{"a":1,"b":` + doc + `}]`))
	}
	f.Fuzz(func(t *testing.T, doc []byte) { compareDecoders(t, doc) })
}

// FuzzRoundTrip writes what it read, compact and indented, and reads it again; encoding/json must see the same in both.
func FuzzRoundTrip(f *testing.F) {
	for _, doc := range documents {
		f.Add([]byte(doc))
	}
	f.Add(benchDocument(3))
	f.Fuzz(func(t *testing.T, doc []byte) {
		v, err := Decode(doc)
		if err != nil {
			return
		}
		for _, text := range [][]byte{AppendJSON(nil, v), AppendIndent(nil, v, 0)} {
			if !json.Valid(text) {
				t.Fatalf("%q is written as %q, which is no JSON", doc, text)
			}
			decoder := json.NewDecoder(bytes.NewReader(text))
			decoder.UseNumber()
			var want any
			if err := decoder.Decode(&want); err != nil {
				t.Fatal(err)
			}
			if why := differWritten(v, want); why != "" {
				t.Fatalf("%q is written as %q: %s", doc, text, why)
			}
			back, err := Decode(text)
			if err != nil {
				t.Fatalf("%q is written as %q, which does not read: %v", doc, text, err)
			}
			if !Equal(v, back) || hashOf(v) != hashOf(back) {
				t.Fatalf("%q is written as %q, which is another value", doc, text)
			}
			if !identical(v, back) && !holdsWhole(v) {
				t.Fatalf("%q is written as %q, which reads as %s", doc, text, back)
			}
			if got := AppendJSON(nil, back); !bytes.Equal(got, AppendJSON(nil, v)) {
				t.Fatalf("%q is written as %q, and then as %q", doc, text, got)
			}
		}
		var indented bytes.Buffer
		if err := json.Indent(&indented, AppendJSON(nil, v), "", "  "); err != nil || !bytes.Equal(indented.Bytes(), AppendIndent(nil, v, 0)) {
			t.Fatalf("%q is indented as %q, want %q, %v", doc, AppendIndent(nil, v, 0), &indented, err)
		}
	})
}

// holdsWhole tells whether a double without a fraction is in v: it is written without a point, and reads as an integer.
func holdsWhole(v Value) bool {
	switch v.Kind() {
	case KindFloat:
		f, _ := v.AsFloat()
		return f == math.Trunc(f)
	case KindObject:
		return slices.ContainsFunc(v.fields(), holdsWhole)
	case KindArray:
		return slices.ContainsFunc(v.Elems(), holdsWhole)
	}
	return false
}

// differWritten is differ for what was written: a double without a fraction may stand there as an integer.
func differWritten(v Value, want any) string {
	if number, ok := want.(json.Number); ok && v.Kind() == KindFloat {
		f, err := number.Float64()
		if got, _ := v.AsFloat(); err != nil || got != f {
			return "got " + v.String() + ", want " + string(number)
		}
		return ""
	}
	switch want := want.(type) {
	case []any:
		for i, elem := range v.Elems() {
			if i >= len(want) {
				return "an array became shorter"
			}
			if why := differWritten(elem, want[i]); why != "" {
				return why
			}
		}
		if v.Kind() != KindArray || len(want) != v.Len() {
			return "an array changed its length"
		}
		return ""
	case map[string]any:
		for name, field := range v.Fields() {
			if why := differWritten(field, want[name]); why != "" {
				return why
			}
		}
		if v.Kind() != KindObject || len(want) != v.Len() {
			return "an object changed its fields"
		}
		return ""
	}
	return differ(v, want)
}
