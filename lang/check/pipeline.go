package check

import (
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
	"github.com/reqongen/reqongen/lang/syntax"
)

var parallelModes = []string{"continue", "fail-fast"}

// checkOptions resolves the options of the mission itself.
func (m *mission) checkOptions() {
	options := m.optionList(optionsOfMission, m.own.options)
	if o := options["maxConcurrency"]; o != nil {
		m.plan.MaxConcurrency = m.limit(where{scope: m.globals}, o.Value, "maxConcurrency")
	}
	if o := options["parallelMode"]; o != nil {
		m.plan.FailFast = m.word(o, parallelModes, habitsOfModes) == "fail-fast"
	}
}

// checkRun resolves the run line. Without one the mission runs its only action
// (the language, §6).
func (m *mission) checkRun() {
	runs := m.own.runs
	if len(runs) == 0 {
		m.withoutRun()
		return
	}
	for i, n := range runs {
		stages := m.stages(n)
		m.named = append(m.named, stages...)
		if i == 0 {
			m.plan.Stages = stages
			m.plan.RunText = m.oneLine(n.Span())
			m.plan.RunDoc = texts(n.Doc())
			continue
		}
		d := m.report(codeSecondRun, headOf(n, "run"), "join the two: run … then …", "a mission has one run line")
		note(d, headOf(runs[0], "run"), "the first one stands here")
	}
}

func (m *mission) withoutRun() {
	if m.damaged {
		return // it may have been lost
	}
	own := m.own.actions
	if len(own) == 0 {
		own = m.shared.actions
	}
	switch len(own) {
	case 0:
		m.report(codeNoAction, m.nameSpan(), "write action Name { … } in it", "the mission %q has no action", m.decl.name.Name)
	case 1:
		if a, ok := m.actions.get(own[0].Name.Name); ok {
			at := own[0].Name.Span
			m.plan.Stages = []*plan.Stage{{Span: at, Actions: []*plan.Action{a}, Text: a.Name}}
			m.named = m.plan.Stages
		}
	default:
		m.noRun(own)
	}
}

// noRun shows the run line to write: the actions in written order, without
// those that others run.
func (m *mission) noRun(own []*syntax.Action) {
	called := map[string]bool{}
	for _, n := range own {
		syntax.Walk(n, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.RunAction:
				called[n.Action.Name] = true
			case *syntax.Jump:
				called[n.Action.Name] = true
			}
			return true
		})
	}
	var names []string
	for _, n := range own {
		if !called[n.Name.Name] && n.Name.Name != "" {
			names = append(names, n.Name.Name)
		}
	}
	hint := ""
	if len(names) > 0 {
		hint = "write run " + strings.Join(names, " then ")
	}
	m.report(codeNoRun, m.nameSpan(), hint, "the mission %q has %d actions and does not say in which order they run", m.decl.name.Name, len(own))
}

// nameSpan is the place of the mission's name.
func (m *mission) nameSpan() source.Span {
	if m.decl.name.Span.IsValid() {
		return m.decl.name.Span
	}
	return firstLine(m.decl.span)
}

func (m *mission) stages(n *syntax.Run) []*plan.Stage {
	var stages []*plan.Stage
	for _, s := range n.Stages {
		x := &plan.Stage{Span: s.Span(), Group: s.Group}
		if len(s.Actions) == 0 {
			m.report(codeEmptyGroup, s.Span(), "", "this group has no action")
		}
		var names []string
		for i, name := range s.Actions {
			names = append(names, name.Name)
			if first := slices.Index(names, name.Name); first < i {
				d := m.report(codeTwiceInGroup, name.Span, "name it in a stage of its own to run it again", "%q is named twice in one group", name.Name)
				note(d, s.Actions[first].Span, "%s is named here", name.Name)
				continue
			}
			if a := m.action(name); a != nil {
				x.Actions = append(x.Actions, a)
			}
		}
		if s.If != nil {
			x.If = m.expr(where{place: inStage, scope: m.globals}, s.If)
		}
		x.Text = m.oneLine(s.Span())
		stages = append(stages, x)
	}
	return stages
}
