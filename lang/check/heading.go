package check

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// longest is how long a step's text may be before what stands in its braces is
// left out.
const longest = 90

// headOf is the place of the word that a node begins with.
func headOf(n syntax.Node, word string) source.Span {
	start := n.Span().Start().Offset()
	return n.Span().File().Span(start, start+len(word))
}

// oneLine is the text of a place on one line, without comments.
func (c *checker) oneLine(at source.Span) string {
	if !at.IsValid() {
		return ""
	}
	text := at.File().Text()
	start, end := at.Start().Offset(), at.End().Offset()
	all := c.trees[at.File()].Comments
	first := sort.Search(len(all), func(i int) bool { return all[i].Span().Start().Offset() >= start })
	var b strings.Builder
	for _, comment := range all[first:] {
		from, to := comment.Span().Start().Offset(), comment.Span().End().Offset()
		if from >= end {
			break
		}
		b.WriteString(text[start:from])
		start = to
	}
	if start < end {
		b.WriteString(text[start:end])
	}
	lines := strings.Split(b.String(), "\n")
	var words []string
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			words = append(words, line)
		}
	}
	return strings.Join(words, " ")
}

// headline is the text of a step that may end with braces: all of it where it
// is short, else with … in them.
func (c *checker) headline(n, braces syntax.Node) string {
	whole := c.oneLine(n.Span())
	if utf8.RuneCountInString(whole) <= longest {
		return whole
	}
	if braces == nil {
		return shorten(whole)
	}
	return c.before(n, braces) + " { … }"
}

// before is the text of a node up to where another one begins.
func (c *checker) before(n, end syntax.Node) string {
	start := n.Span().Start().Offset()
	return shorten(c.oneLine(n.Span().File().Span(start, end.Span().Start().Offset())))
}

func shorten(text string) string {
	if utf8.RuneCountInString(text) <= 2*longest {
		return text
	}
	return string([]rune(text)[:2*longest]) + "…"
}
