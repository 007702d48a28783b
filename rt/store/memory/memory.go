// Package memory is the kind of store that lives in the process and is gone at
// its end (the language, §9). It may import rt and rt/store and nothing else of
// ours.
package memory

import (
	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/store"
)

// Open makes an empty store on the run: memory("name").
func Open(run *rt.Run, name string) *store.Store { return store.New(run, name) }
