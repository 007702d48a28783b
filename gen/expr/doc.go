// Package expr turns the plan's expressions into Go.
//
// A value of the mission is a Go expression of type value.Value; a condition is
// one of type bool, with Go's own && || and !. What Go says with statements only
// (a choice, a match, an `or` whose second operand must not be evaluated) becomes
// statements in front of the step that needs it, or, where no statement can
// stand, a func literal. Either way operands are evaluated from left to right,
// and nothing is that the language would not evaluate.
//
// What can fail is a method of the strand, which keeps the first failure; whoever
// emits a step checks for it once. Fallible says where that is needed.
//
// It may import lang/plan, gen/names and gen/rtapi.
package expr
