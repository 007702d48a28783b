package random

import (
	"fmt"
	"slices"
)

// loop writes a loop over the collection, side by side more often than not.
func (w *parallel) loop(in, where string) {
	if w.loops > 2 {
		return
	}
	item := w.name("x")
	head := "for " + item + " in " + in
	if where != "" {
		head += " where " + where
	} else if w.chance(20) {
		head += " where " + w.one(".n > 1", ".id != 2", "true")
	}
	side := w.chance(65)
	if side {
		head += w.one(" parallel", " parallel 2", " parallel 3", " concurrency 4")
	}
	switch {
	case w.chance(20), w.failFast && w.loops == 0 && w.chance(60): // there, any other failure ends the run
		head += " onError continue"
	case w.chance(15):
		head += " onError queue " + w.target()
	case w.chance(20):
		head += " onError abort"
	}
	w.loops++
	if side {
		w.parallel++
	}
	asked, records := w.asked, w.records
	w.asked, w.records = 0, append(slices.Clone(records), item)
	w.block(func() {
		w.steps(1 + w.IntN(3))
		if w.chance(50) {
			w.keep(item)
		}
	}, "%s", head)
	w.asked, w.records = asked, records
	w.loops--
	if side {
		w.parallel--
	}
}

// collection is a store to go through. In a loop it is one that nothing writes in
// this stage: a store that grew with each of its records, in each iteration
// around, would have no end.
func (w *parallel) collection() string {
	if w.loops == 0 {
		return w.source()
	}
	for _, s := range w.Perm(len(w.readable)) {
		if !slices.Contains(w.written, w.readable[s]) {
			return w.readable[s]
		}
	}
	return "none"
}

// paged writes a request for all pages and a loop over what they list. It goes
// page by page, unless something else reads the response, or what the loop or the
// end of the pages asks for is a store.
func (w *parallel) paged() {
	if w.loops > 2 {
		return
	}
	segment := "x"
	if len(w.records) > 0 && w.chance(80) {
		segment = "{" + w.one(w.records...) + ".id}"
	}
	asks := w.source() // before the loop: it may be what the iterations write
	if w.own != "" && w.parallel == 0 {
		asks = w.own
	}
	options := "paginate: " + w.one(
		"page(page, 2)", "page(page, 2)", "page(page, 2) parallel 3", "offset(offset, 2)", "offset(offset, 2) parallel 2",
		`cursor(cursor, 2, "next")`, "link", `{ type: page, param: "page", pageSize: 2, maxPages: 2 }`,
	)
	switch w.IntN(8) {
	case 0:
		options += ", until: length(response.list) < 2"
	case 1:
		options += ", until: any of response.list where .n == 4"
	case 2:
		options += ", until: length(" + asks + ") > 2 or isEmpty(response.list)"
	case 3:
		options += ", until: isEmpty(response.list) or 6 / response.list[0].n < 3"
	}
	options += w.one("", "", `, items: "list"`) + w.one("", "", ", allow: [404]", ", params: { q: "+w.someKey()+" }")
	if w.chance(25) {
		options += fmt.Sprintf(`, since: lastSync { key: "k%d", updateFrom: "n" }`, 1+w.IntN(2))
	}
	w.line(`get "/%s/%s" { %s }`, w.name("list"), segment, options)
	if w.chance(10) {
		w.line("store { id: %s, n: length(response.list) } -> %s", w.someKey(), w.target())
	}
	where := ""
	if w.chance(15) {
		where = w.one("length("+asks+") != 2", asks+"[.id] == null", "6 / .n > 1")
	}
	w.loop(w.one("response.list", "response.list", "response.list", "(response.list ?? [])"), where)
	if w.chance(15) {
		w.keep("response")
	}
}
