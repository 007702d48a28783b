package flow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// analyze gives what is found out about the steps of an action.
func analyze(t *testing.T, steps string) *flow.Action {
	t.Helper()
	text := "mission M {\nstore s: memory(\"s\")\naction A {\n" + steps + "\n}\n}\n"
	result := lang.Check(source.NewFile("m.reqon", text))
	if len(result.Missions) != 1 {
		t.Fatalf("not accepted: %v\n%s", result.Diagnostics, text)
	}
	return flow.Analyze(result.Missions[0].Actions[0])
}

// show writes a block with what Go makes of it: what each step declares and
// sets, by the names that the variables have there.
func show(a *flow.Action, b *flow.Block, indent string) string {
	var out strings.Builder
	for _, c := range b.Copies {
		fmt.Fprintf(&out, "%s%s := around\n", indent, a.Name(c.Var))
	}
	for _, n := range b.Nodes {
		for _, v := range n.Declare {
			fmt.Fprintf(&out, "%svar %s\n", indent, a.Name(v))
		}
		word := strings.Fields(n.Step.Head())[0]
		switch {
		case n.Dropped:
			fmt.Fprintf(&out, "%s(%s)\n", indent, word)
			continue
		case n.Region != nil:
			fmt.Fprintf(&out, "%srepeat%s {\n%s%s}\n", indent, saved(a, n.Saved), show(a, n.Region, indent+"  "), indent)
			continue
		}
		for _, s := range append([]*flow.Set{n.Subject, n.Response, n.Source, n.Request}, n.Sets...) {
			switch {
			case s == nil:
			case s.Declare:
				word += " " + a.Name(s.Var) + " :="
			default:
				word += " " + a.Name(s.Var) + " ="
			}
		}
		if n.Item != nil {
			word += " " + a.Name(n.Item)
		}
		fmt.Fprintf(&out, "%s%s\n", indent, word)
		if n.Body != nil {
			out.WriteString(show(a, n.Body, indent+"  "))
		}
		for _, arm := range n.Arms {
			fmt.Fprintf(&out, "%s->", indent)
			for _, v := range arm.Binds {
				fmt.Fprintf(&out, " %s", a.Name(v))
			}
			fmt.Fprintf(&out, "\n%s", show(a, arm.Body, indent+"  "))
		}
	}
	if b.Ends {
		fmt.Fprintf(&out, "%send\n", indent)
	}
	return out.String()
}

func saved(a *flow.Action, vars []*plan.Var) string {
	text := ""
	for _, v := range vars {
		text += " " + a.Name(v)
	}
	return text
}

func TestAnalyze(t *testing.T) {
	for _, c := range []struct{ name, steps, want string }{
		{
			"a response that nothing reads is not set", `
			get "/a"
			get "/b"
			store response -> s`, `
			get
			get response :=
			store`,
		},
		{
			"what nothing reads is dropped, and what only that reads", `
			let a = 1
			let b = a
			let c = 1 / b
			let d = { x: c }`, `
			let a :=
			let b :=
			let
			(let)`,
		},
		{
			"a variable that two arms set is declared in front", `
			match { .x -> get "/a", _ -> get "/b" }
			store response -> s`, `
			var response
			match
			->
			  get response =
			->
			  get response =
			store`,
		},
		{
			"a variable of one arm is declared there", `
			get "/a"
			match response { { x: 1 } -> { get "/b" store response -> s }, _ -> continue }`, `
			get response :=
			match
			->
			  get response =
			  store
			->
			  continue`,
		},
		{
			"a body that sets the response begins with a copy where it reads it first", `
			get "/a"
			for x in .list { store .id -> s { key: x } get "/b" store response -> s }
			for x in .list { store { id: response.id } -> s }
			for x in .list { get "/c" store response -> s }`, `
			get response :=
			for x
			  response := around
			  store
			  get response =
			  store
			for
			  store
			for
			  get response :=
			  store`,
		},
		{
			"a retry repeats up to the last step that asks for it, and sets back what was read before it was set", `
			let x = { n: 1 }
			get "/a" { params: { n: x.n } }
			match response { { again: true } -> { map x -> X { n: 2 } store x -> s retry }, _ -> continue }
			store response -> s
			store x -> s`, `
			let x :=
			var response
			repeat x {
			  get response =
			  match
			  ->
			    map x =
			    store
			    retry
			    end
			  ->
			    continue
			}
			store
			store`,
		},
		{
			"what a retry sets back anyway is not set before it", `
			let x = { n: 1 }
			get "/a" { params: { n: x.n } }
			match response { { again: true } -> { map x -> X { n: 2 } retry }, _ -> continue }`, `
			let x :=
			repeat {
			  get response :=
			  match
			  ->
			    (map)
			    retry
			    end
			  ->
			    continue
			}`,
		},
		{
			"regions lie within each other", `
			get "/a"
			match response {
				{ more: true } -> { get "/b" match response { 404 -> retry, _ -> continue } }
				_ -> retry
			}
			get "/c"`, `
			repeat {
			  get response :=
			  match
			  ->
			    repeat {
			      get response =
			      match
			      ->
			        retry
			        end
			      ->
			        continue
			    }
			  ->
			    retry
			    end
			}
			get`,
		},
		{
			"a subject is a variable of its own where an arm outlives it", `
			get "/a"
			match response { { x: 1 } -> { get "/b" store { was: .x, is: response } -> s }, _ -> continue }
			match response { { x: 1 } -> { store { was: .x } -> s get "/b" }, _ -> continue }`, `
			get response :=
			match subject :=
			->
			  get response =
			  store
			->
			  continue
			match
			->
			  store
			  get
			->
			  continue`,
		},
		{
			"an inner name hides an outer one only where that is not meant", `
			let x = 1
			for y in [1] { let x = y store { x: x } -> s }
			for y in [1] { match y { z where z == x -> { let x = 2 store { x: x } -> s }, _ -> store { x: x } -> s } }
			map .a -> Item { x: .x, y: x }
			store Item -> s`, `
			let x :=
			for y
			  let x :=
			  store
			for y
			  match
			  ->
			    let x :=
			    store
			  ->
			    store
			var response
			map a := item :=
			store`,
		},
	} {
		a := analyze(t, c.steps)
		want := strings.ReplaceAll(strings.TrimPrefix(c.want, "\n"), "\t", "") + "\n"
		if diff := cmp.Diff(want, show(a, a.Body, "")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
