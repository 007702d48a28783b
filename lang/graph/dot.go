package graph

import (
	"fmt"
	"strings"
)

// DOT is the graph for Graphviz.
func (g *Graph) DOT() string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n  compound=true\n  node [shape=box, style=rounded, fontname=\"sans-serif\"]\n  edge [fontname=\"sans-serif\"]\n", quote(g.Mission))
	for _, s := range g.Stages {
		indent := "  "
		if s.Group {
			fmt.Fprintf(&b, "  subgraph cluster_stage%d {\n    label=%s\n", s.Number, quote(g.groupTitle(s)))
			indent = "    "
		}
		for i, a := range s.Actions {
			label := a.Name
			if !s.Group && s.If != "" {
				label += " if " + s.If
			}
			if a.Requests != "none" {
				label += "\n" + a.requests()
			}
			fmt.Fprintf(&b, "%s%s [label=%s]\n", indent, node(s.Number, i), quote(label))
		}
		if s.Group {
			b.WriteString("  }\n")
		}
	}
	for i, s := range g.Stages[1:] {
		before := g.Stages[i]
		var options []string
		if before.Group {
			options = append(options, fmt.Sprintf("ltail=cluster_stage%d", before.Number))
		}
		if s.Group {
			options = append(options, fmt.Sprintf("lhead=cluster_stage%d", s.Number))
		}
		fmt.Fprintf(&b, "  %s -> %s", node(before.Number, 0), node(s.Number, 0))
		if len(options) > 0 {
			fmt.Fprintf(&b, " [%s]", strings.Join(options, ", "))
		}
		b.WriteString("\n")
	}
	for _, e := range g.edges() {
		fmt.Fprintf(&b, "  %s -> %s [style=dashed, constraint=false, label=%s]\n", e.from, e.to, quote(strings.Join(e.stores, ", ")))
	}
	b.WriteString("}\n")
	return b.String()
}

// quote is an ID of the DOT language: of escapes it has \" alone, and a label
// reads \\ as a backslash, \n as the end of a line, and entities as HTML does.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "&", "&amp;").Replace(text) + `"`
}
