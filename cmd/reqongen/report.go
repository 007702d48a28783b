package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"github.com/reqongen/reqongen/rt/cli/args"
	"github.com/reqongen/reqongen/rt/cli/whole"
	"github.com/reqongen/reqongen/rt/report"
	"github.com/reqongen/reqongen/rt/report/page"
)

var reportCommand = &command{
	name:  "report",
	words: "RUN.json [LATER.json | -o RUN.html]",
	about: "tell a run from its report, or compare two",
	details: `
RUN.json is what a mission's --report wrote. One is told as the summary at the end of a run;
of two, what the later one did otherwise: what got slower, which failures are new. With -o
one becomes the page that --report run.html writes.

Examples:
  reqongen report run.json
  reqongen report run.json -o run.html
  reqongen report yesterday.json today.json
`,
	run: runReport,
}

func runReport(a *app, c *command, words []string) int {
	var out string
	set := a.flagSet(c)
	set.StringVarP(&out, "output", "o", "", "write the run as a page to `FILE`, which ends with .html")
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
	if set.Changed("output") {
		switch {
		case strings.ToLower(filepath.Ext(out)) != ".html":
			return a.wrong(c, "-o wants a file that ends with .html, and this is %q", out)
		case set.NArg() == 2:
			return a.wrong(c, "-o writes the page of one report, and these are 2")
		}
	}
	for _, path := range set.Args() {
		data, err := args.ReadFile(path)
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
	switch {
	case out != "":
		err = writePage(out, reports[0])
	case len(reports) == 2:
		err = report.Compare(reports[0], reports[1]).WriteText(a.stdout)
	default:
		err = reports[0].WriteText(a.stdout, report.TextOptions{Width: a.width()})
	}
	if err != nil {
		return a.fail("%v", err)
	}
	return exitDone
}

// writePage writes the page of the report to the path, whole or not at all.
func writePage(path string, r *report.Report) error {
	var batch whole.Batch
	defer batch.Discard()
	if err := batch.Write(path, func(w io.Writer) error { return page.Write(w, r) }); err != nil {
		return err
	}
	return batch.Commit()
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
