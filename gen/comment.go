package gen

import (
	"strings"
	"unicode"

	j "github.com/dave/jennifer/jen"
)

// comments makes comment lines of text inside a function. They begin with a tab:
// what begins a line gofmt takes for documentation, in which two single quotes
// become one mark, and lists are laid out anew.
func comments(lines ...string) []j.Code {
	codes := make([]j.Code, len(lines))
	for i, line := range lines {
		codes[i] = j.Id("\t" + comment(line))
	}
	return codes
}

// comment is one line of text as a comment.
func comment(line string) string {
	line = strings.TrimRight(printable(line), " ")
	if line == "" {
		return "//"
	}
	if isDirective(strings.TrimLeft(line, " ")) {
		line = "(" + line + ")"
	}
	return "// " + line
}

// isDirective tells what the go command takes for an instruction, or warns of
// because it almost is one.
func isDirective(line string) bool {
	return strings.HasPrefix(line, "+build") || strings.HasPrefix(line, "go:")
}

// apart puts an empty comment line before the author's.
func apart(doc []string) []string {
	if len(doc) == 0 {
		return nil
	}
	lines := []string{"//"}
	for _, line := range doc {
		lines = append(lines, comment(line))
	}
	return lines
}

// printable takes out what may stand in no comment of Go, or would make it read
// as something else than it is: control characters, marks that turn the
// direction of text, bytes that are no text.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r == unicode.ReplacementChar, !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// lines are the lines of several texts.
func lines(codes []j.Code, text ...string) []j.Code {
	for _, t := range text {
		codes = append(codes, j.Comment(t))
	}
	return codes
}
