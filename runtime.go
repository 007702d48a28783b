// Package reqongen holds the sources of the runtime, for the packages that
// carry their own: those that a development build of the compiler writes where
// no released version could be required.
//
// The compiler is cmd/reqongen; what generated packages import is below rt.
package reqongen

import "embed"

// Path is the path of this module.
const Path = "github.com/reqongen/reqongen"

// Sources are the Go files below rt and what they embed, with this module's go.mod and go.sum, that
// say which versions of other modules the runtime is built with, and its
// license. Tests are among the files, and no business of whoever carries them.
//
//go:embed go.mod go.sum LICENSE rt/*.go rt/*/*.go rt/*/*/*.go
//go:embed rt/report/page/page.js rt/report/page/page.css
var Sources embed.FS
