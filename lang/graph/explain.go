package graph

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/reqongen/reqongen/lang/effects"
	"github.com/reqongen/reqongen/lang/plan"
)

// Explain says of each stage what it reads and writes, of each two neighbours
// why they can or cannot be one group, and where a limit has no effect.
func Explain(e *effects.Mission) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", e.Plan.Name)
	for i, s := range e.Plan.Stages {
		fmt.Fprintf(&b, "\n  stage %d: %s\n", i+1, s.Text)
		if c := e.Conditions[s]; len(c) > 0 {
			var names []string
			for _, access := range c {
				names = add(names, access.Store.Name)
			}
			fmt.Fprintf(&b, "    its condition reads %s\n", join(names))
		}
		for _, a := range s.Actions {
			fmt.Fprintf(&b, "    %s\n", a.Name)
			writeUses(&b, e.Actions[a])
			if why := idle(e, a); why != "" {
				fmt.Fprintf(&b, "      its concurrency has no effect: %s\n", why)
			}
		}
		if i+1 < len(e.Plan.Stages) {
			next := e.Plan.Stages[i+1]
			if why := e.Apart(s, next); why != "" {
				fmt.Fprintf(&b, "  not one group with stage %d: %s\n", i+2, why)
			} else {
				fmt.Fprintf(&b, "  could be one group with stage %d: they use no store in common\n", i+2)
			}
		}
	}
	return b.String()
}

// writeUses says what an action does to each store, with the keys.
func writeUses(b *strings.Builder, a *effects.Action) {
	stores := a.Stores()
	if a.Reads(effects.Errors) {
		stores = append(stores, effects.Errors)
	}
	width := 0
	for _, s := range stores {
		width = max(width, utf8.RuneCountInString(s.Name))
	}
	for _, s := range stores {
		name := s.Name + strings.Repeat(" ", width-utf8.RuneCountInString(s.Name))
		var ways []string
		for _, access := range a.Accesses {
			if access.Store != s || s == effects.Errors && access.Kind != effects.Read {
				continue
			}
			if w := way(access); !slices.Contains(ways, w) {
				ways = append(ways, w)
				fmt.Fprintf(b, "      %s  %s\n", name, w)
			}
		}
	}
	if len(stores) == 0 {
		b.WriteString("      uses no store\n")
	}
}

// way is one way of using a store.
func way(a *effects.Access) string {
	key := ""
	if a.Key != nil {
		key = a.Key.String()
	}
	text := ""
	switch {
	case a.Kind == effects.Read && a.Key == nil:
		text = "reads all"
	case a.Kind == effects.Read:
		text = "reads under " + key
	case a.Kind == effects.Delete:
		text = "deletes " + key
	case a.Kind == effects.Clear:
		text = "clears"
	case a.Merge:
		text = "merges under " + key
	default:
		text = "writes under " + key
	}
	if n := len(a.Calls); n > 0 {
		text += ", in " + a.Calls[n-1].Action.Name
	}
	return text
}

// idle says why the concurrency of an action bounds nothing; "" is that it
// does, or that none is written.
func idle(e *effects.Mission, a *plan.Action) string {
	own := e.Actions[a]
	limit, _ := number(a.Concurrency)
	switch most, known := widest(own); {
	case a.Concurrency == nil || own.Rough || called(e, a):
		return "" // several calls may run side by side
	case len(own.Requests) == 0 && !hasParallel(own):
		return "it bounds requests, and the action sends none"
	case !hasParallel(own):
		return "no loop of it is parallel, so that it sends one request at a time"
	case known && most < limit:
		return fmt.Sprintf("its loops run %d iterations at once at most", most)
	}
	return ""
}

// widest is how many iterations the parallel loops of an action run at once;
// false where that is not written, or where they stand in each other.
func widest(a *effects.Action) (most int64, known bool) {
	for _, l := range a.Loops {
		if !l.For.Parallel {
			continue
		}
		n, ok := number(l.For.Limit)
		if !ok || slices.ContainsFunc(l.Loops, func(outer *effects.Loop) bool { return outer.For.Parallel }) {
			return 0, false
		}
		most = max(most, n)
	}
	return most, most > 0
}

// called reports an action that another one runs.
func called(e *effects.Mission, a *plan.Action) bool {
	for _, other := range e.Actions {
		for _, r := range other.Requests {
			if slices.ContainsFunc(r.Calls, func(c effects.Call) bool { return c.Action == a }) {
				return true
			}
		}
	}
	return false
}
