// Package seen proves that what is left out of an answer cannot be seen: its
// tests run random missions that look at parts of random answers, with no more
// decoded than lang/sight says, and with all of it, and want the same requests,
// the same failures word for word, the same end and the same stores.
//
// Many are interpreted, which needs no compiler. Some are generated and built,
// with the build tag reqon_either, and run both ways.
//
// Run, which all of them use, is here for the programs that the tests build.
package seen
