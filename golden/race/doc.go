// Package race holds what the compiler says of races against missions that were
// labelled by thinking.
//
// Above each mission stands its label, with the reason:
//
//	// safe: the keys begin with "a-" and "b-"
//	// racy W201: an id of the one may be an id of the other
//
// A label says what is true by the words of the language, not what the compiler
// can find out. No code of a label may be missing, and at most 10 % of the safe
// missions may be warned of; the test prints both figures. Where code and label
// differ, think again before you change either.
//
// A file holds many missions; a folder with mission.reqon or main.reqon is one.
package race
