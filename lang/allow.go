package lang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/check"
	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/race"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

// The codes of what is wrong with a comment that speaks to the compiler.
const (
	codeDirective diag.Code = "W207"
	codeUnused    diag.Code = "W208"
)

// Codes lists every code but those of the parser, E4xx, with what each stands
// for.
var Codes = codes()

func codes() []diag.CodeDoc {
	var list []diag.CodeDoc
	for _, c := range check.Codes {
		list = append(list, diag.CodeDoc(c))
	}
	list = append(list, race.Codes...)
	return append(list,
		diag.CodeDoc{Code: codeDirective, Doc: "a comment reqongen:… that the compiler cannot follow"},
		diag.CodeDoc{Code: codeUnused, Doc: "a reqongen:allow that silences nothing"},
	)
}

// An allowance is `// reqongen:allow W201 the reason`: on the line before a
// warning or a note of that code it silences it.
type allowance struct {
	at     source.Span
	code   diag.Code
	line   int // on which it silences
	silent bool
}

const wayToAllow = "write // reqongen:allow W201 the reason"

// allow takes the problems out that a comment allows, and adds what is wrong
// with such comments. Where there are errors not all else is known, so nothing
// is said of those that silence nothing.
func allow(files []*syntax.File, problems []diag.Diagnostic) []diag.Diagnostic {
	var list []*allowance
	var wrong []diag.Diagnostic
	for _, f := range files {
		for _, c := range f.Comments {
			if word, rest, ok := c.Directive(); ok {
				a, hint, why := readAllowance(c, word, rest)
				if why != "" {
					d := diag.New(codeDirective, c.Span(), "%s", why)
					d.Hint = hint
					wrong = append(wrong, d)
					continue
				}
				list = append(list, a)
			}
		}
	}
	kept := slices.DeleteFunc(problems, func(d diag.Diagnostic) bool {
		silent := false
		for _, a := range list {
			if a.code == d.Code && a.at.File() == d.Span.File() && a.line == d.Span.Start().Line() {
				a.silent, silent = true, true
			}
		}
		return silent
	})
	if !diag.HasErrors(kept) {
		for _, a := range list {
			if !a.silent {
				d := diag.New(codeUnused, a.at, "there is no %s on the line below to allow", a.code)
				d.Hint = "remove it, or move it to the line before the one that the message names"
				wrong = append(wrong, d)
			}
		}
	}
	return append(kept, wrong...)
}

// readAllowance reads a comment to the compiler; why is what is wrong with it.
func readAllowance(c *syntax.Comment, word, rest string) (a *allowance, hint, why string) {
	if word != "allow" {
		return nil, wayToAllow, fmt.Sprintf("the compiler knows no comment reqongen:%s", word)
	}
	name, reason, _ := strings.Cut(rest, " ")
	known := slices.ContainsFunc(Codes, func(d diag.CodeDoc) bool { return string(d.Code) == name })
	switch {
	case name == "":
		return nil, wayToAllow, "reqongen:allow wants the code that is allowed, and a reason"
	case strings.HasPrefix(name, "E"):
		return nil, "", fmt.Sprintf("%s is an error, and only warnings and notes can be allowed", name)
	case !known || name == string(codeDirective) || name == string(codeUnused):
		return nil, "", fmt.Sprintf("there is no warning %q that could be allowed", name)
	case strings.TrimSpace(reason) == "":
		return nil, "write why: // reqongen:allow " + name + " the reason", fmt.Sprintf("reqongen:allow %s wants its reason", name)
	}
	return &allowance{at: c.Span(), code: diag.Code(name), line: lineBelow(c)}, "", ""
}

// lineBelow is the next line that holds more than a comment.
func lineBelow(c *syntax.Comment) int {
	file, n := c.Span().File(), c.Span().End().Line()+1
	for strings.HasPrefix(strings.TrimSpace(file.Line(n)), "//") {
		n++
	}
	return n
}
