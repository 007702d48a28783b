package main

var checkCommand = &command{
	name:  "check",
	words: "[flags] MISSION…",
	about: "say what is wrong with missions, and write nothing",
	details: `
MISSION is a mission's file or folder. The exit status is 2 where one has an error.

Examples:
  reqongen check fanout.reqon
  reqongen check --format json missions/*.reqon
`,
	run: runCheck,
}

func runCheck(a *app, c *command, words []string) int {
	f := compileFlags{notes: true}
	set := a.flagSet(c)
	f.add(set)
	if status, done := a.parse(c, set, words); done {
		return status
	}
	if wrong := f.wrong(); wrong != "" {
		return a.wrong(c, "%s", wrong)
	}
	if set.NArg() == 0 {
		return a.wrong(c, "no mission is named")
	}
	_, status, _ := a.compile(&f, set.Args())
	return status
}
