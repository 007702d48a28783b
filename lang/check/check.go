package check

import (
	"fmt"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// File checks a parsed file. It gives a plan for the mission in it, where there
// is no error, and every problem that it finds, sorted by position. Of a tree
// with Bad nodes, which the parser has reported, it gives no plan.
func File(tree *syntax.File) ([]*plan.Mission, []diag.Diagnostic) {
	c := &checker{
		tree: tree, told: map[string]bool{}, refused: map[string]bool{}, reported: map[reported]bool{},
	}
	c.damage()
	plans := c.file()
	diag.Sort(c.diags)
	if c.damaged || diag.HasErrors(c.diags) {
		plans = nil
	}
	return plans, c.diags
}

// A checker checks one file.
type checker struct {
	tree  *syntax.File
	diags []diag.Diagnostic

	// damaged tells that some of the file could not be read.
	damaged bool
	// told are names that something has been said about already, or that the
	// parser lost with what it could not read: nothing is said of them again.
	told map[string]bool
	// refused are the parts of the language that have been refused.
	refused  map[string]bool
	reported map[reported]bool
}

// file finds the mission of the file and checks it.
func (c *checker) file() []*plan.Mission {
	shared := c.gather(c.tree.Decls)
	switch {
	case len(shared.missions) == 0:
		c.noMission(shared)
		return nil
	case len(shared.missions) > 1:
		c.later(laterMissions, shared.missions[1].name.Span)
	}
	m := newMission(c, shared, shared.missions[0])
	m.check()
	return []*plan.Mission{m.plan}
}

func (c *checker) noMission(shared *decls) {
	if c.damaged {
		return
	}
	at := c.tree.Source.Span(0, 0)
	switch {
	case len(shared.actions) > 0:
		c.report(codeNoMission, shared.actions[0].Name.Span, "put it in braces: mission Name { … }",
			"this action belongs to no mission, and the file has none")
	case len(c.tree.Decls) > 0:
		c.report(codeNoMission, at, "write mission Name { action … }", "the file declares things, but no mission that uses them")
	default:
		c.report(codeNoMission, at, "write mission Name { action First { … } }", "the file has no mission in it")
	}
}

// report takes a problem, unless the same was told of the same place.
func (c *checker) report(code diag.Code, at source.Span, hint, format string, args ...any) *diag.Diagnostic {
	d := diag.New(code, at, format, args...)
	d.Hint = hint
	key := reported{code, at, d.Msg}
	if c.reported[key] {
		return &diag.Diagnostic{} // what is added to it is not shown either
	}
	c.reported[key] = true
	c.diags = append(c.diags, d)
	return &c.diags[len(c.diags)-1]
}

type reported struct {
	code diag.Code
	at   source.Span
	msg  string
}

// note adds another place to a problem.
func note(d *diag.Diagnostic, at source.Span, format string, args ...any) {
	if at.IsValid() {
		d.Notes = append(d.Notes, diag.Remark{Span: at, Msg: fmt.Sprintf(format, args...)})
	}
}

// damage takes every name in what the parser could not read for told, without
// those in blocks and declarations that it found there and that are checked.
func (c *checker) damage() {
	syntax.Walk(c.tree, func(n syntax.Node) bool {
		bad, ok := n.(*syntax.Bad)
		if !ok {
			return true
		}
		c.damaged = true
		text, from := bad.Span().Text(), 0
		for _, inner := range bad.Inner {
			if !salvaged(inner) {
				continue
			}
			at := inner.Span().Start().Offset() - bad.Span().Start().Offset()
			c.tellWords(text[from:at])
			from = at + len(inner.Span().Text())
		}
		c.tellWords(text[from:])
		return true
	})
}

// salvaged reports what is checked although it stands in a Bad.
func salvaged(n syntax.Node) bool {
	switch n.(type) {
	case *syntax.Block, *syntax.Action, *syntax.Source, *syntax.Store, *syntax.Run:
		return true
	}
	return false
}

func (c *checker) tellWords(text string) {
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && isWord(text[end]) {
			end++
		}
		if end > start {
			c.told[text[start:end]] = true
		}
		start = end + 1
	}
}

func isWord(b byte) bool {
	return b == '_' || b >= 0x80 || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
