// Package storetest tests kinds of stores: with a model that is too simple to
// be wrong, and with random missions whose strands may take turns by a seed.
// It may import rt, rt/value and rt/store and nothing else of ours.
package storetest
