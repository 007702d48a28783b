package gen

import (
	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/gen/rtapi"
	"github.com/reqongen/reqongen/lang/plan"
)

// kinds are the functions that open the kinds of stores. A mission calls those
// of its own, so that it links nothing of any other.
var kinds = map[plan.StoreKind]rtapi.Symbol{plan.Memory: rtapi.OpenMemory, plan.File: rtapi.OpenFile}

// stores opens all stores, those too that nothing uses: a run shows every store.
func (o *opening) stores() {
	for _, s := range o.mission.Stores {
		open, ok := kinds[s.Kind]
		if !ok {
			refuse("%s: gen: no code for this kind of store", o.at(s.Span))
		}
		o.out.Add(comments(s.Doc...)...)
		o.out.Add(member(o.members.stores[s]).Op("=").Add(open.Call(j.Id("run"), j.Lit(s.Label))))
	}
}
