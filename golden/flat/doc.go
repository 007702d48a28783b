// Package flat measures how much memory a mission takes that goes through many
// pages: a million records in ten thousand pages, each posted on (posted), or
// reduced to a few fields of a few that are stored (reduced). What counts is the
// peak of the program's resident memory, above that of a program that does
// nothing (nothing).
//
//	go test ./golden/flat -run '^$' -bench . -benchtime 1x
//
// The test does the same with fewer pages, and looks only at what was posted and
// stored: what a program takes differs from machine to machine.
package flat
