package diag_test

import (
	"strings"
	"testing"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
)

// at makes a diagnostic at the n-th occurrence (from 1) of what in a file's text.
func at(file *source.File, what string, n int) diag.Diagnostic {
	i := -1
	for range n {
		i += 1 + strings.Index(file.Text()[i+1:], what)
	}
	return diag.New("E103", file.Span(i, i+len(what)), "unknown name %q", what)
}

func text(diags ...diag.Diagnostic) string {
	var b strings.Builder
	if err := diag.WriteText(&b, diags); err != nil {
		panic(err)
	}
	return b.String()
}

// The form of the language, §12.
func TestTextAsTheLanguageShowsIt(t *testing.T) {
	file := source.NewFile("mission.reqon", strings.Repeat("\n", 13)+"    let price = itmes[.id].price\n")
	d := at(file, "itmes", 1)
	d.Hint = `did you mean "items"?`
	want := `mission.reqon:14:17: error[E103]: unknown name "itmes"
   14 |     let price = itmes[.id].price
      |                 ^^^^^ did you mean "items"?
`
	if got := text(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestNotesHaveTheirOwnExcerpt(t *testing.T) {
	file := source.NewFile("m.reqon", "let items = 1\nlet items = 2\n")
	d := at(file, "items", 2)
	d.Severity, d.Code = diag.Warning, "W110"
	d.Notes = []diag.Remark{{Span: at(file, "items", 1).Span, Msg: "it is declared here"}}
	want := `m.reqon:2:5: warning[W110]: unknown name "items"
    2 | let items = 2
      |     ^^^^^
m.reqon:1:5: note: it is declared here
    1 | let items = 1
      |     ^^^^^
`
	if got := text(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The caret stands below what it means, whatever stands before it.
func TestCarets(t *testing.T) {
	for _, c := range []struct{ name, line, shown, carets string }{
		{"a tab", "\tx", "    x", "    ^"},
		{"tabs to the next stop", "ab\tc\tx", "ab  c   x", "        ^"},
		{"an accent", "é x", "é x", "  ^"},
		{"a combining accent", "e\u0301 x", "e\u0301 x", "  ^"},
		{"wide characters", "日本 x", "日本 x", "     ^"},
		{"full-width forms", "（ x", "（ x", "   ^"},
		{"an emoji", "🚀 x", "🚀 x", "   ^"},
		{"CR LF", "ab x\r", "ab x", "   ^"},
		{"a control character", "\x1b[31mx", "␛[31mx", "     ^"},
		{"NUL", "\x00x", "␀x", " ^"},
		{"DEL", "\x7fx", "␡x", " ^"},
		{"no UTF-8", "\xffx", "\uFFFDx", " ^"},
		{"a right-to-left override", "\u202Ex", "\uFFFDx", " ^"},
	} {
		file := source.NewFile("m", c.line+"\n")
		want := "    1 | " + c.shown + "\n      | " + c.carets + "\n"
		_, got, _ := strings.Cut(text(at(file, "x", 1)), "\n")
		if got != want {
			t.Errorf("%s: got\n%q\nwant\n%q", c.name, got, want)
		}
	}
}

func TestSpans(t *testing.T) {
	file := source.NewFile("m", "one {\n  two\n}\n")
	for _, c := range []struct {
		name       string
		start, end int
		want       string
	}{
		{"empty", 3, 3, "m:1:4: error[E1]: x\n    1 | one {\n      |    ^\n"},
		{"at the end of a line", 5, 5, "m:1:6: error[E1]: x\n    1 | one {\n      |      ^\n"},
		{"over lines, to the end of the first", 4, 13, "m:1:5: error[E1]: x\n    1 | one {\n      |     ^\n"},
		{"at the end of the file", 14, 14, "m:4:1: error[E1]: x\n    4 |\n      | ^\n"},
	} {
		got := strings.ReplaceAll(text(diag.New("E1", file.Span(c.start, c.end), "x")), "| \n", "|\n")
		if got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	if got := text(diag.New("E1", source.Span{}, "no place")); got != "error[E1]: no place\n" {
		t.Errorf("without a place: %q", got)
	}
}

// A message that quotes the mission does not steer the terminal either.
func TestMessagesAreShownPlain(t *testing.T) {
	d := diag.New("E1", source.NewFile("m", "x").Span(0, 1), "found \x1b[2J")
	d.Hint = "remove \x07"
	want := "m:1:1: error[E1]: found ␛[2J\n    1 | x\n      | ^ remove ␇\n"
	if got := text(d); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLineNumbersWiden(t *testing.T) {
	file := source.NewFile("m", strings.Repeat("\n", 1234566)+"x\n")
	want := "m:1234567:1: error[E103]: unknown name \"x\"\n1234567 | x\n        | ^\n"
	if got := text(at(file, "x", 1)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Of a long line, what stands around the caret is shown, and the caret is below
// it.
func TestLongLines(t *testing.T) {
	file := source.NewFile("m", strings.Repeat("a", 1<<20)+"X"+strings.Repeat("b", 1<<20))
	lines := strings.Split(text(at(file, "X", 1)), "\n")
	if len(lines[1]) > 250 || !strings.HasPrefix(lines[1], "    1 | …aaa") || !strings.HasSuffix(lines[1], "bbb…") {
		t.Errorf("the excerpt is %q", lines[1])
	}
	if i, j := strings.Index(lines[1], "X"), strings.Index(lines[2], "^"); i-len("…")+1 != j {
		t.Errorf("the caret is at %d, the mistake at %d:\n%s\n%s", j, i, lines[1], lines[2])
	}
	whole := diag.New("E1", file.Span(0, len(file.Text())), "x")
	if got := text(whole); len(got) > 500 {
		t.Errorf("%d bytes are shown of a long span", len(got))
	}
}

func TestSort(t *testing.T) {
	a, b := source.NewFile("a", "xxxx"), source.NewFile("b", "xxxx")
	list := []diag.Diagnostic{
		diag.New("E2", b.Span(0, 1), "5"),
		diag.New("W3", a.Span(2, 3), "4"),
		diag.New("E1", a.Span(2, 3), "2"),
		diag.New("E1", a.Span(2, 3), "3"),
		diag.New("N1", a.Span(0, 1), "1"),
		diag.New("E9", source.Span{}, "0"),
	}
	diag.Sort(list)
	var order string
	for _, d := range list {
		order += d.Msg
	}
	if order != "012345" {
		t.Errorf("the order is %s", order)
	}
}

func TestSeverities(t *testing.T) {
	for code, want := range map[diag.Code]diag.Severity{"E400": diag.Error, "W201": diag.Warning, "N101": diag.Note} {
		if got := diag.New(code, source.Span{}, "x").Severity; got != want {
			t.Errorf("%s is a %v", code, got)
		}
	}
	warning, mistake := diag.New("W1", source.Span{}, "x"), diag.New("E1", source.Span{}, "x")
	if diag.HasErrors(nil) || diag.HasErrors([]diag.Diagnostic{warning}) || !diag.HasErrors([]diag.Diagnostic{warning, mistake}) {
		t.Error("HasErrors is wrong")
	}
}

func TestJSON(t *testing.T) {
	file := source.NewFile("m.reqon", "let é = itmes\nlet items = 1\n")
	d := at(file, "itmes", 1)
	d.Hint = `did you mean "items"?`
	d.Notes = []diag.Remark{{Span: at(file, "items", 1).Span, Msg: "it is <here>"}}
	var b strings.Builder
	if err := diag.WriteJSON(&b, []diag.Diagnostic{d, diag.New("N1", source.Span{}, "no place")}); err != nil {
		t.Fatal(err)
	}
	want := `{"file":"m.reqon","line":1,"column":9,"endLine":1,"endColumn":14,"severity":"error","code":"E103","message":"unknown name \"itmes\"","hint":"did you mean \"items\"?","notes":[{"file":"m.reqon","line":2,"column":5,"endLine":2,"endColumn":10,"message":"it is <here>"}]}
{"file":"","line":0,"column":0,"endLine":0,"endColumn":0,"severity":"note","code":"N1","message":"no place"}
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
