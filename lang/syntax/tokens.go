package syntax

import (
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
)

// Tokens cuts a file into its words, numbers, strings and signs, in file order,
// without the comments. A string is one token, values that it inserts included.
// What no token could be made of is left out: Parse reports it.
func Tokens(file *source.File) []source.Span {
	s := newScanner(file, func(diag.Diagnostic) {})
	var all []source.Span
	for {
		t, _ := s.Next() // the scanner never fails
		if t.EOF() {
			return all
		}
		all = append(all, file.Span(t.Pos.Offset, t.Pos.Offset+t.Pos.Column))
	}
}
