package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/cli/args"
	"github.com/reqongen/reqongen/rt/fetch"
)

// writeHelp tells what the program does, its flags, and what it reads.
func writeHelp(w io.Writer, p *rt.Program) {
	var b strings.Builder
	fmt.Fprintf(&b, "The mission %s, compiled from %s.\n", p.Mission, p.Source)
	b.WriteString("\nUsage:\n  " + programName() + " [flags]\n")
	b.WriteString("\nExample:\n  " + programName() + exampleFlags(p) + "\n")

	b.WriteString("\nStages:\n")
	for i, stage := range p.Stages {
		fmt.Fprintf(&b, "  %d  %s\n", i+1, stage.Text)
	}
	if len(p.Sources) > 0 {
		b.WriteString("\nSources:\n")
		for _, s := range p.Sources {
			fmt.Fprintf(&b, "  %s\n", describe(s))
		}
	}
	b.WriteString("\nFlags:\n" + args.Usage(new(flags).set()))
	writeEnvironment(&b, p)
	b.WriteString("\nExit status:\n" +
		"  0 done, 1 failed or aborted, 2 wrong command line, 3 a setting is missing or\n" +
		"  wrong, 4 partial: it ran to its end and some actions failed, 130 interrupted\n")
	_, _ = io.WriteString(w, b.String())
}

// describe is a source with what its text says of it.
func describe(s rt.SourcePlan) string {
	text := s.Name
	switch {
	case s.Base != "":
		text += "  " + s.Base
	case s.At == "": // the source of a mission that declares none
		text += "  (its base is given with --base or " + envBase(s.Name) + ")"
	default:
		text += "  (its base is computed, or given with --base or " + envBase(s.Name) + ")"
	}
	if s.Auth != "" && s.Auth != "none" {
		text += "  auth: " + s.Auth
	}
	return text
}

// exampleFlags are flags that make sense for this mission.
func exampleFlags(p *rt.Program) string {
	text := ""
	for _, s := range p.Sources {
		if s.Auth != "" && s.Auth != "none" {
			text = " --auth credentials.json"
			break
		}
	}
	for _, s := range p.Sources {
		switch {
		case s.Base != "":
		case len(p.Sources) == 1:
			text += " --base https://api.example.com"
		default:
			text += " --base " + s.Name + "=https://api.example.com"
		}
	}
	return text + " --output out.json"
}

func writeEnvironment(b *strings.Builder, p *rt.Program) {
	type variable struct{ name, what string }
	var variables []variable
	for _, s := range p.Settings {
		what := "read by the mission, must be set"
		if s.Optional {
			what = "read by the mission"
		}
		variables = append(variables, variable{s.Name, fmt.Sprintf("%s (%s)", what, s.At)})
	}
	for _, s := range p.Sources {
		variables = append(variables, variable{envBase(s.Name), "the base of " + s.Name})
		names := fetch.CredentialVariables(s.Name, s.Auth)
		if len(names) > 0 {
			variables = append(variables, variable{names[0], "the credentials of " + s.Name})
		}
		for _, name := range names[min(1, len(names)):] {
			variables = append(variables, variable{name, ""})
		}
		variables = append(variables, variable{fetch.Variable(s.Name, "CA"), "a file of certificates that its server is believed by"})
	}
	variables = append(variables,
		variable{"REQON_STATE_DIR", "where file stores live, as --state-dir"},
	)
	if p.Telemetry != nil {
		variables = append(variables, variable{"OTEL_EXPORTER_OTLP_ENDPOINT", "where traces and metrics go; OpenTelemetry's other variables say how"})
	}
	width := 0
	for _, v := range variables {
		width = max(width, len(v.name))
	}
	b.WriteString("\nEnvironment:\n")
	for _, v := range variables {
		b.WriteString(strings.TrimRight(fmt.Sprintf("  %-*s  %s", width, v.name, v.what), " ") + "\n")
	}
}

func envBase(source string) string {
	if source == "default" {
		return "REQON_BASE"
	}
	return fetch.Variable(source, "BASE")
}

// writeVersion tells what the program was made from.
func writeVersion(w io.Writer, p *rt.Program) {
	fmt.Fprintf(w, "%s, compiled from %s by reqongen%s with %s\n", p.Mission, p.Source, runtimeVersion(), runtime.Version())
}

// runtimePath is the module that a program links its runtime from, unless it
// carries it along.
const runtimePath = "github.com/reqongen/reqongen"

// runtimeVersion is the version of the runtime with a space before it, or ""
// where it has none.
func runtimeVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == runtimePath && m.Version != "" && m.Version != "(devel)" {
			return " " + m.Version
		}
	}
	return ""
}

// programName is how the program was called, without its folder.
func programName() string { return filepath.Base(os.Args[0]) }
