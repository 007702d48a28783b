package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// stores opens all stores, those too that nothing uses: a run shows every store.
func (o *opening) stores() {
	for _, s := range o.mission.Stores {
		o.out.Add(comments(s.Doc...)...)
		o.out.Add(member(o.members.stores[s]).Op("=").Add(o.open(s)))
	}
}

// open calls the function of the store's kind: a mission links those of its own
// kinds alone. A store goes by its name in the mission, which no other has; what
// stands in the brackets is the name of a file, and of nothing in memory.
func (o *opening) open(s *plan.Store) *j.Statement {
	switch {
	case s.Kind == plan.Memory:
		return rtapi.OpenMemory.Call(j.Id("run"), j.Lit(s.Name))
	case s.Kind == plan.File && s.Label == s.Name:
		return rtapi.OpenFile.Call(j.Id("run"), j.Lit(s.Name))
	case s.Kind == plan.File:
		return rtapi.OpenFileAs.Call(j.Id("run"), j.Lit(s.Name), j.Lit(s.Label))
	}
	refuse("%s: gen: no code for this kind of store", o.at(s.Span))
	return nil
}
