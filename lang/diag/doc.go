// Package diag is what the compiler has to say about a mission.
//
// A Diagnostic is data: a code, a severity, a place, a sentence, perhaps a way
// out and notes about other places. Rendering it lives beside it: WriteText for
// people (the language, §12) and WriteJSON for programs. Whoever finds a problem
// appends to a list; Sort puts a list in the order in which it is shown.
//
// It imports lang/source only.
package diag
