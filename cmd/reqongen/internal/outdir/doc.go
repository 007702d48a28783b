// Package outdir is the small door to the disk for what the compiler writes:
// which module a folder belongs to, which files in it are ours, and the writing
// itself, whole or not at all.
//
// It imports carry for the type of a file, and nothing else of ours but the
// writer of whole files.
package outdir
