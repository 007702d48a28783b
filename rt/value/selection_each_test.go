package value

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// orders is a document of so many records, which differ in what they have and in how long it is.
func orders(rnd *rand.Rand, count int) string {
	var b strings.Builder
	b.WriteString(`{"page":1,"data":{"rows":[`)
	for i := range count {
		if i > 0 {
			b.WriteByte(',')
		}
		switch rnd.IntN(20) {
		case 0:
			b.WriteString("null")
		case 1:
			fmt.Fprintf(&b, "[%d,%q]", i, text(rnd, 9))
		default:
			fmt.Fprintf(&b, `{"id":%d,"status":%q,"of":{"city":%q,"zip":%q}`, i, text(rnd, 5), text(rnd, 20), text(rnd, 4))
			for line := range rnd.IntN(4) {
				fmt.Fprintf(&b, `,"line%d":[%d,%q,{"deep":%q}]`, line, line, text(rnd, 8), text(rnd, 3))
			}
			if rnd.IntN(30) == 0 {
				fmt.Fprintf(&b, `,"large":%q,"many":[%s0]`, text(rnd, 9000), strings.Repeat("[1],", rnd.IntN(900)))
			}
			b.WriteByte('}')
		}
	}
	b.WriteString(`]},"next":"x"}`)
	return b.String()
}

func text(rnd *rand.Rand, most int) string {
	b := make([]byte, rnd.IntN(most+1))
	for i := range b {
		b[i] = byte('a' + rnd.IntN(26))
	}
	return string(b)
}

// makes does in many ways what a mission may make of an element: keep it, a part of it, what it was made into, what was
// there before, elements that are parts of others.
func makes(v Value) (Value, Outcome) {
	id, _ := v.Get(NewField("id")).AsInt()
	city := v.Get(NewField("of")).Get(NewField("city"))
	line := v.Get(NewField("line0"))
	switch id % 11 {
	case 0:
		return Null, LeftOut
	case 1:
		return v, Made
	case 2:
		return v, NotYet
	case 3:
		return city, Made
	case 4:
		return eachShape.Object(Int(id), city, eachBefore), Made
	case 5:
		return Array(line, eachBefore, Array(v.Get(NewField("of")), city)), Made
	case 6:
		var b Builder
		b.Spread(v)
		b.Set("id", String("n"+strconv.Itoa(int(id))))
		return b.Object(), Made
	case 7:
		return Array(line.Elems()...), Made
	case 8:
		return makeArray(line.Elems()), Made // a part of the element's own memory
	case 9:
		text, _ := city.Text()
		return String(text[len(text)/2:]), Made
	}
	return eachShape.Object(v.Get(NewField("large")), v.Get(NewField("many")), Null), Made
}

var (
	eachShape  = NewShape("id", "city", "before")
	eachBefore = NewShape("kept", "list").Object(String("from before"), Array(Int(1), String("two")))
)

// began is what stands in the place of the elements of a document, as text.
func began(v Value) string {
	elems, _ := v.Get(NewField("data")).Get(NewField("rows")).Begun()
	var b strings.Builder
	for _, e := range elems {
		elem, not := e.NotYet()
		fmt.Fprintf(&b, "%v %s\n", not, AppendJSON(nil, elem))
	}
	return b.String()
}

// TestEach has elements taken while a document is decoded, at once and as it comes, and wants what comes of those of the
// document that was decoded before.
func TestEach(t *testing.T) {
	if !selecting {
		t.Skip("everything is decoded when it is there")
	}
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		doc := orders(rnd, rnd.IntN(400))
		if seed%10 == 9 {
			at := rnd.IntN(len(doc))
			doc = doc[:at] + "?" + doc[at:]
		}
		whole, wrong := DecodeCopy([]byte(doc))
		var want strings.Builder
		for _, e := range whole.Get(NewField("data")).Get(NewField("rows")).Elems() {
			made, outcome := makes(e)
			if outcome != LeftOut {
				fmt.Fprintf(&want, "%v %s\n", outcome == NotYet, AppendJSON(nil, made))
			}
		}
		s := Select("data.rows").Each("data", "rows").With(makes)
		check := func(how string, v Value, err error) {
			t.Helper()
			if fmt.Sprint(err) != fmt.Sprint(wrong) {
				t.Fatalf("seed %d, %s: error %v, want %v", seed, how, err, wrong)
			}
			if got := began(v); err == nil && got != want.String() {
				t.Fatalf("seed %d, %s: got\n%s\nwant\n%s", seed, how, got, want.String())
			}
		}
		buf := []byte(doc)
		v, err := DecodeSelected(buf, s)
		clear(buf)
		check("at once", v, err)
		for _, window := range []int{64, 1000, 1 << 14} {
			v, err = arriving(rnd, doc, window, s)
			check(fmt.Sprintf("through a window of %d bytes", window), v, err)
		}
		if got := eachBefore.String(); got != `{"kept":"from before","list":[1,"two"]}` {
			t.Fatalf("what was there before is now %s", got)
		}
	}
}

// TestEachElsewhere: the elements of no other array are taken, and what stands in its place is decoded as ever.
func TestEachElsewhere(t *testing.T) {
	for doc, want := range map[string]string{
		`{"data":{"rows":[1]}}`:             "taken",
		`{"data":{"rows":[]}}`:              "",
		`{"data":{"rows":{"id":1}}}`:        "",
		`{"data":{"rows":null}}`:            "",
		`{"data":[{"rows":[1]}]}`:           "",
		`[{"data":{"rows":[1]}}]`:           "",
		`[1]`:                               "",
		`{"rows":[1]}`:                      "",
		`{"data":{"rows":{"rows":[1]}}}`:    "",
		`{"data":{"rows":[1],"rows":true}}`: "",
		`{"data":{"rows":true,"rows":[1]}}`: "taken",
	} {
		s := Select("data.rows[].id").Each("data", "rows").With(func(v Value) (Value, Outcome) { return Int(7), Made })
		if !selecting {
			want = ""
		}
		for _, decode := range []func() (Value, error){
			func() (Value, error) { return DecodeSelected([]byte(doc), s) },
			func() (Value, error) { return DecodeFrom(strings.NewReader(doc), make([]byte, 4), 0, s) },
		} {
			v, err := decode()
			if err != nil {
				t.Fatal(err)
			}
			elems, begun := v.Get(NewField("data")).Get(NewField("rows")).Begun()
			if got := map[bool]string{true: "taken"}[begun]; got != want {
				t.Errorf("%s: %q, want %q", doc, got, want)
			}
			if begun && (len(elems) != 1 || !Equal(elems[0], Int(7))) {
				t.Errorf("%s: its elements are %v", doc, elems)
			}
			if whole, _ := DecodeCopy([]byte(doc)); !begun && want == "" && strings.Contains(v.String(), "7") {
				t.Errorf("%s came to %s, and is %s", doc, v, whole)
			}
		}
	}
}

// TestEachLetsGo: an element that refers to more than is looked at keeps its memory, and the next one has other memory.
func TestEachLetsGo(t *testing.T) {
	if !selecting {
		t.Skip("everything is decoded when it is there")
	}
	large := make([]Value, 2*ownMost)
	for i := range large {
		large[i] = String("before")
	}
	before := Array(large...)
	n := 0
	s := Select("").Each().With(func(v Value) (Value, Outcome) {
		n++
		if n%2 == 0 {
			return v, Made
		}
		return Array(before, v), Made
	})
	v, err := DecodeSelected([]byte(`[{"a":"one"},{"a":"two"},{"a":"three"},{"a":"four"}]`), s)
	if err != nil {
		t.Fatal(err)
	}
	elems, _ := v.Begun()
	var got []string
	for i, e := range elems {
		if i%2 == 0 {
			e = e.Elems()[1]
		}
		got = append(got, e.String())
	}
	if want := `[{"a":"one"} {"a":"two"} {"a":"three"} {"a":"four"}]`; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
