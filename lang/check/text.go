package check

import (
	"regexp"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/syntax"
)

// text resolves a string. In a request's path, {expr} is put in escaped, as one
// segment of the path or, behind a question mark, of the query.
func (m *mission) text(w where, n *syntax.String, path bool) plan.Expr {
	if text, ok := n.Const(); ok {
		if !path {
			m.braces(w, n)
		}
		return &plan.Literal{Span: n.Span(), Value: text}
	}
	x := &plan.Template{Span: n.Span()}
	escape := plan.Segment
	for _, part := range n.Parts {
		switch part := part.(type) {
		case *syntax.TextPart:
			x.Parts = append(x.Parts, plan.TemplatePart{Text: part.Text})
			if strings.Contains(part.Text, "?") {
				escape = plan.Query
			}
		case *syntax.EnvPart:
			m.envPart(w, part, path)
			x.Parts = append(x.Parts, plan.TemplatePart{Value: &plan.EnvText{Span: part.Span(), Name: part.Name.Name}})
		case *syntax.ExprPart:
			x.Parts = append(x.Parts, plan.TemplatePart{Value: m.expr(w, part.Value), Escape: escape})
		}
	}
	if !path {
		m.braces(w, n)
	}
	return x
}

// envPart warns of ${name} where a variable bears the name: it is the
// environment's, and another one is meant.
func (m *mission) envPart(w where, part *syntax.EnvPart, path bool) {
	name := part.Name.Name
	if m.variableNamed(w, name) {
		hint := `join the text: concat("…", ` + name + `)`
		if path {
			hint = "write {" + name + "}"
		}
		m.report(codeNotInserted, part.Span(), hint, "${%s} is the environment variable %s, not the variable", name, name)
	}
}

// insertion is what looks like {expr} in a text: a name or a leading dot, and
// members of it.
var insertion = regexp.MustCompile(`(^|[^\\$])\{(\w*)((?:\.\w+)*)\}`)

// braces warns of {name} in a string that is no path: there it is plain text.
// It does so only where the name is one of a variable, or a leading dot has a
// record, so that the braces of other languages in a text are left alone.
func (m *mission) braces(w where, n *syntax.String) {
	for _, part := range n.Parts {
		text, ok := part.(*syntax.TextPart)
		if !ok {
			continue
		}
		for _, found := range insertion.FindAllStringSubmatch(text.Span().Text(), -1) {
			name, members := found[2], found[3]
			if name == "" && members == "" || name == "" && w.body == nil || name != "" && !m.variableNamed(w, name) {
				continue
			}
			m.report(codeNotInserted, n.Span(), `join the text: concat("…", `+name+members+")",
				"{%s} is plain text here: values are inserted in a request's path only", name+members)
		}
	}
}

// variableNamed reports whether a variable, or the response, bears the name.
func (m *mission) variableNamed(w where, name string) bool {
	return w.scope.lookup(name) != nil || w.body != nil && name == "response"
}
