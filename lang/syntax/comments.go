package syntax

import (
	"slices"
	"sort"
	"strings"
)

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
