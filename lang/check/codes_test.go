package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/check"
)

// TestCodes keeps the table of codes and their use in step: every constant is
// in the table, every one is used besides, and no two share a number.
func TestCodes(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{} // constant → code
	uses := map[string]int{}      // without the declaration
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if strings.HasPrefix(name.Name, "code") {
						values[name.Name] = strings.Trim(n.Values[i].(*ast.BasicLit).Value, `"`)
						uses[name.Name]--
					}
				}
			case *ast.Ident:
				uses[n.Name]++
			}
			return true
		})
	}
	if len(values) < 40 {
		t.Fatalf("only %d codes found", len(values))
	}
	docs := map[string]string{}
	numbers := map[string]string{}
	last := ""
	for _, c := range check.Codes {
		code := string(c.Code)
		docs[code] = c.Doc
		if c.Doc == "" || strings.HasSuffix(c.Doc, ".") {
			t.Errorf("%s: %q is no short description", code, c.Doc)
		}
		number := code[1:]
		if other := numbers[number]; other != "" {
			t.Errorf("%s and %s share a number", other, code)
		}
		numbers[number] = code
		if number < last {
			t.Errorf("%s is out of order", code)
		}
		last = number
	}
	for name, code := range values {
		if docs[code] == "" {
			t.Errorf("%s, %s, is not in the table", name, code)
		}
		if uses[name] < 2 { // once in the table
			t.Errorf("%s, %s, is never reported", name, code)
		}
		if n := code[1:]; n >= "201" && n <= "206" {
			t.Errorf("%s: this number belongs to the advice on parallel work", code)
		}
	}
	if len(docs) != len(values) {
		t.Errorf("%d codes in the table, %d constants", len(docs), len(values))
	}
}
