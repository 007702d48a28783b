package random

import (
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
)

// variable is one that can be read here, or the response; nothing where there is
// none of both.
func (w *writer) variable() string {
	switch {
	case len(w.scope) > 0 && (w.n(4) > 0 || !w.place.given):
		return w.scope[w.n(len(w.scope))]
	case w.place.given:
		return "response"
	}
	return "coalesce(null)" // of which no type is known
}

// store is a store that can be read here: no variable bears its name. It is an
// array where there is none.
func (w *writer) store() string {
	name := w.one(storeNames...)
	if !w.place.stores || slices.Contains(w.scope, name) {
		return "[]"
	}
	return name
}

// simple is an expression that reads something of which no type is known.
func (w *writer) simple() string {
	list := []string{w.variable(), w.variable() + ".n"}
	if w.place.record {
		list = append(list, ".id", ".length", ".b.c", ".list[0].a", ".list[-1]")
	}
	if w.place.stores {
		list = append(list, "items[0].a", "errors[0].code", "(seen[1]).id")
	}
	if w.place.given {
		list = append(list, "source", "request.url", "response")
	}
	return w.unknown(w.one(list...))
}

// unknown is an expression whose value the compiler cannot know the type of,
// save now and then: what surely fails is no mission to run.
func (w *writer) unknown(text string) string {
	if !w.place.stores || w.n(25) == 24 {
		return text
	}
	return "(errors[0].item ?? " + text + ")"
}

// of is an expression that may give one of the types.
func (w *writer) of(t builtin.Type, depth int) string {
	var kinds []func(int) string
	for _, k := range []struct {
		t    builtin.Type
		make func(int) string
	}{
		{builtin.Number, w.number}, {builtin.String, w.str}, {builtin.Array, w.list}, {builtin.Object, w.object}, {builtin.Bool, w.boolean},
	} {
		if t&k.t != 0 {
			kinds = append(kinds, k.make)
		}
	}
	if t == builtin.Dynamic {
		kinds = append(kinds, w.expr)
	}
	return kinds[w.n(len(kinds))](depth)
}

// choice is an expression that takes one of several of a type.
func (w *writer) choice(depth int, t func(int) string) string {
	x := func() string { return t(depth - 1) }
	switch w.n(9) {
	case 0:
		return "(if " + w.boolean(depth-1) + " then " + x() + " else " + x() + ")"
	case 1:
		return "(" + w.boolean(depth-1) + " ? " + x() + " : " + x() + ")"
	case 2:
		return "(" + x() + w.one(" ?? ", " or ", " and ") + x() + ")"
	case 3:
		return w.matchExpr(depth, x)
	case 4:
		return "(match { " + w.boolean(depth-1) + " => " + x() + ", " + w.one("", w.boolean(0)+" => "+x()+", ") + "_ => " + x() + " })"
	case 5:
		return "coalesce(" + x() + ", " + x() + ")"
	case 6:
		return "[" + x() + ", " + x() + "][" + w.one("0", "-1", w.number(0)) + "]"
	case 7:
		return "{ v: " + x() + " }" + w.one(".v", `["v"]`)
	}
	return "first([" + x() + "])"
}

// matchExpr is a match that gives what values say.
func (w *writer) matchExpr(depth int, value func() string) string {
	subject := w.one(w.simple(), "("+w.expr(depth-1)+")")
	outer := w.place
	w.place.record = true
	defer func() { w.place = outer }()
	text := "(match " + subject + " { "
	for range 1 + w.n(2) {
		pattern, names := w.pattern(2)
		text += w.inner(names, func() string {
			guard := ""
			if w.n(3) == 1 {
				guard = " where " + w.boolean(depth-1)
			}
			return pattern + guard + " => " + value() + ", "
		})
	}
	return text + w.one("_ => "+value(), w.in("_", "{ a: _ }")+" => "+value()) + " })"
}

// number is an expression that may be one.
func (w *writer) number(depth int) string {
	if depth <= 0 {
		dynamic := w.in("(toNumber("+w.simple()+") ?? 2)", w.simple())
		return w.one(dynamic, dynamic, "7", "1.5", "-1", "0", "1_000", "2e3", w.in("3", "18446744073709551615"), w.in("4", "-0.0"))
	}
	x := func() string { return w.number(depth - 1) }
	switch w.n(9) {
	case 0, 1:
		return "(" + x() + w.one(" + ", " - ", " * ", w.in(" + ", " / "), w.in(" - ", " % ")) + x() + ")"
	case 2:
		return w.one("-", "+") + "(" + x() + ")"
	case 3:
		return w.choice(depth, w.number)
	case 4, 5:
		return w.call(depth, builtin.Number)
	case 6: // what is not evaluated cannot fail
		return w.one("(length("+w.store()+") ?? 1 / 0)", "(if 7 > 0 then "+x()+" else "+w.one("1 / 0", "sum(7 | toArray())")+")")
	}
	return w.number(0)
}

// str is an expression that may be text.
func (w *writer) str(depth int) string {
	if depth <= 0 {
		dynamic := w.in("toString("+w.simple()+")", w.simple())
		return w.one(dynamic, dynamic, `"a"`, `'it\'s'`, `"${HOME}"`, `"a${B}\n\{b} \u{1F600}"`, `env("B")`, `""`, `"2024-02-29T12:30:00Z"`)
	}
	x := func() string { return w.str(depth - 1) }
	switch w.n(6) {
	case 0:
		return "(" + x() + " + " + w.one(x(), w.number(depth-1)) + ")"
	case 1:
		return "concat(" + x() + ", " + w.expr(depth-1) + ")"
	case 2:
		return w.choice(depth, w.str)
	case 3, 4:
		return w.call(depth, builtin.String)
	}
	return w.str(0)
}

// list is an expression that may be an array.
func (w *writer) list(depth int) string {
	if depth <= 0 {
		dynamic := w.in("toArray("+w.simple()+")", w.unknown(w.one(w.variable(), w.variable()+".list")))
		return w.one(dynamic, w.store(), "[]", "[1, 2]", "1..3", "[{ id: 1, a: 2 }, { id: 2 }]")
	}
	x := func() string { return w.list(depth - 1) }
	switch w.n(10) {
	case 0:
		return "[" + w.expr(depth-1) + ", " + w.expr(depth-1) + "]"
	case 1:
		return "(" + x() + " where " + w.about(depth-1) + ")"
	case 2:
		return "(" + w.one("1", "-1", w.in("0", w.number(0))) + " .. " + w.one("3", w.in("2", w.number(0))) + ")"
	case 3:
		return w.choice(depth, w.list)
	case 4, 5, 6:
		return w.call(depth, builtin.Array)
	case 7:
		if w.place.stores {
			return w.one("errors", "entries(seen)", "items.id", "(items where .a == 1)")
		}
	}
	return w.list(0)
}

// object is an expression that may be one.
func (w *writer) object(depth int) string {
	if depth <= 0 {
		if w.calm {
			v := w.variable()
			return w.one("("+v+" is object ? "+v+" : {})", `{ a: 1, "b-c": "x", id: 2 }`, "{}")
		}
		return w.one(w.unknown(w.variable()), `{ a: 1, "b-c": "x", id: 2 }`, "{}", w.unknown(w.variable()+".b"))
	}
	switch w.n(6) {
	case 0, 1:
		return "{ " + w.fields(depth-1) + " }"
	case 2:
		return w.choice(depth, w.object)
	case 3, 4:
		return w.call(depth, builtin.Object)
	}
	return w.object(0)
}

// boolean is an expression that is true or false.
func (w *writer) boolean(depth int) string {
	if depth <= 0 {
		return w.one("true", "false", w.simple(), w.simple()+" == "+w.one("1", "null", `"x"`), w.simple()+" is "+w.kind())
	}
	x := func() string { return w.boolean(depth - 1) }
	switch w.n(11) {
	case 0:
		return "(" + x() + w.one(" or ", " and ") + x() + ")"
	case 1:
		return "not (" + x() + ")"
	case 2:
		return "(" + w.expr(depth-1) + w.one(" == ", " != ") + w.expr(depth-1) + ")"
	case 3:
		ask := func(x func(int) string) string {
			return "(" + x(depth-1) + w.one(" < ", " >= ", " <= ", " > ") + x(depth-1) + ")"
		}
		return w.one(ask(w.number), ask(w.str))
	case 4:
		return w.one("("+w.expr(depth-1)+" in "+w.list(depth-1)+")", "("+w.list(depth-1)+" contains "+w.expr(depth-1)+")")
	case 5:
		return "(" + w.str(depth-1) + w.one(" contains ", " startsWith ", " endsWith ") + w.str(depth-1) + ")"
	case 6:
		return "(" + w.expr(depth-1) + " is " + w.kind() + ")"
	case 7:
		return "(any of " + w.list(depth-1) + w.one("", " where "+w.about(depth-1)) + ")"
	case 8:
		return w.choice(depth, w.boolean)
	case 9:
		return w.call(depth, builtin.Bool)
	}
	return w.boolean(0)
}

// kind is what `is` asks for.
func (w *writer) kind() string {
	return w.one(append([]string{"string", "number", "int", "decimal", "boolean", "array", "object", "null", "date"}, w.schemas...)...)
}

// about is a condition on a record.
func (w *writer) about(depth int) string {
	outer := w.place
	w.place.record = true
	defer func() { w.place = outer }()
	return w.one(".a", ".a == 1", ".b.c != null", w.boolean(depth))
}

// expr is any expression.
func (w *writer) expr(depth int) string {
	if depth <= 0 {
		return w.one(w.simple(), w.simple(), w.of(builtin.Dynamic&^builtin.Null, 0), "null", `env("X")`)
	}
	switch w.n(12) {
	case 0, 1:
		return w.simple()
	case 2:
		return w.choice(depth, w.expr)
	case 3:
		return "(" + w.expr(depth-1) + ")" + w.one(".a", ".length", "[0]", "["+w.expr(depth-1)+"]")
	case 4:
		if s := w.store(); s != "[]" {
			return s + w.one("["+w.expr(depth-1)+"]", ".get("+w.expr(depth-1)+")", ".length", ".a")
		}
	case 5:
		return w.call(depth, builtin.Dynamic)
	}
	return w.of(builtin.Dynamic&^builtin.Null, depth)
}

// call calls a function that can give the type, in one of the three forms.
func (w *writer) call(depth int, t builtin.Type) string {
	var fit []*builtin.Func
	for _, f := range builtin.Funcs {
		if f.Result&t != 0 && f.Go != "" && !(w.calm && f.Fickle) {
			fit = append(fit, f)
		}
	}
	f := fit[w.n(len(fit))]
	if f.Several != nil && w.n(3) == 2 {
		f = f.Several
	}
	var args []string
	for i := 0; f.Most() < 0 || i < f.Most(); i++ {
		if i >= f.Least() && (i > 3 || w.n(2) == 0) {
			break
		}
		args = append(args, w.argument(f, i, depth-1))
	}
	if f.Go == "MinOf" || f.Go == "MaxOf" {
		args = []string{"1", w.number(depth - 1), w.number(depth - 1)}
	}
	if len(args) == 0 {
		return f.Name + "()"
	}
	switch w.n(3) {
	case 0:
		return "(" + args[0] + ")." + f.Name + "(" + strings.Join(args[1:], ", ") + ")"
	case 1:
		return "(" + args[0] + " | " + f.Name + "(" + strings.Join(args[1:], ", ") + "))"
	}
	return f.Name + "(" + strings.Join(args, ", ") + ")"
}

// dates are the functions whose first arguments are dates.
var dates = []string{
	"parseDate", "formatDate", "year", "month", "day", "hour", "minute", "second", "dayOfWeek", "addDays", "addHours", "addMinutes",
	"addMonths", "subtractDays", "diffDays", "isBefore", "isAfter", "toUnix",
}

func (w *writer) argument(f *builtin.Func, i, depth int) string {
	p := f.Param(i)
	switch {
	case p.Lambda == 1 && w.n(2) == 1:
		return w.about(depth)
	case p.Lambda > 0 && f.Name == "sort":
		return "(a, b) => " + w.in("0", w.inner([]string{"a", "b"}, func() string { return w.number(depth) }))
	case p.Lambda > 0:
		result := w.expr
		if f.Result&builtin.Number != 0 && f.Name != "reduce" {
			result = w.number
		}
		return w.lambda(p.Lambda, func() string { return result(depth) })
	case p.Name == "pattern" && f.Name == "matches":
		return w.one(`"^a+$"`, `"[0-9]"`)
	case p.Name == "pattern":
		return w.one(`"YYYY-MM-DD"`, `"DD.MM.YYYY HH:mm"`, `"dddd, D MMM YY"`)
	case w.calm && slices.Contains(dates, f.Name) && p.Type&builtin.String != 0:
		return w.one(`"2024-02-29"`, `"2023-12-31T23:59:59Z"`, `"2024-02-29" | addDays(1)`)
	case w.calm && (p.Type&^builtin.Null == builtin.Number) && f.Name != "sum":
		return w.one("2", "1", "3")
	case w.calm && strings.HasPrefix(f.Name, "parse"):
		return `"12.5"`
	case w.calm && p.Type == builtin.String, f.Name == "hasKey" && i > 0:
		return w.one(`"a"`, `"id"`)
	case w.calm && i > 0 && (f.Name == "pick" || f.Name == "omit"):
		return w.one(`"a"`, `["id", "b-c"]`)
	}
	return w.of(p.Type, depth)
}
