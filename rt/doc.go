// Package rt is what every generated mission needs: the run with its options
// and its record of what happened, the strands of sequential work with their
// place in the serial order, stages, loops, failures that point at the
// mission's text.
//
// The pieces meet like this. A generated package describes itself in a Program
// and hands it to Execute. Execute makes a Run, lets the program open its
// sources and stores on it, and calls its pipeline. The pipeline runs stages;
// a stage gives each of its actions a Strand; a parallel loop gives each
// iteration one. Everything that an action does (requests in rt/fetch, writes
// in rt/store) goes through its Strand, so whatever happens has a place in the
// serial order and a position in the mission.
//
// It may import rt/value and nothing else of ours.
package rt
