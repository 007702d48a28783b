package random

import "slices"

// pattern is one with the names that it binds.
func (w *writer) pattern(depth int) (text string, names []string) {
	bind := func() string {
		name := w.one("x", "y", "err", "answer", "len")
		if slices.Contains(names, name) {
			return "_"
		}
		names = append(names, name)
		return name
	}
	schema := func() string {
		if len(w.schemas) == 0 {
			return "_"
		}
		return w.one(w.schemas...)
	}
	var pattern func(depth int) string
	pattern = func(depth int) string {
		if depth == 0 {
			switch w.n(4) {
			case 0:
				return w.one("404", `"a"`, "null", "true", "false", "200", "-1", "1.5", "'x'")
			case 1:
				return schema()
			case 2:
				return "_"
			}
			return bind()
		}
		inner := func() string { return pattern(depth - 1) }
		switch w.n(11) {
		case 0, 1:
			return pattern(0)
		case 2:
			return "{ code: " + w.one("404", "429", "409") + " }"
		case 3:
			return "{ code: 429, error: " + inner() + " }"
		case 4:
			if name := bind(); name != "_" {
				return "{ " + name + " }"
			}
			return "{}"
		case 5:
			return "{ a: " + inner() + ", b: { c: " + inner() + w.one("", ", d: null") + " } }"
		case 6:
			list := inner()
			for range w.n(3) {
				list += ", " + inner()
			}
			return "[" + list + "]"
		case 7:
			return "[]"
		case 8:
			return "[" + schema() + "]"
		case 9:
			return `{ "a-b": ` + inner() + `, "c-d", length: 3 }`
		}
		return "{ id: " + inner() + " n: " + inner() + " }"
	}
	text = pattern(depth)
	return text, names
}
