// Package check turns the nodes of a mission file into a plan in which no name
// is unresolved, and says what is wrong with the file: all of it, in one run.
//
// The passes, in the order in which mission.check runs them:
//
//	files.go       the files that are checked together; imports and what they bring
//	share.go       which mission each shared declaration is checked with
//	declare.go     what the file and the mission declare; duplicates
//	undeclared.go  the stores that are used without a declaration
//	schema.go      schemas: their fields, those of their bases, the types of these
//	lets.go        lets of the mission and the file, in the order of their needs
//	source.go      options of sources
//	transform.go   transforms with their variants; the step that applies one
//	action.go      the steps of each action (request.go, loop.go, map.go, keep.go,
//	               match.go, validate.go, flow.go) with their expressions (expr.go,
//	               name.go, call.go, text.go, pattern.go) and options (option.go,
//	               values.go)
//	pipeline.go    options of the mission, the run line and its stages
//	reach.go       which actions are reached; cycles of run and jump
//	live.go        which of the values that steps set are read, and where their
//	               variables begin
//
// What an expression or a step stands in (its scope, its record, its body) is a
// where, passed by value (scope.go). What is known of a value before the run is
// in types.go, which arm of a match takes what another one takes in cover.go, what
// fits the field of a schema in shape.go, what people mean when they write something else in suggest.go
// and habits.go.
//
// later.go names what the language has and this compiler does not compile yet:
// the one place to look when that changes. codes.go lists every code.
//
// An error anywhere means that there is no plan. Placeholders that stand in a
// plan for what could not be resolved never leave the package.
//
// It imports lang/syntax, plan, builtin, diag and source.
package check
