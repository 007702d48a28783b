package gen

import (
	"fmt"
	"go/token"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/flow"
	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/sight"
)

// A File is one generated file.
type File struct {
	Name string // without a folder
	Data []byte // formatted as gofmt does
}

// Options say what kind of package a mission becomes. The zero value is a
// program over the runtime of this module.
type Options struct {
	// Package makes an importable package of that name with a function Run;
	// "" makes a program.
	Package string
	// Runtime is the import path that stands in for this module's where the
	// package carries its own runtime; "" is this module.
	Runtime string
	// Telemetry has the package link OpenTelemetry, and tell what its runs do
	// where the OTEL_* variables ask for it.
	Telemetry bool
}

// Generate makes the files of a mission's package, in the order mission.go,
// actions.go, schemas.go where values are held against schemas, source.go,
// main.go (or run.go).
func Generate(m *plan.Mission, o Options) (files []File, err error) {
	if o.Package != "" && (!token.IsIdentifier(o.Package) || o.Package == "main" || o.Package == "_") {
		return nil, fmt.Errorf("%q cannot be the name of an importable package: it has to be an identifier of Go other than main", o.Package)
	}
	g := newGenerator(m, o)
	defer func() {
		if v := recover(); v != nil {
			u, ok := v.(unsupported)
			if !ok {
				panic(v)
			}
			files, err = nil, u
		}
	}()
	actions := g.actions() // first: what they need, the mission holds
	actions = append(actions, g.transforms()...)
	mission := g.missionFile()
	actions = append(actions, g.declarations()...)
	for _, f := range []code{{"mission.go", mission}, {"actions.go", actions}, {"schemas.go", g.schemas()}, {"source.go", g.source()}, g.entry()} {
		if len(f.declarations) == 0 {
			continue
		}
		data, err := g.render(f)
		if err != nil {
			return nil, err
		}
		files = append(files, File{f.name, data})
	}
	return files, g.format(files)
}

// A code is a file in the making.
type code struct {
	name         string
	declarations []j.Code
}

// A generator holds what the files of one mission's package share.
type generator struct {
	mission *plan.Mission
	options Options
	names   *names.Package
	expr    *expr.Package
	flows   map[*plan.Action]*flow.Action
	views   map[*plan.Request]*sight.View // what is seen of answers
	members members

	usesAnswered bool // a match looks at a status
}

func newGenerator(m *plan.Mission, o Options) *generator {
	g := &generator{
		mission: m, options: o,
		names: names.NewPackage("answered", "init", "main", "mission", missionFiles, "open", "program", "Run"),
		flows: make(map[*plan.Action]*flow.Action),
	}
	g.expr = &expr.Package{Names: g.names}
	for _, a := range m.Actions {
		g.flows[a] = flow.Analyze(a)
		g.names.Function(g.flows[a].Names...) // no global gets a name that a local has
	}
	g.members = newMembers(m)
	g.views = sight.Of(m)
	return g
}

// unsupported is a plan that the checker should not have let through.
type unsupported string

func (u unsupported) Error() string { return string(u) }

func refuse(format string, args ...any) { panic(unsupported(fmt.Sprintf(format, args...))) }
