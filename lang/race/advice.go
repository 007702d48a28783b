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
		if c.astray(stages[i]) {
			i = end
			continue
		}
		for end < len(stages) && c.fits(stages[i:end], stages[end]) {
			end++
		}
		if end > i+1 {
			c.tellGroup(i, end)
		}
		i = end
	}
}

// astray reports a stage that reads what nothing declares or writes, which is
// told elsewhere: what it was meant to read may come from its neighbour.
func (c *checker) astray(s *plan.Stage) bool {
	for _, store := range c.mission.Plan.Stores {
		read, written := false, false
		for _, a := range s.Actions {
			read = read || c.mission.Actions[a].Reads(store)
		}
		for _, a := range c.mission.Actions {
			written = written || a.Writes(store)
		}
		if read && !written && !store.Declared {
			return true
		}
	}
	return false
}

// fits reports a stage that could run beside those before it.
func (c *checker) fits(before []*plan.Stage, s *plan.Stage) bool {
	if c.astray(s) {
		return false
	}
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
