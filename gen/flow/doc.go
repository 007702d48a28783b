// Package flow decides how the steps and variables of an action become those of
// a function of Go, before any of it is written: which steps stand in the loop
// that a `retry` goes around, which values are read and which never are, where
// each variable is declared, what it is called, and what a retry sets back.
//
// It works in four passes over a tree of blocks: lower makes the tree, live
// finds out backwards which sets are read, place finds the block that holds
// everything that mentions a variable, and name gives the names.
//
// It may import lang/plan, gen/expr and gen/names.
package flow
