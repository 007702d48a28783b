package source

import "strconv"

// A Pos is one place in a file. The zero Pos is no place: IsValid is false, it
// prints as "-", and its line and column are 0.
type Pos struct {
	file   *File
	offset int
}

// IsValid reports whether p is a place in a file.
func (p Pos) IsValid() bool { return p.file != nil }

// File is the file of p, nil for the zero Pos.
func (p Pos) File() *File { return p.file }

// Offset counts the bytes before p, behind a byte-order mark.
func (p Pos) Offset() int { return p.offset }

// Line is the number of p's line, from 1.
func (p Pos) Line() int {
	if p.file == nil {
		return 0
	}
	return p.file.line(p.offset)
}

// Col is the number of p's character in its line, from 1.
func (p Pos) Col() int {
	if p.file == nil {
		return 0
	}
	return p.file.column(p.offset)
}

// Compare orders places by the name of their file, then by offset; no place
// comes before every place.
func (p Pos) Compare(q Pos) int {
	switch {
	case p.file == q.file:
		return p.offset - q.offset
	case p.file == nil:
		return -1
	case q.file == nil:
		return 1
	case p.file.name < q.file.name:
		return -1
	case p.file.name > q.file.name:
		return 1
	}
	return p.offset - q.offset
}

// String prints file:line:col.
func (p Pos) String() string {
	if p.file == nil {
		return "-"
	}
	return p.file.name + ":" + strconv.Itoa(p.Line()) + ":" + strconv.Itoa(p.Col())
}

// A Span is a stretch of a file's text, from its start up to, but without, its
// end. The zero Span is no stretch of any file.
type Span struct {
	file       *File
	start, end int
}

// IsValid reports whether s is a stretch of a file.
func (s Span) IsValid() bool { return s.file != nil }

// File is the file of s, nil for the zero Span.
func (s Span) File() *File { return s.file }

// Start is the place of the first character.
func (s Span) Start() Pos { return Pos{s.file, s.start} }

// End is the place behind the last character.
func (s Span) End() Pos { return Pos{s.file, s.end} }

// Text is the text of s, "" for the zero Span.
func (s Span) Text() string {
	if s.file == nil {
		return ""
	}
	return s.file.text[s.start:s.end]
}

// To is the stretch from the start of s to the end of t, which must be of the
// same file; a zero Span adds nothing.
func (s Span) To(t Span) Span {
	switch {
	case s.file == nil:
		return t
	case t.file == nil:
		return s
	}
	return Span{s.file, min(s.start, t.start), max(s.end, t.end)}
}

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool {
	return s.file == t.file && s.start <= t.start && t.end <= s.end
}

// String prints where s starts, as file:line:col.
func (s Span) String() string { return s.Start().String() }
