package syntax

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"
)

// stringLit reads what is inside the string that t is: escapes, `${NAME}` and,
// in the string that is a request's path, `{expr}`.
func (p *parser) stringLit(t lexer.Token, path bool) *String {
	n := &String{node: node{p.tokenSpan(&t)}}
	_, open := utf8.DecodeRuneInString(t.Value)
	r := stringReader{p: p, token: t.Pos.Offset, path: path, at: t.Pos.Offset + open, end: end(&t)}
	if p.scan.damage[t.Pos.Offset]&broken != 0 {
		n.Parts = r.plain(t.Value[open:])
		return n
	}
	r.end -= 1
	n.Parts = r.read()
	return n
}

// A stringReader reads the inside of a string into its parts.
type stringReader struct {
	p     *parser
	token int  // the offset of the string
	path  bool // `{expr}` inserts a value
	at    int  // the next byte
	end   int  // where the string ends, without its quotation mark

	parts []StringPart
	text  strings.Builder
	start int // where the text began
}

// plain takes the inside of a string that has been reported as it stands.
func (r *stringReader) plain(text string) []StringPart {
	if last, size := utf8.DecodeLastRuneInString(text); strings.ContainsRune("\"'`“”„‘’‚«»", last) {
		text = text[:len(text)-size]
	}
	if text == "" {
		return nil
	}
	return []StringPart{&TextPart{node: node{r.p.file.Span(r.at, r.at+len(text))}, Text: text}}
}

func (r *stringReader) read() []StringPart {
	source := r.p.file.Text()
	r.start = r.at
	for r.at < r.end {
		rest := source[r.at:r.end]
		switch {
		case rest[0] == '\\':
			r.escape(rest)
		case strings.HasPrefix(rest, "${"):
			r.insertEnv(rest)
		case rest[0] == '{' && r.path:
			r.insertValue(rest)
		default:
			n := strings.IndexAny(rest[1:], `\${`) + 1
			if n == 0 {
				n = len(rest)
			}
			r.text.WriteString(rest[:n])
			r.at += n
		}
	}
	r.endText()
	return r.parts
}

// endText makes a part of the text read so far.
func (r *stringReader) endText() {
	if r.text.Len() > 0 {
		r.parts = append(r.parts, &TextPart{node: node{r.p.file.Span(r.start, r.at)}, Text: r.text.String()})
		r.text.Reset()
	}
}

func (r *stringReader) errorf(length int, hint, format string, args ...any) {
	r.p.scan.errorf(codeInsert, r.at, r.at+length, hint, format, args...)
}

var escapes = map[byte]string{
	'n': "\n", 't': "\t", 'r': "\r", '\\': `\`, '"': `"`, '\'': "'", '{': "{", '$': "$",
}

// escape reads what a backslash begins.
func (r *stringReader) escape(rest string) {
	if len(rest) > 1 {
		if text, ok := escapes[rest[1]]; ok {
			r.text.WriteString(text)
			r.at += 2
			return
		}
		if rest[1] == 'u' {
			if char, n := unicodeEscape(rest); n > 0 {
				r.text.WriteRune(char)
				r.at += n
				return
			}
			n := min(len(rest), 2+len(rest[2:])-len(strings.TrimLeft(rest[2:], "{}0123456789abcdefABCDEF")), 12)
			r.p.scan.errorf(codeEscape, r.at, r.at+n, `write \u00E9 or \u{1F600}`, "%q names no character", rest[:n])
			r.at += n
			return
		}
	}
	_, size := utf8.DecodeRuneInString(rest[1:])
	unknown := rest[:1+size]
	r.p.scan.errorf(codeEscape, r.at, r.at+len(unknown), fmt.Sprintf(`a backslash itself is written \\%s`, unknown[1:]), "unknown escape %s", unknown)
	r.text.WriteString(unknown[1:])
	r.at += len(unknown)
}

// unicodeEscape reads \uXXXX, two of them where they are the halves of one
// character, or \u{X…}. It gives the length that it takes, 0 where rest begins
// with none.
func unicodeEscape(rest string) (rune, int) {
	if strings.HasPrefix(rest, `\u{`) {
		digits, _, closed := strings.Cut(rest[3:], "}")
		code, err := strconv.ParseUint(digits, 16, 32)
		if !closed || err != nil || !utf8.ValidRune(rune(code)) {
			return 0, 0
		}
		return rune(code), len(`\u{}`) + len(digits)
	}
	first, ok := fourDigits(rest)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(first):
		return first, 6
	}
	second, _ := fourDigits(rest[6:])
	if char := utf16.DecodeRune(first, second); char != utf8.RuneError {
		return char, 12
	}
	return 0, 0
}

func fourDigits(rest string) (rune, bool) {
	if len(rest) < 6 || !strings.HasPrefix(rest, `\u`) {
		return 0, false
	}
	code, err := strconv.ParseUint(rest[2:6], 16, 32)
	return rune(code), err == nil
}

// insertEnv reads `${NAME}`.
func (r *stringReader) insertEnv(rest string) {
	const hint = `write ${NAME}, or \${ for the two signs`
	n := wordEnd(rest, 2)
	switch {
	case n == 2 || isDigit(rest[2]):
		r.errorf(2, hint, `"${" opens no name of an environment variable`)
	case n == len(rest) || rest[n] != '}':
		r.errorf(n, hint, `expected "}" behind the name of the environment variable`)
	default:
		r.endText()
		part := &EnvPart{node: node{r.p.file.Span(r.at, r.at+n+1)}}
		part.Name = Ident{Name: rest[2:n], Span: r.p.file.Span(r.at+2, r.at+n)}
		r.parts = append(r.parts, part)
		r.at += n + 1
		r.start = r.at
		return
	}
	r.text.WriteString(rest[:n])
	r.at += n
}

// insertValue reads `{expr}`.
func (r *stringReader) insertValue(rest string) {
	n := closingBrace(rest)
	if n < 0 {
		r.errorf(1, `close it with }, with ' around strings in it; or write \{ for the brace itself`, `this "{" opens no expression: it is never closed in the string`)
		r.p.scan.damage[r.token] |= broken
		r.path = false // what follows is the same mistake
		r.text.WriteByte('{')
		r.at++
		return
	}
	if strings.TrimSpace(rest[1:n]) == "" {
		r.errorf(n+1, `write {.id}, or \{ for the brace itself`, "there is no expression between { and }")
		r.text.WriteString(rest[:n+1])
		r.at += n + 1
		return
	}
	r.endText()
	part := &ExprPart{node: node{r.p.file.Span(r.at, r.at+n+1)}}
	part.Value = r.p.exprIn(r.at+1, r.at+n)
	r.parts = append(r.parts, part)
	r.at += n + 1
	r.start = r.at
}

// closingBrace finds the "}" for the "{" that text begins with, past braces and
// strings between them; -1 where there is none.
func closingBrace(text string) int {
	depth, quote := 0, byte(0)
	for i := range len(text) {
		c := text[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// exprIn reads the stretch of the file from start to end as one expression.
func (p *parser) exprIn(start, end int) Expr {
	lex, toks, outer, failedAt, begin := p.lex, p.toks, p.mode, p.failedAt, p.begin
	p.lex, p.mode, p.begin = p.upgrade(p.scan.part(start, end)), mode{}, start
	x := p.expr()
	if !p.eof() {
		p.expected(`"}"`, p.operatorMeant())
	}
	p.lex, p.toks, p.mode, p.failedAt, p.begin = lex, toks, outer, failedAt, begin
	return x
}
