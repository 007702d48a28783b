// Package meaning holds generated packages against the plan that they were
// generated from. Its test interprets the plan of random missions, over the same
// runtime; runs the packages that gen makes of them; and wants the same
// requests, the same failures and the same stores of both.
//
// Run, which both sides use, is here for the program that the test builds.
package meaning
