package value

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAppendJSON(t *testing.T) {
	for _, c := range []struct {
		v    Value
		want string
	}{
		{Null, `null`},
		{True, `true`},
		{False, `false`},
		{Int(math.MinInt64), `-9223372036854775808`},
		{Uint(math.MaxUint64), `18446744073709551615`},
		{Float(1), `1`},
		{Float(0.1), `0.1`},
		{Float(100), `100`},
		{Float(1e20), `100000000000000000000`},
		{Float(1e21), `1e+21`},
		{Float(1 << 53), `9007199254740992`},
		{Float(1 << 55), `36028797018963968`},
		{Float(-1 << 63), `-9223372036854775808`},
		{Float(1 << 64), `18446744073709552000`},
		{Float(1e-6), `0.000001`},
		{Float(1e-7), `1e-7`},
		{Float(1.5e-10), `1.5e-10`},
		{Float(5e-324), `5e-324`},
		{Float(math.MaxFloat64), `1.7976931348623157e+308`},
		{Float(math.Copysign(0, -1)), `-0`},
		{String(""), `""`},
		{String(`a "b" \c/`), `"a \"b\" \\c/"`},
		{String("\b\f\n\r\t\x00\x1f\x7f"), "\"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\""},
		{String("<a href='x'>&</a>"), `"<a href='x'>&</a>"`},
		{String("é 日本 😀 \u2028\u2029"), "\"é 日本 😀 \u2028\u2029\""},
		{String("a\xffb\n\xc3"), "\"a\ufffdb\\n\ufffd\""},
		{Array(), `[]`},
		{Array(Int(1), Array(), Null), `[1,[],null]`},
		{NewShape().Object(), `{}`},
		{NewShape("b", `"`, "\n", "é", "<").Object(Int(1), Int(2), Int(3), Int(4), Int(5)), `{"b":1,"\"":2,"\n":3,"é":4,"<":5}`},
	} {
		if got := string(AppendJSON([]byte("x"), c.v)); got != "x"+c.want {
			t.Errorf("%s is written %s, want x%s", c.want, got, c.want)
		}
		if !json.Valid([]byte(c.want)) {
			t.Errorf("%s is no JSON", c.want)
		}
	}
}

func TestFloatsAsEncodingJSONWritesThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := math.Float64frombits(rapid.Uint64().Draw(t, "bits"))
		if abs := math.Abs(f); f-f != 0 || abs > 1<<53 && abs < 1<<64 {
			return // no number, or one that is written with all its digits
		}
		want, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(AppendJSON(nil, Float(f))); got != string(want) {
			t.Fatalf("%x is written %s, want %s", f, got, want)
		}
	})
}

func TestAppendIndent(t *testing.T) {
	v := j(`{"id":1,"tags":["a",{"b":[]}],"none":{},"text":"a\nb"}`)
	want := strings.TrimPrefix(`
{
  "id": 1,
  "tags": [
    "a",
    {
      "b": []
    }
  ],
  "none": {},
  "text": "a\nb"
}`, "\n")
	if got := string(AppendIndent(nil, v, 0)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// As a part of a larger document.
	want = "x: " + strings.ReplaceAll(want, "\n", "\n    ")
	if got := string(AppendIndent([]byte("x: "), v, 2)); got != want {
		t.Errorf("two levels deep, got\n%s\nwant\n%s", got, want)
	}
	for _, doc := range []string{`[]`, `{}`, `1`, `null`, `"a"`} {
		if got := string(AppendIndent(nil, j(doc), 3)); got != doc {
			t.Errorf("%s is written %s", doc, got)
		}
	}
}

// What is written reads as what it was, compact and indented.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anything().Draw(t, "value")
		doc := AppendJSON(nil, v)
		back, err := Decode(doc)
		if err != nil {
			t.Fatalf("%s does not read: %v", doc, err)
		}
		if !Equal(back, v) {
			t.Fatalf("%s has become %s", doc, AppendJSON(nil, back))
		}
		if again := AppendJSON(nil, back); string(again) != string(doc) {
			t.Fatalf("%s is then written %s", doc, again)
		}
		indented := AppendIndent(nil, v, 0)
		back, err = Decode(indented)
		if err != nil || !Equal(back, v) {
			t.Fatalf("indented\n%s\nhas become %s (%v)", indented, AppendJSON(nil, back), err)
		}
	})
}
