package graph

import (
	"fmt"
	"strings"
)

// Mermaid is the graph as a flowchart, for Markdown.
func (g *Graph) Mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	for _, s := range g.Stages {
		indent := "  "
		if s.Group {
			fmt.Fprintf(&b, "  subgraph stage%d[%s]\n", s.Number, mermaidText(g.groupTitle(s)))
			indent = "    "
		}
		for i, a := range s.Actions {
			lines := []string{a.Name}
			if !s.Group && s.If != "" {
				lines[0] += " if " + s.If
			}
			if a.Requests != "none" {
				lines = append(lines, a.requests())
			}
			fmt.Fprintf(&b, "%s%s[%s]\n", indent, node(s.Number, i), mermaidText(strings.Join(lines, "\n")))
		}
		if s.Group {
			b.WriteString("  end\n")
		}
	}
	for i, s := range g.Stages[1:] {
		fmt.Fprintf(&b, "  %s --> %s\n", stageNode(g.Stages[i]), stageNode(s))
	}
	for _, e := range g.edges() {
		fmt.Fprintf(&b, "  %s -.->|%s| %s\n", e.from, mermaidText(strings.Join(e.stores, ", ")), e.to)
	}
	return b.String()
}

// mermaidText is text in quotation marks. Mermaid knows no escapes but its
// entities, and reads the text as HTML and Markdown: what these take for their
// own is an entity. A line ends as it does here: a <br> in the text would have the
// entities read as what they stand for.
func mermaidText(text string) string {
	return `"` + mermaidEntities.Replace(text) + `"`
}

var mermaidEntities = strings.NewReplacer(
	"#", "#35;", `"`, "#quot;", "<", "#lt;", ">", "#gt;", "&", "#amp;",
	"`", "#96;", `\`, "#92;", "*", "#42;", "_", "#95;", "~", "#126;", "$", "#36;",
)

// An edge is what flows from one node to another.
type edge struct {
	from, to string
	stores   []string
}

// edges are the flows between actions, those of one pair as one.
func (g *Graph) edges() []*edge {
	var list []*edge
	for _, f := range g.Flows {
		if f.From == 0 {
			continue
		}
		from, to := g.nodeOf(f.From, f.FromAction), g.nodeOf(f.To, f.ToAction)
		var found *edge
		for _, e := range list {
			if e.from == from && e.to == to {
				found = e
			}
		}
		if found == nil {
			found = &edge{from: from, to: to}
			list = append(list, found)
		}
		found.stores = add(found.stores, f.Store)
	}
	return list
}

func (g *Graph) nodeOf(stage int, action string) string {
	for i, a := range g.Stages[stage-1].Actions {
		if a.Name == action {
			return node(stage, i)
		}
	}
	return ""
}

// node is the name of an action's node: action names have letters that
// Mermaid and Graphviz do not take, and the words of their own.
func node(stage, i int) string { return fmt.Sprintf("a%d_%d", stage, i+1) }

func stageNode(s Stage) string {
	if s.Group {
		return fmt.Sprintf("stage%d", s.Number)
	}
	return node(s.Number, 0)
}

// groupTitle says how a group runs.
func (g *Graph) groupTitle(s Stage) string {
	text := fmt.Sprintf("side by side, %s", g.Mode)
	if g.MaxConcurrency != "" {
		text = fmt.Sprintf("at most %s side by side, %s", g.MaxConcurrency, g.Mode)
	}
	if s.If != "" {
		text += ", if " + s.If
	}
	return text
}

// requests is the number of requests with its noun.
func (a Action) requests() string {
	text := "requests: " + a.Requests
	if a.Concurrency != "1" {
		text += ", " + a.Concurrency + " at once"
	}
	return text
}
