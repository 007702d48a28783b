// Package prometheus tells a run as figures in the text format of Prometheus,
// for the textfile collector of its node exporter: a mission is a batch job, and
// ends before anybody could scrape it.
//
// counts.go counts, while the run goes on, what its record does not; write.go
// names the figures, and exposition.go is the format. The libraries that write
// it would be a third of a mission's program; golden/telemetry holds what is
// written here against their parser and their linter.
//
// It may import rt.
package prometheus
