package source

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// A File is the text of one mission file. It never changes after NewFile.
type File struct {
	name  string
	text  string
	lines []int // offset of the first byte of each line; lines[0] is 0
}

const byteOrderMark = "\uFEFF"

// NewFile returns a file of that name and text. The name is printed as it is
// given. A byte-order mark at the front is dropped: it is no character of the
// first line, so offsets and columns count from behind it.
func NewFile(name, text string) *File {
	text = strings.TrimPrefix(text, byteOrderMark)
	f := &File{name: name, text: text, lines: make([]int, 1, 1+strings.Count(text, "\n"))}
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 {
			return f
		}
		i += n + 1
		f.lines = append(f.lines, i)
	}
}

// Name is the name that positions print.
func (f *File) Name() string { return f.name }

// Text is the whole text, without a byte-order mark.
func (f *File) Text() string { return f.text }

// Line gives the text of the n-th line (from 1) without its line end, LF or
// CRLF; "" where there is no such line.
func (f *File) Line(n int) string {
	if n < 1 || n > len(f.lines) {
		return ""
	}
	end := len(f.text)
	if n < len(f.lines) {
		end = f.lines[n] - 1
	}
	return strings.TrimSuffix(f.text[f.lines[n-1]:end], "\r")
}

// Pos is the place of the byte at offset; an offset outside the text is moved
// to its nearer end.
func (f *File) Pos(offset int) Pos {
	return Pos{file: f, offset: min(max(offset, 0), len(f.text))}
}

// Span is the stretch from start up to, but without, end.
func (f *File) Span(start, end int) Span {
	from := f.Pos(start)
	return Span{file: f, start: from.offset, end: max(from.offset, f.Pos(end).offset)}
}

// line finds the line (from 1) that holds offset.
func (f *File) line(offset int) int {
	return sort.SearchInts(f.lines, offset+1)
}

// column counts the characters of offset's line that stand before it, from 1.
// A byte that is no UTF-8 counts as one.
func (f *File) column(offset int) int {
	return utf8.RuneCountInString(f.text[f.lines[f.line(offset)-1]:offset]) + 1
}
