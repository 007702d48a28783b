package gen

import (
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/lang/source"
)

// schemas makes schemas.go: the functions that hold values against schemas.
// Nothing where no value is.
func (g *generator) schemas() []j.Code {
	var code []j.Code
	for _, f := range g.expr.Schemas().Declare() {
		if len(code) > 0 {
			code = append(code, j.Line())
		}
		code = append(code, g.fits(f)...)
		if f.Why != "" {
			code = append(code, j.Line(), j.Comment(comment(f.Why+" tells why a value does not have the shape of "+shapeName(f)+".")))
			code = append(code, f.Reason...)
		}
	}
	if fields := g.expr.Schemas().Fields(); fields != nil {
		code = append(code, j.Line(), j.Comment("// The places that read a field. Each remembers where it found it last."), fields)
	}
	return code
}

func shapeName(f expr.SchemaFunc) string {
	if f.Schema == nil {
		return "the " + f.What
	}
	return f.What
}

// fits is the function that says whether a value fits, with the schema as it is
// written above it.
func (g *generator) fits(f expr.SchemaFunc) []j.Code {
	var code []j.Code
	if f.Schema == nil {
		code = lines(nil, comment(f.Fits+" tells whether a value has the shape of "+shapeName(f)+"."))
		return append(code, f.Code...)
	}
	code = lines(nil, comment(f.Fits+" tells whether a value has the shape of"), comment(""))
	for _, line := range written(f.Schema.Span) {
		code = append(code, j.Comment("//\t"+line))
	}
	code = lines(code, apart(f.Schema.Doc)...)
	return append(code, f.Code...)
}

// written are the lines of a place in the mission, without what they are all
// indented by behind the first.
func written(span source.Span) []string {
	list := strings.Split(strings.ReplaceAll(span.Text(), "\r", ""), "\n")
	common := -1
	for _, line := range list[1:] {
		if strings.TrimSpace(line) == "" {
			continue
		}
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		if common < 0 || indent < common {
			common = indent
		}
	}
	for i, line := range list {
		if i > 0 {
			line = line[min(max(common, 0), len(line)):]
		}
		list[i] = strings.TrimRight(printable(line), " ")
	}
	return list
}
