package random

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
)

// file writes declarations, and the missions that use them.
func (w *writer) file() string {
	missions := 1
	if !w.calm && w.n(6) == 5 {
		missions = 2
	}
	w.place = atStart
	shared := ""
	if w.n(3) == 2 {
		w.doc()
		w.line("let limit = %s", w.one("2", `env("LIMIT")`, `toNumber(env("LIMIT")) ?? 3`))
		w.scope = append(w.scope, "limit")
	}
	if w.n(4) == 3 {
		w.schema("Shared", 1)
	}
	if w.n(4) == 3 {
		w.transform("Common", 1)
	}
	if w.n(6) == 5 {
		w.line("store spare: memory(%q)", "spare")
		shared = "Aside"
		w.line("action Aside {")
		w.nested(func() {
			w.line(`get "/aside" { allow: [404, 409] }`)
			w.line("store { aside: response } -> spare")
		})
	}
	schemas, applies, scope := w.schemas, w.applies, w.scope
	for _, name := range []string{"M", "Second"}[:missions] {
		w.mission(name, shared)
		w.sources, w.schemas, w.applies, w.scope = nil, schemas, applies, scope
	}
	return w.text.String()
}

// mission writes a whole one.
func (w *writer) mission(name, shared string) {
	w.doc()
	w.line("mission %s {", name)
	w.nested(func() {
		w.place = atStart
		if w.n(2) == 1 {
			w.source()
		}
		if w.n(3) == 1 {
			w.line(`parallelMode: "%s"`, w.one("fail-fast", "continue"))
		}
		if w.n(3) == 1 {
			w.line("maxConcurrency: %s", w.one("3", `env("MAX")`, `toNumber(env("MAX")) + 1`))
		}
		for _, s := range storeNames {
			w.line("store %s: %s(%q)", s, w.in("memory", w.one("memory", "memory", "file")), s)
		}
		w.schema("Order", 2)
		if w.n(2) == 1 {
			w.schema("line", 2)
		}
		if w.n(2) == 1 {
			w.line("let total = %s", w.one("1", `env("A")`, `"${B}"`, `env("A") or 1 / 2`, w.number(1), w.str(1)))
			w.scope = append(w.scope, "total")
		}
		for _, name := range []string{"Norm", "fix"}[:w.n(3)] {
			w.transform(name, 2)
		}
		w.actions = []string{"A", "B", "a", "func"}[:1+w.n(4)]
		stages := w.stages()
		for i, name := range w.actions {
			w.below = slices.Clone(w.actions[i+1:])
			if shared != "" {
				w.below = append(w.below, shared)
			}
			w.action(name)
		}
		if len(w.actions) > 1 || w.n(2) == 0 {
			w.line("run %s", strings.Join(stages, " then "))
		}
	})
}

func (w *writer) source() {
	w.doc()
	headers := w.one("", ", headers: { \"X-A\": "+w.one(`"a"`, `"${B}"`, `env("X")`)+" }")
	retry := w.one("", ", retry: { maxAttempts: 2"+w.in(", delay: 0", "")+" }", `, retry: { backoff: linear, initialDelay: 0, maxDelay: "1s" }`)
	guards := ""
	if !w.calm {
		guards = w.one("", "", ` rateLimit: { requestsPerMinute: 120, strategy: throttle, maxWait: "2m" }`, ` rateLimit: { type: tokenBucket, capacity: 50, refill: env("REFILL"), safety: 0.9 }`) +
			w.one("", ` circuitBreaker: { failureThreshold: 5, resetTimeout: env("RESET") }`, " circuitBreaker: {}") +
			w.one("", ` proxy: "${PROXY}"`, ` proxy: ["http://one.example:3128", { url: "http://${USER}@two.example", concurrency: 4 }]`) +
			w.one("", ` insecure: env("STAGE") == "dev"`, " validateResponses: false")
	}
	w.line(`source Shop { base: "https://shop.example", auth: bearer, timeout: %s%s%s%s }`, w.one(`"5s"`, "100", `env("T")`), headers, retry, guards)
	w.line(`source Bank { base: "${BANK}"%s }`, w.one("", ", auth: none"))
	w.sources = []string{"Shop", "Bank"}
}

// stages plans the stages, before the actions are written.
func (w *writer) stages() []string {
	var stages []string
	for i := 0; i < len(w.actions); {
		count := 1
		if w.n(2) == 1 {
			count += w.n(len(w.actions) - i)
		}
		stage := strings.Join(w.actions[i:i+count], ", ")
		if count > 1 || w.n(6) == 5 {
			stage = "[" + stage + "]"
		}
		i += count
		if w.n(4) == 1 {
			w.place = inStage
			stage += " if " + w.one("length(items) > 0", "items[0].n > 1 or length(errors) == 0", "not (seen[0] ?? 1 / 2)", w.boolean(2))
		}
		stages = append(stages, stage)
	}
	return stages
}

// schema writes one with fields of all types.
func (w *writer) schema(name string, depth int) {
	w.doc()
	w.line("schema %s {", name)
	w.nested(func() {
		if len(w.schemas) > 0 && w.n(2) == 1 {
			w.line("...%s", w.one(w.schemas...))
		}
		for _, field := range []string{"id", "n", "list", `"a-b"`, "type", "parent"} {
			switch w.n(3) {
			case 0:
				w.line("%s: %s", field, w.in(w.one("any", "any?"), w.typ(depth)))
			case 1:
				w.line("%s: %s?%s", field, w.typ(depth), w.one("", ","))
			}
		}
		if w.n(4) == 3 {
			w.line("next: %s", w.one(name+"?", "["+name+"]?", "array<"+name+">?"))
		}
	})
	w.schemas = append(w.schemas, name)
}

func (w *writer) typ(depth int) string {
	if depth == 0 {
		return w.one("string", "number", "int", "decimal", "boolean", "date", "array", "object", "any", "null")
	}
	t := func() string { return w.typ(depth - 1) }
	switch w.n(14) {
	case 0, 1, 2:
		return t()
	case 3:
		return w.one("int in 0 .. 9", "number in -1.5 .. 7", "decimal in 1..2", "int in -9007199254740993 .. 18446744073709551615")
	case 4:
		return w.one(`"a" | "b"`, `"open" | 1 | -2 | true | false`, `"x" | "y" | null`, `"y"`, "-1", "true")
	case 5:
		return "array<" + t() + ">"
	case 6:
		return "[" + t() + "]"
	case 7:
		return "{ a: " + t() + `, "b-c": ` + t() + "? }"
	case 8:
		return t() + " | " + t()
	case 9:
		return t() + "? | " + t()
	case 10:
		return "[" + t() + "?]"
	case 11:
		return "{}"
	}
	if len(w.schemas) == 0 {
		return t()
	}
	return w.one(w.schemas...)
}

// transform writes one, of a single variant or of several.
func (w *writer) transform(name string, depth int) {
	w.doc()
	shape := func() string { return w.one(append([]string{"Item", "T"}, w.schemas...)...) }
	fields := func() string {
		outer := w.place
		w.place = inTransform
		defer func() { w.place = outer }()
		return w.fields(depth)
	}
	from := func() string { return w.one(append([]string{"_"}, w.schemas...)...) }
	switch w.n(4) {
	case 0:
		w.line("transform %s -> %s { %s }", name, shape(), fields())
	case 1:
		if len(w.schemas) > 0 {
			w.line("transform %s: %s -> %s { %s }", name, w.one(w.schemas...), shape(), fields())
			break
		}
		fallthrough
	default:
		w.line("transform %s {", name)
		w.nested(func() {
			for range 1 + w.n(3) {
				guard := ""
				if w.n(2) == 1 {
					outer := w.place
					w.place = inTransform
					guard = " where " + w.boolean(depth)
					w.place = outer
				}
				w.line("(%s)%s -> %s { %s }%s", from(), guard, shape(), fields(), w.one("", ","))
			}
			if w.calm {
				w.line("(_) -> T { kept: .id }")
			}
		})
	}
	w.applies = append(w.applies, name)
}

func (w *writer) action(name string) {
	scope := w.scope
	w.doc()
	w.line("action %s {", name)
	w.block(nil, func() {
		w.place = inAction
		if w.n(4) == 1 {
			w.line("concurrency: %s", w.one("2", "5", `env("C")`))
		}
		w.loops, w.match, w.request, w.asked, w.budget = 0, 0, false, 0, 12
		if w.calm { // something to read
			w.line(`store [{ id: 1, a: 1, n: 2 }, { id: "x", a: { c: 3 }, list: [] }] -> items`)
			w.line(`get "/first" { allow: [404, 409], params: { of: %q } }`, name)
		}
		if !w.calm && w.n(2) == 1 { // there are many functions, each in three forms
			call := func() string { return w.call(1, builtin.Dynamic) }
			w.line("let calls = [%s]", strings.Join([]string{call(), call(), call(), call(), call(), call()}, ", "))
		}
		w.steps(1 + w.n(5))
	})
	w.scope = scope
}

func (w *writer) fields(depth int) string {
	var list []string
	for i, key := range []string{"a", "type", "err", `"a-b"`, "id"} {
		switch w.n(6) {
		case 0, 1:
			list = append(list, key+": "+w.expr(depth))
		case 2:
			list = append(list, "..."+w.one(w.in("("+w.variable()+" is object ? "+w.variable()+" : null)", w.object(1)), "{ z: "+w.expr(1)+" }", w.object(0)))
		default:
			if i == 0 {
				list = append(list, key+": "+w.simple())
			}
		}
	}
	return strings.Join(list, w.one(", ", " "))
}

// lambda is a function of so many values.
func (w *writer) lambda(values int, body func() string) string {
	outer := w.place
	w.place.record = w.place.record || values == 1
	defer func() { w.place = outer }()
	if values == 2 {
		return w.inner([]string{"acc", "x"}, func() string { return "(acc, x) => " + body() })
	}
	name := w.one("x", "y", "item", "rt")
	return w.inner([]string{name}, func() string {
		return fmt.Sprintf(w.one("%s => %s", "(%s) => %s"), name, body())
	})
}
