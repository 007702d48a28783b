package format

import (
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
	"github.com/reqongen/reqongen/lang/syntax/syntaxtest"
)

var (
	sentences = flag.Int("sentences", 1000, "how many sentences of the grammar are formatted")
	firstSeed = flag.Uint64("seed", 0, "the seed of the first of them")
	update    = flag.Bool("update", false, "write the layouts of testdata anew")
)

func parse(t *testing.T, text string) *syntax.File {
	t.Helper()
	file, diags := syntax.Parse(source.NewFile("m.reqon", text))
	if len(diags) > 0 {
		var b strings.Builder
		_ = diag.WriteText(&b, diags)
		t.Fatalf("in\n%s\n%s", text, b.String())
	}
	return file
}

// check formats a text without mistakes and holds the outcome to what Source
// promises, for lines of that width.
func check(t *testing.T, text string, width int) string {
	t.Helper()
	return checkTree(t, text, width, true)
}

// checkTree is check; without docs it does not ask which node a comment belongs
// to: one on a line of its own before a comma comes to belong to the next.
func checkTree(t *testing.T, text string, width int, docs bool) string {
	t.Helper()
	before := parse(t, text)
	out, diags := layOut(source.NewFile("m.reqon", text), width)
	if len(diags) > 0 {
		t.Fatalf("diagnostics of a text without mistakes: %v", diags)
	}
	formatted := string(out)
	after := parse(t, formatted)
	if diff := cmp.Diff(outline(before, docs), outline(after, docs)); diff != "" {
		t.Fatalf("width %d: another tree (-before +after):\n%s\nbefore:\n%s\nafter:\n%s", width, diff, text, formatted)
	}
	again, _ := layOut(source.NewFile("m.reqon", formatted), width)
	if diff := cmp.Diff(formatted, string(again)); diff != "" {
		t.Fatalf("width %d: the second time (-first +second):\n%s\nof\n%s", width, diff, text)
	}
	for i, line := range strings.Split(formatted, "\n") {
		if strings.TrimRight(line, " \t\r") != line {
			t.Fatalf("line %d ends in blanks: %q", i+1, line)
		}
	}
	if strings.Contains(formatted, "\n\n\n") && !strings.Contains(text, "/*") {
		t.Fatalf("two blank lines in a row:\n%s", formatted)
	}
	return formatted
}

// Every mission of the repository that has no mistakes keeps its meaning.
func TestMissionsOfTheRepository(t *testing.T) {
	n := 0
	for _, root := range []string{"../../golden", "../../examples", "..", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".reqon" {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if _, diags := syntax.Parse(source.NewFile(path, string(text))); len(diags) > 0 {
				return nil
			}
			n++
			t.Run(path, func(t *testing.T) {
				for _, width := range []int{1, 40, lineWidth} {
					check(t, string(text), width)
				}
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 200 {
		t.Errorf("only %d missions were found", n)
	}
}

// Sentences of the grammar keep their meaning, wherever their lines are broken,
// and with comments in any place where one may stand.
func TestSentencesOfTheGrammar(t *testing.T) {
	grammar, err := os.ReadFile("../syntax/grammar.txt")
	if err != nil {
		t.Fatal(err)
	}
	g := syntaxtest.NewGenerator(syntaxtest.Productions(string(grammar), ""))
	for seed := *firstSeed; seed < *firstSeed+uint64(*sentences); seed++ {
		ok := t.Run("", func(t *testing.T) {
			words := g.Words(seed)
			rnd := rand.New(rand.NewPCG(seed, 2))
			width := []int{1, 20 + rnd.IntN(60), lineWidth}[rnd.IntN(3)]
			check(t, strings.Join(words, " "), width)
			check(t, sprinkled(words, rnd, false), width)
			text := sprinkled(words, rnd, true) // may be another text, or none that can be read
			if _, diags := syntax.Parse(source.NewFile("m.reqon", text)); len(diags) == 0 {
				check(t, text, width)
			}
		})
		if !ok {
			t.Fatalf("replay: go test ./lang/format -run TestSentencesOfTheGrammar -sentences 1 -seed %d", seed)
		}
	}
}

// sprinkled puts comments between words. One that ends its line stands only where
// a new line changes nothing, or, a few, anywhere.
func sprinkled(words []string, rnd *rand.Rand, anywhere bool) string {
	var b strings.Builder
	n := 0
	name := func() string { n++; return "c" + strings.Repeat("x", rnd.IntN(9)) + string(rune('a'+n%26)) }
	for i, word := range words {
		b.WriteString(word)
		lineFollows := i+1 < len(words) && words[i+1] == "\n"
		free := lineFollows || word == "\n" || word == "," || word == "{" || word == "(" || word == "[" ||
			anywhere && rnd.IntN(20) == 0
		// as checkTree says
		free = free && (i+1 == len(words) || words[i+1] != ",")
		switch p := rnd.IntN(20); {
		case p == 0:
			b.WriteString(" /* " + name() + " */")
		case p == 1 && free:
			b.WriteString(" // " + name() + "\n")
		case p == 2 && free:
			b.WriteString("\n\n// " + name() + "\n // " + name() + "\n\n")
		case p == 3 && free:
			b.WriteString("\n/* " + name() + "\n   * " + name() + " */ ")
		case p == 4 && free:
			b.WriteString(" /* " + name() + "\n      " + name() + " */ /* " + name() + "*/ // " + name() + "\n")
		case p == 5 && word == "\n":
			b.WriteString("\n\n")
		}
		b.WriteString(" ")
	}
	b.WriteString("// last")
	return b.String()
}

// Each testdata/*.in is laid out as the .want beside it.
func TestLayout(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*.in")
	if err != nil || len(inputs) == 0 {
		t.Fatal(inputs, err)
	}
	for _, input := range inputs {
		text, err := os.ReadFile(input)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(input), func(t *testing.T) {
			got := check(t, string(text), lineWidth)
			wanted := strings.TrimSuffix(input, ".in") + ".want"
			if *update {
				if err := os.WriteFile(wanted, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(wanted)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			for _, line := range strings.Split(got, "\n") {
				if n := len([]rune(line)); n > lineWidth {
					t.Errorf("a line of %d characters: %s", n, line)
				}
			}
		})
	}
}

// What ends lines, a byte-order mark and blanks at ends do not change the layout.
func TestLineEnds(t *testing.T) {
	text, err := os.ReadFile("testdata/comments.in")
	if err != nil {
		t.Fatal(err)
	}
	want, _ := Source(source.NewFile("m", string(text)))
	for name, other := range map[string]string{
		"CRLF":    strings.ReplaceAll(string(text), "\n", "\r\n"),
		"a mark":  "\uFEFF" + string(text),
		"blanks":  strings.ReplaceAll(string(text), "\n", " \t\n"),
		"no end":  strings.TrimSpace(string(text)),
		"endless": string(text) + "\n\n\n",
	} {
		got, _ := Source(source.NewFile("m", other))
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestNothing(t *testing.T) {
	for text, want := range map[string]string{"": "", "\n\n": "", "  // a ": "// a\n", "/* a */\n\n\n/* b */": "/* a */\n\n/* b */\n"} {
		got, diags := Source(source.NewFile("m", text))
		if string(got) != want || got == nil || len(diags) > 0 {
			t.Errorf("%q: %q %v, want %q", text, got, diags, want)
		}
	}
}

// A name that a comma alone keeps from going on with the line before keeps it.
func TestCommaThatKeepsApart(t *testing.T) {
	for _, text := range []string{
		"schema S {\n  a: int,\n  in: string,\n  b: int }",
		"schema S {\n  a: int, where: string\n  contains: string }",
		"mission M { a: b, in: c, then: d }",
		"mission M { action A { a: b, in: c } }",
		"mission M { action A { match { a -> let x = b, contains(c, d) -> skip, endsWith(c, d) -> skip } } }",
		"mission M { action A { match x { 1 -> let a = b, contains -> skip, startsWith -> skip } } }",
		"mission M { action A { match x { 1 -> get \"/a\", from -> apply T to x, as -> jump B, to -> skip } } }",
		"mission M { action A { let x = match { a => b, contains(c, d) => e } } }",
		"mission M { action A { let x = [skip, wait, run[0], retry ? a : b] } }",
		"mission M { action A { let x = f(wait) } }",
	} {
		for _, width := range []int{1, 20, lineWidth} {
			check(t, text, width)
		}
	}
}

func TestMistakesOfSyntax(t *testing.T) {
	out, diags := Source(source.NewFile("m.reqon", "mission M {\n  action A { get }\n}\n"))
	if out != nil || !diag.HasErrors(diags) || diags[0].Span.Start().Line() != 2 {
		t.Errorf("%q, %v", out, diags)
	}
}

// Whatever the text: laid out it means the same, or it has mistakes.
func FuzzFormat(f *testing.F) {
	inputs, err := filepath.Glob("testdata/*.in")
	if err != nil || len(inputs) == 0 {
		f.Fatal(inputs, err)
	}
	for _, input := range inputs {
		text, err := os.ReadFile(input)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), lineWidth)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		if len(text) > 1<<12 {
			t.Skip()
		}
		if _, diags := syntax.Parse(source.NewFile("m.reqon", text)); len(diags) > 0 {
			if out, told := Source(source.NewFile("m.reqon", text)); diag.HasErrors(diags) && (out != nil || len(told) == 0) {
				t.Fatalf("a text with mistakes is laid out as %q", out)
			}
			return
		}
		checkTree(t, text, width, false)
	})
}
