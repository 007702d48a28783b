// Package graph shows a mission's pipeline: its stages and groups with their
// limits, which store flows from where to where, how many requests each action
// sends, and which sources are shared by what runs side by side.
//
//	graph.go    the graph as data, which is also its JSON
//	formula.go  the number of requests of an action
//	text.go     for a terminal
//	mermaid.go  for Markdown
//	dot.go      for Graphviz
//	explain.go  why stages stand as they stand
//
// It may import lang/effects and lang/plan.
package graph
