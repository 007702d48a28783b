package check

import (
	"fmt"
	"slices"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// File checks a parsed file that imports nothing: see Files.
func File(tree *syntax.File, parsed []diag.Diagnostic) ([]*plan.Mission, []diag.Diagnostic) {
	return Files(Unit{Files: []*syntax.File{tree}}, parsed)
}

// Files checks parsed files, of which the parser has found the problems in
// parsed. It gives the plans of the missions in them, where there is no error,
// and every problem that it finds itself, sorted by position.
//
// Where the parser has found mistakes, warnings and notes may come of them, so
// there are none; and of a line with a mistake only unknown names in front of it
// are told.
func Files(unit Unit, parsed []diag.Diagnostic) ([]*plan.Mission, []diag.Diagnostic) {
	c := newChecker(unit)
	c.arrange()
	c.damaged = diag.HasErrors(parsed)
	c.damage()
	plans := c.missions()
	if c.damaged {
		c.diags = slices.DeleteFunc(c.diags, func(d diag.Diagnostic) bool { return isConsequence(d, parsed) })
	}
	diag.Sort(c.diags)
	if c.damaged || diag.HasErrors(c.diags) {
		plans = nil
	}
	return plans, c.diags
}

// isConsequence reports what may only be said because the parser could not read
// something.
func isConsequence(d diag.Diagnostic, parsed []diag.Diagnostic) bool {
	if d.Severity != diag.Error {
		return true
	}
	for _, p := range parsed {
		if p.Span.File() != d.Span.File() || p.Span.Start().Line() != d.Span.Start().Line() || wellRead[p.Code] {
			continue
		}
		if !aboutNames[d.Code] || p.Span.Start().Compare(d.Span.Start()) <= 0 {
			return true
		}
	}
	return false
}

var aboutNames = map[diag.Code]bool{
	codeName: true, codeSource: true, codeStore: true, codeAction: true, codeFunction: true,
}

// wellRead are mistakes that the parser knows the meaning of: escapes,
// operators of other languages, semicolons.
var wellRead = map[diag.Code]bool{"E404": true, "E408": true, "E413": true}

// A checker checks one unit.
type checker struct {
	unit  Unit
	files []*syntax.File // of the unit, then the imported ones
	trees map[*source.File]*syntax.File
	ranks map[*source.File]int // the place of each in files
	// importedFrom are the files that are not the unit's own.
	importedFrom map[*source.File]*topLevel
	diags        []diag.Diagnostic

	// damaged tells that the parser has found mistakes.
	damaged bool
	// told are names that something has been said about already, or that the
	// parser lost with what it could not read: nothing is said of them again.
	told map[string]bool
	// refused are the parts of the language that have been refused.
	refused  map[string]bool
	reported map[reported]bool
}

func newChecker(unit Unit) *checker {
	return &checker{
		unit: unit, trees: map[*source.File]*syntax.File{}, ranks: map[*source.File]int{}, importedFrom: map[*source.File]*topLevel{},
		told: map[string]bool{}, refused: map[string]bool{}, reported: map[reported]bool{},
	}
}

// missions finds the missions of the unit and checks them.
func (c *checker) missions() []*plan.Mission {
	var all []syntax.Decl
	for _, f := range c.unit.Files {
		all = append(all, f.Decls...)
	}
	shared := c.gather(append(all, c.imported()...))
	found := c.tellMissions(shared.missions)
	if len(found) == 0 {
		c.noMission(shared)
		return nil
	}
	var missions []*mission
	for _, decl := range found {
		missions = append(missions, newMission(c, shared, decl))
	}
	share(missions)
	var plans []*plan.Mission
	for _, m := range missions {
		m.check()
		plans = append(plans, m.plan)
	}
	return plans
}

func (c *checker) noMission(shared *decls) {
	if c.damaged {
		return
	}
	root := c.unit.Files[0]
	at := root.Source.Span(0, 0)
	switch {
	case len(shared.actions) > 0:
		c.report(codeNoMission, shared.actions[0].Name.Span, "put it in braces: mission Name { … }",
			"this action belongs to no mission, and the file has none")
	case len(root.Decls) > 0:
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
	for _, f := range c.files {
		c.damageOf(f)
	}
}

func (c *checker) damageOf(f *syntax.File) {
	syntax.Walk(f, func(n syntax.Node) bool {
		bad, ok := n.(*syntax.Bad)
		if !ok {
			return true
		}
		file, from := bad.Span().File(), bad.Span().Start().Offset()
		for _, inner := range bad.Inner {
			if salvaged(inner) {
				c.tellWords(file.Span(from, inner.Span().Start().Offset()))
				from = inner.Span().End().Offset()
			}
		}
		c.tellWords(file.Span(from, bad.Span().End().Offset()))
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

func (c *checker) tellWords(at source.Span) {
	text := c.oneLine(at)
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
