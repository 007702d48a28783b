package source_test

import (
	"testing"

	"github.com/reqongen/reqongen/lang/source"
)

func TestPositions(t *testing.T) {
	const text = "ab\r\nçé日x\n\nlast"
	for _, bom := range []string{"", "\uFEFF"} {
		f := source.NewFile("m.reqon", bom+text)
		for _, c := range []struct {
			offset    int
			line, col int
			prints    string
		}{
			{0, 1, 1, "m.reqon:1:1"},
			{1, 1, 2, "m.reqon:1:2"},
			{2, 1, 3, "m.reqon:1:3"}, // the CR
			{3, 1, 4, "m.reqon:1:4"}, // the LF still belongs to its line
			{4, 2, 1, "m.reqon:2:1"},
			{6, 2, 2, "m.reqon:2:2"},
			{8, 2, 3, "m.reqon:2:3"},
			{11, 2, 4, "m.reqon:2:4"}, // two runes of two bytes and one of three stand before
			{13, 3, 1, "m.reqon:3:1"},
			{14, 4, 1, "m.reqon:4:1"},
			{18, 4, 5, "m.reqon:4:5"}, // the end of the file
			{99, 4, 5, "m.reqon:4:5"},
			{-1, 1, 1, "m.reqon:1:1"},
		} {
			p := f.Pos(c.offset)
			if p.Line() != c.line || p.Col() != c.col || p.String() != c.prints {
				t.Errorf("bom %q, offset %d: %d:%d %q, want %d:%d %q", bom, c.offset, p.Line(), p.Col(), p, c.line, c.col, c.prints)
			}
		}
	}
}

func TestLines(t *testing.T) {
	f := source.NewFile("m.reqon", "one\r\ntwo\n\nfour\n")
	want := []string{"", "one", "two", "", "four", "", ""}
	for n, line := range want {
		if got := f.Line(n); got != line {
			t.Errorf("line %d is %q, want %q", n, got, line)
		}
	}
}

func TestInvalidUTF8CountsByteByByte(t *testing.T) {
	f := source.NewFile("m.reqon", "a\xff\xfeb")
	if got := f.Pos(3).Col(); got != 4 {
		t.Errorf("column %d, want 4", got)
	}
}

func TestSpans(t *testing.T) {
	f := source.NewFile("m.reqon", "get Xero \"/a\"")
	get, path := f.Span(0, 3), f.Span(9, 13)
	if got := get.To(path).Text(); got != `get Xero "/a"` {
		t.Errorf("joined: %q", got)
	}
	if got := path.To(get); got != get.To(path) {
		t.Errorf("joining is not symmetric: %q", got.Text())
	}
	if got := (source.Span{}).To(path); got != path {
		t.Errorf("a zero span adds %q", got.Text())
	}
	if !get.To(path).Contains(path) || path.Contains(get) {
		t.Error("Contains is wrong")
	}
	if s := f.Span(10, 4); s.Text() != "" || s.Start().Offset() != 10 {
		t.Errorf("a span that ends before it starts covers %q", s.Text())
	}
	if s := (source.Span{}); s.IsValid() || s.String() != "-" || s.Text() != "" || s.Start().Line() != 0 || s.Start().Col() != 0 {
		t.Error("the zero span is not quiet")
	}
}

func TestCompare(t *testing.T) {
	a, b := source.NewFile("a", "xx"), source.NewFile("b", "xx")
	ordered := []source.Pos{{}, a.Pos(0), a.Pos(1), b.Pos(0), b.Pos(2)}
	for i, p := range ordered {
		for j, q := range ordered {
			if got := p.Compare(q); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%v compared with %v gives %d", p, q, got)
			}
		}
	}
}
