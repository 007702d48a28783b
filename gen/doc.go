// Package gen turns a checked mission into the Go files of a package. Generate is
// a pure function: the same mission gives the same bytes, and nothing touches the
// disk.
//
// What the files are: mission.go has what the mission is (the program, its
// sources, stores and limits, the pipeline), actions.go a function for each
// action, schemas.go what values are held against, and main.go, or run.go in a
// library, the way in.
//
// Each construct has a file here; rounds.go has what a loop need not evaluate in
// each of its rounds. Behind them, gen/flow decides how steps and variables become
// those of Go functions, gen/expr writes expressions, gen/names keeps names apart,
// and gen/rtapi lists what may be used of the runtime. A construct that is to come
// gets a file of its own, a case in (*body).step, store.go or source.go, its symbols
// in gen/rtapi, and cases in golden/emit.
//
// It may import lang/plan, lang/source, gen/expr, gen/flow, gen/names and
// gen/rtapi.
package gen
