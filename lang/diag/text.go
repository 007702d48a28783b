package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/reqongen/reqongen/lang/source"
)

// WriteText writes a list as the language, §12, shows it, in the list's order:
//
//	mission.reqon:14:20: error[E103]: unknown name "itmes"
//	   14 |     let price = itmes[.id].price
//	      |                 ^^^^^ did you mean "items"?
//
// A note about another place follows in the same form. Tabs are shown as
// spaces, control characters as pictures, and of a very long line only what
// stands around the caret.
func WriteText(w io.Writer, list []Diagnostic) error {
	var b strings.Builder
	for _, d := range list {
		head(&b, d.Span, fmt.Sprintf("%s[%s]: %s", d.Severity, d.Code, d.Msg))
		excerpt(&b, d.Span, d.Hint)
		for _, n := range d.Notes {
			head(&b, n.Span, "note: "+n.Msg)
			excerpt(&b, n.Span, "")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func head(b *strings.Builder, s source.Span, text string) {
	if s.IsValid() {
		b.WriteString(s.String())
		b.WriteString(": ")
	}
	b.WriteString(plain(text))
	b.WriteByte('\n')
}

// plain is a text that a terminal only shows: a message may quote the mission.
func plain(text string) string {
	var v visible
	v.write(text)
	return v.text.String()
}

// How much of a long line is shown, in columns of the terminal: this much before
// the caret, and this much from there on.
const (
	columnsBefore = 60
	columnsAfter  = 100
)

// excerpt writes the line on which s starts and a caret line below it. A span
// that goes on behind the line is underlined to the line's end; an empty one
// gets a single caret.
func excerpt(b *strings.Builder, s source.Span, hint string) {
	if !s.IsValid() {
		if hint != "" {
			b.WriteString("      | " + plain(hint) + "\n")
		}
		return
	}
	number := s.Start().Line()
	line := s.File().Line(number)
	begin := lineStart(s)
	from := min(s.Start().Offset()-begin, len(line))
	to := min(s.End().Offset()-begin, len(line))

	before, cutFront := lastColumns(line[:from], columnsBefore)
	marked, cutBack := firstColumns(line[from:to], columnsAfter)
	var after string
	if !cutBack {
		after, cutBack = firstColumns(line[to:], columnsAfter)
	}

	shown := visible{}
	if cutFront {
		shown.write("…")
	}
	shown.write(before)
	indent := shown.columns
	shown.write(marked)
	carets := max(shown.columns-indent, 1)
	shown.write(after)
	if cutBack {
		shown.write("…")
	}

	gutter := max(len(fmt.Sprint(number)), 5)
	fmt.Fprintf(b, "%*d | %s\n", gutter, number, strings.TrimRight(shown.text.String(), " "))
	fmt.Fprintf(b, "%*s | %s%s", gutter, "", strings.Repeat(" ", indent), strings.Repeat("^", carets))
	if hint != "" {
		b.WriteString(" " + plain(hint))
	}
	b.WriteByte('\n')
}

// lineStart is the offset of the first byte of the line on which s starts.
func lineStart(s source.Span) int {
	return strings.LastIndexByte(s.File().Text()[:s.Start().Offset()], '\n') + 1
}

// lastColumns cuts text to about the last n columns.
func lastColumns(text string, n int) (string, bool) {
	used, at := 0, len(text)
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		if used += max(width(r), 1); used > n {
			return text[at:], true
		}
		at -= size
	}
	return text, false
}

// firstColumns cuts text to about the first n columns.
func firstColumns(text string, n int) (string, bool) {
	used := 0
	for at, r := range text {
		if used += max(width(r), 1); used > n {
			return text[:at], true
		}
	}
	return text, false
}
