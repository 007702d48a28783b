// Package store is the engine of every kind of store: records under keys, in
// the order of the serial run, however the run was scheduled (the language, §6
// and §9). The kinds live in packages of their own below it, so that a mission
// links only what it uses; each gives a Store, and a kind that outlives the
// process puts a Keeper behind it.
//
// A store has two parts. The table holds what is settled: records in the order
// of the listing, and an index of their keys, which lie in a slab. A strand that
// works alone writes straight into it. The overlay holds what strands that work side by side have
// written since, each write with its place in the serial order; the table does
// not change meanwhile, so a store that nobody writes is read without a lock.
// Where parallel work has ended, the next strand that works alone, or the end
// of the stage, folds the overlay into the table.
//
// A read in parallel work sees the table and, of the overlay, what is earlier
// in the serial order than the reader.
//
// It may import rt and rt/value and nothing else of ours.
package store
