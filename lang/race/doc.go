// Package race says where work that runs side by side would get in its own way
// (the language, §6): writes that may be lost (W201, W203), reads that depend
// on the clock (W202, W204), and advice on groups (W205, N206).
//
//	group.go    the actions of a group
//	loop.go     the iterations of a parallel loop
//	apart.go    keys that are surely different
//	advice.go   groups without a limit, stages that could be one group
//	codes.go    the codes
//
// What cannot be proved safe is told: of W202 and W204 none may be missing,
// because where there is none the stores of a run are those of the serial run.
//
// It may import lang/effects, lang/plan, lang/diag and lang/source.
package race
