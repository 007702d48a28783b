package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/reqongen/reqongen/rt/cli/whole"
	"github.com/reqongen/reqongen/rt/report"
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
	if ext := strings.ToLower(filepath.Ext(path)); ext != ".json" {
		return fmt.Errorf("wants a file that ends with .json, and this is %q", path)
	}
	o, err := planOutput(path, nil)
	if err == nil && o.folder {
		err = fmt.Errorf("%s is a folder, and a file is wanted", path)
	}
	return err
}

// writeReport writes the report to the path, whole or not at all.
func writeReport(r *report.Report, path string) error {
	var batch whole.Batch
	defer batch.Discard()
	if err := batch.Write(path, r.WriteJSON); err != nil {
		return err
	}
	return batch.Commit()
}
