package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/reqongen/reqongen/lang"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/plan"
)

// compileFlags say how problems of missions are told.
type compileFlags struct {
	format string
	werror bool
	dump   string
	notes  bool // notes are told, too
}

func (f *compileFlags) add(set *pflag.FlagSet) {
	set.StringVar(&f.format, "format", "text", "tell problems as `F`: text to standard error (unless said), or json\nto standard output, one object a line")
	set.BoolVar(&f.werror, "werror", false, "take warnings for errors")
	set.StringVar(&f.dump, "dump", "", "print what the compiler made of the missions: `plan`")
}

// wrong is what is wrong with them; "" is nothing.
func (f *compileFlags) wrong() string {
	switch {
	case f.format != "text" && f.format != "json":
		return fmt.Sprintf("--format wants text or json, and this is %q", f.format)
	case f.dump != "" && f.dump != "plan":
		return fmt.Sprintf("--dump wants plan, and this is %q", f.dump)
	}
	return ""
}

// compile loads the missions of the files and tells every problem of them. ok
// is false where there is an error among these, or a file cannot be read; then
// status is the exit status.
func (a *app) compile(f *compileFlags, paths []string) (missions []*plan.Mission, status int, ok bool) {
	var all []diag.Diagnostic
	for _, path := range paths {
		result, err := lang.Load(path)
		if err != nil {
			return nil, a.fail("%v", err), false
		}
		missions = append(missions, result.Missions...)
		all = append(all, result.Diagnostics...)
	}
	if err := f.write(a, all); err != nil {
		return nil, a.fail("%v", err), false
	}
	if diag.HasErrors(all) {
		return nil, exitWrong, false
	}
	if f.dump == "plan" {
		for _, m := range missions {
			fmt.Fprint(a.stdout, plan.Dump(m))
		}
	}
	return missions, exitDone, true
}

// write tells the diagnostics, with --werror raised in place.
func (f *compileFlags) write(a *app, all []diag.Diagnostic) error {
	var told []diag.Diagnostic
	for i := range all {
		if f.werror && all[i].Severity == diag.Warning {
			all[i].Severity = diag.Error
		}
		if all[i].Severity != diag.Note || f.notes {
			told = append(told, all[i])
		}
	}
	if f.format == "json" {
		return diag.WriteJSON(a.stdout, told)
	}
	if err := diag.WriteText(a.stderr, told); err != nil {
		return err
	}
	return writeCounts(a.stderr, told)
}

// writeCounts ends a list of problems with their number.
func writeCounts(w io.Writer, told []diag.Diagnostic) error {
	var counts []string
	for _, c := range []struct {
		severity diag.Severity
		thing    string
	}{{diag.Error, "error"}, {diag.Warning, "warning"}} {
		n := 0
		for _, d := range told {
			if d.Severity == c.severity {
				n++
			}
		}
		switch n {
		case 0:
		case 1:
			counts = append(counts, "1 "+c.thing)
		default:
			counts = append(counts, fmt.Sprintf("%d %ss", n, c.thing))
		}
	}
	if len(counts) == 0 {
		return nil
	}
	_, err := fmt.Fprintln(w, strings.Join(counts, ", "))
	return err
}
