// Package syntax reads the text of a mission file into nodes.
//
// Parse always gives a whole tree back, however broken the text: what could not
// be read is a Bad node, and a diagnostic of the E4xx codes says why. Nothing is
// resolved here: a name is a name, an option is `name: value`, and where the
// grammar lets more through than the language means, the checker, which knows
// the names, says it better.
//
// The grammar is in grammar.txt, once; the functions that read it are headed by
// its productions. A scanner cuts the text into participle's tokens. The fixed
// shapes, which are the heads of declarations and steps, are read by participle
// from the struct tags in grammar.go. What repeats and recovers (files, missions,
// blocks, options, arms) and what binds by precedence (expressions, patterns,
// types) is Go: participle stops at the first mistake, and its users write
// several.
//
// Recovery, in recover.go and starts.go, goes by brackets and by the words that begin a line.
// How many braces the file has too many or too few tells a forgotten brace from a
// construct in the wrong place. A mistake is told once: what does not fit at the
// token of the last mistake, or beside text that the scanner has reported, is
// silent.
//
// It imports lang/source and lang/diag.
package syntax
