// Package interpret runs the plan of a mission in the most naive way there is:
// step by step, with a map of variables, one thing after another. What the
// language says shows in it at a glance, so it is what tests hold generated
// code against. Requests, failures and the record of the run are those of rt.
//
// It may import lang/plan, lang/sight, rt, and of gen what a message tells beside what it says.
package interpret
