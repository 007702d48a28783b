// Package plan holds the checked mission: what lang/check makes of syntax and
// what gen turns into Go.
//
// No name in a plan is unresolved: a variable reference points at its Var, a
// store at its Store, a leading dot at the Var that holds the record, a jump at
// its Action. Words that depend on where they stand (response, source, the
// record of a leading dot, the scope of a map) are ordinary variables here, so
// that the emitter needs no rule of scoping of its own.
//
// The types are plain data. A Span says where in the mission each came from;
// text that the author wrote (names, comments) is kept for the generated code.
//
// It may import lang/source and lang/builtin.
package plan
