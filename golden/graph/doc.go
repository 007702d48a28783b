// Package graph holds what `reqongen plan` draws of missions, and what `check
// --explain` says of them: beside each mission a file for each form.
//
// `go test ./golden/graph -update` writes these anew; read them before you
// commit them.
package graph
