package main

import (
	"strings"

	"github.com/spf13/pflag"
)

var runCommand = &command{
	name:  "run",
	words: "[flags] MISSION [mission flags]",
	about: "compile a mission and run it",
	details: `
MISSION is the mission's file or folder. What follows it is for the mission's
program, which tells its flags with --help; the exit status is the program's.
What was compiled once is kept in a cache.

Examples:
  reqongen run fanout.reqon --base http://localhost:8080 --output -
  reqongen run fanout.reqon --help
`,
	slip: "; flags of the mission's program follow the mission",
	run:  runRun,
}

func runRun(a *app, c *command, words []string) int {
	var f compileFlags
	set := a.flagSet(c)
	set.SetInterspersed(false) // flags after the mission are the mission's
	name := addMission(set)
	telemetry := false
	addTelemetry(set, &telemetry)
	f.add(set)
	if status, done := a.parse(c, set, words); done {
		return status
	}
	if wrong := f.wrong(); wrong != "" {
		return a.wrong(c, "%s", wrong)
	}
	if set.NArg() == 0 {
		return a.wrong(c, "no mission is named; what is for its program follows the file")
	}
	if flag := ours(set); flag != "" {
		return a.wrong(c, "%[1]s is a flag of reqongen run, so it stands in front of the mission: reqongen run %[1]s … %[2]s", flag, set.Arg(0))
	}
	mission, status, ok := a.oneMission(c, &f, set.Arg(0), *name)
	if !ok {
		return status
	}
	program, status, ok := a.program(mission, telemetry)
	if !ok {
		return status
	}
	status, err := a.execute(program, append([]string{folderName(mission.Name)}, set.Args()[1:]...))
	if err != nil {
		return a.fail("%v", err)
	}
	return status
}

// ours is the first flag behind the mission that is none of a program but of run
// itself; "" where there is none.
func ours(set *pflag.FlagSet) string {
	for _, word := range set.Args()[1:] {
		name, _, _ := strings.Cut(word, "=")
		switch flag := strings.TrimPrefix(name, "--"); {
		case word == "--":
			return ""
		case flag == name || flag == "help" || flag == "version":
		case set.Lookup(flag) != nil:
			return name
		}
	}
	return ""
}
