// Package report is what is known of a run when it is over: as data (Report),
// as JSON, as the text of a summary, and beside the report of another run.
//
// The pieces meet like this. A Recorder is an rt.Observer that keeps what a run
// tells in detail: requests, iterations, pauses, warnings; beyond some thousands
// a sample of them. Of makes a Report of it and of the run's rt.Result, and
// computes from its actions the critical path, what the limits cost and how
// short the run could have been (analysis.go). Everything below that works on a
// Report alone, whether it comes from a run or from a file: WriteJSON and
// ReadJSON, WriteText, Compare.
//
// The JSON is described by report-v1.schema.json beside this file. Fields may be
// added to a version; a version in which one changes its meaning or goes has
// another number.
//
// Nothing here reads a clock, a file or the environment. It may import rt and
// rt/value.
package report
