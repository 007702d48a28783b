package gen

import (
	"fmt"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/expr"
	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// stagePlans lists the stages of the run line.
func (g *generator) stagePlans() []j.Code {
	var list []j.Code
	for _, s := range g.mission.Stages {
		var actions []j.Code
		for _, a := range s.Actions {
			actions = append(actions, j.Lit(a.Name))
		}
		fields := []field{
			{rtapi.StagePlanAt, g.pos(s.Span)},
			{rtapi.StagePlanText, expr.Quoted(s.Text)},
			{rtapi.StagePlanActions, j.Index().String().Values(actions...)},
		}
		if s.Group {
			fields = append(fields, field{rtapi.StagePlanGroup, j.True()})
		}
		list = append(list, composite(j.Null(), false, fields...))
	}
	return list
}

// A pipelining writes the method that runs the stages one after another.
type pipelining struct {
	*generator
	*expr.Writer
	groups int // how many stages have a group
	out    expr.Code
}

func (g *generator) pipeline() []j.Code {
	p := &pipelining{generator: g}
	p.Writer = g.writer(g.names.Function(), func(v *plan.Var) *j.Statement {
		refuse("gen: a stage's condition reads the variable %s", v.Name)
		return nil
	})
	for _, s := range g.mission.Stages {
		if s.Group {
			p.groups++
		}
	}
	ended := false
	for i, s := range g.mission.Stages {
		if i > 0 {
			p.out.Add(j.Line())
		}
		p.out.Add(comments(oneLine(s.Text))...)
		ended = p.stage(i+1, s, i == len(g.mission.Stages)-1)
	}
	if !ended {
		if len(p.out) > 0 {
			p.out.Add(j.Line())
		}
		p.out.Add(j.Return(j.Nil()))
	}
	doc := []string{"// pipeline runs the stages."}
	if g.mission.RunText != "" {
		doc = []string{"// pipeline is", "//"}
		doc = append(doc, runLines(printable(g.mission.RunText))...)
	}
	doc = append(doc, apart(g.mission.RunDoc)...)
	return append(lines(nil, doc...), j.Func().Params(j.Id("m").Op("*").Id("mission")).Id("pipeline").Params(
		j.Id("ctx").Qual("context", "Context"), j.Id(expr.Strand).Op("*").Add(rtapi.Strand.Qual()),
	).Error().Block(p.out...))
}

// runLines show the run line, with a line for each stage where it is long.
func runLines(text string) []string {
	const most = 100
	if len(text) > most {
		text = strings.ReplaceAll(text, " then ", "\n  then ")
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, "//\t"+line)
	}
	return lines
}

// stage writes one stage, and tells whether the pipeline returns with it.
func (p *pipelining) stage(number int, s *plan.Stage, last bool) (ended bool) {
	write := p.only
	if s.Group {
		write = p.group
	}
	if s.If == nil {
		return write(&p.out, number, s, last)
	}
	cond := p.Cond(&p.out, s.If)
	if expr.Fallible(s.If) {
		runs := p.Scope.New("runs")
		p.out.Add(j.Id(runs).Op(":=").Add(cond))
		fault(&p.out)
		cond = j.Id(runs)
	}
	var body expr.Code
	write(&body, number, s, false)
	skip := rtapi.StageSkip.On(beginStage(number))
	p.out.Add(j.If(cond).Block(body...).Else().Block(skip))
	return false
}

func beginStage(number int) *j.Statement {
	return rtapi.StrandStage.On(j.Id(expr.Strand), j.Lit(number))
}

// only writes a stage of one action.
func (p *pipelining) only(out *expr.Code, number int, s *plan.Stage, last bool) (ended bool) {
	a := s.Actions[0]
	return check(out, rtapi.StageOnly.On(
		beginStage(number), j.Id("ctx"), j.Lit(a.Name), member(p.members.actions[a]),
	), last)
}

// group writes a stage whose actions run side by side.
func (p *pipelining) group(out *expr.Code, number int, s *plan.Stage, last bool) (ended bool) {
	suffix := ""
	if p.groups > 1 { // each has names of its own
		suffix = fmt.Sprint(number)
	}
	stage, group, ctx, method := "stage"+suffix, "group"+suffix, "ctx", rtapi.StageSettle
	out.Add(j.Id(stage).Op(":=").Add(beginStage(number)))
	if p.mission.FailFast {
		ctx, method = "groupCtx"+suffix, rtapi.StageRun
		out.Add(j.List(j.Id(group), j.Id(ctx)).Op(":=").Qual(errgroupPath, "WithContext").Call(j.Id("ctx")).
			Comment("// the first failure cancels the others"))
	} else {
		out.Add(j.Id(group).Op(":=").New(j.Qual(errgroupPath, "Group")).
			Comment("// every action runs even if one fails"))
	}
	out.Add(j.Id(group).Dot("SetLimit").Call(member("maxConcurrency")))
	for _, a := range s.Actions {
		run := method.On(j.Id(stage), j.Id(ctx), j.Lit(a.Name), member(p.members.actions[a]))
		out.Add(j.Id(group).Dot("Go").Call(j.Func().Params().Error().Custom(j.Options{Open: "{", Close: "}"}, j.Return(run))))
	}
	return check(out, rtapi.StageEnd.On(j.Id(stage), j.Id("ctx"), j.Id(group).Dot("Wait").Call()), last)
}
