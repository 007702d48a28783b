package gen

import (
	"go/format"
	"strings"
	"testing"
)

// TestWrap holds what long lines become once gofmt has laid them out.
func TestWrap(t *testing.T) {
	long := strings.Repeat("x", 50)
	for _, c := range []struct{ name, body, want string }{
		{"a line that fits", "return a && b\n", "return a && b\n"},
		{"and", "return f(\"" + long + "\") && g(`" + long + "`) && h\n", "return f(\"" + long + "\") &&\n\tg(`" + long + "`) &&\n\th\n"},
		{"or is looser than and", "return " + long + " && b || " + long + " && c\n", "return " + long + " && b ||\n\t" + long + " && c\n"},
		{"what is bracketed stays together while it fits", "return (" + long + " || b) && (" + long + " || c)\n", "return (" + long + " || b) &&\n\t(" + long + " || c)\n"},
		{"signs in text", "return f(\"a && b || " + long + long + "\")\n", "return f(\"a && b || " + long + long + "\")\n"},
		{"a comment", "return a // && " + long + long + "\n", "return a // && " + long + long + "\n"},
		{"text over several lines", "return f(`(a && " + long + " &&\nb && {" + long + long + "`) || " + long + "\n", "return f(`(a && " + long + " &&\nb && {" + long + long + "`) || " + long + "\n"},
		{"a func literal", "return f(\"" + long + long + "\", func() bool { return a || b })\n", "return f(\"" + long + long + "\", func() bool {\n\treturn a || b\n})\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			const head = "package p\n\nfunc p() bool {\n"
			data, err := format.Source(wrap([]byte(head + c.body + "}\n")))
			if err != nil {
				t.Fatal(err)
			}
			want := head + "\t" + strings.ReplaceAll(strings.TrimSuffix(c.want, "\n"), "\n", "\n\t") + "\n}\n"
			if strings.Contains(c.body, "&&\nb") {
				want = head + "\t" + c.want + "}\n" // text has no indent
			}
			if string(data) != want {
				t.Errorf("got\n%s\nwant\n%s", data, want)
			}
		})
	}
}
