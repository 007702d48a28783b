// Package compile holds generated packages against what go build and go vet
// would say, without either: it type-checks them in process and runs vet's
// analyzers over them. The runtime is loaded once; after that a package takes
// milliseconds, so that a fuzzer can check whatever the compiler makes.
//
// It is for tests. It may import gen.
package compile
