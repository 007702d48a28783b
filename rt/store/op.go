package store

import (
	"iter"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

// Kind is what an Op does.
type Kind uint8

// The kinds of ops.
const (
	Put    Kind = iota // the record replaces the one under the key
	Merge              // its fields go into the record under the key (an upsert)
	Delete             // removes the record under the key
	Clear              // removes all records
	Number             // ends a stage: gives records without a key one

	renew // a Delete and then a Put: the record goes to the end
)

// An Op is one write to a store.
type Op struct {
	Kind    Kind
	Keyless bool        // of a Put: its key comes when the stage ends
	Key     string      // of Put, Merge, Delete
	Record  value.Value // of Put, Merge: an object
}

// A Keeper holds what a store holds beyond the end of the process.
type Keeper interface {
	// Write is told ops before they are done. They follow one another in the
	// serial order, the first at the place. When Write returns nil they will
	// be there at the next start, however this process ends; when it fails
	// they are not done. Many goroutines call it at once.
	Write(place rt.Place, ops []Op) error
	// Undo is told that what was written at the places from the one up to
	// before the other has not happened. Others may be writing elsewhere.
	Undo(from, before rt.Place) error
	// Replace is told all records, each under its key, at the end of a stage
	// that wrote any. What Write was told before is in them.
	Replace(records iter.Seq2[string, value.Value]) error
	// Close lets go of what the keeper holds.
	Close() error
}
