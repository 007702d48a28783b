package race

import (
	"strings"

	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/plan"
)

// advise shows the run line with groups of the neighbouring stages that do not
// need each other.
func (c *checker) advise() {
	stages, astray := c.mission.Plan.Stages, c.astray()
	for i := 0; i < len(stages); {
		end := i + 1
		for !astray[stages[i]] && end < len(stages) && !astray[stages[end]] && c.fits(stages[i:end], stages[end]) {
			end++
		}
		if end > i+1 {
			c.tellGroup(i, end)
		}
		i = end
	}
}

// astray are the stages that read what nothing declares or writes, which is told
// elsewhere: what one was meant to read may come from its neighbour.
func (c *checker) astray() map[*plan.Stage]bool {
	written := map[*plan.Store]bool{effects.Errors: true}
	for _, a := range c.mission.Actions {
		for _, access := range a.Accesses {
			if access.Kind != effects.Read {
				written[access.Store] = true
			}
		}
	}
	found := map[*plan.Stage]bool{}
	for _, s := range c.mission.Plan.Stages {
		for _, a := range s.Actions {
			for _, access := range c.mission.Actions[a].Accesses {
				if !access.Store.Declared && !written[access.Store] {
					found[s] = true
				}
			}
		}
	}
	return found
}

// fits reports a stage that could run beside those before it.
func (c *checker) fits(before []*plan.Stage, s *plan.Stage) bool {
	for _, b := range before {
		if c.mission.Apart(b, s) != "" {
			return false
		}
	}
	return true
}

func (c *checker) tellGroup(from, to int) {
	var names, texts []string
	stages := c.mission.Plan.Stages
	for _, s := range stages[from:to] {
		names = append(names, s.Actions[0].Name)
	}
	for i := 0; i < len(stages); i++ {
		if i == from {
			texts = append(texts, "["+strings.Join(names, ", ")+"]")
			i = to - 1
			continue
		}
		texts = append(texts, stages[i].Text)
	}
	d := c.report(codeOneGroup, stages[from].Span, "write run "+strings.Join(texts, " then "),
		"%s use no store in common, and could run side by side", list(names))
	for _, s := range stages[from+1 : to] {
		note(d, s.Span, "%s waits for the stage before it", s.Actions[0].Name)
	}
}
