package syntax

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/source"
)

const (
	// maxDepth bounds how deep brackets, blocks and operands nest: each level is
	// a level of the parser's own stack, and of every walk over the tree.
	maxDepth = 500
	// maxChain bounds the operators, members and calls that stand in a row: they
	// nest in the tree, not in the text.
	maxChain = 500
	// maxMistakes bounds what is reported of one file; who has more mistakes
	// reads no further.
	maxMistakes = 200
)

// Parse reads a file. It always gives a whole tree, with Bad nodes where the
// text could not be read, and every mistake that it finds, sorted by position.
// It may be called from several goroutines at once.
func Parse(file *source.File) (*File, []diag.Diagnostic) {
	p := parsers.Get().(*parser)
	tree := p.parse(file)
	diags := p.diags
	p.reset()
	parsers.Put(p)
	diag.Sort(diags)
	return tree, diags
}

// parsers keeps parsers for the next file: the grammar that participle builds
// is bound to the parser that it calls back, and takes milliseconds to build.
var parsers = sync.Pool{New: func() any { return newParser() }}

// A parser reads one file at a time.
type parser struct {
	grammar grammar

	file  *source.File
	scan  *scanner
	lex   *lexer.PeekingLexer // while participle reads a shape, its copy
	toks  []lexer.Token       // all tokens of lex, EOF the last
	begin int                 // the offset where the text of toks begins

	mode     mode
	depth    int
	brackets int // "(" and "[" around, up to the next block

	// braces is how many "}" are still missing from the file, less than 0 for
	// how many there are too many. It tells a construct in the wrong place from
	// one behind a forgotten or a superfluous brace.
	braces int
	// misindented is the first "}" whose line is indented otherwise than its
	// opener's, while a brace is missing: the forgotten one is probably near.
	misindented source.Span

	empty       map[*lexer.Token]bool // before which an empty node stands
	failedAt    int                   // offset of the token with the last mistake: a second one there is the same one
	failedAtEnd bool                  // the last mistake was at the end of the line before that token
	diags       []diag.Diagnostic
}

// A mode is what stands around an expression and changes where it ends. Inside
// brackets every mode is off.
type mode struct {
	head    bool // a "{" opens the block of a for, match or validate
	arms    bool // a line that begins with . - [ ( or { begins an arm
	guard   bool // "=>" ends the expression
	noWhere bool // "where" belongs to what stands around it
}

func (p *parser) parse(file *source.File) *File {
	p.file, p.failedAt = file, -1
	p.scan = newScanner(file, p.add)
	p.lex = p.upgrade(p.scan)
	for i := range p.toks {
		switch p.toks[i].Value {
		case "{":
			p.braces++
		case "}":
			p.braces--
		}
	}
	return p.readFile()
}

func (p *parser) reset() { *p = parser{grammar: p.grammar} }

// upgrade scans everything that s has and makes p.toks its tokens.
func (p *parser) upgrade(s *scanner) *lexer.PeekingLexer {
	lex, _ := lexer.Upgrade(s) // the scanner never fails
	p.toks = lex.Range(0, s.count)
	return lex
}

// Tokens.

func (p *parser) cursor() int        { return int(p.lex.RawCursor()) }
func (p *parser) peek() *lexer.Token { return p.lex.Peek() }
func (p *parser) next() *lexer.Token { return p.lex.Next() }
func (p *parser) eof() bool          { return p.lex.Peek().EOF() }

// ahead is the token n behind the next one, EOF behind the end.
func (p *parser) ahead(n int) *lexer.Token {
	return &p.toks[min(p.cursor()+n, len(p.toks)-1)]
}

// previous is the last token read; nil at the start.
func (p *parser) previous() *lexer.Token {
	if i := p.cursor(); i > 0 {
		return &p.toks[i-1]
	}
	return nil
}

// is reports whether the next token is that word or sign.
func (p *parser) is(value string) bool { return p.peek().Value == value }

// accept reads the next token if it is that word or sign.
func (p *parser) accept(value string) bool {
	if p.peek().Value != value {
		return false
	}
	p.next()
	return true
}

// onLine reports whether the next token stands on the line of the one before
// it.
func (p *parser) onLine() bool {
	previous, t := p.previous(), p.peek()
	return previous != nil && previous.Pos.Line == t.Pos.Line && !t.EOF()
}

// touches reports whether the token n behind the next one follows the one
// before it without a blank.
func (p *parser) touches(n int) bool {
	i := p.cursor() + n
	return i > 0 && i < len(p.toks) && end(&p.toks[i-1]) == p.toks[i].Pos.Offset
}

func end(t *lexer.Token) int { return t.Pos.Offset + t.Pos.Column }

// Spans.

func (p *parser) tokenSpan(t *lexer.Token) source.Span {
	return p.file.Span(t.Pos.Offset, end(t))
}

// from makes the node that starts at the token of that index and ends with the
// last one read. Where none was read it is empty, and stands right behind the
// last one before; then nodes that start at that token start with it.
func (p *parser) from(start int) node {
	if p.cursor() <= start {
		if p.empty == nil {
			p.empty = map[*lexer.Token]bool{}
		}
		p.empty[&p.toks[start]] = true
	}
	from := p.toks[start].Pos.Offset
	if p.empty[&p.toks[start]] {
		from = p.begin
		if start > 0 {
			from = end(&p.toks[start-1])
		}
	}
	if p.cursor() == 0 {
		return node{p.file.Span(from, from)}
	}
	return node{p.file.Span(from, end(p.previous()))}
}

func (p *parser) ident(t lexer.Token) Ident {
	return Ident{Name: t.Value, Span: p.tokenSpan(&t)}
}

// optionalWord is the word in t, nil where t was not read.
func (p *parser) optionalWord(t lexer.Token) *Ident {
	if t.Value == "" {
		return nil
	}
	id := p.ident(t)
	return &id
}

// Comments.

// docs gives the comments on lines of their own between the last token read
// and the next.
func (p *parser) docs() []*Comment {
	var found []*Comment
	for _, c := range p.commentsHere() {
		_, _, directive := c.Directive()
		if !directive && p.ownLine(c) {
			found = append(found, c)
		}
	}
	return found
}

// declDocs gives those of docs that no blank line parts from the next token.
func (p *parser) declDocs() doc {
	found := p.docs()
	line := p.peek().Pos.Line
	for i, c := range slices.Backward(found) {
		if c.span.End().Line() < line-1 {
			found = found[i+1:]
			break
		}
		line = c.span.Start().Line()
	}
	return doc{found}
}

// rest gives the comments before the "}" that is the next token, without one on
// the line of the item that it comments on.
func (p *parser) rest(empty bool) []*Comment {
	if empty {
		return p.commentsHere()
	}
	return p.docs()
}

// commentsHere are all comments between the last token read and the next.
func (p *parser) commentsHere() []*Comment {
	all := p.scan.comments
	if len(all) == 0 {
		return nil
	}
	after := 0
	if previous := p.previous(); previous != nil {
		after = end(previous)
	}
	before := p.peek().Pos.Offset
	starts := func(offset int) int {
		return sort.Search(len(all), func(i int) bool { return all[i].span.Start().Offset() >= offset })
	}
	return all[starts(after):starts(before)]
}

func (p *parser) ownLine(c *Comment) bool {
	before := strings.TrimRight(p.file.Text()[:c.span.Start().Offset()], " \t\r")
	return before == "" || strings.HasSuffix(before, "\n")
}

// Mistakes.

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
