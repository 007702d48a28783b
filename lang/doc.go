// Package lang reads missions: Load takes a path and gives the plans of the
// missions there, or everything that is wrong with them.
//
//	text ──syntax──▶ nodes ──check──▶ plan
//
// It imports its rooms: lang/source, diag, syntax, check and plan.
package lang
