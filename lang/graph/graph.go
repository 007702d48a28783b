package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/plan"
)

// Graph is the pipeline of one mission.
type Graph struct {
	Mission string `json:"mission"`
	// Mode is what a failure in a group does to the siblings: "continue", or
	// "fail-fast".
	Mode string `json:"parallelMode"`
	// MaxConcurrency is how many actions run at once, as it is written; ""
	// is no limit.
	MaxConcurrency string  `json:"maxConcurrency,omitempty"`
	Stages         []Stage `json:"stages"`
	Stores         []Store `json:"stores"`
	Flows          []Flow  `json:"flows"`
}

// Stage is one element of the run line. Stages count from 1.
type Stage struct {
	Number  int      `json:"number"`
	Group   bool     `json:"group"`
	If      string   `json:"if,omitempty"` // the condition, as it is written
	Actions []Action `json:"actions"`
	Shared  []Shared `json:"shared,omitempty"`
}

// Shared is a source that several actions of a group send requests to.
type Shared struct {
	Source  string   `json:"source"`
	Actions []string `json:"actions"`
}

// Action is an action of a stage with what it calls.
type Action struct {
	Name string `json:"name"`
	// Requests is how many it sends, without what is sent again: "1 + one
	// for each of items".
	Requests string   `json:"requests"`
	Sources  []string `json:"sources"`
	// Concurrency is how many of them are in flight at once at most: a
	// number, or an expression as it is written; "1" where no loop is
	// parallel.
	Concurrency string   `json:"concurrency"`
	Reads       []string `json:"reads"`
	Writes      []string `json:"writes"`
	Calls       []string `json:"calls,omitempty"` // actions that run and jump lead to
	// Mended tells that a step sends a request again.
	Mended bool `json:"retries,omitempty"`
}

// Store is a store of the mission.
type Store struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// Flow is a store that an action reads and one of an earlier stage, or of the
// same stage where they run side by side, writes. From is 0 for what earlier
// runs have left in a file.
type Flow struct {
	Store      string `json:"store"`
	From       int    `json:"fromStage"`
	FromAction string `json:"fromAction,omitempty"`
	To         int    `json:"toStage"`
	ToAction   string `json:"toAction"`
}

// Of draws the graph of a mission.
func Of(e *effects.Mission) *Graph {
	m := e.Plan
	g := &Graph{Mission: m.Name, Mode: "continue", Stages: []Stage{}, Stores: []Store{}, Flows: []Flow{}}
	if m.FailFast {
		g.Mode = "fail-fast"
	}
	if m.MaxConcurrency != nil {
		g.MaxConcurrency = written(m.MaxConcurrency)
	}
	for _, s := range m.Stores {
		g.Stores = append(g.Stores, Store{s.Name, s.Kind.String()})
	}
	for i, s := range m.Stages {
		g.Stages = append(g.Stages, stage(e, s, i+1))
		g.Flows = append(g.Flows, flows(e, i)...)
	}
	return g
}

func stage(e *effects.Mission, s *plan.Stage, number int) Stage {
	st := Stage{Number: number, Group: s.Group}
	if s.If != nil {
		st.If = oneLine(s.If.At().Text())
	}
	users := map[string][]string{}
	var order []string
	for _, a := range s.Actions {
		action := actionOf(e.Actions[a])
		st.Actions = append(st.Actions, action)
		for _, source := range action.Sources {
			if users[source] == nil {
				order = append(order, source)
			}
			users[source] = append(users[source], a.Name)
		}
	}
	for _, source := range order {
		if len(users[source]) > 1 {
			st.Shared = append(st.Shared, Shared{source, users[source]})
		}
	}
	return st
}

func actionOf(a *effects.Action) Action {
	x := Action{
		Name: a.Plan.Name, Requests: formula(a), Sources: []string{}, Concurrency: "1",
		Reads: []string{}, Writes: []string{},
	}
	if a.Plan.Concurrency != nil && hasParallel(a) {
		x.Concurrency = written(a.Plan.Concurrency)
		limit, _ := number(a.Plan.Concurrency)
		if most, known := widest(a); known && most < limit {
			x.Concurrency = fmt.Sprint(most)
		}
	}
	for _, r := range a.Requests {
		x.Sources = add(x.Sources, r.Step.Source.Name)
		x.Mended = x.Mended || r.Step.Again
	}
	for _, access := range a.Accesses {
		switch {
		case access.Kind == effects.Read:
			x.Reads = add(x.Reads, access.Store.Name)
		case access.Store != effects.Errors: // every action that can fail writes it
			x.Writes = add(x.Writes, access.Store.Name)
		}
		for _, c := range access.Calls {
			x.Calls = add(x.Calls, c.Action.Name)
		}
	}
	for _, r := range a.Requests {
		for _, c := range r.Calls {
			x.Calls = add(x.Calls, c.Action.Name)
		}
	}
	return x
}

// flows are those into the actions of the i-th stage.
func flows(e *effects.Mission, i int) []Flow {
	var list []Flow
	stages := e.Plan.Stages
	for _, to := range stages[i].Actions {
		for _, s := range e.Actions[to].Stores() {
			if !e.Actions[to].Reads(s) {
				continue
			}
			if s.Kind == plan.File {
				list = append(list, Flow{Store: s.Name, To: i + 1, ToAction: to.Name})
			}
			for j := 0; j <= i; j++ {
				for _, from := range stages[j].Actions {
					if (j < i || from != to) && e.Actions[from].Writes(s) {
						list = append(list, Flow{s.Name, j + 1, from.Name, i + 1, to.Name})
					}
				}
			}
		}
	}
	return list
}

func hasParallel(a *effects.Action) bool {
	return slices.ContainsFunc(a.Loops, func(l *effects.Loop) bool { return l.For.Parallel })
}

// written is a limit as it is written: a number, or an expression.
func written(x plan.Expr) string {
	if l, ok := x.(*plan.Literal); ok {
		return fmt.Sprint(l.Value)
	}
	return oneLine(x.At().Text())
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func add(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}
