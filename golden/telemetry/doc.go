// Package telemetry runs a mission that was compiled with --otel against the
// collector's own receiver of OTLP, and holds what arrives there, and what
// --metrics-file writes, against the run's report. Prometheus's own parser and
// linter read that file.
//
// It is a module of its own: the collector and Prometheus want libraries that
// reqongen does not, and it knows reqongen only by its command, as users do.
package telemetry
