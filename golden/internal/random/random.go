// Package random makes missions of any bytes, for tests of the whole compiler.
package random

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Choices are bytes for a mission, other ones for each seed.
func Choices(seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	b := make([]byte, 100+r.IntN(900))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// Mission makes the text of a mission. Most of them the compiler accepts: names
// are in scope, shapes are right; but names are few, so that they clash, and
// anything stands in anything.
func Mission(choices []byte) string {
	w := &writer{choices: choices}
	return w.mission()
}

// CalmMission makes one that runs to its end more often, quickly, and each time
// in the same way: less of it can fail, nothing runs side by side, and no wait is
// long.
func CalmMission(choices []byte) string {
	w := &writer{choices: choices, calm: true}
	return w.mission()
}

// A writer writes one mission.
type writer struct {
	choices []byte
	calm    bool
	text    strings.Builder
	indent  int
	scope   []string
	actions []string
	loops   int  // around, in the action
	match   int  // around, in the loop
	request bool // there was one in this body
	asked   int  // matches of a response around, each behind its request
	budget  int  // of steps
}

// n chooses a number below most.
func (w *writer) n(most int) int {
	if len(w.choices) == 0 {
		return 0
	}
	c := w.choices[0]
	w.choices = w.choices[1:]
	return int(c) % most
}

func (w *writer) one(words ...string) string { return words[w.n(len(words))] }

// in gives what is calm where it has to be, else what is wild.
func (w *writer) in(calm, wild string) string {
	if w.calm {
		return calm
	}
	return wild
}

func (w *writer) line(format string, args ...any) {
	w.text.WriteString(strings.Repeat("  ", w.indent))
	fmt.Fprintf(&w.text, format, args...)
	w.text.WriteByte('\n')
}

var (
	variables  = []string{"x", "y", "item", "err", "total", "response2", "s", "Item", "fieldID", "subject"}
	storeNames = []string{"items", "rt", "seen", "x2", "value"}
)

// mission writes a whole one.
func (w *writer) mission() string {
	w.line("mission M {")
	w.indent++
	if w.n(2) == 1 {
		w.line(`source Shop { base: "https://shop.example", auth: bearer, timeout: %s }`, w.one(`"5s"`, "100", `env("T")`))
		w.line(`source Bank { base: "${BANK}" }`)
	}
	if w.n(3) == 1 {
		w.line(`parallelMode: "fail-fast"`)
	}
	if w.n(3) == 1 {
		w.line("maxConcurrency: %s", w.one("3", `env("MAX")`))
	}
	for _, s := range storeNames {
		w.line("store %s: memory(%q)", s, s)
	}
	if w.n(2) == 1 {
		w.line("let total = %s", w.one("1", `env("A")`, `"${B}"`, `env("A") or 1 / 2`))
		w.scope = append(w.scope, "total")
	}
	w.actions = []string{"A", "B", "a", "func"}[:1+w.n(4)]
	for i := range w.actions {
		w.action(i)
	}
	w.run()
	w.indent--
	w.line("}")
	return w.text.String()
}

func (w *writer) run() {
	var stages []string
	for i := 0; i < len(w.actions); i++ {
		stage := w.actions[i]
		if w.n(2) == 1 && i+1 < len(w.actions) && !w.calm {
			stage = "[" + w.actions[i] + ", " + w.actions[i+1] + "]"
			i++
		}
		if w.n(4) == 1 {
			stage += " if " + w.one("length(items) > 0", "items[0].n > 1 or length(errors) == 0", "not (seen[0] ?? 1 / 2)")
		}
		stages = append(stages, stage)
	}
	w.line("run %s", strings.Join(stages, " then "))
}

func (w *writer) action(i int) {
	before := len(w.scope)
	w.line("action %s {", w.actions[i])
	w.indent++
	if w.n(4) == 1 {
		w.line("concurrency: %s", w.one("2", "5", `env("C")`))
	}
	w.loops, w.match, w.request, w.asked, w.budget = 0, 0, false, 0, 12
	if w.calm { // something to read
		w.line(`store [{ id: 1, a: 1, n: 2 }, { id: "x", a: { c: 3 }, list: [] }] -> items`)
		w.line(`get "/first" { allow: [404, 409] }`)
	}
	w.steps(i, 1+w.n(5))
	w.indent--
	w.line("}")
	w.scope = w.scope[:before]
}

// steps writes some steps of one block.
func (w *writer) steps(action, count int) {
	for range count {
		if w.budget--; w.budget < 0 {
			return
		}
		w.step(action)
	}
}

func (w *writer) step(action int) {
	switch w.n(14) {
	case 0, 1, 2:
		matched := w.n(3) > 0
		w.send(matched)
		if matched {
			w.asked++
			w.matching(action, "response")
			w.asked--
		}
	case 3, 4:
		w.loop(action)
	case 5, 6:
		w.line("map %s -> %s { %s }", w.one(w.variable(), "response", ".a", w.expr(1)), w.one("Item", "T", "X"), w.fields())
	case 7:
		x := w.expr(3)
		name := w.one(variables...)
		if slices.Contains(w.scope, name) && w.n(4) > 0 { // it may have been bound in this very block
			return
		}
		w.line("let %s = %s", name, x)
		w.scope = append(w.scope, name)
	case 8, 9:
		w.line("store %s -> %s%s", w.one("{ "+w.fields()+" }", w.in("{ response: response }", "response"), w.in("{ v: "+w.simple()+" }", w.simple()), "items"), w.one(storeNames...),
			w.one("", "", " { key: "+w.one(w.in("7", w.simple()), "concat("+w.expr(1)+")", w.in("concat("+w.simple()+", .id)", "("+w.simple()+" or "+w.simple()+")"))+" }", " { key: "+w.in("concat(.id)", ".id")+", upsert: "+w.expr(1)+", partial: .p }"))
	case 10, 11:
		w.matching(action, w.one("", "", w.variable(), "("+w.expr(2)+")"))
	case 12:
		w.line("%s", w.one(w.in("clear x2", "clear items"), "delete seen["+w.in("concat("+w.simple()+")", w.simple())+"]", "queue seen { item: "+w.in("{ v: "+w.expr(1)+" }", w.expr(1))+" }"))
	case 13:
		w.flow(action)
	}
}

// send writes a request; matched tells that a match follows.
func (w *writer) send(matched bool) {
	w.request = true
	part := func() string { return w.in(w.one("7", "length(items)", "toString(.n)"), w.simple()) }
	options := w.one("", "", " { params: { a: "+w.in("concat("+w.expr(2)+")", w.expr(2))+", b: "+w.number(2)+" } }",
		" { body: "+w.expr(3)+", allow: [404], timeout: "+w.one(`"1s"`, w.in("100", ".t"))+" }",
		" { headers: { a: "+w.in("concat(length(items), .a)", w.simple())+" }, retry: { maxAttempts: "+w.one("2", w.in("1", ".n"))+" } }")
	switch {
	case w.calm && matched && w.n(2) == 0: // what a retry has to set back
		options = " { params: { last: .id, item: concat(" + w.variable() + ") } }"
	case w.calm && !matched:
		options = " { allow: [404, 409], params: { p: length(items) } }"
	}
	w.line("%s %s%s", w.one("get", "post", "delete"), w.one(`"/a"`, `"/a/{`+part()+`}"`, `concat("/", `+w.simple()+`)`, `"/${P}?q={`+part()+`}"`), options)
}

func (w *writer) loop(action int) {
	if w.loops > 3 {
		return
	}
	before, match, request, asked := len(w.scope), w.match, w.request, w.asked
	in := w.one("items", "rt", "[1, 2]", "1..3", "response.list", w.list())
	name := w.one(variables...)
	head := fmt.Sprintf("for %s in %s", name, in)
	w.scope = append(w.scope, name)
	if w.n(4) == 1 {
		head += " where " + w.one(".a", w.in(".a != 1", ".a > 1"), w.in(name+".b == null", name+".b / 2 > 1"))
	}
	if w.calm {
		head += w.one("", "", " parallel 1")
	} else {
		head += w.one("", "", " parallel", " parallel 2", ` parallel env("W")`)
	}
	head += w.one("", "", "", " onError continue", " onError queue seen", " onError abort")
	w.line("%s {", head)
	w.indent++
	w.loops, w.match, w.request, w.asked = w.loops+1, 0, false, 0
	w.steps(action, w.n(4))
	w.loops, w.match, w.request, w.asked = w.loops-1, match, request, asked
	w.indent--
	w.line("}")
	w.scope = w.scope[:before]
}

func (w *writer) matching(action int, subject string) {
	if w.match > 3 {
		return
	}
	w.line("match %s {", subject)
	w.indent++
	w.match++
	for range 1 + w.n(3) {
		before := len(w.scope)
		head := ""
		if subject == "" {
			head = "(" + w.expr(2) + ")"
		} else {
			head = w.pattern()
			if w.n(3) == 1 {
				head += " where " + w.expr(2)
			}
		}
		w.line("%s -> {", head)
		w.indent++
		if w.n(4) == 0 { // what the arm looks at stays what it was
			w.send(false)
			w.line("store { v: .id, answer: response } -> seen")
		}
		w.steps(action, w.n(3))
		if w.n(2) == 1 {
			w.flow(action)
		}
		w.indent--
		w.line("}")
		w.scope = w.scope[:before]
	}
	if w.calm && w.asked > 0 && subject == "response" && w.n(2) == 0 {
		w.line("{ id: _ } where length(seen) %% 2 == 0 -> {")
		w.line("  map %s -> Item { id: .id, was: .was }", w.variable())
		w.line("  store { again: .id } -> seen")
		w.line("  retry { maxAttempts: 4, delay: 0 }")
		w.line("}")
	}
	if w.n(4) > 0 || w.calm {
		w.line("_ -> %s", w.one("continue", "{}", "{ queue seen { item: { x: .x } } }", "skip"))
	}
	w.match--
	w.indent--
	w.line("}")
}

func (w *writer) pattern() string {
	bind := func() string {
		name := w.one("x", "y", "err", "answer", "len")
		w.scope = append(w.scope, name)
		return name
	}
	switch w.n(9) {
	case 0:
		return w.one("404", `"a"`, "null", "true", "200")
	case 1:
		return "{ code: 404 }"
	case 2:
		return "{ code: 429, error: " + bind() + " }"
	case 3:
		return "{ " + bind() + " }"
	case 4:
		return "{ a: 1, b: { c: " + bind() + " } }"
	case 5:
		return "[" + bind() + ", { d: null }]"
	case 6:
		return "[]"
	case 7:
		return bind()
	}
	return `{ "a-b": _, length: 3 }`
}

// flow writes a step of flow where it may stand.
func (w *writer) flow(action int) {
	choices := []string{"skip", "abort " + w.expr(2), "abort"}
	if w.calm && w.n(8) > 0 {
		choices = choices[:1]
	}
	if w.match > 0 {
		choices = append(choices, "continue")
	}
	if action+1 < len(w.actions) {
		choices = append(choices, "run "+w.actions[action+1], "jump "+w.actions[action+1])
	}
	if w.request && w.asked > 0 {
		if w.calm {
			choices = append(choices, "retry { maxAttempts: 5, delay: 0 }", "retry { delay: 0 }", "retry { maxAttempts: 4, backoff: constant, initialDelay: 0 }")
		} else {
			choices = append(choices, "retry", "retry { maxAttempts: 5, delay: "+w.one("10", w.simple())+" }", "retry { backoff: linear, initialDelay: 0, maxDelay: \"1m\" }")
		}
		if action+1 < len(w.actions) && !w.calm {
			choices = append(choices, "jump "+w.actions[action+1]+" then retry")
		}
	}
	w.line("%s", w.one(choices...))
}

func (w *writer) variable() string {
	if len(w.scope) == 0 || w.n(4) == 0 {
		return "response"
	}
	return w.scope[w.n(len(w.scope))]
}

// simple is an expression that reads something.
func (w *writer) simple() string {
	return w.one(w.variable(), w.variable()+".n", ".id", "items[0].a", "source", "request.url", ".length")
}

// list is an expression that may be an array.
func (w *writer) list() string {
	return w.one("items", w.in("toArray("+w.variable()+")", w.variable()), w.in("toArray(.list)", w.variable()+".list"))
}

// number is an expression that may be one.
func (w *writer) number(depth int) string {
	if depth == 0 {
		dynamic := w.in("(toNumber("+w.simple()+") ?? 2)", w.simple())
		return w.one(dynamic, dynamic, "7", "1.5", "length(rt)", "-1")
	}
	switch w.n(5) {
	case 0:
		return "(" + w.number(depth-1) + w.one(" + ", " - ", " * ", " / ", " % ") + w.number(depth-1) + ")"
	case 1:
		return "-(" + w.number(depth-1) + ")"
	case 2:
		return "(if " + w.expr(depth-1) + " then " + w.number(depth-1) + " else " + w.number(depth-1) + ")"
	case 3:
		return "sum(" + w.list() + ", x => " + w.number(depth-1) + ")"
	}
	return w.number(0)
}

func (w *writer) fields() string {
	var list []string
	for i, key := range []string{"a", "type", "err", `"a-b"`, "id"} {
		switch w.n(6) {
		case 0, 1:
			list = append(list, key+": "+w.expr(2))
		case 2:
			list = append(list, "..."+w.one(w.in("("+w.variable()+" is object ? response : null)", w.simple()), "{ z: "+w.expr(1)+" }"))
		default:
			if i == 0 {
				list = append(list, key+": "+w.simple())
			}
		}
	}
	return strings.Join(list, ", ")
}

func (w *writer) expr(depth int) string {
	if depth == 0 {
		return w.simple()
	}
	x := func() string { return w.expr(depth - 1) }
	lambda := func() string {
		name := w.one("x", "y", "item", "rt")
		w.scope = append(w.scope, name)
		body := x()
		w.scope = w.scope[:len(w.scope)-1]
		return name + " => " + body
	}
	switch w.n(27) {
	case 0, 1, 2:
		return w.simple()
	case 24: // what is not evaluated cannot fail
		return "(length(items) " + w.one("??", "or") + " 1 / 0)"
	case 25:
		return "(length(items) == 0 and 1 / 0 > 1)"
	case 26:
		return "(if length(items) > 0 then " + x() + " else " + w.one("1 / 0", "items / 2", "sum(7)") + ")"
	case 3:
		return w.number(depth)
	case 4:
		return "(" + x() + w.one(" or ", " and ", " ?? ") + x() + ")"
	case 5:
		return w.one("("+x()+w.one(" == ", " != ")+x()+")", "("+w.number(1)+w.one(" < ", " >= ")+w.number(1)+")",
			w.in("("+w.simple()+" in "+w.list()+")", "("+w.simple()+w.one(" in ", " contains ", " startsWith ")+w.simple()+")"))
	case 6:
		return "(if " + x() + " then " + x() + " else " + x() + ")"
	case 7:
		return "(" + x() + " ? " + x() + " : " + x() + ")"
	case 8:
		return "not (" + x() + ")"
	case 9:
		return "{ " + w.fields() + " }"
	case 10:
		return "[" + x() + ", " + x() + "]"
	case 11:
		return w.one("map", "filter", "any", "sum") + "(" + w.list() + ", " + lambda() + ")"
	case 12:
		return "(" + w.list() + " where " + x() + ")"
	case 13:
		return "(any of " + w.list() + " where .a == " + x() + ")"
	case 14:
		before := len(w.scope)
		text := "(match " + x() + " { " + w.pattern()
		if w.n(2) == 1 {
			text += " where " + x()
		}
		text += " => " + x() + ", "
		w.scope = w.scope[:before]
		return text + w.one("_ => "+x(), w.in("_", "{ a: _ }")+" => "+x(), w.in("_", "null")+" => 1") + " })"
	case 15:
		return "(match { " + x() + " => " + x() + ", _ => " + x() + " })"
	case 16:
		return "items[" + w.simple() + "]"
	case 17:
		return "concat(" + x() + ", " + x() + ")"
	case 18:
		return w.one("length", "isEmpty", "count") + "(" + w.one("items", "errors", w.list()) + ")" + w.one("", " > 0", " == 1")
	case 19:
		return "(" + x() + " is " + w.one("string", "number", "date") + ")"
	case 20:
		return w.one("true", "false", "null", "0", "-1", "1.5", `""`, "-0.0", "18446744073709551615")
	case 21:
		return w.one(`"${HOME}"`, `"a${HOME}b"`, `env("X")`, "errors", "entries(items)")
	case 22:
		return "(" + w.variable() + "[" + x() + "]).z"
	}
	return "(" + x() + " ?? " + w.one("0", "[]", "{}", `"t"`) + ")"
}
