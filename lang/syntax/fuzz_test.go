package syntax_test

import (
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// Whatever the text: no panic, a tree whose nodes lie in the file and in each
// other, messages with a place in the file, in order; and where there is no
// message, each token belongs to a node.
func FuzzParse(f *testing.F) {
	for _, block := range seedBlocks {
		f.Add(strings.Replace(block.wrap, "%", block.text, 1))
	}
	for _, text := range allConstructs {
		f.Add(text)
	}
	for _, c := range mistakeCases(f) {
		f.Add(c.mission)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			t.Skip("long texts are the business of TestHostileTexts")
		}
		src := source.NewFile("fuzz.reqon", text)
		file, diags := syntax.Parse(src)
		checkTree(t, file)
		for i, d := range diags {
			if d.Span.File() != src || d.Code == "" || d.Msg == "" || strings.Contains(d.Msg, "\n") {
				t.Fatalf("a poor message: %+v", d)
			}
			if i > 0 && d.Span.Start().Compare(diags[i-1].Span.Start()) < 0 {
				t.Fatalf("%v comes behind %v", d.Span, diags[i-1].Span)
			}
			for j := range i {
				if diags[j].Span == d.Span && diags[j].Msg == d.Msg {
					t.Fatalf("told twice: %v %s", d.Span, d.Msg)
				}
			}
		}
		render(diags)
		if len(diags) == 0 {
			checkCover(t, file)
		}
	})
}

// checkCover holds a tree without mistakes against its text: between the
// declarations there is nothing but blanks, comments and commas, and no node is
// Bad.
func checkCover(t testing.TB, file *syntax.File) {
	t.Helper()
	syntax.Walk(file, func(n syntax.Node) bool {
		if _, bad := n.(*syntax.Bad); bad {
			t.Fatalf("a Bad at %v and no message", n.Span())
		}
		return true
	})
	covered := make([]bool, len(file.Source.Text()))
	mark := func(s source.Span) {
		for i := s.Start().Offset(); i < s.End().Offset(); i++ {
			covered[i] = true
		}
	}
	for _, c := range file.Comments {
		mark(c.Span())
	}
	for _, d := range file.Decls {
		mark(d.Span()) // what is in them, checkTree holds together
	}
	for i, ok := range covered {
		if !ok && !strings.ContainsRune(" \t\r\n,", rune(file.Source.Text()[i])) {
			t.Fatalf("%v: %.20q belongs to no node", file.Source.Pos(i), file.Source.Text()[i:])
		}
	}
}
