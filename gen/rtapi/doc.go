// Package rtapi is the one list of the runtime's symbols that generated code
// may mention. The emitter reaches the runtime through these variables only, so
// what is renamed there fails here, in a test, and not in a user's build.
//
// It imports jennifer and nothing of ours.
package rtapi
