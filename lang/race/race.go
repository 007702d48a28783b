package race

import (
	"fmt"

	"github.com/reqongen/reqongen/lang/diag"
	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/plan"
	"github.com/reqongen/reqongen/lang/source"
)

// Check finds the races of a mission, sorted by position.
func Check(m *effects.Mission) []diag.Diagnostic {
	c := &checker{mission: m, reported: map[string]bool{}}
	for _, s := range m.Plan.Stages {
		if len(s.Actions) > 1 {
			c.group(s)
		}
	}
	for _, a := range m.Plan.Actions {
		for _, l := range m.Actions[a].Loops {
			// Loops of the actions that it calls are judged with those.
			if l.For.Parallel && len(l.Calls) == 0 && !atMostOne(l) {
				c.loop(m.Actions[a], l)
			}
		}
	}
	c.advise()
	diag.Sort(c.found)
	return c.found
}

// atMostOne reports a loop that surely has one iteration, or none.
func atMostOne(l *effects.Loop) bool {
	return l.Over.Form == effects.Array && len(l.Over.Kids) <= 1 || l.Over.Form == effects.Null
}

type checker struct {
	mission  *effects.Mission
	found    []diag.Diagnostic
	reported map[string]bool
}

// report takes a problem, unless the same was told of the same place.
func (c *checker) report(code diag.Code, at source.Span, hint, format string, args ...any) *diag.Diagnostic {
	d := diag.New(code, at, format, args...)
	d.Hint = hint
	key := fmt.Sprint(code, at, d.Msg)
	if c.reported[key] {
		return &diag.Diagnostic{} // what is added to it is not shown either
	}
	c.reported[key] = true
	c.found = append(c.found, d)
	return &c.found[len(c.found)-1]
}

func note(d *diag.Diagnostic, at source.Span, format string, args ...any) {
	d.Notes = append(d.Notes, diag.Remark{Span: at, Msg: fmt.Sprintf(format, args...)})
}

// place is where the author meets an access: itself, or the step that calls
// the action in which it stands, as seen from behind the first calls.
func place(a *effects.Access, calls int) source.Span {
	if len(a.Calls) > calls {
		return a.Calls[calls].At
	}
	return a.At
}

// noteCall adds the place of an access that a call leads to.
func noteCall(d *diag.Diagnostic, a *effects.Access, calls int) {
	if len(a.Calls) > calls {
		note(d, a.At, "%s, which is run from there, %s %s here", a.Calls[len(a.Calls)-1].Action.Name, verb(a), a.Store.Name)
	}
}

// verb is what an access does.
func verb(a *effects.Access) string {
	switch a.Kind {
	case effects.Read:
		return "reads"
	case effects.Delete:
		return "deletes from"
	case effects.Clear:
		return "clears"
	}
	return "writes"
}

// byStore are the accesses of an action store by store, in the order in which
// the action comes to them.
func byStore(list []*effects.Access) (stores []*plan.Store, of map[*plan.Store][]*effects.Access) {
	of = map[*plan.Store][]*effects.Access{}
	for _, a := range list {
		if of[a.Store] == nil {
			stores = append(stores, a.Store)
		}
		of[a.Store] = append(of[a.Store], a)
	}
	return stores, of
}
