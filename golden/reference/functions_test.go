package reference

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/golden/internal/casebuild"
	"github.com/reqongen/reqongen/lang/builtin"
)

// forms are all functions, the other form of min and max among them.
func forms() (all []*builtin.Func) {
	for _, f := range builtin.Funcs {
		all = append(all, f)
		if f.Several != nil {
			all = append(all, f.Several)
		}
	}
	return all
}

// TestExamples compiles one mission of the examples of all functions, runs it,
// and compares what each example gives with what the page says it does. An
// example whose result differs from call to call has to give something.
func TestExamples(t *testing.T) {
	var text strings.Builder
	text.WriteString("mission Examples {\n  action Evaluate {\n")
	for i, f := range forms() {
		expr, want := f.Shown()
		if want == "" {
			want = "null"
		}
		fmt.Fprintf(&text, "    store { have: %s, want: %s } -> examples { key: \"%03d\" }\n", expr, want, i)
	}
	text.WriteString("  }\n}\n")
	work := t.TempDir()
	folder := filepath.Join(work, "examples")
	write(t, filepath.Join(folder, "mission.reqon"), text.String())
	program, err := casebuild.Build(filepath.Join(work, "build"), []string{folder})
	if err != nil {
		t.Fatal(err)
	}
	var stores struct {
		Examples []struct{ Have, Want json.RawMessage }
	}
	if err := json.Unmarshal([]byte(runProgram(t, program, folder, "http://localhost")), &stores); err != nil {
		t.Fatal(err)
	}
	all := forms()
	if len(stores.Examples) != len(all) || len(all) < 90 {
		t.Fatalf("%d of %d examples are evaluated", len(stores.Examples), len(all))
	}
	for i, got := range stores.Examples {
		_, want := all[i].Shown()
		switch {
		case want != "" && string(got.Have) != string(got.Want):
			t.Errorf("%s gives %s", all[i].Example, got.Have)
		case want == "" && (string(got.Have) == "null" || string(got.Have) == `""`):
			t.Errorf("%s gives %s", all[i].Example, got.Have)
		}
	}
}

const functionsHead = `# Functions

Each function can be called in three forms: ` + "`length(xs)`, `xs.length()` and `xs | length()`" + `. An expression about the
elements of an array is a function of one value, ` + "`x => x.price > 10`" + `, or the same with a leading dot for the element,
` + "`.price > 10`" + `.

What holds for all of them:

- A store is an array of its records.
- Null is no items: an array function of null gives what it gives for ` + "`[]`" + `.
- Null passes through: most text, number and date functions of null give null, so that ` + "`trim(.name) ?? \"none\"`" + ` works.
- A text function takes numbers and booleans too, by their text. Anything else of a wrong type is an error: at compile
  time where the type is known, else the step fails with a message that names the function and the value.
- Positions and lengths in text count characters, not bytes. A negative position counts from the end.
- Integers stay exact as far as 64 bits reach.
- Dates are ISO 8601 text. What has no zone is UTC.

` + "`reqongen functions NAME`" + ` prints the same at the terminal. This page is written from the compiler's table, and every
example is evaluated by a test.
`

// TestFunctionsPage holds functions.md to the table.
func TestFunctionsPage(t *testing.T) {
	var page strings.Builder
	page.WriteString(functionsHead)
	for _, g := range builtin.Groups {
		fmt.Fprintf(&page, "\n## %s\n", g.Title)
		for _, f := range g.Funcs {
			writeFunction(&page, f)
		}
	}
	hold(t, "functions.md", page.String())
}

func writeFunction(page *strings.Builder, f *builtin.Func) {
	fmt.Fprintf(page, "\n### %s\n\n`%s`\n\n%s\n\n", f.Name, strings.Join(f.Forms(), "` · `"), paragraph(f.Doc))
	for i := range f.Params {
		fmt.Fprintf(page, "- `%s`: %s\n", f.Params[i].Name, f.Params[i].Takes())
	}
	fmt.Fprintf(page, "- gives %s", f.Gives())
	if null := f.OfNull(); null != "" {
		fmt.Fprintf(page, "; %s", null)
	}
	page.WriteString("\n\n")
	for _, form := range []*builtin.Func{f, f.Several} {
		if form != nil {
			expr, result := form.Shown()
			line := "    " + expr
			if result != "" {
				line += "  →  " + result
			}
			page.WriteString(line + "\n")
		}
	}
}

// paragraph breaks a text into lines of up to 120 characters.
func paragraph(text string) string {
	const most = 120
	var b strings.Builder
	room := most
	for i, word := range strings.Fields(text) {
		switch n := utf8.RuneCountInString(word); {
		case i == 0:
			room -= n
		case n < room:
			b.WriteByte(' ')
			room -= n + 1
		default:
			b.WriteByte('\n')
			room = most - n
		}
		b.WriteString(word)
	}
	return b.String()
}

// hold wants the page to be the text, or with -update makes it so.
func hold(t *testing.T, name, want string) {
	t.Helper()
	file := filepath.Join(pages, name)
	if *update {
		write(t, file, want)
		return
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(have), "\n"), strings.Split(want, "\n")); diff != "" {
		t.Errorf("%s is not true any more; make golden-update writes it anew (-is +true):\n%s", name, diff)
	}
}
