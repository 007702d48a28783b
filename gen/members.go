package gen

import (
	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/lang/plan"
)

// members are the fields and methods of the generated type mission.
type members struct {
	names      names.Members
	sources    map[*plan.Source]string
	stores     map[*plan.Store]string
	actions    map[*plan.Action]string
	transforms map[*plan.Transform]string
	lets       map[*plan.Var]string

	// What turns out to be needed while actions are written, in that order.
	settings       map[string]string // fields for ${NAME}
	settingOrder   []string
	limits         []limit
	semaphores     map[*plan.Action]string
	semaphoreOrder []*plan.Action
	run            bool // actions use the run
	used           map[*plan.Source]bool
}

// A limit is a field for a number that the environment says.
type limit struct {
	field string
	what  string // it limits, for a message
	x     plan.Expr
}

func newMembers(m *plan.Mission) members {
	fields := members{
		names:      names.Members{"run": "", "pipeline": "", "maxConcurrency": ""},
		sources:    make(map[*plan.Source]string),
		stores:     make(map[*plan.Store]string),
		actions:    make(map[*plan.Action]string),
		transforms: make(map[*plan.Transform]string),
		lets:       make(map[*plan.Var]string),
		settings:   make(map[string]string),
		semaphores: make(map[*plan.Action]string),
		used:       make(map[*plan.Source]bool),
	}
	for _, s := range m.Stores {
		fields.stores[s] = fields.names.Add(s.Name, "Store")
	}
	for _, a := range m.Actions {
		fields.actions[a] = fields.names.Add(a.Name, "Action")
	}
	for _, t := range m.Transforms {
		fields.transforms[t] = fields.names.Add(t.Name, "Transform")
	}
	for _, s := range m.Sources {
		fields.sources[s] = fields.names.Add(s.Name, "Source")
	}
	for _, l := range m.Lets {
		fields.lets[l.Var] = fields.names.Add(l.Var.Name, "Value")
	}
	return fields
}
