// Package serial holds what parallel runs leave in their stores against what the
// serial run leaves (the language, §6, "The same result, however it was
// scheduled"). Its test makes random missions full of what runs side by side;
// compiles them, some 200 to a program; runs each on several schedules; and
// wants what their interpretation, one thing after another, comes to: the same
// records in the same order under the same keys, the same failures, the same
// end. Missions that the compiler warns of with W202 or W204 are excused, and
// how often that was for nothing is told.
//
// Run, which both sides use, is here for the programs that the test builds.
package serial
