// Package file is the kind of store that is kept in a file of the state folder
// (the language, §9). It may import rt and rt/store and nothing else of ours.
//
// Of file("items") there are in the folder:
//
//	items.json      the document: an object from key to record, a record a line
//	items.journal   what was written since, while a stage runs
//	items.lock      while a run has the store open
//	items.tmp       the next document, while it is written
//
// When a stage ends that wrote something, the next document is written and
// flushed to the disk, the journal is told its fingerprint, it takes the
// document's place in one step, and the journal goes. A run finds what an
// earlier one left behind at any moment of that: the journal's lines after the
// last fingerprint that is the document's are what the document lacks. They
// are carried out in the serial order that their places say.
//
// A write is done only when the system has taken the journal's line of it, so
// it survives the end of the process, however sudden. It is not flushed to
// the disk each time: a machine that loses its power may lose what was written
// since the last stage ended, but no document is ever torn.
package file
