// Package effects says what the actions of a plan do to stores: every read and
// every write, with the key that it goes to, the loops that it stands in and
// the calls of `run` and `jump` that lead to it, what a transform reads
// included.
//
// A key is told as a Term: what is known of a value before the run. Variables
// are followed to what was bound to them, so that the key `.id` of a record
// that a map made is the expression that the map has for its field id. What is
// not known is an Atom, and two mentions of one Atom are one value. Whoever
// reads effects may take them for complete: an access that could happen is
// there, whatever the conditions around it.
//
//	effects.go   what the others make: actions, accesses, loops
//	term.go      terms and how they are made
//	expr.go      expressions → terms, and what they read
//	walk.go      steps in their order, with the values of variables
//	keep.go      what is written under which key
//	coarse.go    what is said of calls where there are too many to follow
//	fail.go      which steps can fail, and so write `errors`
//
// It may import lang/plan and lang/source.
package effects
