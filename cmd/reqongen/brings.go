package main

// The packages that generated code imports. The compiler calls none of them;
// that it imports them makes `go get -tool` of this command bring every module
// that they need into the user's go.mod and go.sum, and `go install` into the
// module cache. Without, the first go build of a generated package would ask
// for modules that are not there.
import (
	_ "golang.org/x/sync/errgroup"
	_ "golang.org/x/sync/semaphore"

	_ "github.com/reqongen/reqongen/rt/cli"
	_ "github.com/reqongen/reqongen/rt/fetch"
	_ "github.com/reqongen/reqongen/rt/store/file"
	_ "github.com/reqongen/reqongen/rt/store/memory"
)
