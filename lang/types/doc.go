// Package types is what can be known of a value before the run: of which kinds
// it is, which literals it equals, what its fields and its elements are, and
// where that is said.
//
// A Type is a set of values. What is not known is in it: the type of a response
// is Any, and a statement about a Type holds for every value that it may be at
// run time. Join is the union of two, Meet their intersection; neither ever
// leaves out a value that belongs to the result. Of what becomes too much to
// write down they forget something, so that types stay small.
//
// It imports lang/plan, builtin and source. What follows of types, and what is
// told of them, is in lang/check.
package types
