package syntax_test

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A hostile text is one that is hard on a parser: deep, long, or no mission at
// all.
type hostile struct {
	name, text string
	want       string // the first message begins with it; "" where there is none
	most       int    // messages
}

// hostiles are the hostile texts, each one part-th of its full size.
func hostiles(part int) []hostile {
	many := func(s string, n int) string { return strings.Repeat(s, n/part) }
	return []hostile{
		{"open brackets", inAction("let x = " + many("(", 1e6)), "m.reqon:3:507: error[E414]: this is nested deeper than 500 levels", 1},
		{"balanced brackets", inAction("let x = " + many("(", 1e5) + "1" + many(")", 1e5) + "\nstor a -> b"), "m.reqon:3:507: error[E414]", 2},
		{"arrays", inAction("let x = " + many("[", 5e4)), "m.reqon:3:507: error[E414]", 1},
		{"objects", inAction("let x = " + many("{a:", 5e4)), "m.reqon:3:", 1},
		{"minus", inAction("let x = " + many("-", 5e4) + "1"), "m.reqon:3:506: error[E414]", 1},
		{"not", inAction("let x = " + many("not ", 5e4) + "1"), "m.reqon:3:", 1},
		{"functions", inAction("let x = " + many("a => ", 5e4) + "1"), "m.reqon:3:", 1},
		{"choices", inAction("let x = " + many("if a then ", 5e4) + "1"), "m.reqon:3:", 1},
		{"ternaries", inAction("let x = " + many("a ? ", 5e4) + "1"), "m.reqon:3:", 1},
		{"any of", inAction("let x = " + many("any of ", 5e4) + "1"), "m.reqon:3:", 1},
		{"matches", inAction("let x = " + many("match a { b => ", 1e5) + "1"), "m.reqon:3:", 1},
		{"loops", "mission M { action A {" + many(" for a in b {", 1e5), "m.reqon:1:", 2},
		{"match steps", "mission M { action A {" + many(" match a { b ->", 1e5), "m.reqon:1:", 2},
		{"missions", many("mission M {", 1e5), "m.reqon:1:", 201},
		{"patterns", inAction("match a { " + many("[", 5e4)), "m.reqon:3:", 1},
		{"object patterns", inAction("match a { " + many("{a:", 5e4)), "m.reqon:3:", 1},
		{"types", "schema S { a: " + many("[", 5e4), "m.reqon:1:", 1},
		{"array types", "schema S { a: " + many("array<", 5e4), "m.reqon:1:", 1},
		{"object types", "schema S { a: " + many("{a:", 5e4), "m.reqon:1:", 1},
		{"foreign blocks", "mission M { action A {" + many(" if x {", 1e5), "m.reqon:1:", 202},
		{"a sum", inAction("let x = 1" + many("+1", 2e5)), "m.reqon:3:", 1},
		{"members", inAction("let x = a" + many(".b", 5e4)), "m.reqon:3:", 1},
		{"elements", inAction("let x = a" + many("[0]", 5e4)), "m.reqon:3:", 1},
		{"pipes", inAction("let x = a" + many(" | f()", 1e5)), "m.reqon:3:", 1},
		{"conditions", inAction("let x = a" + many(" where .b", 1e5)), "m.reqon:3:", 1},
		{"stages", "mission M { run A" + many(" then A", 1e5) + "}", "", 0},
		{"a long array", inAction("let x = [" + many("1,", 5e4) + "]"), "", 0},
		{"a long group", "mission M { run [" + many("A,", 1e5) + "] }", "", 0},
		{"a line of 10 MB", inAction(`let x = "` + many("a", 10<<20) + `"`), "", 0},
		{"an open line of 10 MB", inAction(`let x = "` + many("é", 5<<20)), "m.reqon:3:9: error[E402]: this string is never closed", 1},
		{"a word of 10 MB", inAction(many("a", 10<<20)), "m.reqon:3:1: error[E410]", 1},
		{"a number of 10 MB", inAction("let x = " + many("1", 10<<20)), "m.reqon:3:9: error[E405]: the number 111111111111111111111111… is too large", 1},
		{"a comment of 10 MB", "//" + many("a", 10<<20), "", 0},
		{"comments", many("/**/", 5e4), "", 0},
		{"comment lines", many("//\n", 5e4), "", 0},
		{"closers", many("}", 5e4), "m.reqon:1:1: error[E407]", 201},
		{"NUL bytes", many("\x00", 1e6), "m.reqon:1:1: error[E416]", 1},
		{"no UTF-8", many("\xff", 1e6), "m.reqon:1:1: error[E416]", 1},
		{"quotes", many(`"`, 5e4+1), "m.reqon:1:", 201},
		{"semicolons", many(";", 5e4), "m.reqon:1:1: error[E413]", 1},
		{"arms on one line", inAction("match a { " + many("b -> skip, ", 1e5) + "}"), "", 0},
		{"arms of broken conditions", inAction("match { " + many("b = ", 1e5) + "}"), "m.reqon:3:", 201},
		{"inserted braces", inAction(`get "` + many("{", 1e5) + `"`), "m.reqon:3:", 201},
		{"braces in lines", many("{\n", 1e5), "m.reqon:1:1", 201},
		{"near words", many("acton\n", 3e4), "m.reqon:1:1", 201},
		{"garbage", garbage(1 << 20 / part), "m.reqon:", 201},
	}
}

// Whatever the text, the answer is a tree and few, clear messages.
func TestHostileTexts(t *testing.T) {
	for _, c := range hostiles(1) {
		t.Run(c.name, func(t *testing.T) {
			file, diags := syntax.Parse(source.NewFile("m.reqon", c.text))
			out := render(diags)
			if file == nil || file.Source == nil {
				t.Fatal("no tree")
			}
			if len(diags) > c.most {
				t.Errorf("%d messages, want %d at most", len(diags), c.most)
			}
			if !strings.HasPrefix(out, c.want) || c.want == "" && out != "" {
				t.Errorf("got %.600s\nwant %s", out, c.want)
			}
			if len(out) > 400*(len(diags)*3+1) {
				t.Errorf("%d bytes for %d messages", len(out), len(diags))
			}
			deepest(t, file)
		})
	}
}

// What a text costs grows with its length, and not with its square. Counted is
// what is allocated, which no other load of the machine changes; how long it
// takes is for BenchmarkGarbage1MB and its neighbours.
func TestCostGrowsWithTheText(t *testing.T) {
	quarters := hostiles(4)
	for i, whole := range hostiles(1) {
		t.Run(whole.name, func(t *testing.T) {
			quarter, whole := allocated(quarters[i].text), allocated(whole.text)
			if whole > 6*quarter+1<<20 {
				t.Errorf("%d bytes are allocated for a text, %d for one of a quarter of its length", whole, quarter)
			}
		})
	}
}

// allocated is how many bytes it takes to parse the text and to tell what is
// wrong with it.
func allocated(text string) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, diags := syntax.Parse(source.NewFile("m.reqon", text))
	render(diags)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// deepest walks the whole tree, as every later phase will.
func deepest(t *testing.T, file *syntax.File) {
	n := 0
	syntax.Walk(file, func(syntax.Node) bool { n++; return true })
	if n == 0 {
		t.Error("the walk met nothing")
	}
}

func TestNestingUpToTheLimit(t *testing.T) {
	nested := func(n int) string {
		return inAction("let x = " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n))
	}
	parse(t, nested(490))
	if _, diags := syntax.Parse(source.NewFile("m.reqon", nested(510))); len(diags) != 1 {
		t.Errorf("%d messages, want one:\n%s", len(diags), render(diags))
	}
	parse(t, inAction("let x = 1"+strings.Repeat(" + 1", 490)))
}

func TestParseFromSeveralGoroutines(t *testing.T) {
	want := dump(parse(t, seedBlocks[5].text).Decls[0])
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 20 {
				text := seedBlocks[5].text
				if i%2 == 1 {
					text = "// éé\n" + text + " }" // other offsets, and a mistake
				}
				file, diags := syntax.Parse(source.NewFile(fmt.Sprint(i), text))
				if got := dump(file.Decls[0]); got != want || len(diags) != i%2 {
					t.Errorf("goroutine %d: %d messages, %s", i, len(diags), got)
				}
			}
		})
	}
	wg.Wait()
}

// A parser that is used again remembers nothing of the file before.
func TestParseAgain(t *testing.T) {
	first := render(mistakesOf("mission M { action A { let x = (1"))
	for range 50 {
		mistakesOf(garbage(500))
		if again := render(mistakesOf("mission M { action A { let x = (1")); again != first {
			t.Fatalf("first\n%s\nthen\n%s", first, again)
		}
		parse(t, seedBlocks[3].text)
	}
}
