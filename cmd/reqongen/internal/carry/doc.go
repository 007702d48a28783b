// Package carry makes what a generated package needs beside its own files so
// that it builds at once: a copy of the runtime under the package's own import
// path, or the requirement of its released version, with the exact lines of
// go.mod and go.sum.
//
// It works on the sources that the compiler embeds; the disk is not its
// business. It imports the module's root, and of the emitter the list of what
// generated code may import.
package carry
