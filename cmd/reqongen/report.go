package main

import (
	"os"

	"golang.org/x/term"

	"github.com/reqongen/reqongen/rt/report"
)

var reportCommand = &command{
	name:  "report",
	words: "RUN.json [LATER.json]",
	about: "tell a run from its report, or compare two",
	details: `
RUN.json is what a mission's --report wrote. One is told as the summary at the end of a run;
of two, what the later one did otherwise: what got slower, which failures are new.

Examples:
  reqongen report run.json
  reqongen report yesterday.json today.json
`,
	run: runReport,
}

func runReport(a *app, c *command, words []string) int {
	set := a.flagSet(c)
	if status, done := a.parse(c, set, words); done {
		return status
	}
	var reports []*report.Report
	switch set.NArg() {
	case 0:
		return a.wrong(c, "no report is named")
	case 1, 2:
	default:
		return a.wrong(c, "one report is told, and two are compared; these are %d", set.NArg())
	}
	for _, path := range set.Args() {
		data, err := os.ReadFile(path)
		if err != nil {
			return a.fail("%v", err)
		}
		r, err := report.ReadJSON(data)
		if err != nil {
			return a.fail("%s: %v", path, err)
		}
		reports = append(reports, r)
	}
	var err error
	if len(reports) == 2 {
		err = report.Compare(reports[0], reports[1]).WriteText(a.stdout)
	} else {
		err = reports[0].WriteText(a.stdout, report.TextOptions{Width: a.width()})
	}
	if err != nil {
		return a.fail("%v", err)
	}
	return exitDone
}

// width is that of the terminal behind the standard output; 0 where there is
// none.
func (a *app) width() int {
	if file, ok := a.stdout.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			return width
		}
	}
	return 0
}
