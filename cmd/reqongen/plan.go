package main

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/gen"
	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/graph"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/sight"
)

var planCommand = &command{
	name:  "plan",
	words: "[flags] MISSION…",
	about: "show the pipeline of missions as a graph",
	details: `
It shows the stages and groups with their limits, which store flows from where
to where, how many requests each action sends, and which sources are shared by
actions that run side by side. Nothing is run. Problems go to standard error.

Examples:
  reqongen plan fanout.reqon
  reqongen plan --format dot fanout.reqon | dot -Tsvg > fanout.svg
  reqongen plan --format json fanout.reqon | jq .flows
  reqongen plan --explain-fields fanout.reqon
`,
	run: runPlan,
}

// drawings are what a graph is printed as.
var drawings = map[string]func(*graph.Graph) string{
	"text":    (*graph.Graph).Text,
	"json":    jsonOf,
	"mermaid": (*graph.Graph).Mermaid,
	"dot":     (*graph.Graph).DOT,
}

func runPlan(a *app, c *command, words []string) int {
	f := compileFlags{format: "text"}
	set := a.flagSet(c)
	format := set.String("format", "text", "print the graph as `F`: text (unless said), json (one object a line),\nmermaid or dot")
	name := addMission(set)
	fields := set.Bool("explain-fields", false, "print instead what of each answer is decoded, and why")
	set.BoolVar(&f.werror, "werror", false, "take warnings for errors")
	if status, done := a.parse(c, set, words); done {
		return status
	}
	draw := drawings[*format]
	switch {
	case draw == nil:
		return a.wrong(c, "--format wants text, json, mermaid or dot, and this is %q", *format)
	case *fields && set.Changed("format"):
		return a.wrong(c, "--explain-fields prints text: leave --format out")
	case set.NArg() == 0:
		return a.wrong(c, "no mission is named")
	}
	missions, status, ok := a.compile(&f, set.Args())
	if !ok {
		return status
	}
	if *name != "" {
		missions = slices.DeleteFunc(missions, func(m *plan.Mission) bool { return m.Name != *name })
		if len(missions) == 0 {
			return a.wrong(c, "there is no mission %s in what is named", *name)
		}
	}
	var out strings.Builder
	for i, m := range missions {
		if i > 0 && *format != "json" {
			out.WriteString("\n")
		}
		if *fields {
			out.WriteString(sight.Text(m, gen.Ahead(m)))
		} else {
			out.WriteString(draw(graph.Of(effects.Of(m))))
		}
	}
	if _, err := io.WriteString(a.stdout, out.String()); err != nil {
		return a.fail("%v", err)
	}
	return exitDone
}

func jsonOf(g *graph.Graph) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(g) // of text and numbers alone, to memory
	return out.String()
}
