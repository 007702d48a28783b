// Package source keeps the text of mission files and the places in it.
//
// A File holds one file's text and where its lines begin. A Pos is one place in
// it and a Span is a stretch of it; both are small values that know their file,
// so that whoever holds one can print "mission.reqon:14:20" or show the line.
// Lines and columns count from 1, and a column counts characters (runes), not
// bytes: the same numbers an editor shows.
//
// It stands at the bottom of the compiler and imports nothing of ours.
package source
