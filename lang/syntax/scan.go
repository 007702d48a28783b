package syntax

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
)

// The kinds of token. A word is a keyword only where the grammar wants one, so
// the scanner knows no keywords.
const (
	kindIdent lexer.TokenType = -(iota + 2)
	kindString
	kindNumber
	kindPunct
)

// definition is the scanner as participle wants to see it.
type definition struct{}

func (definition) Symbols() map[string]lexer.TokenType {
	return map[string]lexer.TokenType{
		"EOF": lexer.EOF, "Ident": kindIdent, "String": kindString, "Number": kindNumber, "Punct": kindPunct,
	}
}

// Lex serves participle's own entry points; Parse scans a source.File instead.
func (definition) Lex(name string, r io.Reader) (lexer.Lexer, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return newScanner(source.NewFile(name, string(text)), func(diag.Diagnostic) {}), nil
}

// A scanner cuts a file into tokens and keeps its comments. What is wrong it
// reports and mends, so that Next never fails.
//
// A token's Value is its text as written, quotation marks included, so that a
// string never looks like a keyword. Its Pos holds the Offset, the Line, and in
// Column the number of bytes that the token takes in the file: columns are
// worked out by source.Pos when one is printed.
type scanner struct {
	file   *source.File
	text   string // up to where the scan ends
	at     int    // the next byte
	line   int
	report func(diag.Diagnostic)

	comments   []*Comment
	damage     map[int]damage // by the offset of a token
	passed     bool           // something was passed over right before the next token
	semicolons []int          // offsets
	last       int            // where the last token ended, -1 before the first
	lastStart  int            // where it started
	lastLine   int
	count      lexer.RawCursor // of the tokens given, EOF among them
}

// A damage says that a report has been made of a token, or of what stands beside
// it on its line and was passed over: what does not fit there is the same
// mistake.
type damage int

const (
	broken   damage = 1 << iota // the token itself
	preceded                    // what stands before it
	followed                    // what stands behind it
)

func newScanner(file *source.File, report func(diag.Diagnostic)) *scanner {
	return &scanner{file: file, text: file.Text(), line: 1, report: report, damage: map[int]damage{}, last: -1}
}

// part is a scanner of the stretch of s.file from start to end.
func (s *scanner) part(start, end int) *scanner {
	return &scanner{
		file: s.file, text: s.text[:end], at: start, line: s.file.Pos(start).Line(),
		report: s.report, damage: s.damage, last: -1,
	}
}

// Next gives the next token, for ever EOF at the end.
func (s *scanner) Next() (lexer.Token, error) {
	for {
		s.skipBlank()
		if s.at >= len(s.text) {
			s.reportSemicolons()
			s.tellNeighbours(-1)
			s.count++
			return lexer.EOFToken(lexer.Position{Offset: len(s.text), Line: s.line}), nil
		}
		c := s.text[s.at]
		switch {
		case isWordStart(c):
			return s.token(kindIdent, wordEnd(s.text, s.at)), nil
		case isDigit(c):
			return s.number(), nil
		case c == '"' || c == '\'':
			return s.str(c), nil
		case c == '.' && isDigit(s.byteAt(s.at+1)):
			if t, ok := s.pointNumber(); ok {
				return t, nil
			}
		case c == ';':
			s.semicolons = append(s.semicolons, s.at)
			s.at++
			s.passed = true
		case strings.HasPrefix(s.text[s.at:], "/*"):
			s.blockComment()
		case strings.HasPrefix(s.text[s.at:], "//"):
			s.lineComment()
		default:
			if n := punctLength(s.text[s.at:]); n > 0 {
				return s.token(kindPunct, s.at+n), nil
			}
			if t, ok := s.strange(); ok {
				return t, nil
			}
			s.passed = true
		}
	}
}

func (s *scanner) token(kind lexer.TokenType, end int) lexer.Token {
	return s.tokenAs(kind, end, s.text[s.at:end])
}

// tokenAs gives the text up to end as a token of another value.
func (s *scanner) tokenAs(kind lexer.TokenType, end int, value string) lexer.Token {
	t := lexer.Token{Type: kind, Value: value, Pos: lexer.Position{Offset: s.at, Line: s.line, Column: end - s.at}}
	s.tellNeighbours(s.at)
	s.at, s.last, s.lastStart, s.lastLine = end, end, s.at, s.line
	s.count++
	return t
}

// tellNeighbours marks the tokens beside what was passed over, which ends at the
// token that starts at next, or with the line.
func (s *scanner) tellNeighbours(next int) {
	if !s.passed {
		return
	}
	s.passed = false
	if next >= 0 {
		s.damage[next] |= preceded
	}
	if s.last >= 0 && s.lastLine == s.line {
		s.damage[s.lastStart] |= followed
	}
}

func (s *scanner) byteAt(i int) byte {
	if i < len(s.text) {
		return s.text[i]
	}
	return 0
}

func (s *scanner) errorf(code diag.Code, start, end int, hint, format string, args ...any) {
	d := diag.New(code, s.file.Span(start, end), format, args...)
	d.Hint = hint
	s.report(d)
}

func (s *scanner) skipBlank() {
	for ; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\n':
			s.tellNeighbours(-1)
			s.line++
		case ' ', '\t', '\r':
		default:
			return
		}
	}
}

// lineEnd is the offset behind the last character of the line that holds at,
// without its CR LF or LF.
func (s *scanner) lineEnd(at int) int {
	end := len(s.text)
	if n := strings.IndexByte(s.text[at:], '\n'); n >= 0 {
		end = at + n
	}
	if end > at && s.text[end-1] == '\r' {
		end--
	}
	return end
}

func (s *scanner) lineComment() { s.comment(s.lineEnd(s.at)) }

func (s *scanner) blockComment() {
	n := strings.Index(s.text[s.at+2:], "*/")
	if n < 0 {
		s.errorf(codeOpenComment, s.at, s.at+2, `close it with "*/"`, "this comment is never closed")
		s.comment(len(s.text))
		s.damage[len(s.text)] |= broken // what is missing at the end may stand in the comment
		return
	}
	s.comment(s.at + 2 + n + 2)
}

func (s *scanner) comment(end int) {
	s.checkText(end)
	text := s.text[s.at:end]
	s.comments = append(s.comments, &Comment{node: node{s.file.Span(s.at, end)}, Text: text})
	s.line += strings.Count(text, "\n")
	s.at = end
}

// reportSemicolons tells of all semicolons at the first: whoever writes one
// writes one on every line.
func (s *scanner) reportSemicolons() {
	if len(s.semicolons) == 0 {
		return
	}
	hint := "a new line or a comma is enough"
	if n := len(s.semicolons) - 1; n == 1 {
		hint += "; there is another one below"
	} else if n > 1 {
		hint += fmt.Sprintf("; there are %d more below", n)
	}
	s.errorf(codeSemicolon, s.semicolons[0], s.semicolons[0]+1, hint, "Reqon has no semicolons")
	s.semicolons = nil
}

// A number is digits, with single underscores between them, a fraction and an
// exponent perhaps.
//
// The whole run of letters, digits and points is taken, so that a malformed
// number is one mistake.
func (s *scanner) number() lexer.Token {
	end := numberEnd(s.text, s.at)
	text := s.text[s.at:end]
	if problem, hint := numberProblem(text); problem != "" {
		s.errorf(codeNumber, s.at, end, hint, "%s", problem)
		s.damage[s.at] |= broken
		return s.tokenAs(kindNumber, end, "0")
	}
	return s.token(kindNumber, end)
}

func numberEnd(text string, at int) int {
	start := at
	for ; at < len(text); at++ {
		c := text[at]
		switch {
		case isDigit(c) || isWordStart(c):
		case c == '.' && at+1 < len(text) && isDigit(text[at+1]):
		case (c == '+' || c == '-') && (text[at-1] == 'e' || text[at-1] == 'E') && isDecimal(text[start:at-1]) &&
			at+1 < len(text) && isDigit(text[at+1]):
		default:
			return at
		}
	}
	return at
}

func isDecimal(text string) bool { return strings.Trim(text, "0123456789._") == "" }

// numberProblem says what is wrong with a number, "" where nothing is.
func numberProblem(text string) (problem, hint string) {
	short := shorten(text)
	mantissa, exponent, hasExponent := text, "", false
	if i := strings.IndexAny(text, "eE"); i >= 0 && isDecimal(text[:i]) {
		mantissa, exponent, hasExponent = text[:i], strings.TrimLeft(text[i+1:], "+-"), true
	}
	whole, fraction, hasFraction := strings.Cut(mantissa, ".")
	switch {
	case !isDecimal(mantissa):
		digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789._"))]
		switch unit := text[len(digits):]; unit {
		case "ms", "s", "m", "h", "d", "w":
			return fmt.Sprintf("%q is no number", short), fmt.Sprintf("a duration with a unit is a string: %q", text)
		}
		return fmt.Sprintf("%q is no number", short), "numbers are decimal: 42, 3.14, 1e6, 1_000_000; a name begins with a letter"
	case strings.Contains(fraction, "."):
		return fmt.Sprintf("%q is no number: it has two points", short), "quote it to make it a string"
	case !groupsOfDigits(whole), hasFraction && !groupsOfDigits(fraction):
		return fmt.Sprintf("in %q an underscore stands where no digits are on both its sides", short), "write it like 1_000_000"
	case len(whole) > 1 && whole[0] == '0':
		return fmt.Sprintf("the number %q begins with a zero", short), "drop the zero, or quote it to make it a string"
	case hasExponent && !groupsOfDigits(exponent):
		return fmt.Sprintf("the exponent of %q is no number", short), "write it like 1e6"
	}
	if _, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64); err != nil {
		return fmt.Sprintf("the number %s is too large", short), "numbers reach to about 1.8e308"
	}
	return "", ""
}

func groupsOfDigits(text string) bool {
	for group := range strings.SplitSeq(text, "_") {
		if group == "" || strings.Trim(group, "0123456789") != "" {
			return false
		}
	}
	return true
}

// pointNumber takes `.5`, which is no number, as one; and skips the `.0` of
// `items.0`.
func (s *scanner) pointNumber() (lexer.Token, bool) {
	end := numberEnd(s.text, s.at+1)
	text := s.text[s.at:end]
	if s.last == s.at {
		s.errorf(codeNumber, s.at, end, fmt.Sprintf("write [%s]", shorten(text[1:])), "an element of an array is taken with brackets")
		s.at = end
		return lexer.Token{}, false
	}
	s.errorf(codeNumber, s.at, end, fmt.Sprintf("write 0%s", shorten(text)), "the number %q begins with a point", shorten(text))
	s.damage[s.at] |= broken
	return s.tokenAs(kindNumber, end, "0"), true
}

// puncts are the signs of more than one character, the longest first; some are
// there only to be reported as another language's.
var puncts = []string{"...", "===", "!==", "->", "=>", "==", "!=", "<=", ">=", "??", "..", "&&", "||"}

func punctLength(text string) int {
	for _, p := range puncts {
		if strings.HasPrefix(text, p) {
			return len(p)
		}
	}
	if strings.IndexByte("{}[]():,.=<>+-*/%|?!&", text[0]) >= 0 {
		return 1
	}
	return 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isWordStart reports whether a word may begin with the byte c; which letter a
// byte beyond ASCII belongs to, wordEnd finds out.
func isWordStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}

// wordEnd is the end of the word that starts at: letters of any script, digits
// and underscores.
func wordEnd(text string, at int) int {
	for at < len(text) {
		c := text[at]
		if isWordStart(c) || isDigit(c) {
			at++
			continue
		}
		if c < utf8.RuneSelf {
			return at
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if !unicode.In(r, unicode.L, unicode.Mn, unicode.Nd) {
			return at
		}
		at += size
	}
	return at
}

// shorten cuts a text that goes into a message.
func shorten(text string) string {
	const most = 24
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text[:min(len(text), most*utf8.UTFMax)])[:most]) + "…"
}
