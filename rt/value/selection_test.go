package value

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestDecodeSelected(t *testing.T) {
	if !selecting {
		t.Skip("not run: everything is decoded, as the build tag says")
	}
	const order = `{"id":1,"lines":[{"sku":"a","price":1},{"sku":"b","price":2}],"customer":{"id":7,"tags":["x"]},"note":"n"}`
	for _, c := range []struct {
		paths, doc, want string
	}{
		{"", order, order},
		{"id", order, `{"id":1}`},
		{"note id", order, `{"id":1,"note":"n"}`}, // in the document's order
		{"customer.id", order, `{"customer":{"id":7}}`},
		{"customer.id customer", order, `{"customer":{"id":7,"tags":["x"]}}`},
		{"lines[].price", order, `{"lines":[{"price":1},{"price":2}]}`},
		{"lines[]", order, `{"lines":[null,null]}`},
		{"lines[] lines[].sku", order, `{"lines":[{"sku":"a"},{"sku":"b"}]}`},
		{"lines.price", order, `{"lines":[{"price":1},{"price":2}]}`},
		{"missing", order, `{}`},
		{"id.deeper", order, `{"id":1}`},
		{"[].id", order, order},
		{"[].id", "[" + order + `,5,"x",null,[{"id":2,"b":3}]]`, `[{"id":1},5,"x",null,[{"id":2}]]`},
		{"[].tags[].a", `[{"tags":{"a":1,"b":2}}]`, `[{"tags":{"a":1,"b":2}}]`},
		{"a.b [].a.c", `[{"a":{"b":1,"c":2,"d":3}}]`, `[{"a":{"b":1,"c":2}}]`},
		{"a", `{"a":1,"b":2,"a":3}`, `{"a":3}`},
		{"a", `{"\u0061":1,"\u0062":2}`, `{"a":1}`},
		{"é.ü", `{"é":{"ü":"ö","u":1}}`, `{"é":{"ü":"ö"}}`},
		{"[]", `[1,{"a":[2,{"b":null}]},"x\n",true,false,null,[]]`, `[null,null,null,null,null,null,null]`},
		{"[]", `[]`, `[]`},
		{"[]", ` { } `, `{}`},
		{"a", `"text"`, `"text"`},
		{"a", `12`, `12`},
	} {
		v, err := DecodeSelected([]byte(c.doc), Select(split(c.paths)...))
		if err != nil {
			t.Errorf("%q of %s: %v", c.paths, c.doc, err)
		} else if got := string(AppendJSON(nil, v)); got != c.want {
			t.Errorf("%q of %s: %s, want %s", c.paths, c.doc, got, c.want)
		}
	}
}

// split makes paths of words; no word is the path of the whole.
func split(paths string) []string { return strings.Split(paths, " ") }

// project is what a selection is to leave, made of the whole value.
func project(v Value, paths []string) Value {
	var fields, elems []string
	for _, path := range paths {
		switch {
		case path == "":
			return v
		case path == "[]":
			elems = append(elems, "-") // no field, yet walked
		case strings.HasPrefix(path, "[]"):
			elems = append(elems, strings.TrimPrefix(path[2:], "."))
		default:
			fields = append(fields, path)
		}
	}
	switch {
	case len(paths) == 0:
		return Null
	case v.Kind() == KindArray:
		var list []Value
		inner := slices.Concat(slices.DeleteFunc(slices.Clone(elems), func(p string) bool { return p == "-" }), fields)
		for _, e := range v.Elems() {
			list = append(list, project(e, inner))
		}
		return Array(list...)
	case v.Kind() == KindObject && len(elems) == 0:
		var b Builder
		for name, field := range v.Fields() {
			var inner []string
			for _, path := range fields {
				if rest, ok := strings.CutPrefix(path, name); ok && (rest == "" || strings.ContainsAny(rest[:1], ".[")) {
					inner = append(inner, strings.TrimPrefix(rest, "."))
				}
			}
			if inner != nil {
				b.Set(name, project(field, inner))
			}
		}
		return b.Object()
	}
	return v
}

// Of random documents, whole and broken, what is selected is what the whole has, and an error is the error of the whole.
func FuzzDecodeSelected(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed, `{"a":[{"b":1,"c":[1,2,{"a":"x"}]},{"b":{"a":null}}],"b":{"c":1e400}}`)
		f.Add(seed, `[[{"a":1,"b":{"c":[{"a":"\u00e9\n"}]}}],{"a":{"a":{"a":1,"a":2}}},"x",1.5,true,{}]`)
	}
	f.Fuzz(func(t *testing.T, seed uint64, doc string) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		paths := make([]string, 1+rnd.IntN(4))
		for i := range paths {
			paths[i] = randomPath(rnd)
		}
		if rnd.IntN(3) == 0 { // break it
			at := rnd.IntN(len(doc) + 1)
			doc = doc[:at] + string(`{}[],:"x1\`[rnd.IntN(10)]) + doc[at:]
		}
		whole, wrong := Decode([]byte(doc))
		got, err := DecodeSelected([]byte(doc), Select(paths...))
		if fmt.Sprint(err) != fmt.Sprint(wrong) {
			t.Fatalf("%q of %s: error %v, and %v of the whole", paths, doc, err, wrong)
		}
		if want := project(whole, paths); selecting && err == nil && !identical(got, want) {
			t.Fatalf("%q of %s: %s, want %s", paths, doc, got, want)
		}
	})
}

func randomPath(rnd *rand.Rand) string {
	var path strings.Builder
	for range rnd.IntN(4) {
		switch name := "abc"[rnd.IntN(3)]; {
		case rnd.IntN(3) == 0:
			path.WriteString("[]")
		case path.Len() > 0:
			path.WriteByte('.')
			fallthrough
		default:
			path.WriteByte(name)
		}
	}
	return path.String()
}

func TestSelectionWhole(t *testing.T) {
	for _, c := range []struct {
		paths, name string
		want        bool
	}{
		{"", "a", true},
		{"a", "a", true},
		{"a", "b", !selecting},
		{"a.b", "a", !selecting},
		{"a[]", "a", !selecting},
		{"[].a", "[]", !selecting},
		{"[]", "[]", !selecting},
		{"a []", "a", true},
	} {
		if got := Select(split(c.paths)...).Whole(c.name); got != c.want {
			t.Errorf("%q, %s: %t", c.paths, c.name, got)
		}
	}
}

func TestSelectionAnd(t *testing.T) {
	if !selecting {
		t.Skip("not run: everything is decoded, as the build tag says")
	}
	const page = `{"items":[{"id":1,"at":"x","n":2}],"meta":{"next":5,"of":9},"meta.next":6,"rest":{}}`
	for _, c := range []struct {
		paths string
		ways  [][]string
		want  string
	}{
		{"items[].id", nil, `{"items":[{"id":1}]}`},
		{"items[].id", [][]string{{"meta.next"}}, `{"items":[{"id":1}],"meta":{"next":5},"meta.next":6}`},
		{"items[].id", [][]string{{"items", "[]", "at"}}, `{"items":[{"id":1,"at":"x"}]}`},
		{"items[].id", [][]string{{"items", "[]"}}, `{"items":[{"id":1}]}`},
		{"meta.of", [][]string{{"items", "[]"}}, `{"items":[null],"meta":{"of":9}}`},
		{"rest", [][]string{{"items"}}, `{"items":[{"id":1,"at":"x","n":2}],"rest":{}}`},
		{"", [][]string{{"items"}}, page},
	} {
		first := Select(split(c.paths)...)
		for range 2 { // the first is not changed
			v, err := DecodeSelected([]byte(page), first.And(c.ways...))
			if got := string(AppendJSON(nil, v)); err != nil || got != c.want {
				t.Errorf("%q and %q: %s, %v, want %s", c.paths, c.ways, got, err, c.want)
			}
		}
		v, _ := DecodeSelected([]byte(page), first)
		if again, _ := DecodeSelected([]byte(page), Select(split(c.paths)...)); !Equal(v, again) {
			t.Errorf("%q was changed: %s", c.paths, v)
		}
	}
}
