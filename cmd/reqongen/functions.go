package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/reqongen/reqongen/lang/builtin"
	"github.com/reqongen/reqongen/rt/cli/args"
)

var functionsCommand = &command{
	name:  "functions",
	words: "[--format F] [NAME…]",
	about: "tell what functions a mission can call",
	details: `
Without a NAME it lists all functions, one a line; with one it tells what the
function takes, what it gives, what fails, and shows an example.

Each function has three forms: a call, length(xs), a method, xs.length(), and a
pipe, xs | length().

Examples:
  reqongen functions
  reqongen functions sortBy
  reqongen functions --format json | jq -r .name
`,
	run: runFunctions,
}

func runFunctions(a *app, c *command, words []string) int {
	set := a.flagSet(c)
	format := set.String("format", "text", "print as `F`: text (unless said), or json, one object a line")
	if status, done := a.parse(c, set, words); done {
		return status
	}
	if *format != "text" && *format != "json" {
		return a.wrong(c, "--format wants text or json, and this is %q", *format)
	}
	funcs := builtin.Funcs
	if set.NArg() > 0 {
		funcs = nil
	}
	for _, name := range set.Args() {
		f := builtin.Lookup(name)
		if f == nil {
			return a.unknownFunction(c, name)
		}
		funcs = append(funcs, f)
	}
	var out strings.Builder
	switch {
	case *format == "json":
		for _, f := range funcs {
			writeFunctionJSON(&out, f)
		}
	case set.NArg() == 0:
		writeFunctionList(&out)
	default:
		for i, f := range funcs {
			if i > 0 {
				out.WriteString("\n")
			}
			writeFunction(&out, f)
		}
	}
	if _, err := io.WriteString(a.stdout, out.String()); err != nil {
		return a.fail("%v", err)
	}
	return exitDone
}

func (a *app) unknownFunction(c *command, name string) int {
	var known []string
	for _, f := range builtin.Funcs {
		known = append(known, f.Name)
	}
	if near := args.Nearest(name, known); near != "" {
		return a.wrong(c, "there is no function %s: did you mean %s?", name, near)
	}
	return a.wrong(c, "there is no function %s; reqongen functions lists all", name)
}

func writeFunctionList(out *strings.Builder) {
	width := 0
	for _, f := range builtin.Funcs {
		width = max(width, len([]rune(f.Signature())))
	}
	for i, g := range builtin.Groups {
		if i > 0 {
			out.WriteString("\n")
		}
		fmt.Fprintf(out, "%s\n", g.Title)
		for _, f := range g.Funcs {
			fmt.Fprintf(out, "  %-*s  %s\n", width, f.Signature(), f.Brief())
		}
	}
}

func writeFunction(out *strings.Builder, f *builtin.Func) {
	fmt.Fprintf(out, "%s\n\n%s\n", strings.Join(f.Forms(), "    "), f.Doc)
	if f.Several != nil {
		fmt.Fprintf(out, "\n%s\n\n%s\n", f.Several.Signature(), f.Several.Doc)
	}
	if len(f.Params) > 0 {
		out.WriteString("\nArguments:\n")
		width := 0
		for _, p := range f.Params {
			width = max(width, len(p.Name))
		}
		for i := range f.Params {
			fmt.Fprintf(out, "  %-*s  %s\n", width, f.Params[i].Name, f.Params[i].Takes())
		}
	}
	fmt.Fprintf(out, "\nResult:\n  %s\n", f.Gives())
	if null := f.OfNull(); null != "" {
		fmt.Fprintf(out, "  %s\n", null)
	}
	if failure := f.Failure(); failure != "" {
		fmt.Fprintf(out, "\nErrors:\n  %s\n", failure)
	}
	out.WriteString("\nExample:\n")
	for _, form := range []*builtin.Func{f, f.Several} {
		if form == nil {
			continue
		}
		expr, result := form.Shown()
		fmt.Fprintf(out, "  %s\n", expr)
		if result != "" {
			fmt.Fprintf(out, "  → %s\n", result)
		}
	}
}

// functionPage is a function as --format json has it.
type functionPage struct {
	Name      string         `json:"name"`
	Group     string         `json:"group"`
	Forms     []string       `json:"forms"`
	Doc       string         `json:"doc"`
	Arguments []argumentPage `json:"arguments"`
	Result    string         `json:"result"`
	Null      string         `json:"null,omitempty"`
	Errors    string         `json:"errors,omitempty"`
	Example   string         `json:"example"`
	Gives     string         `json:"gives,omitempty"`
}

type argumentPage struct {
	Name     string `json:"name"`
	Takes    string `json:"takes"`
	Optional bool   `json:"optional,omitempty"`
	Several  bool   `json:"several,omitempty"`
}

func writeFunctionJSON(out *strings.Builder, f *builtin.Func) {
	page := functionPage{
		Name: f.Name, Group: builtin.GroupOf(f).Title, Forms: f.Forms(), Doc: f.Doc, Arguments: []argumentPage{},
		Result: f.Gives(), Null: f.OfNull(), Errors: f.Failure(),
	}
	page.Example, page.Gives = f.Shown()
	if f.Several != nil {
		page.Forms = append(page.Forms, f.Several.Signature())
	}
	for i := range f.Params {
		p := &f.Params[i]
		page.Arguments = append(page.Arguments, argumentPage{p.Name, p.Takes(), p.Optional, p.Variadic})
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(page) // of text alone, to memory
}
