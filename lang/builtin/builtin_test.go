package builtin_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/rt/value"
)

// names is the list of the language, §11.
const names = `
length count first last includes isEmpty map filter reduce sum min max avg concat flatten unique sort sortBy
reverse find findIndex slice chunks groupBy indexBy zip range any all
lowercase uppercase capitalize substring split join trim trimStart trimEnd replace slugify
padStart padEnd startsWith endsWith contains matches
keys values entries hasKey pick omit merge
round floor ceil abs pow sqrt toNumber parseNumber parseDecimal
now timestamp parseDate formatDate year month day hour minute second dayOfWeek addDays addHours addMinutes
addMonths subtractDays diffDays isBefore isAfter fromUnix toUnix days hours minutes
toString toBoolean toArray env uuid generateId hash coalesce`

func TestTableIsTheLanguages(t *testing.T) {
	var have []string
	for _, f := range builtin.Funcs {
		have = append(have, f.Name)
	}
	want := strings.Fields(names)
	for _, name := range want {
		if !slices.Contains(have, name) {
			t.Errorf("the language has %s, the table has not", name)
		}
	}
	for _, name := range have {
		if !slices.Contains(want, name) {
			t.Errorf("the table has %s, the language has not", name)
		}
	}
	if sorted := slices.Sorted(slices.Values(have)); len(slices.Compact(sorted)) != len(have) {
		t.Error("the table has a name twice")
	}
}

// TestMethodsExist holds every entry against the method of value.Eval that the
// emitter will call: its name, its parameters, its result.
func TestMethodsExist(t *testing.T) {
	var (
		eval   = reflect.TypeFor[*value.Eval]()
		pos    = reflect.TypeFor[value.Pos]()
		val    = reflect.TypeFor[value.Value]()
		lambda = map[int]reflect.Type{
			0: val,
			1: reflect.TypeFor[func(value.Value) value.Value](),
			2: reflect.TypeFor[func(a, b value.Value) value.Value](),
		}
	)
	check := func(f *builtin.Func) {
		if f.Name == "env" {
			return
		}
		method, ok := eval.MethodByName(f.Go)
		if !ok {
			t.Errorf("%s: value.Eval has no method %s", f.Name, f.Go)
			return
		}
		in := []reflect.Type{eval, pos}
		variadic := false
		for _, p := range f.Params {
			want := lambda[p.Lambda]
			if p.Optional || p.Variadic {
				if variadic {
					if want != in[len(in)-1].Elem() {
						t.Errorf("%s: what may be left out is of several types", f.Name)
					}
					continue
				}
				variadic = true
				want = reflect.SliceOf(want)
			}
			in = append(in, want)
		}
		if want := reflect.FuncOf(in, []reflect.Type{val}, variadic); method.Type != want {
			t.Errorf("%s: the method %s is\n\t%v, and the table says\n\t%v", f.Name, f.Go, method.Type, want)
		}
	}
	for _, f := range builtin.Funcs {
		check(f)
		if f.Several != nil {
			check(f.Several)
		}
	}
}

func TestEntriesAreWhole(t *testing.T) {
	for _, f := range builtin.Funcs {
		if f.Doc == "" || f.Example == "" || f.Result == 0 {
			t.Errorf("%s: an empty Doc, Example or Result", f.Name)
		}
		if !strings.HasSuffix(f.Doc, ".") {
			t.Errorf("%s: the Doc is no sentence: %s", f.Name, f.Doc)
		}
		for i, p := range f.Params {
			last := i == len(f.Params)-1
			if p.Variadic && !last {
				t.Errorf("%s: %s is variadic and not the last", f.Name, p.Name)
			}
			if !last && p.Optional && !f.Params[i+1].Optional {
				t.Errorf("%s: %s is optional, and the next is not", f.Name, p.Name)
			}
		}
	}
}

func TestBounds(t *testing.T) {
	for _, c := range []struct {
		name        string
		least, most int
		signature   string
	}{
		{"now", 0, 0, "now()"},
		{"slice", 2, 3, "slice(xs, from, to?)"},
		{"concat", 1, -1, "concat(a, …)"},
		{"filter", 2, 2, "filter(xs, x => …)"},
		{"reduce", 2, 3, "reduce(xs, (a, b) => …, start?)"},
	} {
		f := builtin.Lookup(c.name)
		if f.Least() != c.least || f.Most() != c.most || f.Signature() != c.signature {
			t.Errorf("%s: %d to %d, %s", c.name, f.Least(), f.Most(), f.Signature())
		}
	}
	if builtin.Lookup("concat").Param(7) == nil || builtin.Lookup("slice").Param(3) != nil {
		t.Error("Param: concat takes any number, slice at most three")
	}
	if builtin.Lookup("len") != nil {
		t.Error("there is no function len")
	}
}
