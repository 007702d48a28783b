package syntax

import (
	"cmp"
	"slices"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/reqongen/reqongen/lang/diag"
)

// add takes a diagnostic, up to maxMistakes of them.
func (p *parser) add(d diag.Diagnostic) {
	switch {
	case len(p.diags) < maxMistakes:
		p.diags = append(p.diags, d)
	case len(p.diags) == maxMistakes:
		end := len(p.file.Text())
		p.diags = append(p.diags, diag.New(codeTooMany, p.file.Span(end, end),
			"this file has more than %d mistakes; the others are not shown", maxMistakes))
	}
}

// report takes a mistake that concerns the token t, unless the same mistake has
// been told already: at t itself, or by the scanner at t or right before it.
func (p *parser) report(t *lexer.Token, d diag.Diagnostic) {
	at := t.Pos.Offset
	atEnd := d.Span.Start().Offset() < at // of the line before t: no mistake at t itself
	if at == p.failedAt && (atEnd || !p.failedAtEnd) || p.scan.damage[at]&(broken|preceded) != 0 {
		return
	}
	p.failedAt, p.failedAtEnd = at, atEnd
	if i := p.indexOf(t); i > 0 {
		before := &p.toks[i-1]
		if p.scan.damage[before.Pos.Offset]&(broken|followed) != 0 && (atEnd || before.Pos.Line == t.Pos.Line) {
			return
		}
	}
	p.add(d)
}

func (p *parser) indexOf(t *lexer.Token) int {
	i, _ := slices.BinarySearchFunc(p.toks, t, func(a lexer.Token, t *lexer.Token) int {
		return cmp.Compare(a.Pos.Offset, t.Pos.Offset)
	})
	return i
}

// errorAt reports a mistake that underlines t.
func (p *parser) errorAt(t *lexer.Token, code diag.Code, hint, format string, args ...any) {
	d := diag.New(code, p.tokenSpan(t), format, args...)
	d.Hint = hint
	p.report(t, d)
}

// expected reports that something else stands where what is wanted. Where the
// line ends instead, the mistake is at its end, not in the next line.
func (p *parser) expected(what, hint string) {
	t := p.peek()
	code := codeUnexpected
	if what == `"->"` {
		code = codeSeparator
	}
	d := diag.New(code, p.tokenSpan(t), "expected %s, found %s", what, p.describe(t))
	if previous := p.previous(); previous != nil && !p.onLine() {
		d.Span = p.file.Span(end(previous), end(previous))
		if !t.EOF() {
			d.Msg = "expected " + what + ", found the end of the line"
		}
	}
	d.Hint = hint
	p.report(t, d)
}

// want reads that word or sign, or reports that it is missing.
func (p *parser) want(value, hint string) bool {
	if p.accept(value) {
		return true
	}
	p.expected(quoted(value), hint)
	return false
}

func (p *parser) describe(t *lexer.Token) string {
	switch t.Type {
	case lexer.EOF:
		if t.Pos.Offset < len(p.file.Text()) {
			return `"}"` // of an expression in a string
		}
		return "the end of the file"
	case kindString:
		return "the string " + shorten(t.Value)
	case kindNumber:
		return "the number " + shorten(t.Value)
	}
	return quoted(shorten(t.Value))
}

func quoted(word string) string { return `"` + word + `"` }

// enter goes one level deeper. Where that is too deep it reports it, passes
// over everything up to the end of the brackets around, and gives false.
func (p *parser) enter() bool {
	if p.depth < maxDepth {
		p.depth++
		return true
	}
	p.tooDeep("this is nested deeper than %d levels", maxDepth)
	return false
}

func (p *parser) leave() { p.depth-- }

func (p *parser) tooDeep(format string, limit int) {
	p.errorAt(p.peek(), codeDepth, "take parts of it out with let, or into actions of their own", format, limit)
	p.skip("", func() bool { return false })
	p.mute()
}

// mute takes what may be wrong at the next token for the mistake that has just
// been told.
func (p *parser) mute() { p.failedAt, p.failedAtEnd = p.peek().Pos.Offset, false }
