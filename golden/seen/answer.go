package seen

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"

	"github.com/reqongen/reqongen/golden/internal/random"
)

// answer makes one up: most often what a mission of random.Parts expects, with
// some of it of another kind, fields twice, or no JSON at all.
func answer(r *rand.Rand) (status int, contentType, body string) {
	d := &document{Rand: r}
	switch r.IntN(5) {
	case 0:
		d.array(4)
	case 1:
		d.value(4)
	default:
		d.object(4)
	}
	status, contentType, body = http.StatusOK, "application/json", d.String()
	switch r.IntN(24) {
	case 0:
		status = http.StatusNotFound
	case 1:
		status = http.StatusConflict
	case 2:
		status = http.StatusCreated
	case 3:
		body = body[:r.IntN(len(body)+1)]
	case 4:
		at := r.IntN(len(body) + 1)
		body = body[:at] + pick(r, "}", "]", ",", ":", `"`, "\x00", "tru", "01", "\xff", "1e999", `\u`) + body[at:]
	case 5:
		contentType = "text/plain"
	case 6:
		contentType = ""
	case 7:
		body = strings.Repeat("[", 1+r.IntN(12)) + body
	case 8:
		if at := strings.IndexAny(body, ",:]"); at >= 0 && r.IntN(8) == 0 { // large, so that it is decoded as it comes
			body = body[:at] + strings.Repeat(" \n", 150_000) + body[at:]
		}
	case 9: // many records, of which one may be unlike the others
		if open, end := strings.Index(body, "[{"), strings.LastIndex(body, "}]"); open >= 0 && end > open {
			body = body[:open+1] + strings.Repeat(body[open+1:end+1]+",", 1+r.IntN(100)) + body[open+1:]
		}
	}
	return status, contentType, body
}

func pick(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }

// A document is JSON in the making.
type document struct {
	*rand.Rand
	strings.Builder
}

func (d *document) one(words ...string) { d.WriteString(pick(d.Rand, words...)) }

func (d *document) space() {
	if d.IntN(30) == 0 {
		d.one(" ", "\n\t", "  ")
	}
}

// value writes any.
func (d *document) value(depth int) {
	switch n := d.IntN(8); {
	case depth > 0 && n < 2:
		d.array(depth)
	case depth > 0 && n < 4:
		d.object(depth)
	default:
		d.scalar()
	}
}

func (d *document) scalar() {
	d.one("1", "2", "3", "200", "404", "2.5", "-0", "1e2", "18446744073709551615", `"a"`, `"b"`, `"1"`, `""`, `"\u00e9\n"`, `"größer"`, "true", "false", "null", "null")
}

func (d *document) array(depth int) {
	kind := d.IntN(6) // its elements are mostly alike
	d.WriteByte('[')
	for i := range d.IntN(4) {
		if i > 0 {
			d.WriteByte(',')
		}
		d.space()
		switch {
		case kind == 0 || d.IntN(8) == 0:
			d.value(depth - 1)
		case kind == 1:
			d.scalar()
		case kind == 2 && depth > 1:
			d.array(depth - 1)
		default:
			d.object(depth - 1)
		}
		d.space()
	}
	d.WriteByte(']')
}

// object writes one whose fields are what their names say, but for some.
func (d *document) object(depth int) {
	if depth <= 0 {
		d.one("{}", `{"id":1}`, `{"n":2,"id":"x"}`)
		return
	}
	type field struct {
		name  string
		write func(int)
	}
	var fields []field
	scalar := func(int) { d.scalar() }
	add := func(names []string, of int, write func(int)) {
		for _, name := range names {
			if d.IntN(10) < of {
				if d.IntN(8) == 0 {
					write = d.value
				}
				fields = append(fields, field{name, write})
			}
		}
	}
	names := random.PartNames
	add(names.Scalars, 5, scalar)
	add(names.Arrays, 4, d.array)
	add(names.Objects, 4, d.object)
	add([]string{"error", "message", "a.b", "", "other", "k1"}, 1, d.value)
	d.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	if len(fields) > 0 && d.IntN(12) == 0 {
		fields = append(fields, field{fields[0].name, d.value})
	}
	d.WriteByte('{')
	for i, f := range fields {
		if i > 0 {
			d.WriteByte(',')
		}
		d.space()
		name := f.name
		if name == "id" && d.IntN(20) == 0 {
			name = `i\u0064`
		}
		fmt.Fprintf(d, `"%s":`, name)
		d.space()
		f.write(depth - 1)
	}
	d.WriteByte('}')
}
