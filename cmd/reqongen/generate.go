package main

import (
	"go/token"
	"slices"

	"github.com/reqongen/reqongen/cmd/reqongen/internal/outdir"
	"github.com/reqongen/reqongen/lang/plan"
)

var generateCommand = &command{
	words: "-o DIR [flags] MISSION…",
	about: "write missions as Go packages",
	details: `
MISSION is a mission's file, or a folder with mission.reqon in it. One mission
becomes the package in DIR; several, of one file or of many, become a folder
each. Each subcommand has a --help of its own.

Examples:
  reqongen -o out/ fanout.reqon && cd out && go build
  reqongen -o sync --package sync sync.reqon    # a library: sync.Run(ctx, options)
  //go:generate go tool reqongen -o sync --package sync sync.reqon

Where DIR is in no module, it becomes one, which builds at once. In a module
that requires github.com/reqongen/reqongen the packages import its runtime.
`,
	run: runGenerate,
}

func runGenerate(a *app, c *command, words []string) int {
	var t target
	f := compileFlags{notes: true}
	set := a.flagSet(c)
	set.StringVarP(&t.folder, "output", "o", "", "write to the folder `DIR`")
	name := addMission(set)
	set.StringVar(&t.packageName, "package", "", "make an importable package `NAME` of the mission, not a program")
	set.StringVar(&t.runtime, "runtime", "", "`MODE` is where the runtime comes from: embed carries a copy along, import\nrequires its module; unless said, whichever builds at once")
	addTelemetry(set, &t.telemetry)
	f.add(set)
	if status, done := a.parse(c, set, words); done {
		return status
	}
	switch wrong := f.wrong(); {
	case wrong != "":
		return a.wrong(c, "%s", wrong)
	case set.NArg() == 0:
		return a.wrong(c, "no mission is named")
	case t.folder == "" && f.dump == "":
		return a.wrong(c, "-o is missing: it says the folder to write to, as in reqongen -o out/ %s", set.Arg(0))
	case t.runtime != "" && t.runtime != "embed" && t.runtime != "import":
		return a.wrong(c, "--runtime wants embed or import, and this is %q", t.runtime)
	case set.Changed("package") && !isPackageName(t.packageName):
		return a.wrong(c, "--package wants a name that a Go package can have and that is not main, and this is %q", t.packageName)
	}
	missions, status, ok := a.compile(&f, set.Args())
	if !ok || t.folder == "" {
		return status
	}
	if *name != "" {
		named := slices.DeleteFunc(slices.Clone(missions), func(m *plan.Mission) bool { return m.Name != *name })
		if len(named) == 0 {
			return a.wrong(c, "there is no mission %s here, but %s", *name, namesOf(missions))
		}
		missions = named
	}
	if t.packageName != "" && len(missions) != 1 {
		return a.wrong(c, "--package names one package, and there are %d missions: take one with --mission NAME", len(missions))
	}
	files, advice, err := t.files(missions)
	advice = append(advice, replaced(t.folder, files)...)
	if err == nil {
		err = outdir.Write(t.folder, files)
	}
	if err != nil {
		return a.fail("%v", err)
	}
	for _, text := range advice {
		a.say("%s", text)
	}
	return exitDone
}

func isPackageName(name string) bool {
	return token.IsIdentifier(name) && name != "main" && name != "_"
}
