package value

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// arriving decodes the document as it comes in pieces of random sizes, through a window of so many bytes.
func arriving(rnd *rand.Rand, doc string, window int, s *Selection) (Value, error) {
	first := rnd.IntN(min(len(doc), window) + 1)
	buf := make([]byte, window)
	copy(buf, doc[:first])
	var r io.Reader = &pieces{rnd, strings.NewReader(doc[first:])}
	if rnd.IntN(2) == 0 {
		r = iotest.DataErrReader(r)
	}
	v, err := DecodeFrom(r, buf, first, s)
	for i := range buf { // it is the caller's again
		buf[i] = '#'
	}
	return v, err
}

// pieces reads a few bytes at a time, sometimes none.
type pieces struct {
	rnd *rand.Rand
	r   io.Reader
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(b) > 0 {
		b = b[:p.rnd.IntN(min(len(b), 40)+1)]
	}
	return p.r.Read(b)
}

// sameDecoded compares what a document that arrived came to with what the whole does: values, and errors with places.
func sameDecoded(got Value, err error, want Value, wrong error) string {
	if fmt.Sprint(err) != fmt.Sprint(wrong) {
		return fmt.Sprintf("error %v, and %v of the whole", err, wrong)
	}
	if !identical(got, want) {
		return fmt.Sprintf("%s, and %s of the whole", got, want)
	}
	return ""
}

func TestDecodeFrom(t *testing.T) {
	long := strings.Repeat("größer \\n", 100)
	for _, doc := range append([]string{
		"", " ", "12", "-", "1e", "1e400", `"a"`, `"` + long + `"`, strings.Repeat("7", 500), "[" + strings.Repeat("7", 500) + ",1]",
		"[" + strings.Repeat(" ", 500) + "]", "{" + strings.Repeat("\n", 500) + "}", "[1]" + strings.Repeat(" ", 200) + "x",
		`{"` + long + `":1,"` + long + `":2}`, `{"a":` + long + `}`, strings.Repeat("[", 200) + strings.Repeat("]", 200),
		strings.Repeat("[", 10001), strings.Repeat(`{"a":`, 10001), strings.Repeat(`{"a":`, 300) + "1" + strings.Repeat("}", 300),
		"[\"\xff\xfe\", \"" + strings.Repeat("\xffü", 60) + "\"x]", `["\ud83d\ude00", "\ud83d", "\ude00", "\ud83d\u0041", "\u12"]`,
		string(benchDocument(20)), string(benchDocument(20)) + "]", string(benchDocument(20)[:2000]), `{"items":` + string(benchDocument(30)) + `,"next":"` + long + `"}`,
		`{"a":[],"b":{},"a":[1,2,3,4,5,6,7,8,9],"c":` + string(benchDocument(5)) + `}`,
	}, documents...) {
		for seed := range uint64(4) {
			rnd := rand.New(rand.NewPCG(seed, 2))
			for _, window := range []int{1, 5, 17, 64, 300, 1 << 14} {
				want, wrong := DecodeCopy([]byte(doc))
				got, err := arriving(rnd, doc, window, nil)
				if why := sameDecoded(got, err, want, wrong); why != "" {
					t.Fatalf("%.200q through a window of %d bytes: %s", doc, window, why)
				}
			}
		}
	}
}

// What has come of a document is not decoded where the rest fails to come, be the part that came wrong or not; unless what
// is wrong was found before.
func TestDecodeFromBrokenReader(t *testing.T) {
	broken := errors.New("broken")
	doc := string(benchDocument(20))
	for at := 0; at < len(doc); at += 37 {
		for _, window := range []int{16, 200, 1 << 14} {
			r := io.MultiReader(strings.NewReader(doc[:at]), iotest.ErrReader(broken))
			if v, err := DecodeFrom(r, make([]byte, window), 0, nil); !errors.Is(err, broken) || !v.IsNull() {
				t.Fatalf("broken at %d, through a window of %d bytes: %v, %v", at, window, v, err)
			}
		}
	}
	_, err := DecodeFrom(io.MultiReader(strings.NewReader(`[1,2,x`+strings.Repeat(" ", 300)), iotest.ErrReader(broken)), make([]byte, 64), 0, nil)
	var syntax *SyntaxError
	if selecting && (!errors.As(err, &syntax) || syntax.Col != 6) {
		t.Errorf("wrong before it is broken: %v", err)
	}
}

// Memory is that of the window and of the values, whatever the document's length.
func TestDecodeFromMemory(t *testing.T) {
	if !selecting || reflect.TypeFor[Value]().Size() > 16 {
		t.Skip("not run: without unsafe, or with everything decoded, the document is copied")
	}
	doc := benchOrders(20_000)
	window := make([]byte, 64<<10)
	took := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if v, err := DecodeFrom(bytes.NewReader(doc), window, 0, Select("[]")); err != nil || v.Len() != 20_000 {
				b.Fatal(v.Len(), err)
			}
		}
	}).AllocedBytesPerOp()
	if took > 4<<20 { // 320 KB, and what they stood in while they came
		t.Errorf("%d bytes for a document of %d", took, len(doc))
	}
}

// Of random documents, whole and broken, arriving in random pieces, the parts are those of the whole document.
func FuzzDecodeFrom(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(seed, `{"a":[{"b":1,"c":[1,2,{"a":"x"}]},{"b":{"a":null}}],"b":{"c":1e400}}`)
		f.Add(seed, `"0"ä00000000000000`) // the window ends within the character that is wrong
		f.Add(seed, `[[{"a":1,"b":{"c":[{"a":"\u00e9\n"}]}}],{"a":{"a":{"a":1,"a":2}}},"x",1.5,true,{}]`)
		f.Add(seed, `{"c":"ümläut","a":[`+strings.Repeat(`{"a":1,"b":"bb","c":{"a":[]}},`+"\n", 8)+`null],"b":"`+strings.Repeat("long ", 12)+`"}`)
	}
	f.Fuzz(func(t *testing.T, seed uint64, doc string) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		var s *Selection
		var paths []string
		if rnd.IntN(3) > 0 {
			for range 1 + rnd.IntN(4) {
				paths = append(paths, randomPath(rnd))
			}
			s = Select(paths...)
		}
		switch at := rnd.IntN(len(doc) + 1); rnd.IntN(4) {
		case 0: // break it
			doc = doc[:at] + string(`{}[],:"x1\`[rnd.IntN(10)]) + doc[at:]
		case 1:
			doc = doc[:at]
		}
		window := 1 + rnd.IntN(100)
		want, wrong := DecodeSelected([]byte(doc), s)
		got, err := arriving(rnd, doc, window, s)
		if why := sameDecoded(got, err, want, wrong); why != "" {
			t.Fatalf("%q of %q through a window of %d bytes: %s", paths, doc, window, why)
		}
		if len(doc) > 40 {
			return
		}
		for split := range len(doc) + 1 { // the window may end anywhere, and hold no more at first
			for _, room := range []int{split, split + 1 + rnd.IntN(8)} {
				buf := make([]byte, room)
				copy(buf, doc[:split])
				got, err := DecodeFrom(strings.NewReader(doc[split:]), buf, split, s)
				if why := sameDecoded(got, err, want, wrong); why != "" {
					t.Fatalf("%q of %q with %d bytes in a window of %d: %s", paths, doc, split, room, why)
				}
			}
		}
	})
}
