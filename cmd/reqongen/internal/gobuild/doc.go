// Package gobuild makes programs of generated packages with the go command, in
// a folder of the user's cache: what was built once is there the next time.
//
// The folder holds a module for each runtime, and in it a package for each
// mission, so that a mission that changed compiles its own few files and links,
// and the runtime stays compiled.
package gobuild
