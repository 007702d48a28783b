package random

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Parts makes the text of a mission that looks at parts of answers in every way
// that there is: fields, elements, counts, kinds, patterns, conditions, failures
// that tell what they met. It asks an API at https://api.example for paths of one
// segment; what comes back may be anything, most often objects and arrays with
// fields of PartNames.
func Parts(seed uint64) string {
	w := &parts{Rand: rand.New(rand.NewPCG(seed, 3))}
	w.mission()
	return w.text.String()
}

// PartNames are fields that missions of Parts read, by what they expect there.
var PartNames = struct{ Scalars, Arrays, Objects []string }{
	Scalars: []string{"id", "n", "code"},
	Arrays:  []string{"list", "items"},
	Objects: []string{"sub", "data"},
}

// parts writes one mission.
type parts struct {
	*rand.Rand
	text   strings.Builder
	indent int
	count  int      // of names made up
	scope  []string // variables that may be parts of answers
	record bool     // a leading dot means a part of an answer
	asked  bool     // in a match of the response of the request before
	loops  int
	depth  int // of blocks
	budget int // of steps
}

func (w *parts) one(words ...string) string { return words[w.IntN(len(words))] }

func (w *parts) chance(percent int) bool { return w.IntN(100) < percent }

func (w *parts) name(prefix string) string {
	w.count++
	return fmt.Sprintf("%s%d", prefix, w.count)
}

func (w *parts) line(format string, args ...any) {
	w.text.WriteString(strings.Repeat("  ", w.indent))
	fmt.Fprintf(&w.text, format, args...)
	w.text.WriteByte('\n')
}

// block writes lines between braces, with variables of their own.
func (w *parts) block(inside func(), head string, args ...any) {
	scope := len(w.scope)
	w.line(head+" {", args...)
	w.indent++
	inside()
	w.indent--
	w.line("}")
	w.scope = w.scope[:scope]
}

func (w *parts) mission() {
	w.line("schema Line { id: int, name: string? }")
	w.line("schema Order { id: int | string, list: [Line]?, sub: { n: number? }? }")
	w.line("transform Tidy {")
	w.line("  (Order) where .id != 3 -> Tidied { id: .id, n: length(.list) }")
	if w.chance(70) {
		w.line("  (_) -> Tidied { id: .name }")
	}
	w.line("}")
	w.block(func() {
		w.line(`source Api { base: "https://api.example", retry: { maxAttempts: 1 } }`)
		w.line(`store kept: memory("kept")`)
		w.line(`store dead: memory("dead")`)
		w.line(`store known: memory("known")`)
		for _, name := range []string{"B", "A"} {
			w.block(func() {
				w.scope, w.loops, w.depth, w.budget = []string{"response"}, 0, 0, 5+w.IntN(8)
				if w.chance(40) {
					w.gather()
				} else {
					w.request()
				}
				for w.budget > 0 {
					w.step()
				}
			}, "action %s", name)
		}
		w.line("run %s", w.one("[A, B]", "A then B"))
	}, "mission M")
}

func (w *parts) step() {
	if w.budget--; w.budget < 0 {
		return
	}
	switch n := w.IntN(30); {
	case n < 3:
		w.request()
	case n < 9:
		w.keep()
	case n < 14 && w.loops < 3:
		w.loop()
	case n < 16 && w.loops < 2:
		w.gather()
	case n < 17:
		w.mapping()
	case n < 19:
		name := w.name("x")
		w.line("let %s = %s", name, w.subject())
		w.scope = append(w.scope, name)
	case n < 24 && w.depth < 3:
		w.match(w.subject())
	case n < 26:
		w.line("match { (%s) -> %s, _ -> continue }", w.condition(), w.one("skip", "queue dead { item: { v: "+w.read()+" } }", w.record1()))
	case n < 28:
		w.validate()
	case n < 29:
		name := w.name("t")
		w.line("apply Tidy to %s as %s", w.subject(), name)
		w.line("store { t: %s } -> kept", name)
	default:
		w.line("store { e: errors } -> kept")
	}
}

func (w *parts) steps(most int) {
	for range 1 + w.IntN(most) {
		w.step()
	}
}

// request sends one, and may look at what comes of it at once.
func (w *parts) request() {
	path := fmt.Sprintf(`"/p%d"`, w.IntN(1000))
	if w.loops > 0 || w.chance(20) {
		path = fmt.Sprintf(`"/p%d?of={%s ?? 1}"`, w.IntN(1000), w.scalar())
	}
	options := w.one("", "", " { allow: [404, 409] }", " { params: { q: "+w.one("1", w.scalar())+" }, allow: [404, 409] }")
	matched := w.depth < 4 && w.chance(40)
	if !matched && options == "" && w.chance(80) {
		options = " { allow: [404, 409] }"
	}
	if !w.asked && w.chance(12) { // pages of what they hold, or of one array
		options = " { paginate: " + w.one("page(page, 2, maxPages: 4)", "offset(offset, maxPages: 4)", `cursor(after, 2, "`+w.one("id", "sub.id", "code")+`", maxPages: 4)`) +
			w.one("", ` items: "`+w.one(PartNames.Arrays...)+`"`, "", ` until: length(response.`+w.one(PartNames.Arrays...)+`) == 0`) + " allow: [404, 409] }"
	}
	if w.chance(20) {
		w.line("post %s { body: { v: %s } allow: [404, 409] }", path, w.read())
	} else {
		w.line("get %s%s", path, options)
	}
	if matched {
		w.asked = true
		w.match("response")
		w.asked = false
	}
}

// record1 stores one record.
func (w *parts) record1() string {
	fields := []string{w.name("k") + ": " + w.read()}
	for w.chance(50) {
		fields = append(fields, w.name("k")+": "+w.read())
	}
	if w.chance(8) {
		fields = append(fields, "...("+w.part()+")")
	}
	return "store { " + strings.Join(fields, ", ") + " } -> kept"
}

func (w *parts) keep() {
	switch w.IntN(8) {
	case 0:
		w.line("store %s -> kept { key: concat(%q, .id) }", w.subject(), w.name("key"))
	case 1:
		w.line("queue dead { item: { v: %s } }", w.read())
	default:
		w.line("%s", w.record1())
	}
}

func (w *parts) loop() {
	name := w.name("o")
	in := w.one(w.subject(), w.scope[w.IntN(len(w.scope))], w.scope[w.IntN(len(w.scope))]+"."+w.one(PartNames.Arrays...), w.scope[w.IntN(len(w.scope))]+"."+w.one(PartNames.Arrays...))
	where := ""
	if w.chance(30) {
		where = " where " + w.inside([]string{name}, w.condition)
	}
	w.loops++
	w.depth++
	asked := w.asked
	w.asked = false
	w.block(func() {
		w.scope = append(w.scope, name)
		w.steps(4)
	}, "for %s in %s%s%s%s", name, in, where, w.one("", "", "", " parallel 1"), w.one("", " onError continue", " onError queue dead", " onError abort"))
	w.loops--
	w.depth--
	w.asked = asked
}

// gather asks for records and stores what it makes of each, which it may do while
// they come: most often nothing else looks at them.
func (w *parts) gather() {
	if w.chance(40) {
		w.line("store { id: %s, n: %s } -> known { key: %q }", w.scalar(), w.read(), w.one("1", "2", "a"))
	}
	w.line(`get "/g%d"%s`, w.IntN(1000), w.one("", " { allow: [404, 409] }", " { allow: [404, 409] }"))
	name, where := w.name("o"), ""
	if w.chance(60) {
		where = " where " + w.inside([]string{name}, w.condition)
	}
	in := w.one("response", "response", "response."+w.one(PartNames.Arrays...), "response."+w.one(PartNames.Objects...)+"."+w.one(PartNames.Arrays...))
	w.loops++
	w.depth++
	scope, asked := w.scope, w.asked
	w.scope, w.asked = []string{name, name, "known[" + name + ".id]"}, false
	if w.chance(20) {
		w.scope = append(w.scope, scope[w.IntN(len(scope))])
	}
	w.block(func() {
		for w.chance(40) {
			let := w.name("x")
			w.line("let %s = %s", let, w.one(w.subject(), w.read()))
			w.scope = append(w.scope, let)
		}
		w.mapped(name)
		for w.chance(15) {
			w.mapped(w.one(name, w.scope[w.IntN(len(w.scope))]))
		}
		if w.chance(70) { // what the map has made
			w.scope = w.scope[:1]
		}
		w.line("store %s -> kept%s", w.one(name, name, "{ v: "+name+" }", "{ id: "+name+".id, x: "+w.read()+" }"), w.one("", " { key: concat(\"g\", .id) }"))
		if w.chance(30) {
			w.step()
		}
	}, "for %s in %s%s%s", name, in, where, w.one("", "", "", " onError abort", " parallel 1"))
	w.loops--
	w.depth--
	w.scope, w.asked = scope, asked
	if w.chance(70) { // which lets the response go
		w.request()
	}
}

func (w *parts) mapping() {
	x := w.one(w.scope[w.IntN(len(w.scope))], w.subject())
	if w.chance(15) {
		w.line("map %s -> %s", x, w.one("Line", "Order"))
		return
	}
	w.mapped(x)
}

func (w *parts) mapped(x string) {
	record := w.record
	w.record = true
	fields := []string{"id: .id"}
	for w.chance(60) {
		fields = append(fields, w.one(append(PartNames.Objects, "list", "v")...)+w.name("")+": "+w.read())
	}
	if w.chance(15) {
		fields = append(fields, "..."+x)
	}
	w.record = record
	w.line("map %s -> Mapped { %s }", x, strings.Join(fields, ", "))
}

func (w *parts) validate() {
	record := w.record
	subject := w.subject()
	w.record = true
	w.block(func() {
		w.line("assume %s", w.condition())
		for w.chance(40) {
			w.line("assume %s%s", w.condition(), w.one("", ` : "wrong"`, " severity: warning"))
		}
	}, "validate %s", subject)
	w.record = record
}

// match looks at a part in arms; at a response that was asked for, it may do so
// again.
func (w *parts) match(subject string) {
	asked, record := w.asked && subject == "response", w.record
	w.asked, w.record = false, true
	w.depth++
	w.block(func() {
		for range 1 + w.IntN(3) {
			pattern, names := w.pattern(1 + w.IntN(2))
			if asked && w.chance(40) {
				pattern, names = w.one("200", "404", "{ code: 200 }", "{ code: 404 }", "{ code: _ }", "{ error: _ }", "5"), nil
			}
			guard := ""
			if w.chance(25) {
				guard = " where " + w.inside(names, w.condition)
			}
			switch w.IntN(8) {
			case 0:
				w.line("%s%s -> %s", pattern, guard, w.one("continue", "skip", "queue dead { item: { v: "+w.inside(names, w.read)+" } }", "queue dead"))
			case 1:
				w.line("%s%s -> abort %s", pattern, guard, w.inside(names, w.read))
			case 2:
				then := w.one("continue", "{}")
				if asked {
					then = "retry { maxAttempts: 2, delay: 0 }"
				}
				w.line("%s%s -> %s", pattern, guard, then)
			default:
				w.block(func() {
					w.scope = append(w.scope, names...)
					w.steps(3)
				}, "%s%s ->", pattern, guard)
			}
		}
		if w.chance(85) { // else an answer may fit none
			w.line("_ -> %s", w.one("continue", "continue", "skip", w.record1()))
		}
	}, "match %s", subject)
	w.depth--
	w.asked, w.record = false, record
}

// inside writes something that may read more variables.
func (w *parts) inside(names []string, write func() string) string {
	scope, record := len(w.scope), w.record
	w.scope, w.record = append(w.scope, names...), true
	text := write()
	w.scope, w.record = w.scope[:scope], record
	return text
}

// pattern is one with the names that it binds.
func (w *parts) pattern(depth int) (string, []string) {
	field := func() string { return w.field() }
	switch n := w.IntN(12); {
	case depth > 0 && n < 6:
		var fields, names []string
		used := map[string]bool{}
		for range 1 + w.IntN(2) {
			name := field()
			if used[name] {
				continue
			}
			used[name] = true
			inner, bound := w.pattern(depth - 1)
			fields, names = append(fields, name+": "+inner), append(names, bound...)
		}
		return "{ " + strings.Join(fields, ", ") + " }", names
	case depth > 0 && n < 8:
		var elems, names []string
		for range w.IntN(3) {
			inner, bound := w.pattern(depth - 1)
			elems, names = append(elems, inner), append(names, bound...)
		}
		return "[" + strings.Join(elems, ", ") + "]", names
	case n < 9:
		return w.one("1", `"a"`, "null", "true", "2.5", "[]"), nil
	case n < 10:
		if w.chance(80) {
			return "_", nil
		}
		return w.one("Line", "Order", "[Line]"), nil
	case depth < 2:
		name := w.name("p")
		return name, []string{name}
	}
	return "_", nil
}

func (w *parts) field() string {
	return w.one(w.one(PartNames.Scalars...), w.one(PartNames.Arrays...), w.one(PartNames.Objects...), w.one("id", "n", "list", "sub", "length"))
}

// part is an expression that gives a part of an answer as it is.
func (w *parts) part() string {
	x := w.scope[w.IntN(len(w.scope))]
	if w.chance(40) {
		x = w.scope[len(w.scope)-1]
	}
	if w.record && w.chance(30) {
		x = "." + w.field()
	}
	if x == "response" || w.chance(30) { // rarely the whole answer
		x += w.one("", "[0]", "."+w.field(), "."+w.field(), "."+w.field(), "."+w.field())
	}
	for range w.IntN(3) {
		switch w.IntN(18) {
		case 0:
			x += "[0]"
		case 1:
			x += w.one("[1]", "[-1]", `["`+w.field()+`"]`, "["+w.scalar()+"]")
		case 2:
			x = "(" + x + " ?? " + w.scope[w.IntN(len(w.scope))] + ")"
		case 3:
			x = "(" + x + " where " + w.one("."+w.field(), "."+w.field()+" != 2") + ")"
		case 4:
			x = "(if " + x + "." + w.field() + w.one("", " == 1", " is object") + " then " + x + "." + w.field() + " else " + x + ")"
		case 5:
			x = w.one("{ v: "+x+" }.v", "["+x+"][0]", "first("+x+")", "coalesce("+x+", 1)", "(match "+x+" { { "+w.field()+": q } => q, [e] => e, _ => "+x+" })")
		case 6, 7:
			x = w.one("filter("+x+", ."+w.field()+")", "find("+x+", ."+w.field()+" != 2)", "sortBy("+x+", ."+w.field()+")", "unique("+x+", ."+w.field()+")",
				"last("+x+")", "reverse("+x+")", "slice("+x+", 1)", "groupBy("+x+", ."+w.field()+")", "map("+x+", ."+w.field()+")", "sort("+x+", (a, b) => (a.n ?? 0) < (b.n ?? 0))")
		default:
			x += "." + w.field()
		}
	}
	return x
}

// subject is a part where a step begins with it.
func (w *parts) subject() string {
	if w.chance(15) {
		return w.scope[w.IntN(len(w.scope))]
	}
	return "(" + w.part() + ")"
}

// scalar is a part that is most often no array and no object.
func (w *parts) scalar() string {
	return w.scope[w.IntN(len(w.scope))] + "." + w.one(PartNames.Scalars...)
}

// read is an expression that looks at parts.
func (w *parts) read() string {
	x := w.part()
	switch w.IntN(24) {
	case 0, 1, 2:
		return w.one("length(", "length(", "isEmpty(", "count(") + x + ")"
	case 3:
		return x + ".length"
	case 4, 5, 6:
		return "(" + w.condition() + ")"
	case 7:
		return "keys(" + x + ")"
	case 8, 15:
		return w.one("map(", "sortBy(", "filter(", "sum(", "unique(", "count(", "findIndex(", "any(", "all(", "max(", "groupBy(", "indexBy(") + x + ", ." + w.field() + ")"
	case 16:
		return "reduce(" + x + ", (a, b) => " + w.one("(a ?? 0) + (b."+w.field()+" ?? 0)", "if b."+w.field()+" then b else a", "a") + w.one("", ", 0") + ")"
	case 9:
		return "(" + w.scalar() + w.one(" + ", " * ", " - ") + w.one("1", w.scalar()) + ")"
	case 10:
		return "concat(" + x + ", " + w.scalar() + ")"
	case 11:
		return "(match " + x + " { 1 => 2, { " + w.field() + ": " + w.one("_", "null", "1", "[]", "z") + " } => 3, [_, _] => 4" + w.one("", ", _ => "+w.scalar()) + " })"
	case 12:
		return "toString(" + x + ")"
	case 13:
		return "(" + x + " | hash())"
	case 14:
		return "sum(" + x + "." + w.one("n", "id") + ")"
	}
	return x
}

// condition is one on parts.
func (w *parts) condition() string {
	x := w.part()
	switch w.IntN(12) {
	case 0, 1:
		return x + w.one(" == ", " != ") + w.one("1", "null", `"a"`, "[]", "({})", w.part())
	case 2:
		return x + " is " + w.one("string", "number", "int", "array", "object", "null", "boolean", "Order", "Line")
	case 3:
		return w.scalar() + w.one(" > ", " <= ") + w.one("1", w.scalar())
	case 4:
		return "any of " + x + w.one("", " where ."+w.field()+" == 1")
	case 5:
		return "length(" + x + ") > 1"
	case 6:
		return "not " + x
	case 7:
		return "(" + x + w.one(" and ", " or ") + w.part() + ")"
	case 8:
		return w.scalar() + " in " + x
	case 9:
		return "hasKey(" + x + `, "id")`
	case 10:
		return "(" + x + " ?? 0) == 0"
	}
	return x
}
