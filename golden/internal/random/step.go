package random

import (
	"fmt"
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
)

// steps writes some steps of one block.
func (w *writer) steps(count int) {
	for range count {
		if w.budget--; w.budget < 0 {
			return
		}
		w.step()
	}
}

func (w *writer) step() {
	w.doc()
	switch w.n(18) {
	case 0, 1, 2:
		matched := w.n(3) > 0
		w.send(matched)
		if matched {
			w.asked++
			w.matching("response")
			w.asked--
		}
	case 3, 4:
		w.loop()
	case 5, 6:
		w.mapping()
	case 7:
		x := w.expr(3)
		if name := w.fresh(variables...); name != "" {
			w.line("let %s = %s", name, x)
			w.scope = append(w.scope, name)
		}
	case 8, 9:
		w.keep()
	case 10, 11:
		w.matching(w.one("", "", w.variable(), "("+w.expr(2)+")"))
	case 12:
		w.line("%s", w.one(w.in("clear x2", "clear items"), "delete seen["+w.in("concat("+w.simple()+")", w.simple())+"]", "queue seen { item: "+w.in("{ v: "+w.expr(1)+" }", w.object(1))+w.one("", ", key: concat(.v)")+" }"))
	case 13:
		w.flow()
	case 14, 15:
		w.validate()
	case 16, 17:
		w.apply()
	}
}

func (w *writer) mapping() {
	x := w.one(w.variable(), "response", ".a", w.expr(1))
	if w.n(4) == 3 {
		w.line("map %s -> %s", w.in("{ id: 1, n: 2, list: [] }", w.object(1)), w.one(w.schemas...))
		return
	}
	w.line("map %s -> %s { %s }", x, w.one(append([]string{"Item", "T", "X"}, w.schemas...)...), w.fields(2))
}

func (w *writer) keep() {
	record := w.one("{ "+w.fields(2)+" }", w.in("{ response: response }", w.unknown("response")), w.in("{ v: "+w.simple()+" }", w.simple()), "items", w.object(2))
	each := ""
	if w.n(6) == 5 {
		each, record = "each ", w.one("items", "[{ id: 1 }, { id: 2 }]", w.in("[]", w.list(1)))
	}
	key := w.one(w.in("7", w.simple()), "concat("+w.expr(1)+")", w.in("concat("+w.simple()+", .id)", "("+w.simple()+" or "+w.simple()+")"))
	options := w.one("", "", " { key: "+key+" }", " { key: "+w.in("concat(.id)", ".id")+", upsert: "+w.boolean(1)+", partial: .p }", " { upsert: true }")
	w.line("store %s%s -> %s%s", each, record, w.one(append([]string{"found"}, storeNames...)...), options)
}

func (w *writer) validate() {
	subject := w.one("", " "+w.variable(), " ("+w.expr(1)+")")
	w.line("validate%s {", subject)
	outer := w.place
	w.place.record = true
	w.indent++
	for i := range 1 + w.n(3) {
		message := w.one("", "", `: "it is not"`, `: 'not ${HOME}'`)
		severity := ""
		if i > 0 {
			severity = w.one("", " severity: warning", " severity: error")
		}
		w.line("assume %s%s%s", w.in(w.one(w.boolean(1), "true", ".id != null"), w.boolean(2)), message, severity)
	}
	w.indent--
	if w.n(2) == 0 {
		w.line("}")
	} else {
		w.line("} or {")
		w.match++
		w.block(nil, func() {
			w.steps(w.n(3))
			w.line("%s", w.one("queue seen { item: { v: .id } }", "continue", "skip", "let z = .id"))
		})
		w.match--
	}
	w.place = outer
}

func (w *writer) apply() {
	if len(w.applies) == 0 {
		return
	}
	to := w.one(w.object(1), "items", w.in("response", w.unknown(w.variable())), "[{ id: 1 }, "+w.object(1)+"]")
	as := ""
	if w.n(2) == 1 {
		if name := w.fresh(variables...); name != "" {
			as = " as " + name
			defer func() { w.scope = append(w.scope, name) }()
		}
	}
	w.line("apply %s to %s%s", w.one(w.applies...), to, as)
}

// send writes a request; matched tells that a match follows.
func (w *writer) send(matched bool) {
	w.request = true
	part := func() string {
		text := w.in(w.one("7", "length(items)", "toString(.n)"), w.one(w.simple(), w.of(builtin.Number|builtin.String, 1)))
		return strings.NewReplacer(`"`, "'", `\'`, "", `\n`, "", `\`, "").Replace(text) // no quotes of the path's own in it
	}
	options := w.one("", "", " { params: { a: "+w.in("concat("+w.expr(2)+")", w.expr(2))+", b: "+w.number(2)+" } }",
		" { body: "+w.expr(3)+", allow: [404], timeout: "+w.one(`"1s"`, w.in("100", ".t"))+" }",
		" { headers: { a: "+w.in("concat(length(items), .a)", w.simple())+" } retry: { maxAttempts: "+w.one("2", w.in("1", ".n"))+" } }")
	switch {
	case w.calm && matched && w.n(2) == 0: // what a retry has to set back
		options = " { params: { last: .id, item: concat(" + w.variable() + ") } }"
	case w.calm && !matched:
		options = " { allow: [404, 409], params: { p: length(items) } }"
	}
	method := w.one("get", "post", "delete", "put", "patch")
	if !w.calm && w.n(4) == 3 {
		if method == "get" {
			options = " { " + w.pages() + " }"
		} else if method == "post" {
			options = " { body: { id: 1 }, idempotencyKey: " + w.one("true", ".id", `"a"`) + " }"
		}
	}
	before, behind := "", ""
	if len(w.sources) > 0 {
		switch name := w.one(w.sources...); w.n(4) {
		case 0:
			before = name + " "
		case 1:
			behind = " from " + name
		case 2:
			options = w.one(" { source: "+name+", allow: [404, 409] }", " { source: \""+name+"\", allow: [404, 409] }")
		}
	}
	path := w.one(`"/a"`, `"/a/{`+part()+`}"`, `concat("/", `+w.simple()+`)`, `"/${P}?q={`+part()+`}"`, `"https://other.example/x"`)
	w.line("%s %s%s%s%s", method, before, path, behind, options)
}

// pages are the options of a request for all pages, or for what is new.
func (w *writer) pages() string {
	return w.one(
		"paginate: page(p, 50), until: p > 3 or isEmpty(response)",
		`paginate: page(param: "p", size: 50) parallel 4, items: "items"`,
		`paginate: offset(offset, 100), until: length(response.list) == 0 or offset > 10_000, since: lastSync { param: "after", format: unix, key: "a", updateFrom: "meta.at" }`,
		`paginate: cursor(after, 100, "meta.next")`,
		`paginate: { type: cursor, param: "after", cursorPath: "meta.next", items: "data.users", maxPages: 10 }`,
		`paginate: { type: page, param: "p", pageSize: 10 }`,
		`paginate: link, since: lastSync { header: "If-Modified-Since", key: "known" }, headers: { "X-Known": lastSync }`,
		`since: lastSync { param: "since" }`,
	)
}

func (w *writer) loop() {
	if w.loops > 3 {
		return
	}
	match, request, asked := w.match, w.request, w.asked
	in := w.one("items", "rt", "found", "[1, 2]", "1..3", "response.list", "response.items", "("+w.list(1)+")")
	name := w.one(variables...)
	head := fmt.Sprintf("for %s in %s", name, in)
	if w.n(4) == 1 {
		outer := w.place
		w.place.record = true
		head += " where " + w.inner([]string{name}, func() string {
			return w.one(".a", w.in(".a != 1", ".a > 1"), w.in(name+".b == null", name+".b / 2 > 1"), "("+w.boolean(1)+")")
		})
		w.place = outer
	}
	if w.calm {
		head += w.one("", "", " parallel 1", " concurrency 1")
	} else {
		head += w.one("", "", " parallel", " parallel 2", ` parallel env("W")`, " concurrency 3", ` concurrency toNumber(env("W")) ?? 2`)
	}
	head += w.one("", "", "", " onError continue", " onError queue seen", " onError abort")
	w.line("%s {", head)
	w.loops, w.match, w.request, w.asked = w.loops+1, 0, false, 0
	w.block([]string{name}, func() { w.steps(w.n(4)) })
	w.loops, w.match, w.request, w.asked = w.loops-1, match, request, asked
}

func (w *writer) matching(subject string) {
	if w.match > 3 {
		return
	}
	outer := w.place
	w.place.record = true
	w.line("match %s {", subject)
	w.match++
	w.nested(func() {
		for range 1 + w.n(3) {
			var names []string
			head := ""
			if subject == "" {
				head = "(" + w.expr(2) + ")"
			} else {
				head, names = w.pattern(2)
				if w.n(3) == 1 {
					head += w.inner(names, func() string { return " where " + w.boolean(2) })
				}
			}
			w.doc()
			if w.n(8) == 7 {
				w.line("%s -> %s", head, w.one("continue", "skip", "queue seen { item: { a: 1 } }", "store { id: 1 } -> seen"))
				continue
			}
			w.line("%s -> {", head)
			w.block(names, func() {
				if w.n(4) == 0 { // what the arm looks at stays what it was
					w.send(false)
					w.line("store { v: .id, answer: response } -> seen")
				}
				w.steps(w.n(3))
				if w.n(2) == 1 {
					w.flow()
				}
			})
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
	})
	w.match--
	w.place = outer
}

// flow writes a step of flow where it may stand.
func (w *writer) flow() {
	choices := []string{"skip", "abort " + w.expr(2), "abort"}
	if w.calm && w.n(8) > 0 {
		choices = choices[:1]
	}
	if w.match > 0 {
		choices = append(choices, "continue")
	}
	action := ""
	if len(w.below) > 0 {
		action = w.one(w.below...)
		choices = append(choices, "run "+action, "jump "+action, "jump "+action+" then continue")
	}
	if w.request && w.asked > 0 {
		if w.calm {
			choices = append(choices, "retry { maxAttempts: 5, delay: 0 }", "retry { delay: 0 }", "retry { maxAttempts: 4, backoff: constant, initialDelay: 0 }")
		} else {
			choices = append(choices, "retry", "retry { maxAttempts: 5, delay: "+w.one("10", w.simple())+" }", "retry { backoff: linear, initialDelay: 0, maxDelay: \"1m\" }")
		}
		if action != "" && !w.calm {
			choices = append(choices, "jump "+action+" then retry")
		}
	}
	w.line("%s", w.one(choices...))
}
