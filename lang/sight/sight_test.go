package sight_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/check"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/sight"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// load compiles a mission whose action A has the steps.
func load(t *testing.T, steps string) *plan.Mission {
	t.Helper()
	text := "schema Order { id: int, lines: array }\ntransform Tidy { (_) -> Tidied { id: .id } }\n" +
		"mission M {\n  store kept: memory(\"kept\")\n  store dead: memory(\"dead\")\n  action B { get \"/b\" }\n  action A {\n" + steps + "\n  }\n  run A\n}\n"
	tree, problems := syntax.Parse(source.NewFile("m.reqon", text))
	missions, problems := check.File(tree, problems)
	if diag.HasErrors(problems) || len(missions) != 1 {
		t.Fatalf("%s\n%v", text, problems)
	}
	return missions[0]
}

func TestOf(t *testing.T) {
	for _, c := range []struct {
		name, steps string
		want        []string // the paths of each request of A, in order
	}{
		{"stored", `get "/x"
			store response -> kept { key: .id }`, []string{""}},
		{"a field is stored", `get "/x"
			store response.data -> kept { key: .id }`, []string{"data"}},
		{"each element's fields", `get "/x"
			for o in response.orders { store { a: o.id, b: o.customer.name } -> kept { key: o.id } }`, []string{"orders[].id orders[].customer.name"}},
		{"each element", `get "/x"
			for o in response { store o -> kept { key: .id } }`, []string{""}},
		{"a condition", `get "/x"
			for o in response where .total > 5 { store { id: o.id } -> kept { key: .id } }`, []string{"[].total [].id"}},
		{"a map that replaces the element", `get "/x"
			for o in response { map o -> T { id: .id, sum: .net + .tax }
			store o -> kept { key: .id } }`, []string{"[].id [].net [].tax"}},
		{"a map that spreads", `get "/x"
			for o in response { map o -> T { ...o, sum: .net }
			store o -> kept { key: .id } }`, []string{""}},
		{"a map of the response", `get "/x"
			map response -> T { id: .id }
			store response -> kept { key: .id }`, []string{"id"}},
		{"counted", `get "/x"
			store { n: length(response.items) } -> kept { key: "n" }`, []string{"items[]"}},
		{"counted as a field", `get "/x"
			store { n: response.items.length } -> kept { key: "n" }`, []string{"items.length items[]"}},
		{"counted and gone through", `get "/x"
			store { n: length(response) } -> kept { key: "n" }
			for o in response { store { id: o.id } -> kept { key: o.id } }`, []string{"[].id"}},
		{"through arrays", `get "/x"
			store { ids: response.items.id } -> kept { key: "n" }`, []string{"items.id"}},
		{"elements that nobody reads", `get "/x"
			for o in response { get "/y" }`, []string{"[]", "-"}},
		{"only whether it is there", `get "/x"
			for o in response { match { o == null -> skip, _ -> continue } }`, []string{""}},
		{"compared with a literal", `get "/x"
			match { response.status == "ok" -> store { a: 1 } -> kept { key: "a" }, _ -> continue }`, []string{"status"}},
		{"compared with another", `get "/x"
			match { response.a.b == response.c -> store { a: 1 } -> kept { key: "a" }, _ -> continue }`, []string{"a.b c"}},
		{"by a variable", `get "/x"
			let data = response.data ?? response.items
			for o in data { store { id: o.id } -> kept { key: o.id } }`, []string{"data[].id items[].id"}},
		{"an index", `get "/x"
			store { a: response.items[0].id, b: response["b"].c } -> kept { key: "a" }`, []string{"items[].id b.c"}},
		{"any index", `get "/x"
			let i = 1
			store { a: response.items[i].id } -> kept { key: "a" }`, []string{"items"}},
		{"to a function", `get "/x"
			store { a: keys(response.a) } -> kept { key: "a" }`, []string{"a"}},
		{"patterns", `get "/x"
			match response {
				{ error: e } -> abort e,
				{ items: [], next: null } -> skip,
				{ items: xs } -> for x in xs { store { id: x.id } -> kept { key: x.id } },
				_ -> continue
			}`, []string{"error items[].id next"}},
		{"no arm fits", `get "/x"
			match response { { a: 1 } -> continue }`, []string{""}},
		{"a schema", `get "/x"
			match response { Order -> continue, _ -> skip }`, []string{""}},
		{"is", `get "/x"
			match { response.a is Order -> continue, response.b is array -> skip, _ -> continue }`, []string{"a b"}},
		{"a transform", `get "/x"
			apply Tidy to response.list as tidied
			store each tidied -> kept { key: .id }`, []string{"list"}},
		{"validated", `get "/x"
			validate response.order { assume .id > 0 }`, []string{"order"}},
		{"two requests", `get "/x"
			let first = response
			get "/y"
			store { a: first.a, b: response.b } -> kept { key: "a" }`, []string{"a", "b"}},
		{"one of two", `let want = 1
			match want { 1 -> get "/x", _ -> get "/y" }
			store { a: response.a } -> kept { key: "a" }`, []string{"a", "a"}},
		{"in the next round", `let last = { a: 1 }
			get "/x"
			for o in response.items { store { id: o.id } -> kept { key: o.id } }
			match response { { again: true } -> retry, _ -> continue }`, []string{"items[].id again"}},
		{"a queue of failed items", `get "/x"
			for o in response onError queue dead { store { id: o.id } -> kept { key: o.id } }`, []string{""}},
		{"failures of items", `get "/x"
			for o in response onError continue { store { id: o.id } -> kept { key: o.id } }`, []string{""}},
		{"queued", `get "/x"
			match response { { bad: true } -> queue dead { item: response.item }, _ -> continue }`, []string{"bad item"}},
		{"a function of each element", `get "/x"
			store { a: map(response.items, x => x.id), b: sum(response.rows, .n) } -> kept { key: "a" }`, []string{"items[].id rows[].n"}},
		{"each element as it is", `get "/x"
			store { a: map(response.items, x => x), b: sum(response.rows) } -> kept { key: "a" }`, []string{"items rows"}},
		{"elements that a function chooses", `get "/x"
			let late = filter(response.items, .late)
			store { a: late.id, b: find(response.rows, .x == 1).y, c: first(response.rows).z } -> kept { key: "a" }`, []string{"items.id items[].late rows[].x rows[].y rows[].z"}},
		{"chosen elements that are stored", `get "/x"
			store filter(response.items, .late) -> kept { key: .id }`, []string{"items"}},
		{"elements in another order", `get "/x"
			for o in sortBy(response.items, .at) { store { id: o.id } -> kept { key: o.id } }
			for o in sort(response.rows, (a, b) => a.n - b.n) { store { id: o.id } -> kept { key: o.id } }
			for o in reverse(response.more) { store { id: o.id } -> kept { key: o.id } }
			for o in sort(response.all) { store { id: o.id } -> kept { key: o.id } }`, []string{"items[].at items[].id rows[].n rows[].id more[].id all"}},
		{"grouped elements", `get "/x"
			store groupBy(response.items, .kind) -> kept { key: "a" }`, []string{"items"}},
		{"reduced elements", `get "/x"
			store { a: reduce(response.items, (sum, x) => sum + x.n, 0), b: reduce(response.rows, (a, b) => if a.n > b.n then a else b) } -> kept { key: "a" }`, []string{"items[].n rows"}},
		{"counted by a function", `get "/x"
			store { a: count(response.items), b: isEmpty(response.rows), c: count(response.more, .x) } -> kept { key: "a" }`, []string{"items[] rows[] more[].x"}},
		{"interpolated", `get "/x"
			get "/y/{response.id}"
			store response -> kept { key: .id }`, []string{"id", ""}},
		{"a body", `get "/x"
			post "/y" { body: { id: response.id, rows: response.rows } }`, []string{"id rows", "-"}},
		{"a choice", `get "/x"
			let data = if response.v == 2 then response.data else response
			store { a: data.a } -> kept { key: "a" }`, []string{"v data.a a"}},
		{"a match of expressions", `get "/x"
			let kind = match response.kind { "a" => response.first, _ => response.second }
			store { k: kind.name } -> kept { key: "k" }`, []string{"kind first.name second.name"}},
		{"any of", `get "/x"
			match { any of response.items where .late -> skip, _ -> continue }`, []string{"items[].late"}},
		{"a name that no path can say", `get "/x"
			store { a: response["a.b"], c: response.c } -> kept { key: "a" }`, []string{""}},
		{"each element of each element", `get "/x"
			for o in response.rows { for c in o { store { v: c } -> kept } }`, []string{"rows"}},
		{"what a constraint tells", `get "/x"
			validate response.id { assume response.error == null  assume length(response.rows[0].of) > 1 }`, []string{"id error rows[].of"}},
		{"a status, unless the answer has a code", `get "/x"
			match response { 200 -> continue, _ -> skip }`, []string{"code"}},
		{"pages", `get "/x" { paginate: page(page, 10) until: .rest.last == true }
			for o in response.rows { store { id: o.id } -> kept { key: o.id } }`, []string{"rest.last rows[].id"}},
		{"what changed since", `get "/x" { since: lastSync }
			for o in response.rows { store { id: o.id } -> kept { key: o.id } }`, []string{"rows[].id"}},
		{"what changed since, by dates", `get "/x" { since: lastSync { updateFrom: "at" } }
			for o in response.rows { store { id: o.id } -> kept { key: o.id } }`, []string{"-"}},
		{"nested loops", `get "/x"
			for o in response { for l in o.lines { store { id: l.id, of: o.id } -> kept { key: l.id } } }`, []string{"[].lines[].id [].id"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := load(t, c.steps)
			views := sight.Of(m)
			var got []string
			for _, a := range m.Actions {
				if a.Name != "A" {
					continue
				}
				a.Body.Each(func(s plan.Step) {
					r, ok := s.(*plan.Request)
					switch {
					case !ok:
					case views[r] == nil:
						got = append(got, "-")
					default:
						got = append(got, strings.Join(views[r].Paths(), " "))
					}
				})
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s\nseen are %q, want %q", c.steps, got, c.want)
			}
		})
	}
}
