// Package cli makes a program of a generated mission: its flags, settings and
// environment, what it says while it runs, the summary, the stores that it
// writes out, and its exit status (the language, §13).
//
// Main is all that a mission's main calls; Run is the same without the process
// around it, for tests. Run reads the command line (flags.go, settings.go),
// hands an Observer (progress.go) and a logger to rt.Execute, and then tells
// what became of the run (summary.go, output.go). Everything that it says goes
// through one console, which takes secrets out.
//
// It may import everything of the runtime but the store kinds, which a mission
// links itself.
package cli
