package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/reqongen/reqongen/lang/diag"
)

// str takes a string up to its closing quotation mark on the same line. What
// is inside is read later, by parser.stringLit.
func (s *scanner) str(quote byte) lexer.Token {
	for i := s.at + 1; i < len(s.text); i++ {
		switch s.text[i] {
		case '\\':
			if s.byteAt(i+1) != '\n' && s.byteAt(i+1) != '\r' {
				i++
			}
		case '\n':
			return s.unclosed(1, string(quote))
		case quote:
			s.checkText(i + 1)
			return s.token(kindString, i+1)
		}
	}
	return s.unclosed(1, string(quote))
}

// checkText reports what no text should have, in the string or comment that ends
// at end: control characters, byte-order marks, and bytes that are no UTF-8. One
// report is enough for each.
func (s *scanner) checkText(end int) {
	for i, r := range s.text[s.at:end] {
		if r >= ' ' && r != 0x7F && r != utf8.RuneError && r != '\uFEFF' && !unicode.IsControl(r) || strings.ContainsRune("\t\n\r", r) {
			continue
		}
		at := s.at + i
		_, size := utf8.DecodeRuneInString(s.text[at:])
		switch {
		case r == '\uFEFF':
			s.errorf(codeEncoding, at, at+size, "remove it", "a byte-order mark stands in the middle of the text")
		case r != utf8.RuneError:
			s.errorf(codeEncoding, at, at+size, fmt.Sprintf(`remove it; in a string it is written \u%04X`, r), "a control character (%U) stands here", r)
		case size == 1:
			s.errorf(codeEncoding, at, at+1, "save the file as UTF-8", "the text is no UTF-8 here")
		default:
			continue // U+FFFD itself
		}
		s.damage[s.at] |= broken
		return
	}
}

// unclosed takes a string that its line does not close. Brackets at the end of
// the line, as far as the string would take them from what stands around it,
// are left outside, so that no bracket is missed because of the string.
func (s *scanner) unclosed(open int, quote string) lexer.Token {
	start := s.at + open
	line := s.text[start:s.lineEnd(s.at)]
	cut := len(line)
	var opened []int
scan:
	for i := range len(line) {
		switch line[i] {
		case '{', '[', '(':
			opened = append(opened, i)
		case '}', ']', ')':
			if len(opened) == 0 {
				cut = i
				break scan
			}
			opened = opened[:len(opened)-1]
		}
	}
	if n := len(opened); n > 0 && cut == len(line) && strings.TrimSpace(line[opened[n-1]+1:]) == "" {
		cut = opened[n-1]
	}
	end := start + len(strings.TrimRight(line[:cut], " \t,"))
	s.errorf(codeOpenString, s.at, end, fmt.Sprintf("close it with %s on the same line", quote), "this string is never closed")
	s.damage[s.at] |= broken
	return s.token(kindString, end)
}

// lookalikes are signs that editors, chats and keyboards put in the place of
// one of Reqon's.
var lookalikes = map[rune]string{
	'→': "->", '⇒': "=>", '≠': "!=", '≤': "<=", '≥': ">=", '…': "...",
	'–': "-", '—': "-", '−': "-", '×': "*", '÷': "/",
}

// strange takes what begins no token: it reports it, and gives the token that
// was meant where there is one.
func (s *scanner) strange() (lexer.Token, bool) {
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	if r == utf8.RuneError && size == 1 {
		s.run(func(r rune, size int) bool { return r == utf8.RuneError && size == 1 },
			codeEncoding, "the text is no UTF-8 here", "save the file as UTF-8")
		return lexer.Token{}, false
	}
	if unicode.In(r, unicode.L) {
		return s.token(kindIdent, wordEnd(s.text, s.at)), true
	}
	sign := lookalikes[r]
	if sign == "" && 0xFF01 <= r && r <= 0xFF5E { // the full-width forms of ASCII
		if sign = string(r - 0xFF01 + '!'); punctLength(sign) == 0 {
			sign = ""
		}
	}
	switch {
	case sign != "":
		s.errorf(codeCharacter, s.at, s.at+size, fmt.Sprintf("write %s", sign), "%q is no sign of Reqon", string(r))
		s.damage[s.at] |= broken
		return s.tokenAs(kindPunct, s.at+size, sign), true
	case strings.ContainsRune("“”„‘’‚«»", r):
		return s.curlyString(size), true
	case r == '`':
		return s.templateString(), true
	case r == '#':
		s.errorf(codeCharacter, s.at, s.at+1, "write // instead", "a comment does not begin with #")
		s.at = s.lineEnd(s.at)
	case r == 0:
		s.run(func(r rune, _ int) bool { return r == 0 }, codeEncoding,
			"there are NUL bytes here", "is this a text file? save it as UTF-8")
	case r == '\uFEFF':
		s.run(func(r rune, _ int) bool { return r == '\uFEFF' }, codeEncoding,
			"a byte-order mark stands in the middle of the text", "remove it")
	case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
		s.run(func(r rune, _ int) bool {
			return r > 0x7F && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)) || r == '\v' || r == '\f'
		},
			codeCharacter, fmt.Sprintf("an invisible character (%U) stands here", r), "put a plain space in its place, or nothing")
	case unicode.IsControl(r):
		s.run(func(r rune, _ int) bool { return unicode.IsControl(r) && !strings.ContainsRune("\x00\t\n\r", r) },
			codeEncoding, fmt.Sprintf("a control character (%U) stands here", r), "remove it")
	default:
		s.run(func(next rune, _ int) bool { return next == r }, codeCharacter,
			fmt.Sprintf("%q begins nothing in Reqon", string(r)), strangeHints[r])
	}
	return lexer.Token{}, false
}

var strangeHints = map[rune]string{
	'$':  `an environment variable is env("NAME"), or "${NAME}" in a string`,
	'@':  "quote it to make it a string",
	'\\': "an expression goes on in the next line by itself",
}

// run reports the characters that belong to one mistake, once, and goes on
// behind them.
func (s *scanner) run(belongs func(r rune, size int) bool, code diag.Code, problem, hint string) {
	end := s.at
	for end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if !belongs(r, size) {
			break
		}
		end += size
	}
	s.errorf(code, s.at, end, hint, "%s", problem)
	s.at = end
}

// curlyString takes a string in typographic quotation marks.
func (s *scanner) curlyString(open int) lexer.Token {
	line := s.text[s.at+open : s.lineEnd(s.at)]
	n := strings.IndexAny(line, "“”„‘’‚«»\"")
	if n < 0 {
		return s.unclosed(open, `"`)
	}
	_, size := utf8.DecodeRuneInString(line[n:])
	end := s.at + open + n + size
	s.errorf(codeQuotes, s.at, end, `write straight ones: "…" or '…'`, "these quotation marks are curly")
	s.damage[s.at] |= broken
	return s.token(kindString, end)
}

// templateString takes a string in backquotes, on as many lines as it has.
func (s *scanner) templateString() lexer.Token {
	n := strings.IndexByte(s.text[s.at+1:], '`')
	if n < 0 {
		return s.unclosed(1, `"`)
	}
	end := s.at + 1 + n + 1
	s.errorf(codeQuotes, s.at, s.at+1, `write "…" or '…', and join the parts with concat(…) or +`, "Reqon has no strings in backquotes")
	s.damage[s.at] |= broken
	line := s.line + strings.Count(s.text[s.at:end], "\n")
	t := s.token(kindString, end)
	s.line = line
	return t
}
