package gen

import (
	"slices"
	"strconv"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/source"
)

// missionFiles is the variable that holds the mission's text.
const missionFiles = "missionFiles"

// source makes source.go: the text of the mission, whose lines a report shows
// where they failed.
func (g *generator) source() []j.Code {
	var list []j.Code
	for _, f := range g.files() {
		list = append(list, composite(j.Null(), false,
			field{rtapi.SourceFileName, j.Lit(g.fileName(f))}, field{rtapi.SourceFileText, verbatim(f)}))
	}
	return []j.Code{
		j.Comment("// missionFiles is the text that this package was made from. Reports show lines of it."),
		j.Var().Id(missionFiles).Op("=").Index().Add(rtapi.SourceFile.Qual()).Add(expr.List("{", "}", true, list...)),
	}
}

// files are those that something of the mission stands in, its own first.
func (g *generator) files() []*source.File {
	m := g.mission
	spans := []source.Span{}
	for _, l := range m.Lets {
		spans = append(spans, l.Span)
	}
	for _, s := range m.Sources {
		spans = append(spans, s.Span)
	}
	for _, s := range m.Stores {
		spans = append(spans, s.Span)
	}
	for _, s := range m.Schemas {
		spans = append(spans, s.Span)
	}
	for _, t := range m.Transforms {
		spans = append(spans, t.Span)
	}
	for _, a := range m.Actions {
		spans = append(spans, a.Span)
	}
	var others []*source.File
	for _, span := range spans {
		if f := span.File(); f != nil && f != m.File && !slices.Contains(others, f) {
			others = append(others, f)
		}
	}
	slices.SortFunc(others, func(a, b *source.File) int { return strings.Compare(g.fileName(a), g.fileName(b)) })
	if m.File == nil {
		return others
	}
	return slices.Insert(others, 0, m.File)
}

// verbatim writes a file's text as it is, between backquotes; line by line where
// that cannot hold it. Its lines end with LF, whatever they end with on the disk.
func verbatim(f *source.File) *j.Statement {
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(f.Text(), "\r\n", "\n"), "\n"), "\n")
	if !slices.ContainsFunc(lines, func(line string) bool { return !strconv.CanBackquote(line) }) {
		return j.Op("`" + strings.Join(lines, "\n") + "\n`")
	}
	text := j.Null()
	for i, line := range lines {
		if i > 0 {
			text = text.Op("+").Line()
		}
		text = text.Lit(line + "\n")
	}
	return text
}
