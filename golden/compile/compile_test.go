package compile_test

import (
	"strings"
	"testing"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/golden/compile"
)

// TestCheckRefuses gives Check what is wrong in one way each.
func TestCheckRefuses(t *testing.T) {
	const head = "package p\n\nimport \"github.com/reqongen/reqongen/rt\"\n\n"
	for _, c := range []struct{ name, text, want string }{
		{"no Go", "package p\n\nfunc {", "expected"},
		{"a type", head + "func f(s *rt.Strand) int { return s.Fault() }\n", "cannot use s.Fault()"},
		{"an unused variable", head + "func f(s *rt.Strand) {\n\tx := s.Fault()\n}\n", "declared and not used: x"},
		{"an unused import", head + "func f() {}\n", "imported and not used"},
		{"an unknown symbol", head + "func f(s *rt.Strand) { s.Nothing() }\n", "s.Nothing undefined"},
		{"an unknown package", "package p\n\nimport \"net/http\"\n\nvar _ http.Handler\n", "generated code imports net/http"},
		{"a format", head + "func f(s *rt.Strand) error {\n  return s.Fault()\n}\n", "not formatted as gofmt does"},
		{"dead code", head + "func f(s *rt.Strand) error {\n\treturn s.Fault()\n\tpanic(0)\n}\n", "unreachable code"},
		{"a self-assignment", head + "func f(x *rt.Run) *rt.Run {\n\tx = x\n\treturn x\n}\n", "self-assignment"},
		{"a repeated condition", head + "func f(a bool, _ *rt.Run) bool { return a || a }\n", "redundant or"},
		{"a condition that cannot hold", head + "func f(r *rt.Run) bool {\n\tif r == nil {\n\t\tif r != nil {\n\t\t\treturn true\n\t\t}\n\t}\n\treturn false\n}\n", "impossible condition"},
	} {
		err := compile.Check([]gen.File{{Name: "f.go", Data: []byte(c.text)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestCheckAccepts(t *testing.T) {
	files := []gen.File{
		{Name: "a.go", Data: []byte("package p\n\nimport \"github.com/reqongen/reqongen/rt\"\n\nfunc f(s *rt.Strand) error { return g(s) }\n")},
		{Name: "b.go", Data: []byte("package p\n\nimport \"github.com/reqongen/reqongen/rt\"\n\nfunc g(s *rt.Strand) error { return s.Fault() }\n\nvar _ = f\n")},
	}
	if err := compile.Check(files); err != nil {
		t.Error(err)
	}
}
