package compile_test

import (
	"fmt"
	"slices"
	"strings"
)

// A writer makes a mission of choices. What it writes is mostly accepted: names
// are in scope, shapes are right; but they are few, so that they clash, and
// anything stands in anything.
type writer struct {
	choices []byte
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
		if w.n(2) == 1 && i+1 < len(w.actions) {
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
		w.send()
		if w.n(3) > 0 {
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
		w.line("store %s -> %s%s", w.one("{ "+w.fields()+" }", "response", w.simple(), "items"), w.one(storeNames...),
			w.one("", "", " { key: "+w.one(w.simple(), "concat("+w.expr(1)+")", "("+w.simple()+" or "+w.simple()+")")+" }", " { key: .id, upsert: "+w.expr(1)+", partial: .p }"))
	case 10, 11:
		w.matching(action, w.one("", "", w.variable(), "("+w.expr(2)+")"))
	case 12:
		w.line("%s", w.one("clear items", "delete seen["+w.simple()+"]", "queue seen { item: "+w.expr(1)+" }"))
	case 13:
		w.flow(action)
	}
}

func (w *writer) send() {
	w.request = true
	options := w.one("", "", " { params: { a: "+w.expr(2)+", b: "+w.expr(2)+" } }", " { body: "+w.expr(3)+", allow: [404], timeout: "+w.one(`"1s"`, ".t")+" }",
		" { headers: { a: "+w.simple()+" }, retry: { maxAttempts: "+w.one("2", ".n")+" } }")
	w.line("%s %s%s", w.one("get", "post", "delete"), w.one(`"/a"`, `"/a/{`+w.simple()+`}"`, `concat("/", `+w.simple()+`)`, `"/${P}?q={`+w.simple()+`}"`), options)
}

func (w *writer) loop(action int) {
	if w.loops > 3 {
		return
	}
	before, match, request, asked := len(w.scope), w.match, w.request, w.asked
	in := w.one("items", "rt", "[1, 2]", "1..3", "response.list", w.simple())
	name := w.one(variables...)
	head := fmt.Sprintf("for %s in %s", name, in)
	w.scope = append(w.scope, name)
	if w.n(4) == 1 {
		head += " where " + w.one(".a", ".a > 1", name+".b / 2 > 1")
	}
	head += w.one("", "", " parallel", " parallel 2", ` parallel env("W")`)
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
		w.steps(action, w.n(3))
		if w.n(2) == 1 {
			w.flow(action)
		}
		w.indent--
		w.line("}")
		w.scope = w.scope[:before]
	}
	if w.n(4) > 0 {
		w.line("_ -> %s", w.one("continue", "{}", "{ queue seen { item: .x } }", "skip"))
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
	if w.match > 0 {
		choices = append(choices, "continue")
	}
	if action+1 < len(w.actions) {
		choices = append(choices, "run "+w.actions[action+1], "jump "+w.actions[action+1])
	}
	if w.request && w.asked > 0 {
		choices = append(choices, "retry", "retry { maxAttempts: 5, delay: "+w.one("10", w.simple())+" }", "retry { backoff: linear, initialDelay: 0, maxDelay: \"1m\" }")
		if action+1 < len(w.actions) {
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

// number is an expression that may be one.
func (w *writer) number(depth int) string {
	if depth == 0 {
		return w.one(w.simple(), w.simple(), "7", "1.5", "length(rt)", "-1")
	}
	switch w.n(5) {
	case 0:
		return "(" + w.number(depth-1) + w.one(" + ", " - ", " * ", " / ", " % ") + w.number(depth-1) + ")"
	case 1:
		return "-(" + w.number(depth-1) + ")"
	case 2:
		return "(if " + w.expr(depth-1) + " then " + w.number(depth-1) + " else " + w.number(depth-1) + ")"
	case 3:
		return "sum(" + w.one("items", w.variable()) + ", x => " + w.number(depth-1) + ")"
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
			list = append(list, "..."+w.one(w.simple(), "{ z: "+w.expr(1)+" }"))
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
	switch w.n(24) {
	case 0, 1, 2:
		return w.simple()
	case 3:
		return w.number(depth)
	case 4:
		return "(" + x() + w.one(" or ", " and ", " ?? ") + x() + ")"
	case 5:
		return w.one("("+x()+w.one(" == ", " != ")+x()+")", "("+w.number(1)+w.one(" < ", " >= ")+w.number(1)+")",
			"("+w.simple()+w.one(" in ", " contains ", " startsWith ")+w.simple()+")")
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
		return w.one("map", "filter", "any", "sum") + "(" + w.one("items", w.variable()) + ", " + lambda() + ")"
	case 12:
		return "(" + w.one("items", w.variable()) + " where " + x() + ")"
	case 13:
		return "(any of " + w.one("items", w.variable()) + " where .a == " + x() + ")"
	case 14:
		before := len(w.scope)
		text := "(match " + x() + " { " + w.pattern()
		if w.n(2) == 1 {
			text += " where " + x()
		}
		text += " => " + x() + ", "
		w.scope = w.scope[:before]
		return text + w.one("_ => "+x(), "{ a: _ } => "+x(), "null => 1") + " })"
	case 15:
		return "(match { " + x() + " => " + x() + ", _ => " + x() + " })"
	case 16:
		return "items[" + w.simple() + "]"
	case 17:
		return "concat(" + x() + ", " + x() + ")"
	case 18:
		return w.one("length", "isEmpty", "count") + "(" + w.one("items", "errors", w.variable()) + ")" + w.one("", " > 0", " == 1")
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
