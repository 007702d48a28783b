// Package sight finds what a mission can see of the answers to its requests:
// the fields that it reads, the arrays that it goes through, the ones that it
// only counts. What it cannot see need not be decoded.
//
// It follows each answer through the variables of the action that asked for it.
// Whatever it does not know to look at a part only (storing, spreading, passing
// to most functions, computing, comparing with what is no literal) sees the whole:
// a failure may tell an operand, and a store may be written out.
//
// It imports lang/builtin, lang/plan and lang/source.
package sight
