package main

import (
	"fmt"

	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/graph"
)

var checkCommand = &command{
	name:  "check",
	words: "[flags] MISSION…",
	about: "say what is wrong with missions, and write nothing",
	details: `
MISSION is a mission's file or folder. The exit status is 2 where one has an error.

Examples:
  reqongen check fanout.reqon
  reqongen check --format json missions/*.reqon
  reqongen check --explain fanout.reqon    # what stages read and write, and why they stand as they do
`,
	run: runCheck,
}

func runCheck(a *app, c *command, words []string) int {
	f := compileFlags{notes: true}
	set := a.flagSet(c)
	explain := set.Bool("explain", false, "print of each stage what it reads and writes, why two neighbours can or\ncannot be one group, and where concurrency has no effect")
	f.add(set)
	if status, done := a.parse(c, set, words); done {
		return status
	}
	if wrong := f.wrong(); wrong != "" {
		return a.wrong(c, "%s", wrong)
	}
	if *explain && f.format == "json" {
		return a.wrong(c, "--explain prints text to standard output, where --format json prints problems: take one of them")
	}
	if set.NArg() == 0 {
		return a.wrong(c, "no mission is named")
	}
	missions, status, ok := a.compile(&f, set.Args())
	if ok && *explain {
		for i, m := range missions {
			if i > 0 {
				fmt.Fprintln(a.stdout)
			}
			fmt.Fprint(a.stdout, graph.Explain(effects.Of(m)))
		}
	}
	return status
}
