// Package syntaxtest makes random sentences of the grammar of mission files, for
// the tests of whatever reads or writes such files.
//
// It imports nothing of ours: the grammar's text, grammar.txt, is the caller's to
// read.
package syntaxtest
