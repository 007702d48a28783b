package syntax_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

var update = flag.Bool("update", false, "write the messages of testdata/mistakes.txt anew")

const mistakesHead = `What people write, and what they are told. Each case begins with a line "=== steps"
(of an action; the text begins on line 2) or "=== file"; its messages follow
behind a line "---" as line:column, code, message and, behind a bar, the hint.
`

const mistakesFile = "testdata/mistakes.txt"

type mistakeCase struct{ kind, body, mission, want string }

func mistakeCases(t testing.TB) []mistakeCase {
	text, err := os.ReadFile(mistakesFile)
	if err != nil {
		t.Fatal(err)
	}
	var cases []mistakeCase
	for _, part := range strings.Split(string(text), "\n=== ")[1:] {
		kind, rest, _ := strings.Cut(part, "\n")
		body, want, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			t.Errorf("%s\nhas no line ---", part)
		}
		mission := body
		if kind == "steps" {
			mission = inActionOnLine2(body)
		}
		cases = append(cases, mistakeCase{kind, body, mission, strings.TrimSpace(want)})
	}
	if len(cases) < 150 {
		t.Fatalf("only %d cases were found", len(cases))
	}
	return cases
}

// Each mistake of testdata/mistakes.txt is told as written there, and nothing else
// is told.
func TestMistakes(t *testing.T) {
	var out strings.Builder
	out.WriteString(mistakesHead)
	for _, c := range mistakeCases(t) {
		file, diags := syntax.Parse(source.NewFile("m", c.mission))
		checkTree(t, file)
		got := brief(diags)
		fmt.Fprintf(&out, "\n=== %s\n%s\n---\n%s\n", c.kind, c.body, got)
		if c.want != got && !*update {
			t.Errorf("%s\n got\n%s\nwant\n%s", c.body, got, c.want)
		}
		if len(diags) == 0 {
			t.Errorf("%s\nis no mistake", c.body)
		}
	}
	if *update {
		if err := os.WriteFile(mistakesFile, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// brief writes each diagnostic on one line.
func brief(diags []diag.Diagnostic) string {
	var lines []string
	for _, d := range diags {
		start := d.Span.Start()
		line := fmt.Sprintf("%d:%d %s %s", start.Line(), start.Col(), d.Code, d.Msg)
		if d.Hint != "" {
			line += " | " + d.Hint
		}
		for _, n := range d.Notes {
			line += fmt.Sprintf("\n    %d:%d %s", n.Span.Start().Line(), n.Span.Start().Col(), n.Msg)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// A file with fifteen mistakes: each line that ends in `//~ column code words`
// earns exactly that message.
func TestFifteenMistakesGiveFifteenMessages(t *testing.T) {
	text, err := os.ReadFile("testdata/fifteen.reqon")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for i, line := range strings.Split(string(text), "\n") {
		if _, note, ok := strings.Cut(line, "//~ "); ok {
			column, rest, _ := strings.Cut(note, " ")
			want = append(want, fmt.Sprintf("%d:%s %s", i+1, column, rest))
		}
	}
	if len(want) != 15 {
		t.Fatalf("%d mistakes are noted", len(want))
	}
	file, diags := syntax.Parse(source.NewFile("fifteen.reqon", string(text)))
	checkTree(t, file)
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%d:%d %s %s", d.Span.Start().Line(), d.Span.Start().Col(), d.Code, d.Msg))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\n\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// What stands between the mistakes is in the tree.
	kinds := map[string]int{}
	syntax.Walk(file, func(n syntax.Node) bool {
		kinds[strings.TrimPrefix(fmt.Sprintf("%T", n), "*syntax.")]++
		return true
	})
	for kind, count := range map[string]int{"Mission": 1, "Action": 3, "For": 2, "Match": 1, "Run": 1, "Request": 4} {
		if kinds[kind] != count {
			t.Errorf("%d nodes are a %s, want %d", kinds[kind], kind, count)
		}
	}
}

// Mistakes that a text file cannot show well.
func TestStrangeCharacters(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"let x = a\u00A0+ b", `2:10 E401 an invisible character (U+00A0) stands here | put a plain space in its place, or nothing`},
		{"let x = a \uFEFF+ b", `2:11 E416 a byte-order mark stands in the middle of the text | remove it`},
		{"let x = a \x00\x00\x00+ b", `2:11 E416 there are NUL bytes here | is this a text file? save it as UTF-8`},
		{"let x = a \xff\xfe+ b", `2:11 E416 the text is no UTF-8 here | save the file as UTF-8`},
		{"let x = a \x1b + b", "2:11 E416 a control character (U+001B) stands here | remove it"},
		{"let x = a\u200b + b", `2:10 E401 an invisible character (U+200B) stands here | put a plain space in its place, or nothing`},
		{"let x = a ＋ b", `2:11 E401 "＋" is no sign of Reqon | write +`},
		{"get “/a”", `2:5 E417 these quotation marks are curly | write straight ones: "…" or '…'`},
		{"let x = `a\nb`\nlet y = 1", `2:9 E417 Reqon has no strings in backquotes | write "…" or '…', and join the parts with concat(…) or +`},
		{"let x = \"日本\nlet y = é é", "2:9 E402 this string is never closed | close it with \" on the same line\n3:11 E400 expected a new line behind the step, found \"é\""},
		{"let x = \"a\x1b\x00\" b", `2:11 E416 a control character (U+001B) stands here | remove it; in a string it is written \u001B`},
		{"let x = \"a\xff\uFFFD\tb\"", `2:11 E416 the text is no UTF-8 here | save the file as UTF-8`},
		{"skip // \x00\xff", `2:9 E416 a control character (U+0000) stands here | remove it; in a string it is written \u0000`},
		{"skip /* \uFEFF */", `2:9 E416 a byte-order mark stands in the middle of the text | remove it`},
		{"let x = a @ b", `2:11 E401 "@" begins nothing in Reqon | quote it to make it a string`},
		{"let x = @@@@", `2:9 E401 "@" begins nothing in Reqon | quote it to make it a string`},
		{"let x = a \\\n+ b", `2:11 E401 "\\" begins nothing in Reqon | an expression goes on in the next line by itself`},
	} {
		_, diags := syntax.Parse(source.NewFile("m", inActionOnLine2(c.text)))
		if got := brief(diags); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func inActionOnLine2(steps string) string { return "mission M { action A {\n" + steps + "\n} }\n" }

func mistakesOf(text string) []diag.Diagnostic {
	_, diags := syntax.Parse(source.NewFile("m.reqon", text))
	return diags
}
