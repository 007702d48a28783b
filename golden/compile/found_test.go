package compile_test

import "testing"

// TestFound compiles missions whose packages once did not, cut down from what
// random missions found.
func TestFound(t *testing.T) {
	for name, action := range map[string]string{
		"a repeated request that reads what nothing has set before it": `
			get "/a" { params: { last: response.id } }
			match response { { n: 1 } -> retry, _ -> skip }`,
		"an arm without a choice whose request declares an error beside another": `
			get "/a"
			store response -> seen
			match seen { x -> { get "/b" } }`,
		"an answer whose status only an arm asks for that no answer comes to": `
			get "/a"
			match response { { code: 404 } where null -> skip, _ -> skip }`,
		"a let of the mission that only an arm maps that nothing comes to": `
			match seen { x -> continue, _ -> { map total -> Total { a: 1 } } }
			for x in total.n { store { x: x } -> seen }`,
		"a guard that is never asked": `
			let x = 1
			match seen { a where false and x -> skip, _ -> continue }`,
		"a choice between nothing and what can fail, unread": `
			let x = match seen { { a: 1 } => 1 / 2, _ => 2 }`,
		"a constraint that would tell a value that it never looks at": `
			validate { assume not (true or total is string) and (false ? source : response.b) == 1 }`,
		"a truth that was settled before": `
			for x in seen where .a or true or true { match { x.a and false and false -> skip, _ -> continue } }`,
		"an or that nothing comes to, since what is assumed is known": `
			let y = total.n
			validate y { assume true } or { queue seen }`,
		"an or that nothing comes to, since all is a warning": `
			get "/a"
			validate response { assume .a severity: warning } or { store { a: source, b: request.url } -> seen }`,
	} {
		text := "mission M {\nstore seen: memory(\"seen\")\nlet total = env(\"A\")\naction A {" + action + "\n}\nrun A\n}\n"
		if !compiles(t, text, both) {
			t.Errorf("%s: the compiler does not accept\n%s", name, text)
		}
	}
}
