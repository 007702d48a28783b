package effects

import (
	"fmt"
	"slices"

	"github.com/reqongen/reqongen/lang/plan"
)

// Apart says why two stages, one behind the other, cannot be one group; "" is
// that they can: neither uses a store that the other one uses.
func (m *Mission) Apart(a, b *plan.Stage) string {
	first := ""
	for _, y := range b.Actions {
		for _, x := range a.Actions {
			switch why, needs := apart(m.Actions[x], m.Actions[y]); {
			case needs:
				return why
			case first == "":
				first = why
			}
		}
	}
	if first != "" {
		return first
	}
	switch {
	case a.If != nil || b.If != nil:
		return "one of them has a condition"
	case a.Group || b.Group:
		return "one of them is a group already"
	}
	return ""
}

// apart says why two actions cannot run side by side; needs tells that one uses
// what the other one writes.
func apart(x, y *Action) (why string, needs bool) {
	switch {
	case x == y:
		return x.Plan.Name + " cannot run beside itself", false
	case x.Aborts || y.Aborts:
		return "an abort in one of them ends the run", false
	case y.Reads(Errors):
		return y.Plan.Name + " reads errors", false
	case x.Reads(Errors):
		return x.Plan.Name + " reads errors", false
	}
	var both []*plan.Store
	for _, s := range y.Stores() {
		if !slices.Contains(x.Stores(), s) {
			continue
		}
		switch both = append(both, s); {
		case y.Reads(s) && x.Writes(s):
			return fmt.Sprintf("%s reads %s, which %s writes", y.Plan.Name, s.Name, x.Plan.Name), true
		case x.Reads(s) && y.Writes(s):
			return fmt.Sprintf("%s reads %s, which %s writes then", x.Plan.Name, s.Name, y.Plan.Name), true
		case x.Writes(s) && y.Writes(s):
			return fmt.Sprintf("%s and %s write %s", x.Plan.Name, y.Plan.Name, s.Name), true
		}
	}
	if len(both) > 0 {
		return fmt.Sprintf("%s and %s read %s, which neither writes", x.Plan.Name, y.Plan.Name, both[0].Name), false
	}
	switch {
	case len(x.Requests)+len(x.Stores()) == 0 || len(y.Requests)+len(y.Stores()) == 0:
		return "one of them does nothing that takes time", false
	case x.Rough || y.Rough:
		return "they call too many actions to be followed", false
	}
	if name := changesSource(x, y); name != "" {
		return fmt.Sprintf("both send requests to %s, and one of them changes something there", name), false
	}
	return "", false
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

// Reads reports an action that reads the store.
func (a *Action) Reads(s *plan.Store) bool {
	return slices.ContainsFunc(a.Accesses, func(access *Access) bool { return access.Store == s && access.Kind == Read })
}

// Writes reports one that writes it, deletes from it or clears it.
func (a *Action) Writes(s *plan.Store) bool {
	return slices.ContainsFunc(a.Accesses, func(access *Access) bool { return access.Store == s && access.Kind != Read })
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
