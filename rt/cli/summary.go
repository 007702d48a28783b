package cli

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/reqongen/reqongen/rt/cli/whole"
	"github.com/reqongen/reqongen/rt/report"
	"github.com/reqongen/reqongen/rt/report/page"
)

// writeSummary tells what became of the run.
func writeSummary(c *console, r *report.Report, f *flags, width int) {
	var b strings.Builder
	_ = r.WriteText(&b, report.TextOptions{Width: width, Quiet: f.quiet, Again: seeds(f)})
	if b.Len() > 0 {
		c.printf("%s", b.String())
	}
}

// seeds are the flags that have the same happen again.
func seeds(f *flags) string {
	text := ""
	if f.shuffle != "" {
		text += " --shuffle " + f.shuffle
	}
	if f.chaos != "" {
		text += " --chaos " + f.chaos
	}
	if text != "" {
		text = "; again with" + text
	}
	return text
}

// planReport says why no report could be written to the path: before the run,
// and not after it.
func planReport(path string) error {
	if reportForm(path) == nil {
		return fmt.Errorf("a file that ends with .html or .json is wanted, and this is %q", path)
	}
	return planFile(path)
}

// planFile says why no file could be written to the path.
func planFile(path string) error {
	if path == "-" {
		return errors.New("- is no file, and one is wanted")
	}
	o, err := planOutput(path, nil)
	if err == nil && o.folder {
		err = fmt.Errorf("%s is a folder, and a file is wanted", path)
	}
	return err
}

// reportForm is how the report is written to the path, as its ending says; nil
// where it says nothing.
func reportForm(path string) func(w io.Writer, r *report.Report) error {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json":
		return func(w io.Writer, r *report.Report) error { return r.WriteJSON(w) }
	case ".html":
		return page.Write
	}
	return nil
}

// writeReport writes the report to the path, whole or not at all.
func writeReport(r *report.Report, path string) error {
	return writeFile(path, func(w io.Writer) error { return reportForm(path)(w, r) })
}

// writeFile writes a file whole or not at all.
func writeFile(path string, content func(io.Writer) error) error {
	var batch whole.Batch
	defer batch.Discard()
	if err := batch.Write(path, content); err != nil {
		return err
	}
	return batch.Commit()
}
