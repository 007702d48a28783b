package race_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
)

// codes are those of what is told of a mission, each once.
func codes(t *testing.T, text string) string {
	t.Helper()
	r := lang.Check(source.NewFile("m.reqon", text))
	if len(r.Missions) == 0 {
		t.Fatalf("%v", r.Diagnostics)
	}
	var list []string
	for _, d := range r.Diagnostics {
		if strings.HasPrefix(string(d.Code), "W20") {
			list = append(list, string(d.Code))
		}
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}

// Each action calls the next one twice: to follow all calls would take for
// ever, and not to follow them would miss the race at their end.
func TestCallsThatDouble(t *testing.T) {
	var b strings.Builder
	b.WriteString("mission M {\n  action A0 { get \"/a\" store response -> s { key: concat(\"a-\", .id) } let n = length(t) }\n")
	const depth = 40
	for i := 1; i <= depth; i++ {
		fmt.Fprintf(&b, "  action A%d { run A%d run A%d }\n", i, i-1, i-1)
	}
	fmt.Fprintf(&b, "  action B { get \"/b\" store response -> s { key: concat(\"b-\", .id) } store response -> t { key: .id } }\n  run [A%d, B]\n}\n", depth)
	if got, want := codes(t, b.String()), "W201 W202"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

// A key may be a let of a let of a let, each twice in the next one.
func TestKeysThatDouble(t *testing.T) {
	var b strings.Builder
	b.WriteString("mission M {\n  action A {\n    get \"/a\"\n    let k0 = response.id\n")
	const depth = 60
	for i := 1; i <= depth; i++ {
		fmt.Fprintf(&b, "    let k%d = concat(k%d, k%d, \"x\")\n", i, i-1, i-1)
	}
	fmt.Fprintf(&b, "    store response -> s { key: k%d }\n  }\n  action B { get \"/b\" store response -> s { key: .id } }\n  run [A, B]\n}\n", depth)
	if got, want := codes(t, b.String()), "W201"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

// Many accesses of one store on both sides are taken to meet.
func TestManyAccesses(t *testing.T) {
	action := func(name string) string {
		return "  action " + name + " { get \"/a\"\n" + strings.Repeat("    store response -> s { key: concat(\""+name+"-\", .id) }\n", 1500) + "  }\n"
	}
	if got, want := codes(t, "mission M {\n"+action("A")+action("B")+"  run [A, B]\n}\n"), "W201"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

// Whoever allows one of two reads has not thought of the other.
func TestEveryPlaceIsTold(t *testing.T) {
	const text = `mission M {
  action A {
    get "/a"
    for x in response parallel {
      // reqongen:allow W204 ids are unique
      let one = s[x.id]
      let two = s[x.id]
      store { n: one.n + two.n } -> s { key: x.id }
    }
  }
  action B {
    // reqongen:allow W202 it may be old
    get "/b" { params: { n: length(s) } }
    get "/b" { params: { n: length(s) } }
  }
  run [A, B]
}
`
	var told []string
	for _, d := range lang.Check(source.NewFile("m.reqon", text)).Diagnostics {
		if d.Severity == diag.Warning {
			told = append(told, fmt.Sprintf("%d %s", d.Span.Start().Line(), d.Code))
		}
	}
	if got, want := strings.Join(told, ", "), "7 W204, 14 W202"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}
