package syntax

import (
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

func end(t *lexer.Token) int { return t.Pos.Offset + t.Pos.Column }

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

// bad makes a Bad of everything from the token of index start, with the nodes
// that could be read in it.
func (p *parser) bad(start int, d doc, inner ...Node) *Bad {
	return &Bad{node: p.from(start), doc: d, Inner: inner}
}

// ident is the name that t is.
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
