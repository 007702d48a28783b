package effects

import (
	"fmt"
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
)

// Apart says why two stages, one behind the other, cannot be one group; "" is
// that they can: neither needs a store that the other one uses.
func (m *Mission) Apart(a, b *plan.Stage) string {
	switch {
	case a.Group || b.Group:
		return "one of them is a group already"
	case a.If != nil || b.If != nil:
		return "one of them has a condition"
	case a.Actions[0] == b.Actions[0]:
		return a.Actions[0].Name + " cannot run beside itself"
	}
	x, y := m.Actions[a.Actions[0]], m.Actions[b.Actions[0]]
	switch {
	case x.Aborts || y.Aborts:
		return "an abort in one of them ends the run"
	case x.reads(Errors) || y.reads(Errors):
		return "one of them reads errors"
	case len(x.Requests)+len(x.Stores()) == 0 || len(y.Requests)+len(y.Stores()) == 0:
		return "one of them does nothing that takes time"
	case x.Rough || y.Rough:
		return "they call too many actions to be followed"
	}
	for _, s := range y.Stores() {
		if slices.Contains(x.Stores(), s) {
			return "both use " + s.Name
		}
	}
	if name := changesSource(x, y); name != "" {
		return fmt.Sprintf("both send requests to %s, and one of them changes something there", name)
	}
	return ""
}

// Stores are those that the action uses, in the order in which it comes to
// them, without errors.
func (a *Action) Stores() []*plan.Store {
	var list []*plan.Store
	for _, access := range a.Accesses {
		if access.Store != Errors && !slices.Contains(list, access.Store) {
			list = append(list, access.Store)
		}
	}
	return list
}

func (a *Action) reads(s *plan.Store) bool {
	return slices.ContainsFunc(a.Accesses, func(access *Access) bool { return access.Store == s && access.Kind == Read })
}

// changesSource finds a source that both use and one does not only get from.
func changesSource(a, b *Action) string {
	for _, x := range a.Requests {
		for _, y := range b.Requests {
			if x.Step.Source == y.Step.Source && (x.Step.Method != "GET" || y.Step.Method != "GET") {
				return x.Step.Source.Name
			}
		}
	}
	return ""
}
