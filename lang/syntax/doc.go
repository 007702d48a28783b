// Package syntax reads the text of a mission file into nodes.
//
// Parse always gives a whole tree back, however broken the text: what could not
// be read is a Bad node, and a diagnostic of the E4xx codes says why. Nothing is
// resolved here: a name is a name, an option is `name: value`, and where the
// grammar lets more through than the language means, the checker, which knows
// the names, says it better.
//
// The grammar is in grammar.txt, once; the functions that read it are headed by
// its productions. The fixed shapes (the heads of declarations and steps) are
// struct tags on the nodes, read by participle; what repeats and recovers
// (files, missions, blocks, options, arms) and what binds by precedence
// (expressions, patterns, types) is Go.
//
// It imports lang/source and lang/diag.
package syntax
