// Package otel tells a system that takes OpenTelemetry (OTLP) what a run does:
// spans of the run, its stages, actions, iterations, requests and attempts, and
// metrics of the same counts as a report's. Packages that are generated with
// --otel name [Follow] in their rt.Program; no other links this package or a
// module of OpenTelemetry.
//
// The standard OTEL_* variables of the process switch it on and say all the
// rest; asked.go reads those that the SDK leaves to others. export.go has the
// exporters, and keeps what goes wrong with them away from the mission: one
// warning, and the run goes on. spans.go follows a run as spans, metrics.go as
// figures, attributes.go has what both say of requests and places.
//
// It may import rt and rt/value.
package otel
