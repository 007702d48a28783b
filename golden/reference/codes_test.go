package reference

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
)

var update = flag.Bool("update", false, "write functions.md and the codes of diagnostics.md anew")

// codes are those of the parser, which has them as constants with a comment
// beside each, and those of the checker.
func codes(t *testing.T) []diag.CodeDoc {
	t.Helper()
	all := slices.Clone(lang.Codes)
	const file = "../../lang/syntax/codes.go"
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		literal, ok := spec.Values[0].(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		about := strings.TrimSpace(spec.Comment.Text())
		if err != nil || about == "" {
			t.Errorf("%s: %s has no comment beside it that says what it is", file, spec.Names[0].Name)
		}
		if !slices.ContainsFunc(all, func(c diag.CodeDoc) bool { return string(c.Code) == text }) {
			all = append(all, diag.CodeDoc{Code: diag.Code(text), Doc: about})
		}
		return true
	})
	slices.SortFunc(all, func(a, b diag.CodeDoc) int { return strings.Compare(string(a.Code[1:]), string(b.Code[1:])) })
	return all
}

// TestCodes holds the table of codes in diagnostics.md to the compiler.
func TestCodes(t *testing.T) {
	var table strings.Builder
	table.WriteString("| code | |\n| --- | --- |\n")
	for _, c := range codes(t) {
		fmt.Fprintf(&table, "| %s | %s |\n", c.Code, strings.ReplaceAll(c.Doc, "|", `\|`))
	}
	const page, from = "diagnostics.md", "<!-- from lang.Codes and lang/syntax/codes.go -->\n\n"
	text, err := os.ReadFile(filepath.Join(pages, page))
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(text), from)
	if !found {
		t.Fatalf("%s has no place for the codes", page)
	}
	hold(t, page, before+from+table.String())
}
