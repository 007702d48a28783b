package gen

import (
	"slices"

	j "github.com/dave/jennifer/jen"

	"github.com/reqongen/reqongen/lang/plan"
)

// limit writes a limit as an int: the number where the mission says it, a field
// of the mission where the environment does.
func (g *generator) limit(x plan.Expr, what, field string) *j.Statement {
	if x == nil {
		refuse("gen: a parallel loop without a limit")
	}
	if n, ok := literalInt(x); ok {
		return j.Lit(int(n))
	}
	for _, l := range g.members.limits {
		if l.x == x {
			return member(l.field)
		}
	}
	l := limit{field: g.members.names.Add(field, "Limit"), what: what, x: x}
	g.members.limits = append(g.members.limits, l)
	return member(l.field)
}

// concurrency writes how many requests of the action may be in flight at once.
func (g *generator) concurrency(a *plan.Action) *j.Statement {
	return g.limit(a.Concurrency, "concurrency", g.members.actions[a]+"Concurrency")
}

// limited tells an action of a stage whose concurrency is the limit of all
// requests that are recorded under it: it calls no other action inline.
func (g *generator) limited(a *plan.Action) bool {
	staged := slices.ContainsFunc(g.mission.Stages, func(s *plan.Stage) bool { return slices.Contains(s.Actions, a) })
	if a.Concurrency == nil || !staged {
		return false
	}
	requests, calls := false, false
	a.Body.Each(func(step plan.Step) {
		switch step.(type) {
		case *plan.Request:
			requests = true
		case *plan.RunAction, *plan.Jump:
			calls = true
		}
	})
	return requests && !calls
}

// inFlight is the field of the semaphore that the requests of the action take
// their place from; "" where nothing has to keep them to their limit.
func (b *body) inFlight() string {
	a := b.action
	if a.Concurrency == nil || b.bounded(a) {
		return ""
	}
	field, ok := b.members.semaphores[a]
	if !ok {
		b.concurrency(a) // which the semaphore is made with
		field = b.members.names.Add(b.members.actions[a]+"Requests", "Limit")
		b.members.semaphores[a] = field
		b.members.semaphoreOrder = append(b.members.semaphoreOrder, a)
	}
	return field
}

// bounded tells an action whose loops alone keep its requests to its limit: it
// runs once at a time, and no more iterations than that run side by side around
// a request.
func (g *generator) bounded(a *plan.Action) bool {
	most, ok := literalInt(a.Concurrency)
	if !ok {
		most = many
	}
	return !g.called(a) && width(a.Body, 1, a.Concurrency, most) <= most
}

// many stands for a number that the environment says. The square of twice that
// still is an int64.
const many = 1 << 30

// width is the largest number of iterations that run side by side around one
// request in a block, where around of them are around the block. A loop that
// says no number, or just the limit, has most.
func width(block *plan.Block, around int64, limit plan.Expr, most int64) int64 {
	widest := int64(0)
	for _, step := range block.Steps {
		inside := around
		switch step := step.(type) {
		case *plan.Request:
			widest = max(widest, min(around*pagesAtOnce(step, limit, most), 2*many))
		case *plan.For:
			inside = min(around*side(step, limit, most), 2*many)
		}
		for _, inner := range plan.Blocks(step) {
			widest = max(widest, width(inner, inside, limit, most))
		}
	}
	return widest
}

// pagesAtOnce is how many pages of a request are fetched side by side.
func pagesAtOnce(step *plan.Request, limit plan.Expr, most int64) int64 {
	if step.Pages == nil || step.Pages.Parallel == nil {
		return 1
	}
	return side(&plan.For{Parallel: true, Limit: step.Pages.Parallel}, limit, most)
}

// side is how many iterations of a loop run at once.
func side(step *plan.For, limit plan.Expr, most int64) int64 {
	n, known := literalInt(step.Limit)
	switch {
	case !step.Parallel:
		return 1
	case step.Limit == nil, step.Limit == limit:
		return most
	case known && (most != many || n == 1):
		return n
	}
	return 2 * many
}

// called tells an action that another calls inline: it may run several times at
// once.
func (g *generator) called(a *plan.Action) bool {
	found := false
	for _, other := range g.mission.Actions {
		other.Body.Each(func(step plan.Step) {
			switch step := step.(type) {
			case *plan.RunAction:
				found = found || step.Action == a
			case *plan.Jump:
				found = found || step.Action == a
			}
		})
	}
	return found
}
