package random

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Parallel makes the text of a mission that is full of what runs side by side:
// groups, nested parallel loops, actions that share stores and write them in
// every way. Most of them read nothing that may be being written beside them.
// The last stage stores the entries of every store.
//
// It asks an API at https://api.example, which may answer anything, for paths
// of two segments.
func Parallel(seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 2))
	w := &parallel{Rand: r, careful: r.IntN(10) > 0}
	w.mission()
	return w.text.String()
}

// parallel writes one mission.
type parallel struct {
	*rand.Rand
	careful  bool // it reads only what nobody writes beside it
	failFast bool
	text     strings.Builder
	indent   int
	count    int // of names made up

	written  []string // stores of the stage that its actions write
	readable []string // and those that they may read
	own      string   // that only this action writes; "" where it has none
	helpers  []string
	records  []string // variables in scope that hold one
	alone    bool     // nothing runs beside
	loops    int
	parallel int // of the loops
	asked    int // matches of a response around
	budget   int // of steps, in the action
}

func (w *parallel) one(words ...string) string { return words[w.IntN(len(words))] }

func (w *parallel) chance(percent int) bool { return w.IntN(100) < percent }

func (w *parallel) name(prefix string) string {
	w.count++
	return fmt.Sprintf("%s%d", prefix, w.count)
}

func (w *parallel) line(format string, args ...any) {
	w.text.WriteString(strings.Repeat("  ", w.indent))
	fmt.Fprintf(&w.text, format, args...)
	w.text.WriteByte('\n')
}

// block writes lines that stand between braces.
func (w *parallel) block(inside func(), head string, args ...any) {
	w.line(head+" {", args...)
	w.indent++
	inside()
	w.indent--
	w.line("}")
}

var shared = []string{"s1", "s2", "s3", "s4", "s5"}

func (w *parallel) mission() {
	w.block(func() {
		w.line(`source Api { base: "https://api.example" }`)
		if w.chance(30) {
			w.line("maxConcurrency: %d", 2+w.IntN(3))
		}
		if w.failFast = w.chance(10); w.failFast {
			w.line(`parallelMode: "fail-fast"`)
		}
		for _, s := range shared {
			kind := "memory"
			if s == "s5" && w.chance(10) {
				kind = "file"
			}
			w.line("store %s: %s(%q)", s, kind, s)
		}
		w.line(`store log: memory("log")`)
		w.line(`store none: memory("none")`)
		w.begin()
		w.help()
		stages := []string{"Begin"}
		var own []string
		for range 1 + w.IntN(3) {
			stages = append(stages, w.stage(&own))
		}
		w.end(append(append(slices.Clone(shared), "log"), own...))
		w.line("run %s then End", strings.Join(stages, " then "))
	}, "mission M")
}

// begin writes the action that fills some stores.
func (w *parallel) begin() {
	w.block(func() {
		for _, s := range shared {
			if w.chance(60) {
				w.line("store [%s] -> %s", w.objects(2+w.IntN(4)), s)
			}
		}
		if w.chance(40) {
			w.line("store { n: 1 } -> %s", w.one(shared...))
		}
	}, "action Begin")
}

func (w *parallel) objects(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("{ id: %s, n: %d, sub: { a: %d, %s: 1 } }", w.key(), w.IntN(5), w.IntN(3), w.one("b", "c"))
	}
	return strings.Join(list, ", ")
}

// key is a literal one.
func (w *parallel) key() string { return w.one("1", "2", "3", "4", "5", `"k1"`, `"k2"`, `"a-1"`) }

// help writes the actions that others run: they only write the log.
func (w *parallel) help() {
	for range w.IntN(3) {
		name := w.name("Help")
		w.helpers = append(w.helpers, name)
		w.block(func() {
			w.line(`get "/%s/x" { allow: [404, 409] }`, name)
			w.line("store { helped: %q%s } -> log", name, w.one("", ", id: "+w.key()))
			if !w.careful && w.chance(30) {
				w.line("store { read: length(%s) } -> log", w.one(shared...))
			}
			if w.chance(40) {
				w.line("for x in [1, 2, 3] parallel { store { x: x } -> log { key: %s } }", w.one("x", `"x"`))
			}
		}, "action %s", name)
	}
}

// end writes the action that tells what the stores hold, keys and all.
func (w *parallel) end(stores []string) {
	w.block(func() {
		for _, s := range stores {
			w.line("store { id: %q, entries: entries(%s) } -> told", s, s)
		}
		w.line(`store { id: "errors", entries: errors } -> told`)
	}, "action End")
}

// stage writes the actions of a stage and gives what names it.
func (w *parallel) stage(own *[]string) string {
	w.written, w.readable = nil, nil
	for _, s := range shared {
		if w.chance(50) {
			w.written = append(w.written, s)
		} else {
			w.readable = append(w.readable, s)
		}
	}
	if len(w.written) == 0 {
		w.written, w.readable = shared[:1], shared[1:]
	}
	if !w.careful {
		w.readable = shared
	}
	n := 1 + w.IntN(4)
	w.alone = n == 1
	var names []string
	for range n {
		w.own = ""
		if w.chance(50) {
			w.own = w.name("own")
			*own = append(*own, w.own)
		}
		names = append(names, w.action())
	}
	text := names[0]
	if n > 1 || w.chance(80) {
		text = "[" + strings.Join(names, ", ") + "]"
	}
	if w.chance(15) {
		text += " if " + w.one("length(s1) > 0", "length(errors) < 3", "not s2[1]")
	}
	return text
}

func (w *parallel) action() string {
	name := w.name("Do")
	if w.own != "" {
		w.line("store %s: memory(%q)", w.own, w.own)
	}
	w.block(func() {
		if w.chance(15) {
			w.line("concurrency: %d", 1+w.IntN(3))
		}
		w.budget, w.records = 10, nil
		w.steps(2 + w.IntN(3))
	}, "action %s", name)
	return name
}

func (w *parallel) steps(n int) {
	for range n {
		if w.budget--; w.budget < 0 {
			return
		}
		w.step()
	}
}

func (w *parallel) step() {
	switch w.IntN(23) {
	case 0, 1, 2, 3:
		w.get()
	case 4, 5, 6, 7:
		w.keep(w.record())
	case 8, 9, 10, 11, 12:
		w.loop(w.one(w.collection(), w.collection(), "["+w.objects(2+w.IntN(3))+"]", "response.list"), "")
	case 13:
		w.line("delete %s[%s]", w.target(), w.someKey())
	case 14:
		if w.chance(40) {
			w.line("clear %s", w.target())
			return
		}
		w.line("queue %s { item: %s%s }", w.target(), w.record(), w.one("", ", key: "+w.someKey()))
	case 15, 16:
		w.read()
	case 17:
		w.fail()
	case 18:
		if len(w.helpers) > 0 {
			w.line("run %s", w.one(w.helpers...))
		}
	case 19:
		if len(w.records) > 0 {
			x := w.one(w.records...)
			w.line("map %s -> T { ...%s, mapped: %s.n }", x, x, x)
			w.keep(x)
		}
	default:
		w.paged()
	}
}

// get sends a request and looks at what comes, or stores it.
func (w *parallel) get() {
	method := w.one("get", "get", "get", "post")
	options := w.one("", "", " { allow: [404, 409] }", " { params: { q: "+w.someKey()+" } }", " { retry: { maxAttempts: 2 } }")
	segment := "x"
	if len(w.records) > 0 && w.chance(80) {
		segment = "{" + w.one(w.records...) + ".id}"
	}
	w.line(`%s "/%s/%s"%s`, method, w.name("p"), segment, options)
	if w.chance(35) {
		w.match()
		return
	}
	w.keep("response")
}

func (w *parallel) match() {
	w.block(func() {
		w.asked++
		w.block(func() {
			switch w.IntN(6) {
			case 0, 1:
				w.line("retry { maxAttempts: %d, delay: %d }", 2+w.IntN(2), w.IntN(200))
			case 2:
				if len(w.helpers) > 0 && w.asked == 1 {
					w.line("jump %s then %s", w.one(w.helpers...), w.one("retry", "continue"))
				}
			case 3:
				w.line("skip")
			default:
				w.steps(1)
			}
		}, "{ code: %s } ->", w.one("404", "409", "_"))
		w.block(func() { w.keep(w.one("response", "response", "{ id: .id, n: 7 }")) }, "%s ->", w.one("{ id: _ }", "{ list: _ }", "[]"))
		if w.chance(80) {
			w.line("_ -> %s", w.one("continue", "skip", "{ queue "+w.target()+" { item: { lost: 1 } } }"))
		}
		w.asked--
	}, "match response")
}

// target is a store to write.
func (w *parallel) target() string {
	if w.own != "" && w.chance(35) {
		return w.own
	}
	return w.one(w.written...)
}

// source is a store to read.
func (w *parallel) source() string {
	choices := w.readable
	if w.own != "" && (w.parallel == 0 || !w.careful) {
		choices = append(slices.Clone(choices), w.own)
	}
	if len(choices) == 0 {
		return "none" // which nobody writes
	}
	return w.one(choices...)
}

// someKey is a key, mostly one of a record.
func (w *parallel) someKey() string {
	if len(w.records) > 0 && w.chance(70) {
		x := w.one(w.records...)
		return w.one(x+".id", x+".id", `concat("a-", `+x+`.id)`, x+".n")
	}
	return w.key()
}

// record is one, or an array of them.
func (w *parallel) record() string {
	if len(w.records) > 0 && w.chance(50) {
		x := w.one(w.records...)
		return w.one(x, "{ id: "+x+".id, from: "+x+".n }", "{ n: "+x+".n }", x+".sub")
	}
	switch w.IntN(5) {
	case 0:
		return "[" + w.objects(1+w.IntN(3)) + "]"
	case 1:
		return fmt.Sprintf("{ n: %d }", w.IntN(9))
	}
	return w.objects(1)
}

// keep stores.
func (w *parallel) keep(x string) {
	options := w.one("", "", "key: "+w.someKey(), "key: .id", `key: concat("a-", .id)`, "key: .n")
	switch w.IntN(6) {
	case 0, 1:
		options += ", upsert: true"
	case 2:
		options += ", partial: " + w.one("true", "false")
	}
	if options = strings.TrimPrefix(options, ", "); options != "" {
		options = " { " + options + " }"
	}
	w.line("store %s -> %s%s", x, w.target(), options)
}

// read writes a step that reads a store somewhere in it, and leaves a trace of
// what it read.
func (w *parallel) read() {
	s := w.source()
	x := w.one("length("+s+")", s+"["+w.someKey()+"].n", "sum("+s+", x => x.n is int ? x.n : 0)", "count("+s+" where .n == 1)")
	if (w.alone && w.parallel == 0 || !w.careful) && w.chance(15) {
		x = "length(errors)"
	}
	switch w.IntN(12) {
	case 0:
		name := w.name("v")
		w.line("let %s = %s", name, x)
		w.line("store { id: %s, read: %s } -> %s", w.someKey(), name, w.target())
	case 1:
		w.line(`post "/%s/x" { %s: { q: %s } }`, w.name("p"), w.one("params", "body"), x)
		w.keep("response")
	case 2:
		w.line(`get concat("/%s/", %s)`, w.name("p"), x)
		w.keep("response")
	case 3:
		w.line(`store %s -> %s { key: concat("a-", %s) }`, w.objects(1), w.target(), x)
	case 4:
		w.line("store %s -> %s { upsert: %s == 2 }", w.objects(1), w.target(), x)
	case 5:
		w.block(func() {
			w.block(func() { w.keep(w.objects(1)) }, "%s == %d ->", x, w.IntN(4))
			w.line("_ -> { queue %s { item: { n: 9 } } }", w.target())
		}, "match")
	case 6:
		w.block(func() { w.line("assume %s != %d", x, w.IntN(4)) }, "validate (%s)", w.objects(1))
	case 7:
		w.line("delete %s[%s ?? 1]", w.target(), x)
	case 8:
		w.block(func() { w.keep(w.objects(1)) }, "for %s in [1, 2, 3] where %s != 2", w.name("x"), x)
	case 9:
		w.line("map { id: %s } -> T { id: .id, read: %s }", w.someKey(), x)
		w.keep("response")
	case 10:
		w.line("store { id: %s, read: %s } -> %s", w.someKey(), w.one(s, "entries("+s+")", s+"["+w.someKey()+"]", "errors is array"), w.target())
	default:
		w.line("store { id: %s, read: %s } -> %s", w.someKey(), x, w.target())
	}
}

// fail writes a step that may fail.
func (w *parallel) fail() {
	n := "1"
	if len(w.records) > 0 {
		n = "(" + w.one(w.records...) + ".n ?? 1)"
	}
	switch w.IntN(12) {
	case 0:
		w.line(`abort "enough"`)
	case 1, 2:
		w.line(`store { n: 1 } -> %s { key: .nothing }`, w.target())
	default:
		w.line("store { id: %s, part: 6 / (%s %% %d) } -> %s", w.someKey(), n, 2+w.IntN(3), w.target())
	}
}
