package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// documents are valid and invalid ones, the seeds of the fuzz tests too. encoding/json says which is which.
var documents = []string{
	// scalars
	`null`, `true`, `false`, `0`, `-0`, `1`, `-1`, `1.5`, `-1.5e-3`, `1E5`, `1e+5`, `0.0`, `-0.0`, `1e22`, `1e23`, `1e-22`, `123456789.123456789`,
	`9007199254740993`, `9223372036854775807`, `9223372036854775808`, `-9223372036854775808`, `-9223372036854775809`,
	`18446744073709551615`, `18446744073709551616`, `99999999999999999999999999`, `1e308`, `1.7976931348623157e308`, `1e309`,
	`1e400`, `-1e400`, `1e-400`, `5e-324`, `1e99999999999`, `0e99999999999`, `1e-99999999999`, `0.1`, `0.30000000000000004`,
	`2.2250738585072011e-308`, `8.98846567431158e+307`, `9007199254740993.0`, `1234567890123456789012345`, `0.000001`, `0.0000001`, `1e20`, `1e21`,
	`12345678901234567.5`, `1844674407370955161.5`, `18446744073709551615.5`, `0.12345678901234567890123`,
	// no numbers
	``, ` `, `-`, `01`, `-01`, `00`, `1.`, `.5`, `1.e5`, `1e`, `1e+`, `+1`, `0x10`, `1_000`, `1,2`, `NaN`, `Infinity`, `-Infinity`, `1a`, `- 1`, `--1`, `1..2`, `1e1.5`, `1e5e5`,
	// words
	`nul`, `nulll`, `tru`, `truE`, `True`, `fals`, `falsy`, `null null`, `n`, `t`, `f`,
	// strings
	`""`, `"a"`, `"é"`, `"日本語"`, `"😀"`, `"\""`, `"\\"`, `"\/"`, `"\b\f\n\r\t"`, `"\u0041"`, `"\u00e9"`, `"\uD83D\uDE00"`, `"\ud83d"`, `"\ude00"`,
	`"\ud83d\ud83d\ude00"`, `"\ud83dx"`, `"\ud83d\n"`, `"\ud83d\u0041"`, `"\ud83d\ue000"`, `"\ud83d\udbff"`, `"\udbff\udfff"`, `"\ud800\udc00"`, `"\ude00\ud83d"`, `"\u0000"`, `"\u2028\u2029"`, "\"\u2028\u2029\"", `"\uFFFD"`, `"<>&"`, "\"\x7f\"",
	`"`, `"abc`, `"\"`, `"\`, `"\x"`, `"\u"`, `"\u12"`, `"\u12G4"`, `"\u 123"`, "\"\n\"", "\"\t\"", "\"\x00\"", "\"\x1f\"", `'a'`, `"a" "b"`, `"\é"`, `"\U0041"`,
	"\"\xff\"", "\"\xc3\"", "\"\xc3\x28\"", "\"\xed\xa0\x80\"", "\"\xf0\x9f\x98\"", "\"a\xffb\xfe\"", "\"\xc0\x80\"", "\xff", "\"\\n\xff\"", "\"\xff\\n\"", "\"\xff", "\"éééééééé\xe9éééé\"",
	`"12345678"`, `"1234567\n"`, `"12345678\n90"`, `"1234567é90123456"`, "\"1234567\x01\"", "\"12345678901234\x1f5678\"", `"aaaaaaa\"bbbbbbb\\ccccccc"`, `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`,
	// arrays
	`[]`, `[ ]`, `[1]`, `[1,2]`, ` [ 1 , 2 ] `, "[\n1,\r\n\t2]", `[[]]`, `[[1],[2,[3]]]`, `[null]`, `[,]`, `[1,]`, `[,1]`, `[1 2]`, `[1`, `[`, `]`, `[1]]`, `[}`, `[1,,2]`, `[1;2]`, "[1,\x0c2]", "[\u00a01]",
	// objects
	`{}`, `{ }`, `{"a":1}`, ` { "a" : 1 , "b" : [ ] } `, `{"a":{"a":{}}}`, `{"":0}`, `{"é":1}`, `{"\u0061":1,"b":2}`, `{"a\n":1}`, "{\"a\xff\":1}",
	`{"a":1,"a":2}`, `{"a":1,"b":2,"a":3}`, `{"a":1,"\u0061":2}`, `{"a":1,"a":{"a":2,"a":3}}`, `{"b":1,"a":2,"b":3,"a":4}`,
	`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"a":10}`, `{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10}`,
	`{`, `}`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{,}`, `{a:1}`, `{'a':1}`, `{1:1}`, `{"a" 1}`, `{"a",1}`, `{"a":1 "b":2}`, `{"a":1]`, `{"a":}`, `{:1}`, `{"a":1}}`, `{"a\":1}`, `{"a\`, `{"a":1,"b`, `{"a":1,b}`,
	// the same keys again, fewer, more, others: what the decoder predicts from what it met before
	`[{"a":1,"b":2},{"a":3,"b":4}]`, `[{"a":1,"b":2},{"a":3}]`, `[{"a":1},{"a":3,"b":4}]`, `[{"a":1,"b":2},{"b":3,"a":4}]`, `[{"a":1,"b":2},{"a":3,"c":4},{"a":5,"b":6}]`,
	`[{"a":1},{},{"a":2}]`, `[{"a":1,"b":2},{"a":1,"b":2,"a":3},{"a":1,"b":2}]`, `[{"a":{"x":1}},{"a":{"x":2,"y":3}},{"a":null}]`, `[{"a":1,"b":2},{"ab":1,"b":2},{"a":1,"bb":2}]`,
	`[{"a\"":1},{"a\"":2}]`, `[{"a\\":1},{"a\\":2}]`, `[{"\u00e9":1},{"é":2}]`, `[{"a":1},{"a" :2}, { "a":3 } ]`, `[{"a":1},{"a"}]`, `[{"a":1},{"a":}]`, `[{"a":1},{"a`, `[{"a":1},{"a"`, `[{"a":1},{"a":2`, `[{"a":1},{"a":2,}]`, `[{"a":1,"b":2},{"a":3,}]`,
	`[{"p":1,"q":2},{"p":1,"q":2},{"p":3,"q":4},{"p":5,"q":6}]`, `[{"p":1,"q":2},{"p":1,"q":2},{"p":1,"q":2},{"p":1,"q":2,"p":3}]`, `[{"p":1,"q":2},{"p":1,"q":2},{"p":3},{"p":1,"q":2},{"p":1,"q":2,"r":3}]`,
	`[{"p"":1},{"p"":2},{"p"":3},{"p"":4}]`, `[{"p\":1},{"p\":2},{"p\":3},{"p\"":4}]`, `[{"pé":1},{"pé":2},{"pé":3},{"pé":4}]`, `[{"p
":1},{"p
":2},{"p
":3},{"p
":4}]`,
	`[{"p":1,"q":2},{"p":1,"q":2},{"p" :1,"q" : 2},{"p":1, "q":2},{"p":1,"q"}]`, `[{"p":1,"q":2},{"p":1,"q":2},{"p":1,"q":}]`, `[{"p":1,"q":2},{"p":1,"q":2},{"p":1,"q"`, `[{"p":1,"q":2},{"p":1,"q":2},{"p":1,}]`, `[{"p":1,"q":2},{"p":1,"q":2},{"pp":1,"q":3}]`,
	// a byte-order mark, and what stands behind a document
	"\ufeff1", "1\n", "1\x00", "{}x", "[] []", "1 ,",
}

func TestDecodeAgreesWithEncodingJSON(t *testing.T) {
	for _, doc := range documents {
		compareDecoders(t, []byte(doc))
	}
	// As the first, as a later and as the last of several, so that each meets what the others left behind.
	for _, a := range documents {
		for _, form := range []string{`[%,%]`, `{"x":%,"y":%}`, `[[%],{"x":%}]`} {
			compareDecoders(t, []byte(strings.ReplaceAll(form, "%", a)))
		}
	}
}

// compareDecoders fails the test where Decode and encoding/json differ about doc, or Decode and DecodeCopy do.
func compareDecoders(t *testing.T, doc []byte) {
	t.Helper()
	// encoding/json looks at a number's size only when it makes a float64 of it: as any, not as json.Number.
	var plain any
	wantErr := json.Unmarshal(doc, &plain)
	got, err := Decode(bytes.Clone(doc))
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("Decode(%q) fails with %v, encoding/json with %v", doc, err, wantErr)
	}
	var copied []Value // the first, one that may be remembered, and one that may be remembered of it
	for range 3 {
		again := bytes.Clone(doc)
		v, copyErr := DecodeCopy(again)
		for i := range again {
			again[i] = 'x' // DecodeCopy says that the document is free
		}
		if fmt.Sprint(copyErr) != fmt.Sprint(err) {
			t.Fatalf("Decode(%q) fails with %v, DecodeCopy with %v", doc, err, copyErr)
		}
		copied = append(copied, v)
	}
	if err != nil {
		checkSyntaxError(t, doc, err)
		checkWhere(t, doc, err)
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(doc))
	decoder.UseNumber()
	var want any
	if err := decoder.Decode(&want); err != nil {
		t.Fatal(err)
	}
	if why := differ(got, want); why != "" {
		t.Fatalf("Decode(%q): %s", doc, why)
	}
	for _, v := range copied {
		if !identical(v, got) {
			t.Fatalf("Decode(%q) is %s, DecodeCopy %s", doc, got, v)
		}
	}
	// Order of fields.
	if want := fieldOrder(t, doc); want != "" {
		if got := orderOf(got); got != want {
			t.Fatalf("Decode(%q) has the fields in the order %s, want %s", doc, got, want)
		}
	}
}

func checkSyntaxError(t *testing.T, doc []byte, err error) {
	t.Helper()
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatalf("Decode(%q) fails with a %T", doc, err)
	}
	if syntax.Offset < 0 || syntax.Offset > len(doc) {
		t.Fatalf("Decode(%q) fails at offset %d", doc, syntax.Offset)
	}
	before := doc[:syntax.Offset]
	line := 1 + bytes.Count(before, []byte("\n"))
	col := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	if syntax.Line != line || syntax.Col != col || syntax.Msg == "" {
		t.Fatalf("Decode(%q) fails at %d:%d, want %d:%d for offset %d", doc, syntax.Line, syntax.Col, line, col, syntax.Offset)
	}
}

// checkWhere holds the place of what is wrong against the one of encoding/json, which looks at a number's size only where
// all of the document is right otherwise.
func checkWhere(t *testing.T, doc []byte, err error) {
	t.Helper()
	// A space behind it, which encoding/json takes the end of some documents for, changes nothing.
	var want *json.SyntaxError
	if !errors.As(json.Unmarshal(append(bytes.Clone(doc), ' '), new(any)), &want) {
		return
	}
	offset := int(want.Offset) - 1 // it is behind what is wrong
	if want.Error() == "unexpected end of JSON input" {
		offset = len(doc)
	}
	var got *SyntaxError
	if errors.As(err, &got); got.Offset != offset && !(got.Offset < offset && strings.HasSuffix(got.Msg, "is too large")) {
		t.Fatalf("Decode(%q) fails at byte %d (%v), encoding/json at %d (%v)", doc, got.Offset, got, offset, want)
	}
}

// identical tells whether two values are the same to the last bit, the order of fields and the kinds of numbers included.
func identical(a, b Value) bool {
	if a.Kind() != b.Kind() || a.Len() != b.Len() {
		return false
	}
	switch a.Kind() {
	case KindBool, KindInt, KindFloat:
		return a.tag() == b.tag() && a.bits() == b.bits()
	case KindString:
		return a.str() == b.str()
	case KindObject:
		return slices.Equal(a.shape().keys, b.shape().keys) && slices.EqualFunc(a.fields(), b.fields(), identical)
	}
	return slices.EqualFunc(a.Elems(), b.Elems(), identical)
}

// differ tells how v differs from what encoding/json made of the same document with UseNumber; "" where it does not.
func differ(v Value, want any) string {
	switch want := want.(type) {
	case nil:
		if v.IsNull() {
			return ""
		}
	case bool:
		if v.Kind() == KindBool && v.Truthy() == want {
			return ""
		}
	case string:
		if s, ok := v.Text(); ok && s == want {
			return ""
		}
	case json.Number:
		return differNumber(v, want)
	case []any:
		if v.Kind() != KindArray || v.Len() != len(want) {
			break
		}
		for i, elem := range v.Elems() {
			if why := differ(elem, want[i]); why != "" {
				return why
			}
		}
		return ""
	case map[string]any:
		if v.Kind() != KindObject || v.Len() != len(want) {
			break
		}
		for name, field := range v.Fields() {
			x, ok := want[name]
			if !ok {
				return "there is a field " + name
			}
			if why := differ(field, x); why != "" {
				return why
			}
		}
		return ""
	}
	text, _ := json.Marshal(want)
	return "got " + string(AppendJSON(nil, v)) + ", want " + string(text)
}

func differNumber(v Value, want json.Number) string {
	text := string(want)
	if v.Kind() == KindInt {
		// An integer is exact: it is written as it stood.
		if got := v.String(); got != text {
			return "got the integer " + got + ", want " + text
		}
		return ""
	}
	f, err := want.Float64()
	if err != nil {
		return "got a number where encoding/json has none: " + text
	}
	if got, ok := v.AsFloat(); v.Kind() != KindFloat || !ok || math.Float64bits(got) != math.Float64bits(f) {
		return "got " + v.String() + ", want " + text
	}
	if !strings.ContainsAny(text, ".eE") && text != "-0" && f >= math.MinInt64 && f < 1<<64 {
		if got := v.String(); got == text {
			return "the integer " + text + " is kept as a double"
		}
	}
	return ""
}

// fieldOrder is the keys of doc in the order of their first coming, by encoding/json's tokens; "" where doc has a key
// twice, whose value is another's there.
func fieldOrder(t *testing.T, doc []byte) string {
	t.Helper()
	type open struct {
		object bool
		key    bool // a key is next
		seen   map[string]bool
	}
	var stack []open
	var order strings.Builder
	decoder := json.NewDecoder(bytes.NewReader(doc))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if err != nil {
			return order.String()
		}
		top := &open{}
		if len(stack) > 0 {
			top = &stack[len(stack)-1]
		}
		if delim, ok := token.(json.Delim); ok && (delim == '}' || delim == ']') {
			order.WriteRune(rune(delim))
			stack = stack[:len(stack)-1]
			continue
		}
		if top.object && top.key {
			key := token.(string)
			if top.seen[key] {
				return ""
			}
			top.seen[key] = true
			top.key = false
			order.WriteString(key)
			continue
		}
		top.key = true
		if delim, ok := token.(json.Delim); ok {
			order.WriteRune(rune(delim))
			stack = append(stack, open{object: delim == '{', key: true, seen: map[string]bool{}})
		}
	}
}

// orderOf is the same of a value.
func orderOf(v Value) string {
	var order strings.Builder
	var walk func(v Value)
	walk = func(v Value) {
		switch v.Kind() {
		case KindArray:
			order.WriteByte('[')
			for _, elem := range v.Elems() {
				walk(elem)
			}
			order.WriteByte(']')
		case KindObject:
			order.WriteByte('{')
			for name, field := range v.Fields() {
				order.WriteString(name)
				walk(field)
			}
			order.WriteByte('}')
		}
	}
	walk(v)
	return order.String()
}

func TestDecodeDuplicateKeys(t *testing.T) {
	for doc, want := range map[string]string{
		`{"a":1,"b":2,"a":3}`:                                           `{"a":3,"b":2}`,
		`{"b":1,"a":2,"b":3,"a":4}`:                                     `{"b":3,"a":4}`,
		`{"a":{"x":1},"a":{"y":2}}`:                                     `{"a":{"y":2}}`,
		`{"a":1,"\u0061":2}`:                                            `{"a":2}`,
		`[{"a":1,"a":2},{"a":3}]`:                                       `[{"a":2},{"a":3}]`,
		`{"é":1,"\u00e9":2,"e":3}`:                                      `{"é":2,"e":3}`,
		"{\"\xff\":1,\"\\ufffd\":2}":                                    "{\"\ufffd\":2}",
		`{"a":1,"b":{"c":1,"c":2}}`:                                     `{"a":1,"b":{"c":2}}`,
		`{"a":1,"a":1,"a":1,"a":[1]}`:                                   `{"a":[1]}`,
		`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"b":0}`: `{"a":1,"b":0,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9}`,
	} {
		if got := string(AppendJSON(nil, j(doc))); got != want {
			t.Errorf("%s is %s, want %s", doc, got, want)
		}
	}
	var large strings.Builder
	large.WriteString(`{"key-7":"early"`)
	for _, key := range manyKeys(1000) {
		large.WriteString(`,"` + key + `":"` + key + `"`)
	}
	large.WriteString(`,"key-0":"late"}`)
	v := j(large.String())
	first, _ := v.Lookup("key-0")
	seventh, _ := v.Lookup("key-7")
	if v.Len() != 1000 || first.String() != "late" || seventh.String() != "key-7" || v.shape().keys[0] != "key-7" {
		t.Errorf("%d fields, key-0 %s, key-7 %s, the first %s", v.Len(), first, seventh, v.shape().keys[0])
	}
}

func TestDecodeErrors(t *testing.T) {
	for doc, want := range map[string]string{
		``:                    `invalid JSON at 1:1 (byte 0): the document ends where a value is wanted`,
		"{\n  \"a\": 1,\n}":   `invalid JSON at 3:1 (byte 12): '}' where a key is wanted`,
		`{"ä": x}`:            `invalid JSON at 1:7 (byte 7): 'x' where a value is wanted`,
		`[1 2]`:               `invalid JSON at 1:4 (byte 3): '2' where , or ] is wanted`,
		`{"a":1 "b":2}`:       `invalid JSON at 1:8 (byte 7): '"' where , or } is wanted`,
		`{"a" 1}`:             `invalid JSON at 1:6 (byte 5): '1' where : is wanted`,
		`{"a":1`:              `invalid JSON at 1:7 (byte 6): end of document where , or } is wanted`,
		`{"a":1,`:             `invalid JSON at 1:8 (byte 7): end of document where a key is wanted`,
		`[1]]`:                `invalid JSON at 1:4 (byte 3): ']' after the end of the document`,
		`nulx`:                `invalid JSON at 1:4 (byte 3): 'x' in the word null`,
		`tru`:                 `invalid JSON at 1:4 (byte 3): end of document in the word true`,
		`01`:                  `invalid JSON at 1:2 (byte 1): a number with a leading 0`,
		`1.x`:                 `invalid JSON at 1:3 (byte 2): 'x' where a digit is wanted`,
		`1e`:                  `invalid JSON at 1:3 (byte 2): end of document where a digit is wanted`,
		`-`:                   `invalid JSON at 1:2 (byte 1): end of document where a digit is wanted`,
		`[1e400]`:             `invalid JSON at 1:2 (byte 1): the number 1e400 is too large`,
		`"abc`:                `invalid JSON at 1:5 (byte 4): the document ends inside a string`,
		`"ab\`:                `invalid JSON at 1:5 (byte 4): the document ends inside a string`,
		"\"a\nb\"":            `invalid JSON at 1:3 (byte 2): '\n' in a string, where it must be an escape`,
		`"a\xb"`:              `invalid JSON at 1:4 (byte 3): unknown escape \x in a string`,
		`"a\é"`:               `invalid JSON at 1:4 (byte 3): unknown escape \é in a string`,
		`"\u12g4"`:            `invalid JSON at 1:6 (byte 5): 'g' in an escape \u, which wants four hexadecimal digits`,
		"[\xff]":              `invalid JSON at 1:2 (byte 1): byte 0xff where a value is wanted`,
		`<html></html>`:       `invalid JSON at 1:1 (byte 0): '<' where a value is wanted`,
		"{\"a\":\"b\"}\n\nno": `invalid JSON at 3:1 (byte 11): 'n' after the end of the document`,
	} {
		_, err := Decode([]byte(doc))
		if err == nil || err.Error() != want {
			t.Errorf("Decode(%q) fails with\n\t%v\nwant\n\t%s", doc, err, want)
		}
	}
}

func TestDecodeDepth(t *testing.T) {
	for _, c := range []struct {
		doc string
		ok  bool
	}{
		{strings.Repeat("[", 10000) + strings.Repeat("]", 10000), true},
		{strings.Repeat("[", 10001) + strings.Repeat("]", 10001), false},
		{strings.Repeat(`{"a":`, 10000) + "1" + strings.Repeat("}", 10000), true},
		{strings.Repeat(`{"a":`, 10001) + "1" + strings.Repeat("}", 10001), false},
		{strings.Repeat(`[{"a":`, 5000) + "1" + strings.Repeat("}]", 5000), true},
		{strings.Repeat("[", 1_000_000), false},
		{"[" + strings.Repeat("[],", 20000) + "[]]", true}, // wide is not deep
		{"[" + strings.Repeat(`{},`, 20000) + "{}]", true},
		{"[" + strings.Repeat(`{"a":[1]},`, 20000) + "{}]", true},
	} {
		v, err := Decode([]byte(c.doc))
		if json.Valid([]byte(c.doc)) != c.ok {
			t.Fatalf("encoding/json disagrees about %.20s…", c.doc)
		}
		if (err == nil) != c.ok {
			t.Errorf("%.20s… (%d bytes) fails with %v", c.doc, len(c.doc), err)
		}
		if err == nil && string(AppendJSON(nil, v)) != c.doc {
			t.Errorf("%.20s… comes back as another document", c.doc)
		}
		// It is one limit, whatever of the document is wanted, and however it comes.
		for _, paths := range [][]string{{""}, {"[]"}, {"a"}, {"b"}, {"[].a"}, {"a[].a"}, {strings.Repeat("[]", 9_999)}} {
			s := Select(paths...)
			if _, selected := DecodeSelected([]byte(c.doc), s); fmt.Sprint(selected) != fmt.Sprint(err) {
				t.Errorf("%.20q of %.20s… fails with %v, the whole with %v", paths, c.doc, selected, err)
			}
			for _, window := range []int{64, 4096} {
				if _, arrived := DecodeFrom(strings.NewReader(c.doc), make([]byte, window), 0, s); fmt.Sprint(arrived) != fmt.Sprint(err) {
					t.Errorf("%.20q of %.20s… through a window of %d bytes fails with %v, the whole with %v", paths, c.doc, window, arrived, err)
				}
			}
		}
	}
}

// Decode refers to the document; DecodeCopy does not.
func TestDecodeCopyLeavesTheDocument(t *testing.T) {
	text := `{"name":"a name","list":["one","two"],"escaped":"a\nb","` + strings.Repeat("long", 2000) + `":"` + strings.Repeat("text", 8000) + `"}`
	doc := []byte(text)
	v, err := DecodeCopy(doc)
	if err != nil {
		t.Fatal(err)
	}
	for i := range doc {
		doc[i] = '!'
	}
	if got := string(AppendJSON(nil, v)); got != text {
		t.Errorf("after the document was overwritten, the value is %.200s", got)
	}
}

// The process shares shapes for long: their keys must not be those of a document, which may be written over.
func TestShapesDoNotReferToTheDocument(t *testing.T) {
	for n := 1; n <= 12; n++ {
		var b Builder
		for i := range n {
			b.Set(fmt.Sprintf("document-%d-%d", n, i), Int(int64(i)))
		}
		text := b.Object().String()
		text = strings.ReplaceAll(text, "document", "DOCUMENT") // keys that no shape has yet
		for _, decode := range []func([]byte) (Value, error){Decode, DecodeCopy} {
			doc := []byte(text)
			v, err := decode(doc)
			if err != nil {
				t.Fatal(err)
			}
			copy(doc, bytes.ToLower(doc))
			if got := v.String(); got != text {
				t.Errorf("after the document was overwritten, an object of %d keys is %s", n, got)
			}
			text = strings.ReplaceAll(text, "DOCUMENT", "DOCument") // others for DecodeCopy
		}
	}
}

// A decoder waits in a pool for the next document, and must not keep this one alive there, nor what it was made of.
func TestDecoderForgetsTheDocument(t *testing.T) {
	large := `{"list":[` + strings.Repeat(`"a \n",`, 100) + `0]`
	for _, key := range manyKeys(sharedKeys + 1) {
		large += `,"` + key + `":{"` + key + `":"text"}`
	}
	large += `}`
	var d decoder
	for _, doc := range []string{
		large, large[:len(large)-1], `[{"a":1,"b":"x"},{"b":"x","a":[1,2,3]},{"b":1,"b":"y","c":"z","b":"x"}]`, `["x","y",]`, `{"a":"b","c":`,
	} {
		for _, copies := range []bool{false, true} {
			_, _ = d.decode([]byte(doc), copies)
			for _, v := range d.values[:cap(d.values)] {
				if !v.IsNull() {
					t.Fatalf("after %.40s… the decoder still has the value %s", doc, v)
				}
			}
			for _, key := range d.keys[:cap(d.keys)] {
				if key != "" {
					t.Fatalf("after %.40s… the decoder still has the key %q", doc, key)
				}
			}
			for _, hint := range d.hints {
				if hint != nil && !hint.shared {
					t.Fatalf("after %.40s… the decoder still has the shape of a large object", doc)
				}
			}
			if d.doc != nil || d.text != "" || d.slab != nil || d.chars != nil || d.err != nil || d.pos != 0 || d.depth != 0 {
				t.Fatalf("after %.40s… the decoder is %+v", doc, d)
			}
		}
	}
}
