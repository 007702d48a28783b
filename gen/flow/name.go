package flow

import (
	"slices"

	"github.com/reqongen/reqongen/gen/names"
	"github.com/reqongen/reqongen/lang/plan"
)

// Analyze decides how the steps and variables of an action become Go.
func Analyze(action *plan.Action) *Action {
	body := lower(action.Body)
	body.link()
	found := &Action{Body: body, names: make(map[*plan.Var]string), words: make(map[*plan.Var]string), stands: make(map[*plan.Var]*plan.Var)}
	a := &analysis{action: found, set: vars{}, apart: vars{}}
	head := a.block(body, vars{})
	if action.Body != nil {
		a.copies(body, action.Body.Fresh, plan.Given{}, head, func(*plan.Var) {})
	}
	found.ahead(body)
	p := &placement{action: found, places: make(map[*plan.Var]*place)}
	p.block(body)
	p.save()
	p.declare()
	found.name(body, nil)
	body.divide()
	slices.Sort(found.Names)
	found.Names = slices.Compact(found.Names)
	return found
}

// name gives names to the variables that a block declares, and to those of the
// blocks within. Like in the mission, an inner one may have the name of one
// around it; but then nothing in its block mentions that one.
func (a *Action) name(b *Block, around []*plan.Var) {
	for i, v := range b.declared {
		taken := func(name string) bool {
			for _, other := range b.declared[:i] {
				if a.names[other] == name {
					return true
				}
			}
			for _, other := range around {
				if a.names[other] == name && b.mentions[other] {
					return true
				}
			}
			return false
		}
		a.names[v] = names.Unique(a.word(v), taken)
		a.Names = append(a.Names, a.names[v])
	}
	around = append(around[:len(around):len(around)], b.declared...)
	for _, n := range b.Nodes {
		for _, inner := range n.blocks() {
			a.name(inner, around)
		}
	}
}

// word is the name that a variable has where nothing is in its way.
func (a *Action) word(v *plan.Var) string {
	if word := a.words[v]; word != "" {
		return names.Local(word)
	}
	return names.Local(v.Name)
}
