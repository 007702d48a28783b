// Package lang reads missions: Load takes a path and gives the plans of the
// missions there, or everything that is wrong with them.
//
//	text ──syntax──▶ nodes ──check──▶ plan ──effects──▶ accesses ──race──▶ problems
//
// Whatever a phase finds comes together here, where comments of the mission may
// allow some of it (allow.go).
//
// It imports its rooms: lang/source, diag, syntax, check, plan, effects and race.
package lang
