package race

import (
	"strings"

	"github.com/reqongen/reqongen/lang/plan"
)

// advise shows the run line with groups of the neighbouring stages that do not
// need each other.
func (c *checker) advise() {
	stages := c.mission.Plan.Stages
	for i := 0; i < len(stages); {
		end := i + 1
		for end < len(stages) && c.fits(stages[i:end], stages[end]) {
			end++
		}
		if end > i+1 {
			c.tellGroup(i, end)
		}
		i = end
	}
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
