package graph

import (
	"fmt"
	"strings"
)

// Text draws the graph for people, one stage below the other:
//
//	FanOutFanIn
//	continue: a failure in a group leaves its siblings alone · any number of actions at once
//
//	  1   FetchMaster
//	        requests  1, to default
//	        writes    items
//	  │
//	  2 ┬ EnrichWithPricing
//	    │   requests  one for each of items, to default, 5 at once
//	    │   reads     items of FetchMaster
//	    │   writes    pricing
//	    └ EnrichWithInventory
//	        …
func (g *Graph) Text() string {
	var b strings.Builder
	b.WriteString(g.Mission + "\n" + g.mode() + " · " + g.limit() + "\n\n")
	width := len(fmt.Sprint(len(g.Stages)))
	margin := strings.Repeat(" ", 2+width)
	for i, s := range g.Stages {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", 1+width) + "│\n")
		}
		for j, a := range s.Actions {
			number := margin
			if j == 0 {
				number = fmt.Sprintf("  %*d", width, s.Number)
			}
			head, below := rails(j, len(s.Actions), s.Group)
			condition := ""
			if j == 0 && s.If != "" {
				condition = "   if " + s.If
			}
			fmt.Fprintf(&b, "%s %s %s%s\n", number, head, a.Name, condition)
			for _, row := range g.rows(s.Number, a) {
				fmt.Fprintf(&b, "%s %s   %-8s  %s\n", margin, below, row[0], row[1])
			}
		}
		for _, shared := range s.Shared {
			fmt.Fprintf(&b, "%s     %s is shared by %s\n", margin, shared.Source, join(shared.Actions))
		}
	}
	if len(g.Stores) > 0 {
		b.WriteString("\n  stores  " + g.stores() + "\n")
	}
	return b.String()
}

// rails are the lines on the left of a group's actions: of the action's head,
// and of what stands below it.
func rails(i, n int, group bool) (head, below string) {
	switch {
	case !group:
		return " ", " "
	case n == 1:
		return "─", " "
	case i == 0:
		return "┬", "│"
	case i == n-1:
		return "└", " "
	}
	return "├", "│"
}

func (g *Graph) mode() string {
	if g.Mode == "fail-fast" {
		return "fail-fast: the first failure in a group cancels its siblings"
	}
	return "continue: a failure in a group leaves its siblings alone"
}

func (g *Graph) limit() string {
	switch g.MaxConcurrency {
	case "":
		return "any number of actions at once"
	case "1":
		return "one action at a time"
	}
	return "at most " + g.MaxConcurrency + " actions at once"
}

// rows are what there is to know of an action, each with its title.
func (g *Graph) rows(stage int, a Action) [][2]string {
	var rows [][2]string
	row := func(title, text string) { rows = append(rows, [2]string{title, text}) }
	if a.Requests != "none" {
		text := a.Requests + ", to " + join(a.Sources)
		if len(a.Sources) == 0 {
			text = a.Requests
		}
		if a.Concurrency != "1" {
			text += ", " + a.Concurrency + " at once"
		}
		if a.Mended {
			text += ", and what it sends again"
		}
		row("requests", text)
	}
	var reads []string
	for _, store := range a.Reads {
		text := store
		var from []string
		for _, f := range g.Flows {
			if f.Store != store || f.To != stage || f.ToAction != a.Name {
				continue
			}
			switch f.From {
			case 0:
				from = add(from, "earlier runs")
			case stage:
				from = add(from, f.FromAction+" beside it")
			default:
				from = add(from, f.FromAction)
			}
		}
		if len(from) > 0 {
			text += " of " + join(from)
		}
		reads = append(reads, text)
	}
	if len(reads) > 0 {
		row("reads", strings.Join(reads, ", "))
	}
	if len(a.Writes) > 0 {
		row("writes", strings.Join(a.Writes, ", "))
	}
	if len(a.Calls) > 0 {
		row("runs", strings.Join(a.Calls, ", "))
	}
	return rows
}

// stores names the stores by kind.
func (g *Graph) stores() string {
	var kinds []string
	names := map[string][]string{}
	for _, s := range g.Stores {
		kinds = add(kinds, s.Kind)
		names[s.Kind] = append(names[s.Kind], s.Name)
	}
	var texts []string
	for _, kind := range kinds {
		texts = append(texts, kind+": "+strings.Join(names[kind], ", "))
	}
	return strings.Join(texts, " · ")
}

func join(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
