package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/reqongen/reqongen/rt/cli/args"
)

// app is one call of the compiler.
type app struct {
	commands       []*command // in the order of the help; the first generates packages
	stdin          io.Reader
	stdout, stderr io.Writer
}

// A command is a subcommand; the one without a name generates packages.
type command struct {
	name    string
	words   string // what follows the name, for the usage line
	about   string // on a line
	details string // examples, and what there is to know
	slip    string // what is often forgotten of the command line; "" for nothing
	run     func(a *app, c *command, words []string) int
}

func (a *app) dispatch(words []string) int {
	if len(words) == 0 {
		a.say("no mission is named\n%s", seeHelp)
		return exitWrong
	}
	first := words[0]
	if first == "help" {
		return a.dispatch(append(words[1:], "--help"))
	}
	var names []string
	for _, c := range a.commands {
		if c.name == first && c.name != "" {
			return c.run(a, c, words[1:])
		}
		names = append(names, c.name)
	}
	if looksLikeCommand(first) {
		if near := args.Nearest(first, names); near != "" {
			a.say("unknown command %s: did you mean %s?\n%s", first, near, seeHelp)
		} else {
			a.say("unknown command %s, and there is no such file\n%s", first, seeHelp)
		}
		return exitWrong
	}
	return a.commands[0].run(a, a.commands[0], words)
}

const seeHelp = "See reqongen --help for what there is."

// looksLikeCommand tells a word that was meant for a subcommand from a file.
func looksLikeCommand(word string) bool {
	if strings.HasPrefix(word, "-") || filepath.Ext(word) != "" || strings.ContainsAny(word, `/\`) {
		return false
	}
	_, err := os.Stat(word)
	return errors.Is(err, os.ErrNotExist)
}

// say tells something to standard error.
func (a *app) say(format string, args ...any) {
	fmt.Fprintf(a.stderr, "reqongen: "+format+"\n", args...)
}

// fail tells what went wrong, and gives the exit status for it.
func (a *app) fail(format string, args ...any) int {
	a.say(format, args...)
	return exitFailed
}

// wrong tells what is wrong with the command line.
func (a *app) wrong(c *command, format string, args ...any) int {
	a.say(format+"\nSee reqongen"+c.spaced()+" --help for what there is"+c.slip+".", args...)
	return exitWrong
}

func (c *command) spaced() string {
	if c.name == "" {
		return ""
	}
	return " " + c.name
}

// flagSet has the flags that every subcommand has.
func (a *app) flagSet(c *command) *pflag.FlagSet {
	set := pflag.NewFlagSet("reqongen"+c.spaced(), pflag.ContinueOnError)
	set.SortFlags = false
	set.Usage = func() {}
	return set
}

// parse reads the flags of a subcommand. done tells that there is nothing left
// to do but to exit with the status: help was wanted, or a flag is wrong.
func (a *app) parse(c *command, set *pflag.FlagSet, words []string) (status int, done bool) {
	help := set.BoolP("help", "h", false, "print this, and exit")
	version := set.Bool("version", false, "print the compiler's version, and exit")
	err := args.Parse(set, words)
	switch {
	case err != nil:
		return a.wrong(c, "%v", err), true
	case *help:
		a.writeHelp(c, set)
		return exitDone, true
	case *version:
		fmt.Fprintln(a.stdout, versionText())
		return exitDone, true
	}
	return 0, false
}

func (a *app) writeHelp(c *command, set *pflag.FlagSet) {
	var b strings.Builder
	if c.name == "" {
		b.WriteString("reqongen compiles Reqon missions to standalone Go packages.\n\nUsage:\n")
		width := 0
		for _, other := range a.commands {
			width = max(width, len(other.usage()))
		}
		for _, other := range a.commands {
			fmt.Fprintf(&b, "  %-*s  %s\n", width, other.usage(), other.about)
		}
	} else {
		fmt.Fprintf(&b, "reqongen %s: %s.\n\nUsage:\n  %s\n", c.name, c.about, c.usage())
	}
	b.WriteString("\n" + strings.TrimSpace(c.details) + "\n\nFlags:\n" + args.Usage(set))
	_, _ = io.WriteString(a.stdout, b.String())
}

func (c *command) usage() string { return "reqongen" + c.spaced() + " " + c.words }
