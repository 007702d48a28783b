package gen

import (
	"fmt"
	"slices"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// missionFile makes mission.go: what the mission is.
func (g *generator) missionFile() []j.Code {
	pipeline := g.pipeline() // first: its conditions may need the run
	open := g.open()
	code := []j.Code{
		j.Comment("// This line compiles against a runtime that keeps what this package was generated for. Where it"),
		j.Comment("// does not, run reqongen again, or fetch the runtime's version that fits: go get " + rtapi.Module + "@latest"),
		j.Const().Id("_").Op("=").Add(rtapi.Contract.Qual()), j.Line(),
	}
	code = append(code, g.program()...)
	code = append(code, j.Line())
	code = append(code, g.missionType()...)
	code = append(code, j.Line())
	code = append(code, open...)
	code = append(code, j.Line())
	code = append(code, pipeline...)
	return code
}

// program makes the variable that describes the mission.
func (g *generator) program() []j.Code {
	m := g.mission
	fields := []field{
		{rtapi.ProgramMission, j.Lit(m.Name)},
		{rtapi.ProgramSource, j.Lit(g.fileName(m.File))},
	}
	add := func(name rtapi.Symbol, typ *j.Statement, list []j.Code) {
		if len(list) > 0 {
			fields = append(fields, field{name, j.Index().Add(typ).Add(expr.List("{", "}", true, list...))})
		}
	}
	add(rtapi.ProgramStages, rtapi.StagePlan.Qual(), g.stagePlans())
	add(rtapi.ProgramSources, rtapi.SourcePlan.Qual(), g.sourcePlans())
	add(rtapi.ProgramSettings, rtapi.Setting.Qual(), g.settingPlans())
	add(rtapi.ProgramSteps, rtapi.Step.Qual(), g.steps())
	fields = append(fields, field{rtapi.ProgramFiles, j.Id(missionFiles)})
	if g.options.Telemetry {
		fields = append(fields, field{rtapi.ProgramTelemetry, rtapi.Follow.Qual()})
	}
	fields = append(fields, field{rtapi.ProgramOpen, j.Id("open")})
	return []j.Code{
		j.Comment(comment(fmt.Sprintf("program is the mission %s.", m.Name))),
		j.Var().Id("program").Op("=").Add(composite(rtapi.Program.Qual(), true, fields...)),
	}
}

func (g *generator) settingPlans() []j.Code {
	var list []j.Code
	for _, s := range g.mission.Settings {
		list = append(list, composite(j.Null(), false, field{rtapi.SettingName, j.Lit(s.Name)}, field{rtapi.SettingAt, g.pos(s.Span)}))
	}
	for _, s := range g.mission.Envs {
		if slices.ContainsFunc(g.mission.Settings, func(other *plan.Setting) bool { return other.Name == s.Name }) {
			continue
		}
		list = append(list, composite(j.Null(), false,
			field{rtapi.SettingName, j.Lit(s.Name)}, field{rtapi.SettingAt, g.pos(s.Span)}, field{rtapi.SettingOptional, j.True()}))
	}
	return list
}

// steps lists what the mission says at each place, in the order of the places.
func (g *generator) steps() []j.Code {
	type place struct {
		file string
		pos  source.Pos
		text string
	}
	var places []place
	for _, a := range g.mission.Actions {
		a.Body.Each(func(s plan.Step) {
			places = append(places, place{g.fileName(s.At().File()), s.At().Start(), s.Head()})
		})
	}
	slices.SortStableFunc(places, func(a, b place) int {
		if c := strings.Compare(a.file, b.file); c != 0 {
			return c
		}
		return a.pos.Offset() - b.pos.Offset()
	})
	var list []j.Code
	for i, p := range places {
		at := fmt.Sprintf("%s:%d:%d", p.file, p.pos.Line(), p.pos.Col())
		if i > 0 && p.file == places[i-1].file && p.pos.Offset() == places[i-1].pos.Offset() {
			continue
		}
		list = append(list, composite(j.Null(), false, field{rtapi.StepAt, j.Lit(at)}, field{rtapi.StepText, expr.Quoted(p.text)}))
	}
	return list
}

// missionType makes the type that holds what the actions share.
func (g *generator) missionType() []j.Code {
	m := &g.members
	var groups [][]j.Code
	group := func(fields ...j.Code) {
		if len(fields) > 0 {
			groups = append(groups, fields)
		}
	}
	if m.run {
		group(j.Id("run").Op("*").Add(rtapi.Run.Qual()))
	}
	var fields []j.Code
	for _, s := range g.mission.Sources {
		if m.used[s] {
			fields = append(fields, j.Id(m.sources[s]).Op("*").Add(rtapi.Source.Qual()))
		}
	}
	group(fields...)
	fields = nil
	for _, s := range g.mission.Stores {
		fields = append(fields, j.Id(m.stores[s]).Op("*").Add(rtapi.Store.Qual()))
	}
	group(fields...)
	group(g.limitFields()...)
	fields = nil
	for _, l := range g.mission.Lets {
		if g.isRead(l) {
			fields = append(fields, j.Id(m.lets[l.Var]).Add(rtapi.Value.Qual()).Comment(comment("let "+l.Var.Name)))
		}
	}
	for _, name := range m.settingOrder {
		fields = append(fields, j.Id(m.settings[name]).Add(rtapi.Value.Qual()).Comment(comment("${"+name+"}")))
	}
	group(fields...)
	var all []j.Code
	for i, fields := range groups {
		if i > 0 {
			all = append(all, j.Line())
		}
		all = append(all, fields...)
	}
	return []j.Code{j.Comment("// mission holds what its actions share."), j.Type().Id("mission").Struct(all...)}
}

func (g *generator) limitFields() []j.Code {
	var fields []j.Code
	if g.hasGroup() {
		fields = append(fields, j.Id("maxConcurrency").Int().Comment("// actions at once; -1 is no limit"))
	}
	for _, l := range g.members.limits {
		fields = append(fields, j.Id(l.field).Int().Comment(comment(l.what+" "+oneLine(l.x.At().Text()))))
	}
	for _, a := range g.members.semaphoreOrder {
		fields = append(fields, j.Id(g.members.semaphores[a]).Op("*").Qual(semaphorePath, "Weighted").
			Comment(comment("requests of "+a.Name+" in flight")))
	}
	return fields
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (g *generator) hasGroup() bool {
	return slices.ContainsFunc(g.mission.Stages, func(s *plan.Stage) bool { return s.Group })
}

// isRead tells a let of the mission that some expression reads, or that a body
// begins with.
func (g *generator) isRead(l *plan.Let) bool {
	read := false
	g.mission.Exprs(func(x plan.Expr) {
		expr.Reads(x, func(v *plan.Var) { read = read || v == l.Var })
	})
	fresh := func(b *plan.Block) {
		read = read || slices.ContainsFunc(b.Fresh, func(v *plan.Var) bool { return v.Outer == l.Var })
	}
	for _, a := range g.mission.Actions {
		fresh(a.Body)
		a.Body.Each(func(s plan.Step) {
			for _, b := range plan.Blocks(s) {
				fresh(b)
			}
		})
	}
	return read
}
