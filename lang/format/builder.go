package format

import (
	"strings"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// A builder makes the instructions for a file. Its methods are called in the
// order of the text; each emits the tokens of one construct.
type builder struct {
	text     string
	tokens   []source.Span
	comments []*syntax.Comment // those that are not yet placed
	at       int               // the next token
	from     int               // the offset where what was placed last ends: a token or a comment
	ops      []op
	last     int // the op of the last token or comma, -1 before the first
	sepAt    int // the op of the separator behind it, -1 where there is none
}

func newBuilder(file *source.File, tree *syntax.File) *builder {
	return &builder{
		text: file.Text(), tokens: syntax.Tokens(file), comments: tree.Comments, last: -1, sepAt: -1,
	}
}

func (b *builder) add(o op) { b.ops = append(b.ops, o) }

// peek is the text of the next token, "" at the end.
func (b *builder) peek() string {
	if b.at == len(b.tokens) {
		return ""
	}
	return b.tokens[b.at].Text()
}

// token emits the next token, with the comments before it.
func (b *builder) token() {
	t := b.tokens[b.at]
	b.gap(t.Start().Offset())
	b.at++
	b.from = t.End().Offset()
	b.emit(op{kind: opText, text: quoted(t.Text())})
}

func (b *builder) emit(o op) {
	b.last, b.sepAt = len(b.ops), -1
	b.add(o)
}

// word emits the next token behind a blank.
func (b *builder) word() {
	b.space()
	b.token()
}

// sep emits what stands before the next token.
func (b *builder) sep(s separator) {
	b.sepAt = len(b.ops)
	b.add(op{kind: opSep, sep: s})
}

func (b *builder) space()                    { b.sep(separator{flat: " "}) }
func (b *builder) line()                     { b.sep(separator{flat: " ", breaks: mayBreak}) }
func (b *builder) begin()                    { b.add(op{kind: opBegin}) }
func (b *builder) end()                      { b.add(op{kind: opEnd}) }
func (b *builder) indent()                   { b.add(op{kind: opIndent}) }
func (b *builder) dedent()                   { b.add(op{kind: opDedent}) }
func (b *builder) startOf(n syntax.Node) int { return n.Span().Start().Offset() }

// separatorHere is the separator before the next token, made where there is
// none yet.
func (b *builder) separatorHere() *separator {
	if b.sepAt < 0 {
		b.sep(separator{})
	}
	return &b.ops[b.sepAt].sep
}

// gap places the comments before the offset where the next token starts, and
// keeps the blank lines between.
func (b *builder) gap(start int) {
	own := b.last < 0
	for len(b.comments) > 0 && b.comments[0].Span().Start().Offset() < start {
		c := b.comments[0]
		b.comments = b.comments[1:]
		lines := b.linesTo(c.Span().Start().Offset())
		own = own || lines > 0
		s := b.separatorHere()
		switch last := len(s.comments) - 1; {
		case own && lines == 0 && last >= 0:
			s.comments[last].texts = append(s.comments[last].texts, c.Text)
		case own:
			s.comments = append(s.comments, remark{texts: []string{c.Text}, blank: lines > 1})
		default:
			b.behind(c)
		}
		b.from = c.Span().End().Offset()
	}
	if b.sepAt >= 0 {
		s := &b.ops[b.sepAt].sep
		s.blank = b.linesTo(start) > 1
		s.settleBlanks()
	}
}

// behind places a comment that stands on the line of the last token.
func (b *builder) behind(c *syntax.Comment) {
	if strings.HasPrefix(c.Text, "//") || strings.Contains(c.Text, "\n") {
		b.separatorHere().forced = true
	}
	b.ops[b.last].behind = append(b.ops[b.last].behind, c.Text)
}

// linesTo counts the line ends between what was placed last and an offset.
func (b *builder) linesTo(offset int) int {
	return strings.Count(b.text[b.from:max(b.from, offset)], "\n")
}

// comma emits a comma that stands there when the group around it is as said,
// whether the file has one or not. A comment that stood before the comma within
// its line stays before it.
func (b *builder) comma(when commaWhen) {
	if b.peek() == "," {
		comma := b.tokens[b.at]
		for len(b.comments) > 0 {
			c := b.comments[0]
			inline := strings.HasPrefix(c.Text, "/*") && !strings.Contains(c.Text, "\n")
			if !inline || c.Span().End().Offset() > comma.Start().Offset() || b.linesTo(c.Span().Start().Offset()) > 0 {
				break
			}
			b.comments = b.comments[1:]
			b.behind(c)
			b.from = c.Span().End().Offset()
		}
		b.skipComma()
		if when == commaFlat && runsOn[b.peek()] {
			when = commaAlways
		}
	}
	b.emit(op{kind: opComma, comma: when})
}

// skipComma passes over a comma, if one stands next: the comments around it are
// those before the next token.
func (b *builder) skipComma() {
	if b.peek() != "," {
		return
	}
	comma := b.tokens[b.at]
	b.at++
	if len(b.comments) == 0 || b.comments[0].Span().Start().Offset() > comma.Start().Offset() {
		b.from = comma.End().Offset()
	}
}

// runsOn are the words that a line may begin with and go on with the line before
// it: where one is a name that begins an item, only a comma keeps it apart.
var runsOn = map[string]bool{"contains": true, "startsWith": true, "endsWith": true, "from": true, "as": true}

// brokenBehind reports whether the file begins a new line behind the next token.
func (b *builder) brokenBehind() bool {
	return strings.Contains(b.text[b.tokens[b.at].End().Offset():b.tokens[b.at+1].Start().Offset()], "\n")
}

// quoted gives a string in double quotation marks where that changes nothing
// between them; every other token as it is.
func quoted(token string) string {
	if !strings.HasPrefix(token, "'") {
		return token
	}
	inside := token[1 : len(token)-1]
	if strings.ContainsAny(inside, `"'`) {
		return token
	}
	return `"` + inside + `"`
}

// A list says how items in brackets are laid out.
type list struct {
	pad    string // between the brackets and the items on one line
	comma  commaWhen
	breaks breaking // mustBreak where the items always have lines of their own
	stays  bool     // it stays in lines where the file begins one behind the bracket
	block  bool     // it belongs to a step or a declaration: its lines count from there
	tail   bool     // what stands before it is broken first
}

// list emits n items with the brackets around them; the opening one is the next
// token.
func (b *builder) list(l list, n int, item func(i int)) {
	breaks := l.breaks
	if breaks == neverBreak {
		breaks = mayBreak
	}
	b.add(op{kind: opBegin, tail: l.tail})
	if n > 0 && l.stays && b.brokenBehind() {
		breaks = mustBreak
	}
	b.token()
	b.add(op{kind: opIndent, block: l.block})
	for i := range n {
		s := separator{flat: " ", breaks: breaks, blanks: true}
		if i == 0 {
			s = separator{flat: l.pad, breaks: breaks, blanks: true, opens: true}
		}
		b.sep(s)
		item(i)
		if i < n-1 {
			b.comma(l.comma)
		}
	}
	b.skipComma()
	if n == 0 {
		b.sep(separator{breaks: mayBreak, blanks: true, opens: true, closes: true, pads: l.pad != ""})
	} else {
		b.sep(separator{flat: l.pad, breaks: breaks, blanks: true, closes: true})
	}
	b.token()
	b.dedent()
	b.end()
}
